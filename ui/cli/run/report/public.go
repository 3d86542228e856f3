package report

import (
	"strings"

	"postern/auth"
	"postern/engine/collection"
	"postern/engine/redact"
)

// public is a copy of a collection without what it should not say: its auth
// blocks, values that are secret by their name, and what mask masks, wherever it
// stands. Templates stay.
func public(c *collection.Collection, mask redact.Redactor) *collection.Collection {
	out := c.Clone()
	out.Auth = nil
	scripts := func(events []collection.Event) {
		for i, e := range events {
			events[i].Script = mask.Text(e.Script)
		}
	}
	scripts(out.Events)
	out.Description = mask.Text(out.Description)
	for i, v := range out.Vars {
		out.Vars[i].Value = mask.Text(v.Value)
		if redact.Sensitive(v.Key) || v.Type == "secret" {
			out.Vars[i].Value = hidden(v.Value)
		}
	}
	out.Walk(func(_ []*collection.Item, it *collection.Item) bool {
		it.Auth, it.Examples = nil, nil
		scripts(it.Events)
		it.Description = mask.Text(it.Description)
		if it.Request != nil {
			publish(it.Request, mask)
		}
		return true
	})
	return out
}

// publish takes out of a request what it should not say.
func publish(r *collection.Request, mask redact.Redactor) {
	r.Auth = nil
	r.Description = mask.Text(r.Description)
	for i, h := range r.Headers {
		if !isTemplate(h.Value) {
			r.Headers[i].Value = mask.Header(h.Key, h.Value)
		}
	}
	r.URL.Password = hidden(r.URL.Password)
	for i, part := range r.URL.Path {
		r.URL.Path[i] = mask.Text(part)
	}
	for _, list := range [][]collection.Param{r.URL.Query, r.URL.Vars, r.Body.URLEncoded} {
		for i := range list {
			hide(&list[i], mask)
		}
	}
	for i := range r.Body.Form {
		hide(&r.Body.Form[i].Param, mask)
	}
	r.Body.Raw, r.Body.GraphQL.Variables = mask.Body(r.Body.Raw), mask.Body(r.Body.GraphQL.Variables)
	r.Body.GraphQL.Query = mask.Text(r.Body.GraphQL.Query)
}

// hide takes the value of a row that is secret by its name, and what mask masks.
func hide(p *collection.Param, mask redact.Redactor) {
	if p.Value = mask.Text(p.Value); redact.Sensitive(p.Key) {
		p.Value = hidden(p.Value)
	}
}

// hidden is a value that nobody should see; a template says nothing.
func hidden(value string) string {
	if value == "" || isTemplate(value) {
		return value
	}
	return auth.Mask
}

func isTemplate(value string) bool { return strings.Contains(value, "{{") }
