// Package follow is the way from a link to where it leads: which of several is
// meant, what a template lacks, and whether the origin may be left.
//
//	several ─▶ Which ─┐
//	                  ▼
//	one ──────────▶ Link ─▶ blanks of a template ─▶ another origin? ─▶ Went
//
// It sends nothing: a link to go to goes up as [Went].
package follow

import (
	"cmp"
	"maps"
	"strconv"

	"postern/engine"
	"postern/engine/lookup/link"
	"postern/ui/dialog"
	"postern/ui/dialog/blanks"
	"postern/ui/dialog/confirm"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
)

// Went says that a link is to be followed now.
type Went struct{ Link link.Link }

// The names of the dialogs.
const (
	askWhich  = "which link"
	askBlanks = "blanks of a link"
	askLeave  = "leave the origin"
)

// The answers of the questions.
const (
	stay = "stay"
	goOn = "go"
)

// maxWhich is how many links are offered: one for each digit.
const maxWhich = 9

// Follow is a link on its way. Its zero value has none.
type Follow struct {
	env pane.Env
	// from is the response it is in, links are those to choose from, and link
	// is the chosen one.
	from  *engine.Exchange
	links []link.Link
	link  link.Link
	// values are what the blanks of a template were filled with last.
	values map[string]map[string]string
}

// Which asks which of the links in a place is to be followed, if there are
// several.
func (f *Follow) Which(env pane.Env, from *engine.Exchange, links []link.Link) pane.Intent {
	f.env, f.from, f.links = env, from, links[:min(len(links), maxWhich)]
	if len(links) == 1 {
		return f.Link(env, from, links[0])
	}
	o := confirm.Options{Name: askWhich, Title: safe.Lit("Which link?"), Cancel: stay}
	if len(links) > maxWhich {
		o.Lines = []safe.Text{safe.Lit("The first of them; the Links tab has them all.")}
	}
	red := from.Redactor()
	for i, l := range f.links {
		n := strconv.Itoa(i + 1)
		title := safe.Clean(red.URL(cmp.Or(l.Template, l.URL)))
		if l.Rel != "" {
			title = safe.Clean(l.Rel + "  ").Plus(title)
		}
		role := theme.Plain
		if !l.Same {
			role = theme.Warn
		}
		o.Choices = append(o.Choices, confirm.Choice{ID: n, Letter: n, Title: title, Role: role})
	}
	return dialog.Opened{Dialog: confirm.New(env, o)}
}

// Link goes towards a link of a response.
func (f *Follow) Link(env pane.Env, from *engine.Exchange, l link.Link) pane.Intent {
	f.env, f.from, f.links, f.link = env, from, nil, l
	switch {
	case l.Refused != link.NotRefused:
		return pane.Noted{Text: "this link is not followed: " + l.Refused.String(), Warn: true}
	case l.Template != "":
		return f.blanks()
	}
	return f.leave()
}

// blanks asks for what a template lacks.
func (f *Follow) blanks() pane.Intent {
	red, from, l := f.from.Redactor(), f.from.Sent.URL, f.link
	return dialog.Opened{Dialog: blanks.New(f.env, blanks.Options{
		Name: askBlanks, Title: safe.Clean(cmp.Or(l.Rel, l.Title, "A link")).Plus(safe.Lit(" with blanks")),
		Blanks: l.Vars, Values: f.values[l.Template],
		Makes: func(values map[string]string) safe.Text {
			to := l.Expand(from, values)
			if to.Refused != link.NotRefused {
				return safe.Clean("✗ " + to.Refused.String())
			}
			return safe.Clean(red.URL(to.URL))
		},
	})}
}

// leave asks before a link leaves the origin: it then gets neither headers nor
// auth.
func (f *Follow) leave() pane.Intent {
	if f.link.Same {
		return Went{f.link}
	}
	return dialog.Opened{Dialog: confirm.New(f.env, confirm.Options{
		Name: askLeave, Title: safe.Lit("A link to another origin"), Cancel: stay,
		Lines: []safe.Text{safe.Clean(f.from.Redactor().URL(f.link.URL)), safe.Lit("It is sent neither the headers nor the auth of this request.")},
		Choices: []confirm.Choice{
			{ID: stay, Letter: "s", Title: safe.Lit("stay here")},
			{ID: goOn, Letter: "f", Title: safe.Lit("follow it"), Role: theme.Warn},
		},
	})}
}

// Handle answers the dialogs; ok is false for an intent of others.
func (f *Follow) Handle(in pane.Intent) (out pane.Intent, ok bool) {
	switch in := in.(type) {
	case blanks.Filled:
		if in.Name != askBlanks {
			return nil, false
		}
		if f.values == nil {
			f.values = map[string]map[string]string{}
		}
		f.values[f.link.Template] = maps.Clone(in.Values)
		f.link = f.link.Expand(f.from.Sent.URL, in.Values)
		f.link.Template, f.link.Vars = "", nil
		return f.Link(f.env, f.from, f.link), true
	case confirm.Answered:
		switch {
		case in.Name == askWhich:
			if i, err := strconv.Atoi(in.Choice); err == nil && i <= len(f.links) {
				return f.Link(f.env, f.from, f.links[i-1]), true
			}
			return nil, true
		case in.Name == askLeave && in.Choice == goOn:
			return Went{f.link}, true
		case in.Name == askLeave:
			return nil, true
		}
	}
	return nil, false
}
