package report

import (
	"strings"

	"postern/auth"
	"postern/engine/collection"
	"postern/engine/redact"
)

// public is a copy of a collection without what it should not say: its auth
// blocks, values that are secret by their name, and what mask masks in scripts.
// Templates stay.
func public(c *collection.Collection, mask redact.Redactor) *collection.Collection {
	out := c.Clone()
	out.Auth = nil
	scripts := func(events []collection.Event) {
		for i, e := range events {
			events[i].Script = mask.Text(e.Script)
		}
	}
	scripts(out.Events)
	for i, v := range out.Vars {
		if redact.Sensitive(v.Key) || v.Type == "secret" {
			out.Vars[i].Value = hidden(v.Value)
		}
	}
	out.Walk(func(_ []*collection.Item, it *collection.Item) bool {
		it.Auth, it.Examples = nil, nil
		scripts(it.Events)
		if it.Request != nil {
			publish(it.Request)
		}
		return true
	})
	return out
}

// publish takes out of a request what it should not say.
func publish(r *collection.Request) {
	r.Auth = nil
	var none redact.Redactor
	for i, h := range r.Headers {
		if !isTemplate(h.Value) {
			r.Headers[i].Value = none.Header(h.Key, h.Value)
		}
	}
	r.URL.Password = hidden(r.URL.Password)
	for _, list := range [][]collection.Param{r.URL.Query, r.URL.Vars, r.Body.URLEncoded} {
		for i := range list {
			hide(&list[i])
		}
	}
	for i := range r.Body.Form {
		hide(&r.Body.Form[i].Param)
	}
	r.Body.Raw, r.Body.GraphQL.Variables = none.Body(r.Body.Raw), none.Body(r.Body.GraphQL.Variables)
}

// hide takes the value of a row that is secret by its name.
func hide(p *collection.Param) {
	if redact.Sensitive(p.Key) {
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
