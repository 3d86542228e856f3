package tokens

import (
	"cmp"
	"strconv"
	"time"

	"postern/auth"
	"postern/ui/dialog"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/match"
	"postern/ui/widget/text"
)

// Sizes in cells.
const (
	maxWidth      = 96
	questionWidth = 56
	maxName       = 24
	maxClient     = 24
	leftWidth     = 8
	autoWidth     = 4
	labelWidth    = 12
	// Below these widths the scope, the client and the way of renewal are left
	// out.
	scopeFrom  = 76
	clientFrom = 52
	autoFrom   = 34
)

// soon is when a countdown begins to warn.
const soon = 2 * time.Minute

func nameOf(t auth.Token) safe.Text {
	return safe.Clean(cmp.Or(t.Name, auth.Name(t.Config)))
}

// client is who the token speaks for.
func client(t auth.Token) safe.Text {
	return safe.Clean(cmp.Or(t.Config.Get("username"), t.Config.Get("clientId")))
}

func folded(t auth.Token) string {
	return match.Fold(nameOf(t).String() + "\n" + client(t).String() + "\n" + t.Scope)
}

// left says how long a token lives, and how that looks.
func left(t auth.Token, now time.Time) (safe.Text, theme.Role) {
	if t.NeedsLogin {
		return safe.Lit("log in"), theme.Error
	}
	d, known := t.Left(now)
	switch {
	case !known:
		return safe.Lit("unknown"), theme.Faint
	case d <= 0:
		return safe.Lit("expired"), theme.Error
	case d < soon:
		return dialog.Left(d), theme.Warn
	}
	return dialog.Left(d), theme.OK
}

// renewal says how a token is kept alive.
func renewal(t auth.Token) safe.Text {
	switch {
	case t.NeedsLogin:
		return safe.Text{}
	case t.Refresh != "":
		return safe.Lit("auto")
	}
	return safe.Text{}
}

// row draws a token: state, name, client, time left, renewal, scope.
func (t *Tokens) row(i, width int) text.Line {
	tk := t.tokens[t.rows[i]]
	life, role := left(tk, t.now)
	line := text.Of(role, safe.Lit("● "))
	clientW, autoW := 0, 0
	if width >= clientFrom {
		clientW = t.client + 2
	}
	if width >= autoFrom {
		autoW = autoWidth + 2
	}
	nameW := max(min(t.name, width-line.Width()-clientW-autoW-leftWidth-2), 1)
	line = t.cell(line, theme.Plain, nameOf(tk), nameW)
	if clientW > 0 {
		line = t.cell(line.Plus(theme.Plain, safe.Lit("  ")), theme.Faint, client(tk), t.client)
	}
	line = line.Plus(theme.Plain, safe.Lit("  ")).Plus(role, dialog.Column(life, leftWidth))
	if autoW > 0 {
		line = line.Plus(theme.Plain, safe.Lit("  ")).Plus(theme.Badge, dialog.Column(renewal(tk), autoWidth))
	}
	if rest := width - line.Width() - 2; width >= scopeFrom && rest > 0 {
		line = t.cell(line.Plus(theme.Plain, safe.Lit("  ")), theme.Faint, safe.Clean(tk.Scope), rest)
	}
	return line
}

// cell adds a column with what the filter found marked.
func (t *Tokens) cell(line text.Line, r theme.Role, s safe.Text, width int) text.Line {
	s = dialog.Column(s, width)
	return append(line, match.Paint(r, s, t.sheet.Query.Ranges(s.String()))...)
}

// details are all that is known of a token, but for its secrets.
func (t *Tokens) details(tk auth.Token, width int) []text.Line {
	life, role := left(tk, t.now)
	var out []text.Line
	add := func(label, value safe.Text, r theme.Role) {
		if value.Empty() {
			return
		}
		for i, l := range dialog.Wrap(value, max(width-labelWidth, 1)) {
			if i > 0 {
				label = safe.Text{}
			}
			out = append(out, text.Of(theme.Faint, dialog.Column(label, labelWidth)).Plus(r, l))
		}
	}
	add(safe.Lit("ends in"), life, role)
	if !tk.Expiry.IsZero() {
		add(safe.Lit("ends at"), clock(tk.Expiry), theme.Plain)
	}
	if !tk.Obtained.IsZero() {
		add(safe.Lit("obtained"), clock(tk.Obtained), theme.Plain)
	}
	add(safe.Lit("renewal"), t.how(tk), theme.Plain)
	add(safe.Lit("user"), safe.Clean(tk.Config.Get("username")), theme.Plain)
	add(safe.Lit("client"), safe.Clean(tk.Config.Get("clientId")), theme.Plain)
	add(safe.Lit("scope"), safe.Clean(tk.Scope), theme.Plain)
	add(safe.Lit("grant"), safe.Clean(tk.Config.Get("grant_type")), theme.Plain)
	add(safe.Lit("server"), safe.Clean(cmp.Or(tk.Config.Get("accessTokenUrl"), tk.Config.Get("authUrl"))), theme.Plain)
	add(safe.Lit("type"), safe.Clean(tk.Type), theme.Plain)
	add(safe.Lit("access"), safe.Clean(tk.Access.String()), theme.Secret)
	add(safe.Lit("refresh"), safe.Clean(tk.Refresh.String()), theme.Secret)
	add(safe.Lit("ID token"), safe.Clean(tk.ID.String()), theme.Secret)
	if tk.Unsaved {
		add(safe.Lit("note"), safe.Lit("could not be stored: it is lost when the program ends"), theme.Warn)
	}
	return out
}

// how says in words how the token is kept alive.
func (t *Tokens) how(tk auth.Token) safe.Text {
	switch {
	case tk.NeedsLogin:
		return safe.Lit("the server refused to refresh it: log in again")
	case tk.Refresh == "":
		return safe.Lit("a new one is fetched when it has expired")
	case tk.Generation == 2: // the first one was no renewal
		return safe.Lit("by itself, with its refresh token; once so far")
	case tk.Generation > 2:
		return safe.Clean("by itself, with its refresh token; " + strconv.Itoa(tk.Generation-1) + " times so far")
	}
	return safe.Lit("by itself, with its refresh token")
}

func clock(at time.Time) safe.Text { return safe.Clean(at.Format("2006-01-02 15:04:05")) }
