package run

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"postern/auth"
	"postern/engine/collection"
	"postern/engine/runner"
	"postern/engine/runner/matrix"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
	"postern/ui/cli/near"
	"postern/ui/cli/pick"
)

// asFlags say whom requests are sent as, and what that should come to.
type asFlags struct {
	names  []string
	expect []string
	// tokens are the names of the tokens that identities stand for.
	tokens     map[string]string
	identities []matrix.Identity
	expected   matrix.Expectations
}

func (r *running) addAs(c *cobra.Command) {
	c.Flags().StringSliceVar(&r.as.names, "as", nil, "send every request as each of these, `NAMES` with commas: tokens, environments, none")
	c.Flags().StringArrayVar(&r.as.expect, "expect", nil, "with --as: the `STATUSES` to expect, one for each name: 2xx,403|404,*; NAME=STATUSES for a folder or request")
	if r.Completes { // cobra never forgets it, nor what hangs on the flag
		_ = c.RegisterFlagCompletionFunc("as", r.completeAs) // it was added above
	}
}

// completeAs offers the names of tokens to the shell, behind the names that were
// typed. Those that a shell or a terminal could take for something else are left
// out.
func (r *running) completeAs(c *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	parts := r.Wire(house.Setup{})
	defer parts.Close() // the shell is told nothing
	all, err := parts.Tokens.List(c.Context())
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	before := typed[:strings.LastIndexByte(typed, ',')+1]
	names := []string{nobody}
	for _, t := range all {
		if !strings.ContainsFunc(t.Name, func(c rune) bool { return !unicode.IsPrint(c) || c == ',' }) {
			names = append(names, t.Name)
		}
	}
	var out []string
	for _, n := range names {
		if strings.HasPrefix(before+n, typed) {
			out = append(out, before+n)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// check refuses what goes with no identities, or not with any.
func (a *asFlags) check(f *cobra.Command) error {
	if len(a.names) == 0 {
		if f.Flags().Changed("as") {
			return exit.Misused("--as names nobody", "--as admin,reader,none")
		}
		if len(a.expect) > 0 {
			return exit.Misused("--expect says what identities are answered, and there are none", "--as admin,reader,none --expect 200,403,401")
		}
		return nil
	}
	for _, other := range []struct{ flag, why string }{
		{"resume", "a run as several identities begins at its beginning"},
		{"cookie-jar", "every identity has cookies of its own"},
		{"export-cookie-jar", "every identity has cookies of its own"},
	} {
		if f.Flags().Changed(other.flag) {
			return exit.Misused("--"+other.flag+" does not go with --as", "leave it out: "+other.why)
		}
	}
	return nil
}

// The identities that are not a token's or an environment's name alone.
const (
	nobody    = "none"
	tokenMark = "token:"
	envMark   = "env:"
)

// identities are those that requests are sent as.
func (r *running) identities(ctx context.Context, parts *house.Parts, o *pick.Opened) ([]matrix.Identity, error) {
	var out []matrix.Identity
	r.as.tokens = map[string]string{}
	for _, name := range r.as.names {
		if slices.ContainsFunc(out, func(id matrix.Identity) bool { return id.Name == name }) {
			return nil, exit.Misused(fmt.Sprintf("--as names %q twice", name), "name each once")
		}
		id, err := r.identity(ctx, parts, o, name)
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}

// identity is the one that a name means: nobody, a token, or an environment. What
// could be either must say which.
func (r *running) identity(ctx context.Context, parts *house.Parts, o *pick.Opened, name string) (matrix.Identity, error) {
	if name == nobody {
		return matrix.Nobody(name), nil
	}
	all, err := parts.Tokens.List(ctx)
	if err != nil && len(all) == 0 {
		return matrix.Identity{}, err
	}
	plain, wantToken := strings.CutPrefix(name, tokenMark)
	wantEnv := false
	if !wantToken {
		plain, wantEnv = strings.CutPrefix(name, envMark)
	}
	token := slices.IndexFunc(all, func(t auth.Token) bool { return t.Name == plain })
	env, enverr := o.Environment(plain)
	exactly := enverr == nil && (env.Name == plain || env.ID == plain)
	switch {
	case token >= 0 && exactly && !wantToken && !wantEnv:
		return matrix.Identity{}, exit.Misused(fmt.Sprintf("%q is a token and an environment", name), "--as "+tokenMark+name+" or --as "+envMark+name)
	case token >= 0 && !wantEnv:
		r.as.tokens[name] = all[token].Name
		return bearer(name, all[token], o)
	case enverr == nil && !wantToken:
		return r.inhabitant(ctx, parts, o, name, env)
	}
	return matrix.Identity{}, r.unknown(name, all, o)
}

// bearer is the identity of a token. It must have been got in the environment of
// the run: the token of one is not for the servers of another.
func bearer(name string, t auth.Token, o *pick.Opened) (matrix.Identity, error) {
	realm := ""
	if o.Env != nil && o.Env.Name != "" { // one that only --env-var made has no name
		realm = o.Env.Realm()
	}
	if t.Config.Realm != realm {
		f := exit.Misused(fmt.Sprintf("the token %s was got without an environment, and is not for one", t.Name), "leave -e out")
		if _, of := collection.SplitRealm(t.Config.Realm); t.Config.Realm != "" {
			f.What = fmt.Sprintf("the token %s is for the environment %s, and not for another", t.Name, of)
			f.Hint = "-e " + console.Quote(of) + ", or a token that was got in this one"
		}
		return matrix.Identity{}, f
	}
	c := t.Config.Clone()
	c.Type, c.Record = auth.OAuth2{}.Type(), t.Key
	return matrix.Identity{Name: name, Auth: &c}, nil
}

// inhabitant is the identity of an environment, with its current values and what
// the command line sets in environments.
func (r *running) inhabitant(ctx context.Context, parts *house.Parts, o *pick.Opened, name string, env *collection.Environment) (matrix.Identity, error) {
	if o.Env != nil && o.Env.File == env.File {
		return matrix.Identity{Name: name, Env: o.Env}, nil
	}
	set, err := assignments("env-var", r.what.envVars)
	if err != nil {
		return matrix.Identity{}, err
	}
	return matrix.Identity{Name: name, Env: assigned(r.From(parts).Values(ctx, o, env), set, false)}, nil
}

// unknown says that a name is nobody's, and offers those that are like it.
func (r *running) unknown(name string, all []auth.Token, o *pick.Opened) error {
	known := []string{nobody}
	for _, t := range all {
		known = append(known, t.Name)
	}
	for _, e := range o.Environments() {
		known = append(known, e.Name)
	}
	f := exit.Misused(fmt.Sprintf("there is neither a token nor an environment %q", name), "postern token ls lists the tokens; none is for no authorisation")
	return f.Offer(near.Names(name, known))
}

// expectations are what the answers are held against.
func (r *running) expectations(c *collection.Collection) (matrix.Expectations, error) {
	e, err := matrix.ParseExpect(c, len(r.as.names), r.as.expect)
	var (
		unknown *runner.UnknownError
		pattern *matrix.PatternError
		count   *matrix.CountError
	)
	switch {
	case errors.As(err, &unknown):
		return e, nameless(c, unknown)
	case errors.As(err, &pattern):
		return e, exit.Misused("--expect: "+pattern.Error(), "a status, 200|204 for either, 2xx for a class, * for any; one for each name, with commas")
	case errors.As(err, &count):
		return e, exit.Misused(fmt.Sprintf("--expect: %s: %s", count.Error(), strings.Join(r.as.names, ", ")), "one for each name, with commas; * for any")
	}
	return e, err
}

// resolve finds out who the identities are, and what is expected of them.
func (r *running) resolve(ctx context.Context, parts *house.Parts, o *pick.Opened) (err error) {
	if len(r.as.names) == 0 {
		return nil
	}
	if r.as.expected, err = r.expectations(o.Collection); err != nil {
		return err
	}
	r.as.identities, err = r.identities(ctx, parts, o)
	return err
}

// carrying is what carries out a plan, as identities where there are any, and the
// grid of them.
func (r *running) carrying(s runner.Sender, p runner.Plan) (func(context.Context, runner.Reporter) (runner.Summary, error), *matrix.Grid) {
	if len(r.as.identities) == 0 {
		return func(ctx context.Context, rep runner.Reporter) (runner.Summary, error) {
			return runner.Run(ctx, s, p, rep)
		}, nil
	}
	m := matrix.New(p, r.as.identities, r.as.expected)
	return func(ctx context.Context, rep runner.Reporter) (runner.Summary, error) { return m.Run(ctx, s, rep) }, m.Grid()
}
