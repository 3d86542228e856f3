package tokens

import (
	"cmp"
	"strings"

	"postern/auth"
	"postern/engine/collection"
	"postern/ui/dialog"
	"postern/ui/dialog/detail"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/match"
	"postern/ui/widget/text"
)

// Sizes in cells.
const (
	maxWidth      = 110
	questionWidth = 60
	maxName       = 24
	maxClient     = 28
	maxEnv        = 16
	leftWidth     = 8
	autoWidth     = 4
	// Below these widths the scope, the environment, whom it speaks for and
	// the way of renewal are left out.
	scopeFrom  = 84
	envFrom    = 68
	clientFrom = 52
	autoFrom   = 34
)

func nameOf(t auth.Token) safe.Text {
	return safe.Clean(cmp.Or(t.Name, auth.Name(t.Config)))
}

// environment names the one a token was made in.
func (t *Tokens) environment(tk auth.Token) string {
	if tk.Config.Realm == "" {
		return "no environment"
	}
	if name, ok := t.content.Environments[tk.Config.Realm]; ok {
		return name
	}
	_, name := collection.SplitRealm(tk.Config.Realm)
	return cmp.Or(name, "another workspace")
}

// folded is what the filter looks in.
func (t *Tokens) folded(i int) string {
	tk := t.content.Tokens[i]
	return match.Fold(strings.Join([]string{
		nameOf(tk).String(), t.told[i].who, t.environment(tk), tk.Scope, t.told[i].audience,
	}, "\n"))
}

// renewal says how a token is kept alive.
func renewal(t auth.Token) safe.Text {
	switch {
	case t.Renews():
		return safe.Lit("auto")
	case !auth.AutoRefresh(t.Config):
		return safe.Lit("off")
	}
	return safe.Text{}
}

// row draws a token: state, name, whom it speaks for, time left, renewal,
// environment, audience and scope. The mark of the one in use is filled.
func (t *Tokens) row(i, width int) text.Line {
	tk, say := t.content.Tokens[t.rows[i]], t.told[t.rows[i]]
	life, role := detail.Life(tk, t.now)
	mark := safe.Lit("○ ")
	if tk.Key == t.content.Used {
		mark = safe.Lit("● ")
	}
	line := text.Of(role, mark)
	clientW, autoW, envW := 0, 0, 0
	if width >= clientFrom {
		clientW = t.client + 2
	}
	if width >= autoFrom {
		autoW = autoWidth + 2
	}
	if width >= envFrom {
		envW = maxEnv + 2
	}
	gap := func() { line = line.Plus(theme.Plain, safe.Lit("  ")) }
	nameW := max(min(t.name, width-line.Width()-clientW-autoW-envW-leftWidth-2), 1)
	line = t.sheet.Cell(line, theme.Plain, nameOf(tk), nameW)
	if clientW > 0 {
		gap()
		line = t.sheet.Cell(line, theme.Faint, safe.Clean(say.who), t.client)
	}
	gap()
	line = line.Plus(role, dialog.Column(life, leftWidth))
	if autoW > 0 {
		gap()
		line = line.Plus(theme.Badge, dialog.Column(renewal(tk), autoWidth))
	}
	if envW > 0 {
		gap()
		line = t.sheet.Cell(line, theme.Plain, safe.Clean(t.environment(tk)), maxEnv)
	}
	if rest := width - line.Width() - 2; width >= scopeFrom && rest > 0 {
		gap()
		line = t.sheet.Cell(line, theme.Faint, safe.Clean(forWhat(say.audience, tk.Scope)), rest)
	}
	return line
}

// forWhat is a token's audience and scope.
func forWhat(audience, scope string) string {
	if audience == "" || scope == "" {
		return audience + scope
	}
	return audience + " · " + scope
}
