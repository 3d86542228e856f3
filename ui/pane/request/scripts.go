package request

import (
	"fmt"

	"postern/engine/collection"
	"postern/engine/payload"
	"postern/ui/bodytext"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/tabs"
	"postern/ui/widget/text"
)

// scripts is the tab of what runs before a request and after its response.
type scripts struct {
	*bodytext.Stack
	doc *document
}

func newScripts(env pane.Env, d *document) tab {
	of := func(title, empty safe.Text, listen, file string) *bodytext.Part {
		return &bodytext.Part{
			Text:  bodytext.New(env, nil, func() payload.Kind { return payload.JavaScript }, empty),
			Title: title, Share: 1, File: file,
			Get: func() string {
				e, _ := collection.ScriptOf(d.Settings.Events, listen)
				return e.Script
			},
			Put: func(s string) {
				d.Settings.Events, d.settled = collection.WithScript(d.Settings.Events, listen, s), "the scripts"
			},
			About: func() text.Line { return aboutScript(d, listen) },
		}
	}
	return &scripts{newTexts(env, "the script", nil,
		of(safe.Lit("Pre-request"), safe.Lit("nothing runs before the request"), collection.BeforeRequest, "pre-request.js"),
		of(safe.Lit("Post-response"), safe.Lit("nothing runs after the response"), collection.AfterResponse, "post-response.js"),
	), d}
}

// aboutScript tells what the text of a script does not.
func aboutScript(d *document, listen string) text.Line {
	e, n := collection.ScriptOf(d.Settings.Events, listen)
	var l text.Line
	if e.Disabled {
		l = l.Plus(theme.Warn, safe.Lit("  switched off"))
	}
	if n > 1 {
		l = l.Plus(theme.Faint, safe.Clean(fmt.Sprintf("  the first of %d; the others stay as they are", n)))
	}
	return l
}

func (t *scripts) Note() safe.Text {
	n := 0
	for _, e := range t.doc.Settings.Events {
		if e.Script != "" && !e.Disabled {
			n++
		}
	}
	return tabs.Count(n)
}
