package environs

import (
	"slices"

	"postern/engine/collection"
	"postern/ui/dialog/confirm"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/environment"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/words"
)

// The answers to the questions of this file.
const (
	keep = "keep"
	one  = "one "
	all  = "all"
)

// own reports whether a variable has a value of its own on this machine.
func own(v collection.EnvVar) bool { return v.Current != nil && *v.Current != v.Initial }

// count is how many variables have what ok asks for.
func count(e *collection.Environment, ok func(collection.EnvVar) bool) int {
	n := 0
	for _, v := range e.Vars {
		if ok(v) {
			n++
		}
	}
	return n
}

func (s Subject) variable() (collection.EnvVar, bool) {
	i := slices.IndexFunc(s.Chosen.Vars, func(v collection.EnvVar) bool { return v.Key == s.Var })
	if i < 0 {
		return collection.EnvVar{}, false
	}
	return s.Chosen.Vars[i], true
}

// askReset asks which current values go: of a secret it is the only one.
func (s Subject) askReset() pane.Intent {
	n := count(s.Chosen, own)
	if n == 0 {
		return Noted{Text: "every value of " + s.Chosen.Name + " is its initial one"}
	}
	o := confirm.Options{
		Name: resetName, Of: s.Chosen.ID, Title: safe.Lit("Back to the initial value"), Cancel: keep,
		Lines: []safe.Text{
			safe.Clean("Values of " + s.Chosen.Name + " on this machine give way to those of its file."),
			safe.Clean(s.Env.Keys.Shown(keymap.Undo) + " brings them back."),
		},
		Choices: []confirm.Choice{{ID: keep, Letter: "k", Title: safe.Lit("keep them")}},
	}
	if v, ok := s.variable(); ok && own(v) {
		o.Choices = append(o.Choices, confirm.Choice{ID: one + s.Var, Letter: "o", Title: safe.Lit("reset ").Plus(safe.Clean(s.Var))})
	}
	o.Choices = append(o.Choices, confirm.Choice{ID: all, Letter: "a", Title: safe.Clean("reset all " + words.Plural(n, "value") + " that differ"), Role: theme.Warn})
	if secrets := count(s.Chosen, func(v collection.EnvVar) bool { return own(v) && v.Secret && v.Initial == "" }); secrets > 0 {
		o.Lines = append(o.Lines, safe.Clean(words.Plural(secrets, "secret")+" would be without a value: it is in no file."))
	}
	return Opened{Dialog: confirm.New(s.Env, o)}
}

// chosen reports whether an answer is about a variable.
func chosen(answer string, v collection.EnvVar) bool {
	return answer == all || answer == one+v.Key
}

func (s Subject) reset(answer string) pane.Intent {
	if s.Chosen == nil || answer == keep {
		return nil
	}
	e, n := s.Chosen.Clone(), 0
	for i, v := range e.Vars {
		if own(v) && chosen(answer, v) {
			e.Vars[i].Current = nil
			n++
		}
	}
	return pane.Batch{environment.Edited{ID: e.ID, Environment: e}, Noted{Text: "reset " + words.Plural(n, "value")}}
}

// askPublish asks which current values everybody who gets the file will see.
// Secrets never are among them.
func (s Subject) askPublish() pane.Intent {
	open := func(v collection.EnvVar) bool { return own(v) && !v.Secret }
	n, secrets := count(s.Chosen, open), count(s.Chosen, own)-count(s.Chosen, open)
	v, ok := s.variable()
	switch {
	case n == 0 && secrets > 0:
		return Noted{Text: "only secrets differ from their initial values, and they are not written into the file"}
	case n == 0:
		return Noted{Text: "every value of " + s.Chosen.Name + " is its initial one"}
	}
	o := confirm.Options{
		Name: publishName, Of: s.Chosen.ID, Title: safe.Lit("Write as the initial value"), Cancel: keep,
		Lines: []safe.Text{
			safe.Clean("Values that only this machine has go into the file of " + s.Chosen.Name + " with the next save. Everybody who gets the file sees them."),
		},
		Choices: []confirm.Choice{{ID: keep, Letter: "k", Title: safe.Lit("keep them on this machine")}},
	}
	if ok && open(v) {
		o.Choices = append(o.Choices, confirm.Choice{ID: one + s.Var, Letter: "o", Title: safe.Lit("write ").Plus(safe.Clean(s.Var)), Role: theme.Warn})
	}
	o.Choices = append(o.Choices, confirm.Choice{ID: all, Letter: "a", Title: safe.Clean("write all " + words.Plural(n, "value") + " that differ"), Role: theme.Warn})
	if secrets > 0 {
		o.Lines = append(o.Lines, safe.Clean(words.Plural(secrets, "secret")+" will not be written."))
	}
	return Opened{Dialog: confirm.New(s.Env, o)}
}

func (s Subject) publish(answer string) pane.Intent {
	if s.Chosen == nil || answer == keep {
		return nil
	}
	e, n := s.Chosen.Clone(), 0
	for i, v := range e.Vars {
		if own(v) && !v.Secret && chosen(answer, v) {
			e.Vars[i].Initial, e.Vars[i].Current = *v.Current, nil
			n++
		}
	}
	return pane.Batch{
		environment.Edited{ID: e.ID, Environment: e},
		Noted{Text: "initial now: " + words.Plural(n, "value") + "; " + s.Env.Keys.Shown(keymap.Save) + " writes the file"},
	}
}
