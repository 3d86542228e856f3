// Package names is what a screen needs to know of {{names}}: how they are
// coloured, what they stand for, and which can be typed after "{{".
//
// It reads a [vars.Set] and changes nothing. Secrets are told of by their names
// only.
package names

import (
	"postern/auth"
	"postern/engine/vars"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/text"
)

// Names is the layers that names are looked up in. The zero Names has none.
type Names struct {
	set     vars.Set
	options options
}

// Set gives the layers, and reports whether that is news.
func (n *Names) Set(set vars.Set) bool {
	if n.set.Equal(set) {
		return false
	}
	*n = Names{set: set}
	return true
}

// lookup returns what a name stands for. empty says that it is sent as nothing
// at all.
func (n *Names) lookup(name string) (v vars.Var, layer vars.Layer, empty, ok bool) {
	v, layer, ok = n.set.Lookup(name)
	return v, layer, ok && v.Value == "" && layer.Scope != vars.Dynamic, ok
}

// Spans marks the names of a text: those with a value, those with an empty one
// and those without.
func (n *Names) Spans(s string) []cells.Span {
	if !vars.Has(s) {
		return nil
	}
	var out []cells.Span
	for _, r := range vars.Scan(s) {
		role := theme.Variable
		switch _, _, empty, ok := n.lookup(r.Name); {
		case !ok:
			role = theme.Unresolved
		case empty:
			role = theme.Warn
		}
		out = append(out, cells.Span{From: r.Start, To: r.End, Role: role})
	}
	return out
}

// Lacking tells which names of a text have no value, or an empty one.
func (n *Names) Lacking(s string) text.Line {
	var names []string
	for _, name := range vars.Names(s) {
		if _, _, empty, ok := n.lookup(name); !ok || empty {
			names = append(names, "{{"+name+"}}")
		}
	}
	return n.Values(names...)
}

// Values tells what the names of the texts stand for, or nothing if there are
// none.
func (n *Names) Values(texts ...string) text.Line {
	var l text.Line
	for _, name := range vars.Names(texts...) {
		if len(l) > 0 {
			l = l.Plus(theme.Faint, safe.Lit("   "))
		}
		v, layer, _, ok := n.lookup(name)
		if !ok {
			l = l.Plus(theme.Unresolved, safe.Clean(name)).Plus(theme.Faint, safe.Lit(" is not set"))
			continue
		}
		l = l.Plus(theme.Variable, safe.Clean(name)).Plus(theme.Faint, safe.Lit(" = ")).Plus(theme.Plain, shown(v, layer.Scope))
		if layer.Scope != vars.Dynamic {
			l = l.Plus(theme.Faint, safe.Lit(" · ").Plus(safe.Clean(layer.Scope.String())))
		}
	}
	return l
}

// shown is a value as it may be seen.
func shown(v vars.Var, scope vars.Scope) safe.Text {
	switch {
	case v.Secret:
		return safe.Lit(auth.Mask)
	case scope == vars.Dynamic:
		return safe.Lit("new with every send")
	case v.Value == "":
		return safe.Lit("(empty)")
	}
	return safe.Clean(v.Value)
}

// Told tells what the names in the texts of a row stand for, or its help.
func (n *Names) Told(texts []string, help string) text.Line {
	if l := n.Values(texts...); len(l) > 0 {
		return l
	}
	return text.Of(theme.Faint, safe.Clean(help))
}
