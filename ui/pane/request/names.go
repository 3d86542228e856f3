package request

import (
	"strings"

	"postern/auth"
	"postern/engine/vars"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/text"
)

// names colours {{names}} and tells their values.
type names struct {
	set   vars.Set
	rev   int
	known bool // the set was given
}

// spans marks the names of a text: those with a value, those with an empty one,
// which is sent as nothing at all, and those without.
func (d *document) spans(s string) []cells.Span {
	if !vars.Has(s) {
		return nil
	}
	var out []cells.Span
	for _, r := range vars.Scan(s) {
		role := theme.Variable
		switch v, layer, ok := d.names.set.Lookup(r.Name); {
		case !ok:
			role = theme.Unresolved
		case v.Value == "" && layer.Scope != vars.Dynamic:
			role = theme.Warn
		}
		out = append(out, cells.Span{From: r.Start, To: r.End, Role: role})
	}
	return out
}

// urlSpans also marks the path variables of an address.
func (d *document) urlSpans(s string) []cells.Span {
	return cells.Overlay(d.pathSpans(s), d.spans(s))
}

// pathSpans marks every ":name" segment.
func (d *document) pathSpans(s string) []cells.Span {
	var out []cells.Span
	path, _, _ := strings.Cut(s, "?")
	path, _, _ = strings.Cut(path, "#")
	for at := 0; ; {
		i := strings.Index(path[at:], "/:")
		if i < 0 {
			return out
		}
		from := at + i + 1
		at = from + 1
		end := len(path)
		if j := strings.IndexAny(path[at:], "/."); j >= 0 {
			end = at + j
		}
		if end == at || from > 1 && path[from-2] == '/' { // "//:" is no segment
			continue
		}
		role := theme.Unresolved
		for _, v := range d.Request.URL.Vars {
			if v.Key == path[at:end] && v.Value != "" {
				role = theme.Variable
			}
		}
		out = append(out, cells.Span{From: from, To: end, Role: role})
	}
}

// lacking tells which names of a text have no value, or an empty one.
func (d *document) lacking(s string) text.Line {
	var names []string
	for _, n := range vars.Names(s) {
		v, layer, ok := d.names.set.Lookup(n)
		if !ok || v.Value == "" && layer.Scope != vars.Dynamic {
			names = append(names, "{{"+n+"}}")
		}
	}
	return d.values(names...)
}

// values tells what the names of the texts stand for, or nothing if there are
// none.
func (d *document) values(texts ...string) text.Line { return d.names.values(texts...) }

func (s names) values(texts ...string) text.Line {
	var l text.Line
	for _, n := range vars.Names(texts...) {
		if len(l) > 0 {
			l = l.Plus(theme.Faint, safe.Lit("   "))
		}
		v, layer, ok := s.set.Lookup(n)
		if !ok {
			l = l.Plus(theme.Unresolved, safe.Clean(n)).Plus(theme.Faint, safe.Lit(" is not set"))
			continue
		}
		value := safe.Clean(v.Value)
		switch {
		case v.Secret:
			value = safe.Lit(auth.Mask)
		case layer.Scope == vars.Dynamic:
			value = safe.Lit("new with every send")
		case v.Value == "":
			value = safe.Lit("(empty)")
		}
		l = l.Plus(theme.Variable, safe.Clean(n)).Plus(theme.Faint, safe.Lit(" = ")).Plus(theme.Plain, value)
		if layer.Scope != vars.Dynamic {
			l = l.Plus(theme.Faint, safe.Lit(" · ").Plus(safe.Clean(layer.Scope.String())))
		}
	}
	return l
}
