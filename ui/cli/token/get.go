package token

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"postern/auth"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
	"postern/ui/cli/login"
	"postern/ui/theme"
)

// get prints a token.
func (c commands) get() *cobra.Command {
	var from source
	var how calling
	var id bool
	cmd := &cobra.Command{
		Use:   "get NAME",
		Short: "Print a token, refreshed if needed",
		Long: `Print a token and nothing else on stdout. One that has expired, or is about to,
is refreshed before. NAME is the whole name of a token, or the beginning of its
key: nothing but that token is ever printed.

If no token is called NAME, or -f, -e or --var say where it is to come from, it
is got for the configuration of that token name, or of the request, folder or
collection of that name or path: in the files named, else in those that postern
opens without a name. That may take a login; where nobody can log in, the exit
code is 3.`,
		Example: `  curl -H "Authorization: Bearer $(postern token get okta)" https://example.okta.com/api/v1/users
  postern token get okta -f users.json -e dev`,
		Args: names(1), ValidArgsFunction: c.complete(1),
	}
	from.flags(cmd)
	how.add(cmd)
	cmd.Flags().BoolVar(&id, "id", false, "print the ID token")
	cmd.RunE = c.Run(func(ctx context.Context, args []string) error {
		return c.call(ctx, &how, func(ctx context.Context, s *session) error {
			t, err := s.get(ctx, args[0], &from)
			if err != nil {
				return s.unattended(err, args[0], &from)
			}
			secret := t.Sent(t.Config)
			if id {
				secret = t.ID
			}
			if secret == "" {
				return exit.Misused("the server gave no ID token with "+t.Name, "ask for the scope openid")
			}
			s.saved(t)
			return c.Shown.Text([]string{secret.Reveal()})
		})
	})
	return cmd
}

// get returns the token that name means, fit to be sent.
func (s *session) get(ctx context.Context, name string, from *source) (auth.Token, error) {
	if !from.named() {
		t, ok, err := s.exactly(ctx, name)
		if err != nil {
			return t, err
		}
		if ok {
			return s.fresh(ctx, t)
		}
	}
	c, err := s.config(ctx, name, from)
	if err != nil {
		return auth.Token{}, err
	}
	written := auth.Secret(c.Get("accessToken"))
	if auth.Obtainable(c) {
		t, err := s.Tokens.Token(ctx, c)
		// A token in the file steps in where it does in a send.
		if kind := auth.KindOf(err); written == "" || kind != auth.KindNeedsLogin && kind != auth.KindConfig {
			return t, err
		}
	}
	if written == "" {
		return auth.Token{}, exit.Misused(name+" does not say where its tokens come from", "give it an Access Token URL in the workbench")
	}
	return auth.Token{Name: auth.Name(c), Access: written, Config: c.Unset("useTokenType")}, nil
}

// fresh returns t, renewed if needed. A token that is not the one its
// configuration uses is renewed by its key, since others are not it.
func (s *session) fresh(ctx context.Context, t auth.Token) (auth.Token, error) {
	if used, ok := s.Tokens.Peek(ctx, t.Config); ok && used.Key == t.Key {
		got, err := s.Tokens.Token(ctx, t.Config)
		if err == nil && !auth.AutoRefresh(t.Config) && !got.Usable(s.now) {
			s.Told.Line(theme.Warn, "! it has expired, and its settings forbid to refresh it: postern token refresh "+console.Quote(t.Name))
		}
		return got, err
	}
	if t.Usable(s.now) {
		return t, nil
	}
	got, err := s.Tokens.RefreshNow(ctx, t.Key)
	if auth.KindOf(err) == auth.KindNeedsLogin && login.Attended(s.Streams) {
		return s.Tokens.LoginAgain(ctx, t.Key)
	}
	return got, err
}

// unattended says in one line how to come by a token that only a person gets.
func (s *session) unattended(err error, name string, from *source) error {
	if auth.KindOf(err) != auth.KindNeedsLogin || login.Attended(s.Streams) {
		return err
	}
	return &exit.Failure{
		Code: exit.NotAuthorised, Err: err,
		What: strconv.Quote(name) + " needs a login, and nobody is here to do it: run postern token login " + console.Quote(name) + from.again() + " in a terminal",
	}
}
