// Package environs is what is done with environments as a whole: values go back
// to their initial ones or become them, an environment is duplicated, edited as
// text, compared, brought in and written out.
//
// [Act] turns an action into a wish, which mostly opens a dialog, and [Answer]
// turns that dialog's answer into another: [environment.Edited], [Made] or
// [Work], which the workbench carries out. Nothing here keeps state, and only
// the function of a Work does I/O. To add something, add an action and a case in
// both.
package environs

import (
	"slices"
	"strings"

	"postern/engine/collection"
	"postern/ui/dialog"
	"postern/ui/dialog/bulk"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/picker"
	"postern/ui/dialog/prompt"
	"postern/ui/folders"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/environment"
	"postern/ui/safe"
	"postern/ui/widget"
)

// Opened wishes for a dialog on top.
type Opened = dialog.Opened

// Made wishes for a new environment, which has no file yet.
type Made struct {
	Name string
	Vars []collection.EnvVar
}

// Work wishes for Do to be called outside of the loop; what it returns is
// another wish.
type Work = pane.Work

// Noted wishes for a note; a Failed one for an error to be shown.
type (
	Noted  = pane.Noted
	Failed = pane.Failed
)

// Subject is what an action is about.
type Subject struct {
	// Env is what dialogs are drawn with.
	Env widget.Env
	// Chosen is the chosen environment; nil means none.
	Chosen *collection.Environment
	// All are the environments there are.
	All []*collection.Environment
	// Root is the workspace's folder, from which paths are meant.
	Root string
	// Var is the name of the selected variable, or "".
	Var string
	// Ready says that the private values were read: what a copy lacks would be
	// forgotten.
	Ready bool
}

// The names of the dialogs.
const (
	resetName   = "environs.reset"
	publishName = "environs.publish"
	bulkName    = "environs.bulk"
	compareName = "environs.compare"
	exportName  = "environs.export"
	exportTo    = "environs.export.to"
	importFrom  = "environs.import"
)

// Actions are what [Act] carries out.
func Actions() []keymap.ID {
	return []keymap.ID{
		keymap.ResetVar, keymap.PublishVar, keymap.DuplicateEnv, keymap.BulkEnv, keymap.CompareEnv, keymap.ExportEnv, keymap.ImportEnv,
	}
}

// Act carries out an action; there must be a chosen environment for all but the
// import.
func Act(id keymap.ID, s Subject) pane.Intent {
	if !s.Ready {
		return Noted{Text: "the private values are being read: try again"}
	}
	switch id {
	case keymap.ResetVar:
		return s.askReset()
	case keymap.PublishVar:
		return s.askPublish()
	case keymap.DuplicateEnv:
		vars := s.Chosen.Clone().Vars
		for i := range vars {
			vars[i].Origin = 0
			settle(&vars[i])
		}
		return Made{Name: s.freeName(s.Chosen.Name + " copy"), Vars: vars}
	case keymap.BulkEnv:
		return Opened{Dialog: bulk.New(s.Env, bulk.Options{
			Name: bulkName, Of: s.Chosen.ID, Title: safe.Lit("Current values of ").Plus(safe.Clean(s.Chosen.Name)), Text: Text(s.Chosen),
			Hint: safe.Lit("name: value, a line each; // switches off; dots leave a secret as it is"),
			Check: func(text string) safe.Text {
				_, err := Parsed(s.Chosen, text)
				if err != nil {
					return safe.Clean(err.Error())
				}
				return safe.Text{}
			},
		})}
	case keymap.CompareEnv:
		return s.pickOther()
	case keymap.ExportEnv:
		return s.askExport()
	case keymap.ImportEnv:
		return Opened{Dialog: prompt.New(s.Env, prompt.Options{
			Name: importFrom, Title: safe.Lit("Bring in an environment"), Document: true, Paths: &folders.Paths{}, Placeholder: safe.Lit("path, link, or the text itself"),
			Hint: safe.Lit("an environment or globals, as Postman exports them, by path or pasted, becomes a new environment here; a link, or the clipboard by enter alone, is looked at and saved as every import is"),
		})}
	}
	return nil
}

// Answer carries out what a dialog of this package was answered, or what the
// pane wishes for; ok is false for what is none of it.
func Answer(in pane.Intent, s Subject) (out pane.Intent, ok bool) {
	switch in := in.(type) {
	case environment.RenameAsked:
		return s.on(in.ID).renamed(in.Name), true
	case confirm.Answered:
		switch in.Name {
		case resetName:
			return s.on(in.Of).reset(in.Choice), true
		case publishName:
			return s.on(in.Of).publish(in.Choice), true
		case exportName:
			return s.on(in.Of).askPath(in.Choice), true
		}
	case bulk.Taken:
		if in.Name == bulkName {
			return s.on(in.Of).retyped(in.Text), true
		}
	case picker.Picked:
		if in.Picker == compareName {
			return s.on(in.Of).compare(in.ID), true
		}
	case prompt.Entered:
		switch in.Name {
		case exportTo:
			what, id, _ := strings.Cut(in.Of, " ")
			return s.on(id).export(what, in.Text), true
		case importFrom:
			return bringIn(s, in.Text), true
		}
	}
	return nil, false
}

// on is the subject about the environment with that id: another one may have
// been chosen meanwhile.
func (s Subject) on(id string) Subject {
	s.Chosen = nil
	for _, e := range s.All {
		if e.ID == id {
			s.Chosen = e
		}
	}
	return s
}

// find is the environment with that id, or nil.
func (s Subject) find(id string) *collection.Environment { return s.on(id).Chosen }

// freeName is a name that no environment has.
func (s Subject) freeName(name string) string {
	for {
		if !slices.ContainsFunc(s.All, func(e *collection.Environment) bool { return e.Name == name }) {
			return name
		}
		name += " copy"
	}
}

func (s Subject) renamed(name string) pane.Intent {
	if s.Chosen == nil || name == "" {
		return nil
	}
	e := s.Chosen.Clone()
	e.Name = name
	return environment.Edited{ID: e.ID, Environment: e}
}

// retyped takes a text in place of the variables.
func (s Subject) retyped(text string) pane.Intent {
	if s.Chosen == nil {
		return nil
	}
	e, err := Parsed(s.Chosen, text)
	if err != nil {
		return Failed{Err: err}
	}
	return environment.Edited{ID: e.ID, Environment: e}
}

// settle keeps a secret's value on this machine.
func settle(v *collection.EnvVar) {
	if v.Secret && v.Initial != "" {
		value := v.Value()
		v.Current, v.Initial = &value, ""
	}
}

// Seal moves the value of a variable that has just become secret out of what
// the file holds; ok is false if there is nothing to move.
func Seal(e *collection.Environment, name string) (ok bool) {
	for i := range e.Vars {
		if v := &e.Vars[i]; v.Key == name && v.Secret && v.Initial != "" {
			settle(v)
			ok = true
		}
	}
	return ok
}

// WithValue returns a copy in which a variable has that current value; it is
// added if there is none.
func WithValue(e *collection.Environment, name, value string) *collection.Environment {
	out := e.Clone()
	i := slices.IndexFunc(out.Vars, func(v collection.EnvVar) bool { return v.Key == name })
	if i < 0 {
		i, out.Vars = len(out.Vars), append(out.Vars, collection.EnvVar{Key: name, Type: "default"})
	}
	out.Vars[i].Current, out.Vars[i].Disabled = &value, false
	return out
}
