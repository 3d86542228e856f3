package token

import (
	"context"
	"errors"
	"math"
	"time"

	"github.com/spf13/cobra"

	"postern/auth"
	"postern/ui/cli/exit"
	"postern/ui/theme"
	"postern/ui/words"
)

// refresh renews a token that may still be good.
func (c commands) refresh() *cobra.Command {
	var how calling
	cmd := &cobra.Command{
		Use:   "refresh NAME",
		Short: "Refresh a token now, whatever is left of it",
		Long: `Refresh a token now, whatever is left of it. A token of a grant that needs no
person is got anew. Nobody is asked to log in: that is postern token login.`,
		Args: names(1), ValidArgsFunction: c.complete(1),
	}
	how.add(cmd)
	cmd.RunE = c.Run(func(ctx context.Context, args []string) error {
		return c.call(ctx, &how, func(ctx context.Context, s *session) error {
			t, err := s.find(ctx, args[0])
			if err != nil {
				return err
			}
			renewed, err := s.Tokens.RefreshNow(ctx, t.Key)
			if err != nil {
				return s.unattended(err, t.Name, &source{})
			}
			s.got(renewed)
			return nil
		})
	})
	return cmd
}

// login gets a token anew.
func (c commands) login() *cobra.Command {
	var from source
	var how calling
	cmd := &cobra.Command{
		Use:   "login NAME",
		Short: "Get a token anew, by logging in if that is its way",
		Long: `Get a token anew and keep it in place of the old one: by logging in, if that is
its way, in a browser or with a code. NAME is looked for as by postern token get.`,
		Args: names(1), ValidArgsFunction: c.complete(1),
	}
	from.flags(cmd)
	how.add(cmd)
	cmd.RunE = c.Run(func(ctx context.Context, args []string) error {
		return c.call(ctx, &how, func(ctx context.Context, s *session) error {
			t, err := s.login(ctx, args[0], &from)
			if err != nil {
				return s.unattended(err, args[0], &from)
			}
			s.got(t)
			return nil
		})
	})
	return cmd
}

func (s *session) login(ctx context.Context, name string, from *source) (auth.Token, error) {
	if !from.named() {
		t, ok, err := s.exactly(ctx, name)
		if err != nil {
			return t, err
		}
		if ok {
			return s.Tokens.LoginAgain(ctx, t.Key)
		}
	}
	c, err := s.config(ctx, name, from)
	if err != nil {
		return auth.Token{}, err
	}
	return s.Tokens.Login(ctx, c)
}

// got tells of a token that is new.
func (s *session) got(t auth.Token) {
	left, _ := life(t, time.Now())
	s.Told.Line(theme.OK, t.Name+" is new, left: "+left)
	s.saved(t)
}

// saved warns of a token that is not.
func (s *session) saved(t auth.Token) {
	if t.Unsaved {
		s.Told.Line(theme.Warn, "! it could not be stored: it is lost, and perhaps the login with it")
	}
}

// rename gives a token another name.
func (c commands) rename() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rename NAME NEW",
		Short: "Give a token another name",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				return exit.Misused("token rename needs NEW", "postern token "+cmd.Use)
			}
			return names(2)(cmd, args)
		},
		ValidArgsFunction: c.complete(1),
	}
	cmd.RunE = c.Run(func(ctx context.Context, args []string) error {
		return c.with(func(s *session) error {
			t, err := s.find(ctx, args[0])
			if err != nil {
				return err
			}
			if err := s.Tokens.Rename(ctx, t.Key, args[1]); err != nil {
				return err
			}
			renamed, err := s.Tokens.Find(ctx, t.Key)
			if err != nil {
				return err
			}
			s.Told.Line(theme.OK, t.Name+" is now "+renamed.Name)
			return nil
		})
	})
	return cmd
}

// rm deletes tokens here.
func (c commands) rm() *cobra.Command {
	var expired bool
	cmd := &cobra.Command{
		Use:   "rm NAME…",
		Short: "Delete tokens here; their servers go on to accept them",
		Long: `Delete tokens here. That does not revoke them: whoever has a copy can use it
until it expires. See postern token revoke.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if expired {
				return none(cmd, args)
			}
			return names(math.MaxInt)(cmd, args)
		},
		ValidArgsFunction: c.complete(math.MaxInt),
	}
	cmd.Flags().BoolVar(&expired, "expired", false, "delete those that have ended and cannot be refreshed")
	cmd.RunE = c.Run(func(ctx context.Context, args []string) error {
		return c.with(func(s *session) error {
			if expired {
				n, err := s.Tokens.DeleteExpired(ctx)
				s.Told.Line(theme.Faint, words.Plural(n, "token")+" deleted")
				return err
			}
			return s.each(ctx, args, func(t auth.Token) error {
				err := s.Tokens.Delete(ctx, t.Key)
				if err == nil {
					s.Told.Line(theme.OK, t.Name+" is deleted here; it is not revoked, and its server accepts it until it expires")
				}
				return err
			})
		})
	})
	return cmd
}

// revoke ends tokens at their servers.
func (c commands) revoke() *cobra.Command {
	var how calling
	cmd := &cobra.Command{
		Use:   "revoke NAME…",
		Short: "Revoke tokens at their servers, and delete them here",
		Long: `Tell the servers of tokens to accept them no more, and delete them here. The copy
here is gone even if a server refuses; then the exit code says so.`,
		Args: names(math.MaxInt), ValidArgsFunction: c.complete(math.MaxInt),
	}
	how.add(cmd)
	cmd.RunE = c.Run(func(ctx context.Context, args []string) error {
		return c.call(ctx, &how, func(ctx context.Context, s *session) error {
			return s.each(ctx, args, func(t auth.Token) error {
				if err := s.Tokens.Revoke(ctx, t.Key); err != nil {
					return unrevoked(t, err)
				}
				s.Told.Line(theme.OK, t.Name+" is revoked at its server and deleted here")
				return nil
			})
		})
	})
	return cmd
}

// unrevoked says of a token that is not revoked why that is.
func unrevoked(t auth.Token, err error) error {
	f := exit.Explain(err)
	f.What = t.Name + ": " + f.What
	f.Where = ""
	var why *auth.Error
	if errors.As(errors.Unwrap(err), &why) {
		f.Where, f.Hint = why.Summary, why.Hint
	}
	return f
}

// each does something with every token named, once all are known. One that
// fails does not keep it from the others.
func (s *session) each(ctx context.Context, args []string, do func(auth.Token) error) error {
	var all []auth.Token
	for _, name := range args {
		t, ok, err := s.exactly(ctx, name)
		if err != nil {
			return err
		}
		if !ok {
			return s.unknown(ctx, name, nil, "postern token ls lists them")
		}
		all = append(all, t)
	}
	var failed []error
	for _, t := range all {
		if err := do(t); err != nil {
			failed = append(failed, err)
		}
	}
	switch len(failed) {
	case 0:
		return nil
	case 1:
		return failed[0]
	}
	for _, err := range failed[1:] {
		s.Told.Line(theme.Error, exit.Explain(err).What)
	}
	return errors.Join(failed...)
}
