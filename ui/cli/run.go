package cli

import (
	"context"
	"errors"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"postern/engine/collection"
	"postern/engine/runner"
	"postern/ui/cli/connect"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
	"postern/ui/cli/pick"
)

// running are the flags of run.
type running struct {
	pick.Flags
	conn           connect.Flags
	folders        []string
	bail           bool
	timeout, delay int
}

const runCodes = `An answer of 400 or above is an answer, and no failure.

Exit codes:
  0  every request was answered
  1  a request failed: it could not be built, authorised, sent or answered
  2  wrong usage, a file that cannot be read
  3  requests failed, and every one of them for its authorisation
  5  cancelled`

// runs sends the requests of a collection one after the other.
func (a *app) runs() *cobra.Command {
	var r running
	c := &cobra.Command{
		Use:   "run FILE",
		Short: "Send every request of a collection, one line each",
		Long: `Send every request of a collection in the order of the file, and print a line
for each and the totals. What is told beside that goes to stderr. Tokens are got
and refreshed as the run goes on. Scripts are not run.

--folder chooses a folder or a single request by its name, its id or its path;
several are sent in the order of the file.

` + runCodes,
		Example: `  postern run users.json -e dev
  postern run users.json -e dev --folder Users --folder Groups --bail`,
		Args: wants("FILE"),
	}
	r.Add(c)
	r.conn.Add(c)
	c.Flags().StringArrayVar(&r.folders, "folder", nil, "send only this folder or request, by `NAME`; may be repeated")
	c.Flags().BoolVar(&r.bail, "bail", false, "stop after the first request that fails")
	c.Flags().IntVar(&r.timeout, "timeout-request", 0, "milliseconds one request may take with its token and redirects (default none)")
	c.Flags().IntVar(&r.delay, "delay-request", 0, "milliseconds to wait between two requests (default none)")
	c.RunE = a.run(func(ctx context.Context, args []string) error { return a.runFile(ctx, args[0], &r) })
	return c
}

func (a *app) runFile(ctx context.Context, file string, r *running) (err error) {
	if r.timeout < 0 || r.delay < 0 {
		return exit.Misused("a time cannot be negative", "--timeout-request 5000 --delay-request 100")
	}
	if err := pick.OneFile(file); err != nil {
		return err
	}
	r.conn.Timeout = r.timeout // else that of the settings would end it before
	own, err := r.conn.Override(a.Env, a.err)
	if err != nil {
		return err
	}
	parts := a.Wire(house.Setup{WorkDir: filepath.Dir(file), Prompter: a.asks(), Connections: own})
	defer closing(parts, &err)
	o, err := a.from(parts).File(ctx, file, &r.Flags)
	if err != nil {
		return err
	}
	refs, err := picked(o.Collection, r.folders)
	if err != nil {
		return err
	}
	sum, err := runner.Run(ctx, parts.Engine, runner.Plan{
		Collection: o.Collection, Requests: refs, Env: o.Env, Globals: o.Globals, Locals: o.Locals,
		Bail: r.bail, Timeout: connect.Milliseconds(r.timeout), Delay: connect.Milliseconds(r.delay),
	}, &report{app: a, Opened: o})
	switch {
	case err != nil:
		return err
	case sum.Failed == 0:
		return nil
	case sum.Failed == sum.Unauthorised:
		return exit.Status(exit.NotAuthorised)
	}
	return exit.Status(exit.RunFailed)
}

// picked are the requests of a run, or what a name could have meant.
func picked(c *collection.Collection, names []string) ([]collection.Ref, error) {
	refs, err := runner.Select(c, names...)
	var unknown *runner.UnknownError
	if !errors.As(err, &unknown) {
		return refs, err
	}
	f := exit.Misused(unknown.Error()+" in "+c.Name, "postern ls lists them all")
	if alike := pick.Nearest(unknown.Name, slices.Concat(c.Folders(), c.Requests())); len(alike) > 0 {
		f.Hint = "one of these"
		f.More = pick.Listed(alike)
	}
	return nil, f
}
