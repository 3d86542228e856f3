package request

import (
	"postern/ui/bodytext"
	"postern/ui/pairs"
	"postern/ui/pane"
	"postern/ui/reading"
	"postern/ui/safe"
	"postern/ui/widget/tabs"
	"postern/ui/widget/text"
)

// Tab is one of the pane's tabs.
type Tab int

// The tabs. Which of them there are, and in which order, depends on what is
// shown, see [kind].
const (
	Params Tab = iota
	Auth
	Headers
	Body
	Scripts
	Docs
	Preview
	Variables
)

// tab is the content of one tab. It shows the document and changes it.
type tab interface {
	// Load takes over what the document holds now; key tells it from others.
	Load(key string)
	// Update handles one event, and reports whether the document was changed and
	// what else is wished for.
	Update(pane.Event) (changed bool, in pane.Intent)
	// Commit takes text that is being typed.
	Commit() (changed bool)
	Editing() bool
	// View returns the tab in exactly that size.
	View(width, height int, focus bool) string
	Restyle(pane.Env)
	// Refresh colours anew, because the names' values changed.
	Refresh()
}

// newPreview makes the tab of the request as it will go out.
func newPreview(env pane.Env, _ *document) tab {
	return reading.New(env, nil, safe.Lit("working out what will be sent…"))
}

// tabRow is what there is to know about a tab.
type tabRow struct {
	label safe.Text
	make  func(pane.Env, *document) tab
}

// tabRows are the tabs, in the order of their constants.
func tabRows() []tabRow {
	return []tabRow{
		Params:    {safe.Lit("Params"), newParams},
		Auth:      {safe.Lit("Auth"), newAuth},
		Headers:   {safe.Lit("Headers"), newHeaders},
		Body:      {safe.Lit("Body"), newBody},
		Scripts:   {safe.Lit("Scripts"), newScripts},
		Docs:      {safe.Lit("Docs"), newDocs},
		Preview:   {safe.Lit("Preview"), newPreview},
		Variables: {safe.Lit("Variables"), newVariables},
	}
}

// labels are the entries of the tab bar for a kind.
func labels(all []tab, k kind) []tabs.Tab {
	rows, shown := tabRows(), k.tabs()
	out := make([]tabs.Tab, len(shown))
	for i, t := range shown {
		out[i] = tabs.Tab{Label: rows[t].label}
		if t == Docs && k != isRequest {
			out[i].Label = safe.Lit("Overview")
		}
		if n, ok := all[t].(noted); ok {
			out[i].Note = n.Note()
		}
	}
	return out
}

// noted is a tab that says something beside its label.
type noted interface{ Note() safe.Text }

// hinted is a tab with a line of help for what is selected.
type hinted interface{ Hint() text.Line }

// copied is a tab with something to copy.
type copied interface{ Copied() (what, text string) }

// textIn is the text of a tab, which the person's own editor takes too; nil if
// what is chosen in it is none.
func textIn(t tab) *bodytext.Stack {
	switch t := t.(type) {
	case *bodytext.Stack:
		return t
	case *scripts:
		return t.Stack
	case *docs:
		return t.write
	case *body:
		return textIn(t.mode())
	}
	return nil
}

// tableIn is the table of a tab; nil if what is chosen in it is none.
func tableIn(t tab) *pairs.Table {
	switch t := t.(type) {
	case *pairs.Table:
		return t
	case *body:
		return tableIn(t.mode())
	}
	return nil
}
