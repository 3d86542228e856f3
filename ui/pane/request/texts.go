package request

import (
	"postern/engine/payload"
	"postern/ui/bodytext"
	"postern/ui/names"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// newTexts makes a tab of one text, or of several below one another.
func newTexts(env pane.Env, what string, n *names.Names, parts ...*bodytext.Part) *bodytext.Stack {
	t := bodytext.NewStack(env, what, n)
	t.Parts = parts
	return t
}

func newRaw(env pane.Env, d *document) tab {
	return newTexts(env, "the body", &d.names, &bodytext.Part{
		Text: bodytext.New(env, &d.names, func() payload.Kind { return bodytext.KindOf(&d.Request) }, safe.Lit("the body is empty")),
		Get:  func() string { return d.Request.Body.Raw },
		Put:  func(s string) { d.Request.Body.Raw = s },
		File: "body.txt", Share: 1,
	})
}

func newGraphQL(env pane.Env, d *document) tab {
	of := func(k payload.Kind) *bodytext.Text {
		return bodytext.New(env, &d.names, func() payload.Kind { return k }, safe.Text{})
	}
	return newTexts(env, "the body", &d.names, &bodytext.Part{
		Text: of(payload.GraphQL), Title: safe.Lit("Query"), Share: 2, File: "query.graphql",
		Get:   func() string { return d.Request.Body.GraphQL.Query },
		Put:   func(s string) { d.Request.Body.GraphQL.Query = s },
		About: func() text.Line { return aboutQuery(d) },
	}, &bodytext.Part{
		Text: of(payload.JSON), Title: safe.Lit("Variables"), Share: 1, File: "variables.json",
		Get: func() string { return d.Request.Body.GraphQL.Variables },
		Put: func(s string) { d.Request.Body.GraphQL.Variables = s },
	})
}

// aboutQuery tells which operation of a query is meant.
func aboutQuery(d *document) text.Line {
	op := d.Request.Body.GraphQL.Operation
	if op == "" {
		return nil
	}
	return text.Of(theme.Faint, safe.Lit(" · operation ")).Plus(theme.Plain, safe.Clean(op))
}
