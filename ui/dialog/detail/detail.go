// Package detail puts what is known of a token into lines: how long it lives,
// for whom and from whom it is, and what stands in it where it is a JWT. It
// shows no token, only what they say.
package detail

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"postern/auth"
	"postern/auth/claims"
	"postern/ui/dialog"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// labelWidth is the column of the labels, in cells.
const labelWidth = 19

// soon is when a countdown begins to warn.
const soon = 2 * time.Minute

// Life says how long a token lives, and how that looks.
func Life(t auth.Token, now time.Time) (safe.Text, theme.Role) {
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

// page collects lines of a label and a value.
type page struct {
	width int
	lines []text.Line
}

// add adds a row, unless there is nothing to say.
func (p *page) add(label string, value safe.Text, r theme.Role) {
	if value.Empty() {
		return
	}
	for i, l := range value.Wrap(max(p.width-labelWidth, 1)) {
		if i > 0 {
			label = ""
		}
		p.lines = append(p.lines, text.Of(theme.Faint, dialog.Column(safe.Clean(label), labelWidth-1)).Plus(theme.Plain, safe.Lit(" ")).Plus(r, l))
	}
}

func (p *page) head(title safe.Text, note safe.Text) {
	p.lines = append(p.lines, nil, text.Of(theme.Strong, title).Plus(theme.Faint, safe.Lit("  ").Plus(note)))
}

// Lines are all that is known of t at a moment, in lines of width cells.
// environment is the name of the one it was made in.
func Lines(t auth.Token, environment string, now time.Time, width int) []text.Line {
	p := &page{width: width}
	p.life(t, now)
	p.whose(t, environment)
	p.secrets(t)
	for _, name := range sortedKeys(t.Extra) {
		p.add(name, safe.Clean(t.Extra[name]), theme.Plain)
	}
	p.jwt(safe.Lit("Access token"), t.Access, now)
	if t.ID != "" {
		p.jwt(safe.Lit("ID token"), t.ID, now)
	}
	return p.lines
}

func (p *page) life(t auth.Token, now time.Time) {
	life, role := Life(t, now)
	p.add("ends in", life, role)
	p.add("ends at", clock(t.Expiry), theme.Plain)
	p.add("obtained", clock(t.Obtained), theme.Plain)
	p.add("renewal", renewal(t), theme.Plain)
	if t.Unsaved {
		p.add("note", safe.Lit("could not be stored: it is lost when the program ends"), theme.Warn)
	}
}

func (p *page) whose(t auth.Token, environment string) {
	c := t.Config
	p.add("identity", safe.Clean(claims.Identity(t)), theme.Strong)
	p.add("client", safe.Clean(c.Get("clientId")), theme.Plain)
	p.add("environment", safe.Clean(environment), theme.Plain)
	p.add("audience", safe.Clean(strings.Join(claims.Audience(t), ", ")), theme.Plain)
	p.add("scope", safe.Clean(t.Scope), theme.Plain)
	p.add("grant", safe.Clean(auth.GrantType(c)), theme.Plain)
	p.add("server", safe.Clean(auth.Server(c)), theme.Plain)
	p.add("type", safe.Clean(t.Type), theme.Plain)
	p.add("issued as", safe.Clean(t.Issued), theme.Plain)
}

func (p *page) secrets(t auth.Token) {
	p.add("access", safe.Clean(t.Access.String()), theme.Secret)
	p.add("refresh", safe.Clean(t.Refresh.String()), theme.Secret)
	p.add("ID token", safe.Clean(t.ID.String()), theme.Secret)
}

// renewal says in words how the token is kept alive.
func renewal(t auth.Token) safe.Text {
	switch {
	case t.NeedsLogin:
		return safe.Lit("the server refused to refresh it: log in again")
	case !auth.AutoRefresh(t.Config):
		return safe.Lit("switched off in its settings: it is sent as it is")
	case t.Refresh == "" && t.Renews():
		return safe.Lit("a new one is got when it has expired")
	case t.Refresh == "":
		return safe.Lit("none: the next send after its end asks you to log in")
	case t.Generation == 2: // the first one was no renewal
		return safe.Lit("by itself, with its refresh token; once so far")
	case t.Generation > 2:
		return safe.Clean("by itself, with its refresh token; " + strconv.Itoa(t.Generation-1) + " times so far")
	}
	return safe.Lit("by itself, with its refresh token")
}

// jwt shows what stands in a token.
func (p *page) jwt(title safe.Text, token auth.Secret, now time.Time) {
	d, err := claims.Decode(token.Reveal())
	if err != nil && !errors.Is(err, claims.ErrEncrypted) {
		p.head(title, safe.Clean(err.Error()))
		return
	}
	note := claims.Unverified
	if err != nil {
		note = err.Error()
	}
	p.head(title, safe.Clean(note))
	for _, o := range []claims.Object{d.Header, d.Payload} {
		p.members(o, now)
	}
}

// members adds the members of a JSON object with what they mean.
func (p *page) members(o claims.Object, now time.Time) {
	for _, m := range o {
		value := m.JSON
		if s := o.Text(m.Name); s != "" {
			value = s
		}
		line := safe.Clean(value)
		if words := m.Readable(); words != "" {
			line = safe.Clean(words)
			if at := o.Time(m.Name); !at.IsZero() {
				line = line.Plus(safe.Lit(" ("), relative(at, now), safe.Lit(")"))
			}
		}
		p.add(m.Name, line, theme.Plain)
		if c, ok := claims.About(m.Name); ok {
			last := len(p.lines) - 1
			room := p.width - p.lines[last].Width() - 2
			if words := safe.Clean("· " + c.Words); words.Width() <= room {
				p.lines[last] = p.lines[last].Plus(theme.Faint, safe.Lit("  ").Plus(words))
			}
		}
	}
}

// Answer are the members of a server's answer about a token.
func Answer(title string, o claims.Object, now time.Time, width int) []text.Line {
	p := &page{width: width}
	p.lines = append(p.lines, text.Of(theme.Strong, safe.Clean(title)))
	p.members(o, now)
	return p.lines
}

// relative says how far a time is from now.
func relative(at, now time.Time) safe.Text {
	if at.Before(now) {
		return dialog.Left(max(now.Sub(at), time.Second)).Plus(safe.Lit(" ago"))
	}
	return safe.Lit("in ").Plus(dialog.Left(max(at.Sub(now), time.Second)))
}

func clock(at time.Time) safe.Text {
	if at.IsZero() {
		return safe.Text{}
	}
	return safe.Clean(at.Format("2006-01-02 15:04:05"))
}

func sortedKeys(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
