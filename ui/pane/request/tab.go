package request

import (
	"strconv"

	"postern/ui/pane"
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
	// load takes over what the document holds now.
	load()
	// update handles one event and reports whether the document was changed,
	// and whether the event meant something here.
	update(pane.Event) (changed, handled bool)
	// commit takes text that is being typed.
	commit() (changed bool)
	editing() bool
	// view returns the tab in exactly that size.
	view(width, height int, focus bool) string
	restyle(pane.Env)
	// refresh colours anew, because the names' values changed.
	refresh()
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
			out[i].Note = n.note()
		}
	}
	return out
}

// noted is a tab that says something beside its label.
type noted interface{ note() safe.Text }

// hinted is a tab with a line of help for what is selected.
type hinted interface{ hint() text.Line }

// outsider is a tab with a text for the person's own editor; nil if what is
// chosen in it is none.
type outsider interface {
	outside() *texts
}

// copied is a tab with something to copy.
type copied interface{ copied() (what, text string) }

// count is a number worth saying.
func count(n int) safe.Text {
	if n == 0 {
		return safe.Text{}
	}
	return safe.Clean(strconv.Itoa(n))
}
