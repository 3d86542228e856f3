package token

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"postern/auth"
	"postern/auth/claims"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
	"postern/ui/cli/near"
	"postern/ui/safe"
)

// find returns the token that name means to a person.
func (s *session) find(ctx context.Context, name string) (auth.Token, error) {
	t, ok, err := s.lookup(ctx, name)
	if err != nil || ok {
		return t, err
	}
	return t, s.unknown(ctx, name, nil, "postern token ls lists them")
}

// exactly returns the token that name means to a script, which reads no word of
// warning: where okta has been deleted, okta 2 must neither be sent nor deleted
// in its place. ok is false if there is none.
func (s *session) exactly(ctx context.Context, name string) (t auth.Token, ok bool, err error) {
	const enough = 8 // characters of a key
	t, ok, err = s.lookup(ctx, name)
	if ok && t.Name != name && (len(name) < enough || !strings.HasPrefix(t.Key, name)) {
		return auth.Token{}, false, nil
	}
	return t, ok, err
}

// lookup returns the token that name means; ok is false if there is none.
func (s *session) lookup(ctx context.Context, name string) (t auth.Token, ok bool, err error) {
	if t, err = s.Tokens.Find(ctx, name); err == nil || auth.KindOf(err) != auth.KindConfig {
		return t, err == nil, err
	}
	all, _ := s.Tokens.List(ctx) // Find has read them
	var meant []auth.Token
	width := 0
	for _, t := range all {
		if strings.HasPrefix(t.Name, name) || strings.HasPrefix(t.Key, name) {
			meant = append(meant, t)
			width = max(width, safe.Clean(t.Name).Width())
		}
	}
	if len(meant) == 0 || name == "" {
		return t, false, nil
	}
	f := exit.Misused(fmt.Sprintf("%q could be %d tokens", name, len(meant)), "write more of the name, or the key")
	for _, t := range meant {
		f.More = append(f.More, pad(t.Name, width+gap)+t.Key)
	}
	return t, false, f
}

// unknown says that nothing is called name, and offers tokens and others that
// are called alike.
func (s *session) unknown(ctx context.Context, name string, others []string, hint string) error {
	all, _ := s.Tokens.List(ctx) // what cannot be read is not offered
	var known []string
	for _, t := range all {
		known = append(known, t.Name)
	}
	return exit.Misused(fmt.Sprintf("there is no token %q", name), hint).Offer(near.Names(name, append(known, others...)))
}

// complete offers the names of tokens to the shell, for the first most
// arguments. Names that a shell or a terminal could take for something else are
// left out.
func (c commands) complete(most int) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) >= most {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		parts := c.Wire(house.Setup{})
		defer parts.Close() // the shell is told nothing
		all, err := parts.Tokens.List(cmd.Context())
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		var out []string
		for _, t := range all {
			odd := func(r rune) bool { return !unicode.IsPrint(r) }
			if who := claims.Identity(t); strings.HasPrefix(t.Name, typed) && !strings.ContainsFunc(t.Name+who, odd) {
				out = append(out, strings.TrimRight(t.Name+"\t"+who, "\t"))
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
}
