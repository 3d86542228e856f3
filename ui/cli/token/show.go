package token

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postern/auth"
	"postern/auth/claims"
	"postern/ui/theme"
)

// show tells what is known of a token.
func (c commands) show() *cobra.Command {
	var introspect, userinfo bool
	cmd := &cobra.Command{
		Use:   "show NAME",
		Short: "Tell what is known of a token, but not the token",
		Long: `Tell what is known of a token: its life, whose and for whom it is, and what stands
in it where it is a JWT. The token itself is not shown. No server is asked
unless --introspect or --userinfo say so; then the answer is from the server, for
the token as it is.`,
		Args: names(1), ValidArgsFunction: c.complete(1),
	}
	var how calling
	how.add(cmd)
	cmd.Flags().BoolVar(&introspect, "introspect", false, "ask the server what the token is (RFC 7662)")
	cmd.Flags().BoolVar(&userinfo, "userinfo", false, "ask the server who its user is (OpenID Connect)")
	cmd.RunE = c.Run(func(ctx context.Context, args []string) error {
		return c.call(ctx, &how, func(ctx context.Context, s *session) error {
			t, err := s.find(ctx, args[0])
			if err != nil {
				return err
			}
			p := page{session: s}
			p.token(t)
			err = s.Shown.Print(p.String())
			for _, q := range []struct {
				asked bool
				title string
				ask   func(context.Context, auth.Token) (claims.Object, error)
			}{
				{introspect, "What the server knows of it", s.Server.Introspect},
				{userinfo, "Who its user is", s.Server.UserInfo},
			} {
				if q.asked && err == nil {
					err = s.answer(ctx, t, q.title, q.ask)
				}
			}
			return err
		})
	})
	return cmd
}

// answer prints what a server says about t.
func (s *session) answer(ctx context.Context, t auth.Token, title string, ask func(context.Context, auth.Token) (claims.Object, error)) error {
	o, err := ask(ctx, t)
	if err != nil {
		return err
	}
	p := page{session: s}
	p.head(title, "")
	p.members(o)
	return s.Shown.Print(p.String())
}

// page is text of labels and values.
type page struct {
	*session
	strings.Builder
}

// labelWidth is the column of the labels.
const labelWidth = 16

// add adds a line, unless there is nothing to say.
func (p *page) add(label, value string, r theme.Role) {
	if value == "" {
		return
	}
	label = p.Shown.Paint(theme.Faint, pad(label, labelWidth-1))
	p.WriteString(label + " " + p.Shown.Paint(r, value) + "\n")
}

func (p *page) head(title, note string) {
	line := p.Shown.Paint(theme.Strong, title)
	if note != "" {
		line += "  " + p.Shown.Paint(theme.Faint, note)
	}
	p.WriteString("\n" + line + "\n")
}

// token tells all that is known without asking anybody.
func (p *page) token(t auth.Token) {
	r := rowOf(t, p.now)
	p.add("name", t.Name, theme.Strong)
	p.add("key", t.Key, theme.Plain)
	p.add("left", r.life, r.role)
	p.add("ends", p.clock(t.Expiry), theme.Plain)
	p.add("obtained", p.clock(t.Obtained), theme.Plain)
	p.add("renewal", inWords(t), theme.Plain)
	p.add("who", r.Identity, theme.Plain)
	p.add("environment", r.environment(), theme.Plain)
	p.add("audience", strings.Join(r.Audience, " "), theme.Plain)
	p.add("scopes", t.Scope, theme.Plain)
	p.add("grant", r.Grant, theme.Plain)
	p.add("client", r.Client, theme.Plain)
	p.add("server", r.Server, theme.Plain)
	p.add("type", t.Type, theme.Plain)
	p.add("issued as", t.Issued, theme.Plain)
	for _, name := range slices.Sorted(maps.Keys(t.Extra)) {
		p.add(name, t.Extra[name], theme.Plain)
	}
	p.jwt("Access token", t.Access)
	if t.ID != "" {
		p.jwt("ID token", t.ID)
	}
}

// jwt tells what stands in a token.
func (p *page) jwt(title string, token auth.Secret) {
	d, err := claims.Decode(token.Reveal())
	switch {
	case errors.Is(err, claims.ErrEncrypted): // its header can be read
		p.head(title, err.Error())
	case err != nil:
		p.head(title, err.Error())
		return
	default:
		p.head(title, claims.Unverified)
	}
	p.members(d.Header)
	p.members(d.Payload)
}

// members adds those of a JSON object, times as people read them.
func (p *page) members(o claims.Object) {
	for _, m := range o {
		value := m.JSON
		if s := o.Text(m.Name); s != "" {
			value = s
		}
		if words := m.Readable(); words != "" {
			value = words
			if at := o.Time(m.Name); !at.IsZero() {
				value += " (" + relative(at, p.now) + ")"
			}
		}
		p.add(m.Name, value, theme.Plain)
	}
}

func (p *page) clock(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format("2006-01-02 15:04:05 UTC") + " (" + relative(at, p.now) + ")"
}

// inWords says how a token is kept alive.
func inWords(t auth.Token) string {
	switch {
	case t.NeedsLogin:
		return "its server has ended the session: log in again"
	case !auth.AutoRefresh(t.Config):
		return "off in its settings: it is sent as it is"
	case t.Refresh != "":
		return "by itself, with a refresh token"
	case t.Renews():
		return "by itself: a new one is got when it has expired"
	}
	return "only by a login"
}
