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

// The tabs, from left to right.
const (
	Params Tab = iota
	Auth
	Headers
	Body
	Docs
	Preview
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
		Params:  {safe.Lit("Params"), newParams},
		Auth:    {safe.Lit("Auth"), newAuth},
		Headers: {safe.Lit("Headers"), newHeaders},
		Body:    {safe.Lit("Body"), newBody},
		Docs:    {safe.Lit("Docs"), newDocs},
		Preview: {safe.Lit("Preview"), newPreview},
	}
}

// labels are the entries of the tab bar.
func labels(all []tab) []tabs.Tab {
	rows := tabRows()
	out := make([]tabs.Tab, len(rows))
	for i, r := range rows {
		out[i] = tabs.Tab{Label: r.label}
		if n, ok := all[i].(noted); ok {
			out[i].Note = n.note()
		}
	}
	return out
}

// noted is a tab that says something beside its label.
type noted interface{ note() safe.Text }

// hinted is a tab with a line of help for what is selected.
type hinted interface{ hint() text.Line }

// copied is a tab with something to copy.
type copied interface{ copied() (what, text string) }

// count is a number worth saying.
func count(n int) safe.Text {
	if n == 0 {
		return safe.Text{}
	}
	return safe.Clean(strconv.Itoa(n))
}
