package names

import (
	"strings"
	"unicode/utf8"

	"postern/engine/vars"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/complete"
)

// options are the names that can be typed, made when they are first asked for.
type options []complete.Option

// longestValue is how much of a value is offered: more is never seen.
const longestValue = 80

// Offer returns the names that fit where the cursor is, if that is behind a
// "{{" that no "}}" has closed. It is a [complete.Source].
func (n *Names) Offer(line string, at int) (complete.Offer, bool) {
	from := strings.LastIndex(line[:at], "{{")
	if from < 0 {
		return complete.Offer{}, false
	}
	from += len("{{")
	word := line[from:at]
	if strings.ContainsAny(word, "{}") {
		return complete.Offer{}, false
	}
	if n.options == nil {
		n.options = n.all()
	}
	return complete.Offer{From: from, To: at + rest(line[at:]), Word: word, Options: n.options}, true
}

// rest is how much of what stands behind the cursor belongs to the name that is
// typed: up to its "}}", or nothing if it has none.
func rest(after string) int {
	i := strings.IndexAny(after, "{} \t\"'/?&=,;:")
	if i >= 0 && strings.HasPrefix(after[i:], "}}") {
		return i + len("}}")
	}
	return 0
}

// all are the variables, layer by layer, and then the dynamic ones.
func (n *Names) all() options {
	out := options{}
	for _, v := range n.set.All() {
		out = append(out, option(v.Var, v.Scope))
	}
	for _, g := range vars.Dynamics() {
		if _, layer, ok := n.set.Lookup(g.Name); !ok || layer.Scope == vars.Dynamic {
			out = append(out, option(vars.Var{Name: g.Name}, vars.Dynamic))
		}
	}
	return out
}

func option(v vars.Var, scope vars.Scope) complete.Option {
	o := complete.Option{Name: v.Name, Put: v.Name + "}}", Role: theme.Variable, Note: safe.Clean(scope.String())}
	if scope == vars.Dynamic {
		return o // its value is new with every send
	}
	if v.Value == "" {
		o.ValueRole = theme.Faint
	}
	v.Value = head(v.Value, longestValue)
	o.Value = shown(v, scope)
	return o
}

// head is the first bytes of a text, at most n, in whole characters.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
