package format_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"postern/auth"
	"postern/engine/collection"
	"postern/store/format"
)

// outliner writes what an import found as text for people to compare.
type outliner struct{ strings.Builder }

func outline(in format.Imported) string {
	o := &outliner{}
	for _, c := range in.Collections {
		o.line("", "collection", c.Name)
		o.text("  ", "about", c.Description)
		o.auth("  ", c.Auth)
		for _, v := range c.Vars {
			o.line("  ", "var", flag1(v.Disabled)+v.Key+" = "+fmt.Sprintf("%q", v.Value))
		}
		o.items("  ", c.Items)
	}
	for _, e := range in.Environments {
		o.line("", "environment", e.Name)
		for _, v := range e.Vars {
			o.line("  ", v.Type, flag1(v.Disabled)+v.Key+" = "+fmt.Sprintf("%q", v.Initial))
		}
	}
	for _, n := range in.Notes {
		o.line("", "note", strings.Join([]string{n.Where, n.Field, n.What}, " | "))
	}
	return o.String()
}

func flag1(off bool) string {
	if off {
		return "(off) "
	}
	return ""
}

func (o *outliner) line(indent, what, text string) {
	fmt.Fprintf(o, "%s%s: %s\n", indent, what, text)
}

func (o *outliner) text(indent, what, text string) {
	if text != "" {
		o.line(indent, what, strings.ReplaceAll(text, "\n", "\n"+indent+"  "))
	}
}

func (o *outliner) auth(indent string, c *auth.Config) {
	if c == nil {
		return
	}
	o.line(indent, "auth", c.Type)
	for _, a := range c.Attrs {
		b, err := json.Marshal(a.Value)
		if err != nil {
			b = []byte(err.Error())
		}
		o.line(indent+"  ", a.Key, string(b))
	}
	for i := range c.Others {
		o.auth(indent+"  (kept) ", &c.Others[i])
	}
}

func (o *outliner) items(indent string, items []*collection.Item) {
	for _, it := range items {
		if it.Folder {
			o.line(indent, "folder", it.Name)
			o.text(indent+"  ", "about", it.Description)
			o.auth(indent+"  ", it.Auth)
			o.items(indent+"  ", it.Items)
			continue
		}
		o.line(indent, "request", it.Name)
		o.request(indent+"  ", it.Request)
		for k, v := range it.Behavior {
			o.line(indent+"  ", "setting", fmt.Sprint(k, "=", v))
		}
		for _, e := range it.Examples {
			o.line(indent+"  ", "example", fmt.Sprintf("%s, %d %s, %q %s", e.Name, e.Code, e.Status, e.Body, e.Preview))
			o.rows(indent+"    ", "header", e.Header)
		}
	}
}

func (o *outliner) rows(indent, what string, rows []collection.Param) {
	for _, p := range rows {
		text := flag1(p.Disabled) + p.Key + " = " + fmt.Sprintf("%q", p.Value)
		if p.Description != "" {
			text += " // " + p.Description
		}
		o.line(indent, what, text)
	}
}

func (o *outliner) request(indent string, q *collection.Request) {
	o.line(indent, q.Method, q.URL.Unresolved())
	o.text(indent, "about", q.Description)
	o.rows(indent, "path", q.URL.Vars)
	o.rows(indent, "query", q.URL.Query)
	o.rows(indent, "header", q.Headers)
	o.auth(indent, q.Auth)
	b := q.Body
	switch b.Mode {
	case "":
	case "raw":
		o.text(indent, "body "+b.Language, b.Raw)
	case "graphql":
		o.line(indent, "graphql", fmt.Sprintf("%q %q", b.GraphQL.Query, b.GraphQL.Variables))
	case "file":
		o.line(indent, "file", b.File.Src)
	case "urlencoded":
		o.rows(indent, "form", b.URLEncoded)
	case "formdata":
		for _, p := range b.Form {
			o.line(indent, "part", fmt.Sprintf("%s%s %s %q %q %s %s", flag1(p.Disabled), p.Type, p.Key, p.Value, p.Src, p.ContentType, p.FileName))
		}
	}
}
