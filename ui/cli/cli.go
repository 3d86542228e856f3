package cli

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"postern/auth"
	"postern/ui/cli/console"
	"postern/ui/cli/demo"
	"postern/ui/cli/exit"
	"postern/ui/cli/help"
	"postern/ui/cli/house"
	"postern/ui/cli/login"
	"postern/ui/cli/near"
	"postern/ui/cli/pick"
	"postern/ui/cli/room"
	"postern/ui/cli/run"
	"postern/ui/cli/token"
)

// Session is what the workbench is asked to open.
type Session struct {
	// Paths are files and folders; none means the usual places.
	Paths []string
	// Env is the environment to choose: a name, an id or the path of a file.
	Env string
	// Demo is the demo that Paths are of, with the tour beside it; nil is none.
	Demo *demo.Demo
}

// Options are what the command line works with.
type Options struct {
	console.Streams
	// Args are the arguments without the program's name.
	Args []string
	// Version and Commit are what --version prints.
	Version, Commit string
	// Wire makes the rooms for one command.
	Wire func(house.Setup) *house.Parts
	// Workbench runs the workbench until the person leaves it.
	Workbench func(context.Context, Session) error
	// Browser opens the pages that people log in at.
	Browser login.Browser
}

// app is one run of the command line.
type app struct {
	Options
	out, err *console.Stream
	// failed is what became of the command, for the exit code. It does not go
	// through cobra, which knows no more than that there was an error.
	failed error
}

// Run carries out one command and returns the process's exit code. The end of
// ctx is the person's wish to stop. The process is expected to end with it: what
// it leaves behind is not collected.
func Run(ctx context.Context, o Options) int {
	room.Wide()
	a := &app{Options: o, out: console.New(o.Out, o.OutTTY, o.Env).Within(o.Width), err: console.New(o.Err, o.ErrTTY, o.Env).Within(o.ErrWidth)}
	root := a.root()
	args := run.Normalize(o.Args)
	root.SetArgs(args)
	root.SetIn(o.In)
	root.SetOut(o.Out)
	root.SetErr(o.Err)
	root.Version = cmp.Or(o.Version, "unknown") // fang knows better
	if help.Root(root, args, a.out) {
		return exit.OK
	}
	err := fang.Execute(
		ctx, root, fang.WithVersion(o.Version), fang.WithCommit(o.Commit),
		fang.WithErrorHandler(func(io.Writer, fang.Styles, error) {}),
	)
	if err != nil { // what cobra itself finds is in the arguments
		var f *exit.Failure
		if !errors.As(err, &f) {
			err = exit.Misused(err.Error(), "postern --help shows how it is used")
		}
		a.failed = err
	}
	return exit.Report(a.err, a.failed, a.explain)
}

// asks is who asks the person to log in.
func (a *app) asks() auth.Prompter {
	return login.New(login.Options{Streams: a.Streams, Told: a.err, Browser: a.Browser})
}

// tokens are the commands about the tokens that are kept.
func (a *app) tokens() *cobra.Command {
	return token.Command(token.Deps{Streams: a.Streams, Shown: a.out, Told: a.err, Wire: a.Wire, Browser: a.Browser, Run: a.run})
}

// runDeps are what a collection run works with.
func (a *app) runDeps() run.Deps {
	return run.Deps{
		Streams: a.Streams, Shown: a.out, Told: a.err, Wire: a.Wire, From: a.from, Prompter: a.asks,
		Completes: len(a.Args) > 0 && strings.HasPrefix(a.Args[0], cobra.ShellCompRequestCmd),
		Explain:   a.explain, Run: a.run, Unattended: unattended(a.Env),
	}
}

// explain puts an error into words.
func (a *app) explain(err error) *exit.Failure { return login.Explain(a.Streams, err) }

// from is where a command's files and values come from.
func (a *app) from(parts *house.Parts) pick.From {
	return pick.From{State: parts.Private.State(), Told: a.err}
}

// run makes a command's work its RunE, and keeps its error.
func (a *app) run(f func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		a.failed = f(login.WithSteps(cmd.Context(), a.err), args)
		return nil
	}
}

const long = `postern opens Postman collections in the terminal, keeps their OAuth 2.0
tokens alive and sends their requests.

Without a command it opens the workbench on the files and folders named, else
on the Postman files of the current folder, else on your own workspace.

` + exit.Codes

func (a *app) root() *cobra.Command {
	var s Session
	root := &cobra.Command{
		Use:   "postern [FILE|DIR…]",
		Short: "A request workbench for the terminal, on your Postman files",
		Long:  long,
		Example: `  # sixty seconds, no network, no account
  postern demo

  # your own files
  postern users.json -e dev.environment.json

  # the same without a screen
  postern send users.json "List Users" -e dev`,
		Args:                       cobra.ArbitraryArgs,
		SuggestionsMinimumDistance: 2,
	}
	root.RunE = a.run(func(ctx context.Context, args []string) error {
		s.Paths = args
		if err := isCommand(root, args); err != nil {
			return err
		}
		if err := exist(args); err != nil {
			return err
		}
		if err := a.needsTerminal(); err != nil {
			return err
		}
		if _, err := os.Stat(s.Env); err == nil { // a path, which the workbench knows in full
			if s.Env, err = filepath.Abs(s.Env); err != nil {
				return err
			}
		}
		return a.workbench(ctx, s)
	})
	root.Flags().StringVarP(&s.Env, "env", "e", "", "environment to choose: its `NAME`, or a file")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		what := err.Error()
		if bad := (*pflag.InvalidValueError)(nil); errors.As(err, &bad) && bad.GetFlag().Value.Type() == "int" { // its words are Go's
			what = "--" + bad.GetFlag().Name + " takes a whole number, not " + strconv.Quote(bad.GetValue())
		}
		return exit.Misused(what, meant(c, err)+c.CommandPath()+" --help shows its flags")
	})
	root.AddCommand(a.ls(), a.show(), a.send(), run.Command(a.runDeps(), wants("FILE")), a.export(), a.imports(), a.tokens(), a.demo())
	root.InitDefaultCompletionCmd(a.Args...)
	if c, _, err := root.Find([]string{"completion"}); err == nil && c != root {
		c.Short, c.Long = "Set up completion in a shell", "Print what makes a shell complete the commands, flags, files and names of postern.\n\n\"postern completion bash --help\" says where to put it."
	}
	help.Give(root, a.out)
	return root
}

// meant asks whether a flag that is not there is one that it is like.
func meant(c *cobra.Command, err error) string {
	var missing *pflag.NotExistError
	if !errors.As(err, &missing) {
		return ""
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	slices.SortStableFunc(names, func(a, b string) int { return len(a) - len(b) }) // of two that begin so, the shorter
	like := near.Of(missing.GetSpecifiedName(), names)
	if len(missing.GetSpecifiedName()) < 2 || len(like) == 0 {
		return ""
	}
	return "--" + names[like[0]] + "? "
}

// workbench hands the terminal over to the screen, which tells by itself what is
// being done for a token.
func (a *app) workbench(ctx context.Context, s Session) error {
	room.Usual()
	return a.Workbench(auth.WithSteps(ctx, func(string) {}), s)
}

// needsTerminal refuses to draw a screen where nobody could see it.
func (a *app) needsTerminal() error {
	if a.InTTY && a.OutTTY {
		return nil
	}
	return exit.Misused("the workbench needs a terminal", "postern ls, show, send, run and export work without one")
}

// isCommand explains a mistyped command, which otherwise is a file that does
// not exist.
func isCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if _, err := os.Stat(args[0]); err == nil {
		return nil
	}
	if like := root.SuggestionsFor(args[0]); len(like) > 0 {
		return exit.Misused(args[0]+" is neither a file nor a command", "postern "+like[0])
	}
	return nil
}

// exist refuses paths with nothing behind them, before the screen is cleared
// for an empty workbench.
func exist(paths []string) error {
	for _, p := range paths {
		if _, err := os.Stat(p); errors.Is(err, fs.ErrNotExist) {
			return exit.Misused("there is no file or folder "+p, "check the path; without one, postern opens the current folder")
		}
	}
	return nil
}

// wants checks the number of arguments and names the one that is missing.
func wants(names ...string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		hint := "postern " + c.Use
		switch {
		case len(args) < len(names):
			return exit.Misused(c.Name()+" needs "+names[len(args)], hint)
		case len(args) > len(names):
			return exit.Misused(c.Name()+" takes no "+strconv.Quote(args[len(names)]), hint+"; quote a name that has blanks")
		}
		return nil
	}
}
