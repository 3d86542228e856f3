package token

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postern/auth"
	"postern/store/settings"
	"postern/ui/cli/connect"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
	"postern/ui/cli/login"
	"postern/ui/theme"
)

// Deps are what the commands work with.
type Deps struct {
	console.Streams
	// Shown and Told are stdout and stderr.
	Shown, Told *console.Stream
	// Wire makes the rooms for one command.
	Wire func(house.Setup) *house.Parts
	// Browser opens the pages that people log in at.
	Browser login.Browser
	// Run makes a command of its work.
	Run func(func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error
}

// commands are those of `postern token`.
type commands struct{ Deps }

// Command returns `postern token` with all below it.
func Command(d Deps) *cobra.Command {
	c := commands{d}
	root := &cobra.Command{
		Use:   "token",
		Short: "Use and manage the tokens that are kept",
		Long: `Use and manage the OAuth 2.0 tokens that postern keeps. NAME is the name of a
token or the beginning of its key. Where nothing can go wrong by it, in show,
refresh and rename, the beginning of a name will do if no other begins so.

` + exit.Codes,
		Example: `  curl -H "Authorization: Bearer $(postern token get okta)" https://example.okta.com/api/v1/users
  postern token ls --json | jq -r '.[] | select(.renews | not).name'`,
		Args: cobra.ArbitraryArgs, ValidArgsFunction: cobra.NoFileCompletions,
	}
	root.RunE = c.Run(func(_ context.Context, args []string) error {
		if len(args) == 0 {
			return exit.Misused("token needs a command", "postern token ls")
		}
		f := exit.Misused("there is no command token "+args[0], "postern token --help lists them")
		if like := root.SuggestionsFor(args[0]); len(like) > 0 {
			f.Hint = "postern token " + like[0]
		}
		return f
	})
	root.SuggestionsMinimumDistance = 2
	root.AddCommand(c.ls(), c.get(), c.refresh(), c.login(), c.show(), c.rename(), c.rm(), c.revoke())
	return root
}

// names checks that there is at least one NAME; most is how many there may be.
func names(most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		hint := "postern token " + c.Use
		switch {
		case len(args) == 0:
			return exit.Misused("token "+c.Name()+" needs NAME", hint+"; postern token ls lists them")
		case len(args) > most:
			return exit.Misused("token "+c.Name()+" takes no "+strconv.Quote(args[most]), hint+"; quote a name that has blanks")
		}
		return nil
	}
}

// none refuses arguments.
func none(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return exit.Misused("token "+c.Name()+" takes no "+strconv.Quote(args[0]), "postern token "+c.Use)
	}
	return nil
}

// session are the rooms that one command has opened.
type session struct {
	commands
	*house.Parts
	now time.Time
}

// with opens the rooms for do, and tells afterwards what of the state the
// person should know.
func (c commands) with(do func(*session) error) error {
	return c.over(settings.Override{}, do)
}

// over is with for a command that connects, and its flags for that.
func (c commands) over(how settings.Override, do func(*session) error) (err error) {
	s := &session{commands: c, Parts: c.Wire(house.Setup{Prompter: c.asks(), Connections: how}), now: time.Now()}
	defer func() {
		for _, n := range s.Private.State().Notices() {
			c.Told.Line(theme.Warn, "! "+n.Error())
		}
		if cerr := s.Close(); err == nil {
			err = cerr
		}
	}()
	return do(s)
}

func (c commands) asks() auth.Prompter {
	return login.New(login.Options{Streams: c.Streams, Told: c.Told, Browser: c.Browser})
}

// calling are the flags of commands that talk to a server.
type calling struct {
	connect.Flags
	trace bool
}

func (o *calling) add(c *cobra.Command) {
	c.Flags().BoolVarP(&o.trace, "trace", "v", false, "print the calls to the server on stderr, without secrets")
	o.Add(c)
}

// call opens the rooms for do, in a context whose token calls are printed: all
// there is with --trace, else what was odd.
func (c commands) call(ctx context.Context, o *calling, do func(context.Context, *session) error) error {
	how, err := o.Override(c.Env, c.Told)
	if err != nil {
		return err
	}
	ctx = auth.WithTrace(ctx, func(call auth.TokenCall) {
		if o.trace {
			for l := range strings.Lines(auth.TraceText([]auth.TokenCall{call})) {
				c.Told.Line(theme.Faint, strings.TrimRight(l, "\n"))
			}
			return
		}
		for _, w := range call.Warnings {
			c.Told.Line(theme.Warn, "! "+w)
		}
	})
	return c.over(how, func(s *session) error { return do(ctx, s) })
}
