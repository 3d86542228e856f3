// Package run is `postern run`: a collection without a screen, with the options
// of newman 6.
//
//	flags ─▶ files and values ─▶ engine/runner ─▶ reporters ─▶ exports
//
// What a run is stands in engine/runner; this package reads what the command
// line names, and hands the events of the run to reporters. What people read is
// in the package lines, what goes into files in report; a reporter is a
// [runner.Reporter] there and a line in reporters.go, and an option of newman's
// without sense here is a line in [senseless].
package run

import (
	"context"

	"github.com/spf13/cobra"

	"postern/auth"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
	"postern/ui/cli/pick"
)

// Deps are what the command works with.
type Deps struct {
	console.Streams
	// Shown and Told are stdout and stderr.
	Shown, Told *console.Stream
	// Wire makes the rooms for one command.
	Wire func(house.Setup) *house.Parts
	// From is where files and values come from.
	From func(*house.Parts) pick.From
	// Prompter asks the person to log in.
	Prompter func() auth.Prompter
	// Completes says that a shell asks what may come next on its command line.
	Completes bool
	// Unattended says that no person is there whose history it would be.
	Unattended bool
	// Explain puts an error into words.
	Explain func(error) *exit.Failure
	// Run makes a command of its work.
	Run func(func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error
}

const codes = `An answer of 400 or above is an answer, and no failure; a test may say so.

Exit codes:
  0  every request was answered, and every test passed
  1  a request failed: it could not be built, authorised, sent or answered;
     or a test or a script failed
  2  wrong usage, a file that cannot be read
  3  requests failed, and every one of them for its authorisation; or a login
     ended while the run went on, which ends it
  5  cancelled`

// Command returns `postern run`.
func Command(d Deps, args cobra.PositionalArgs) *cobra.Command {
	r := running{Deps: d}
	c := &cobra.Command{
		Use:   "run FILE",
		Short: "Send all requests of a collection, with tests",
		Long: `Send every request of a collection in the order of the file, and print a line
for each with its tests, and the totals. What is told beside that goes to
stderr. Tokens are got and refreshed as the run goes on.

The options are those of newman run. --folder chooses a folder or a single
request by its name, its id or its path; several are sent in the order of the
file. A collection with scripts runs only where you trust it: --trust.
It may also be named by its address, https://…, and so may the files of -e, -g
and -d. Options are read from newmanrc files, too, as newman does.

With --parallel N up to N requests are under way at once, and the results are
those of a run one by one, in the same order: a request that could change what
another one meets goes alone. --parallel-writes lets POST, PUT, PATCH and DELETE
overlap too: then the server may get them in another order.

A run that ended early, cancelled, bailed, out of time or without its login, goes
on with the same command line and --resume.

With --as NAMES every request is sent as each of them, and the statuses are shown
as a grid: tokens by their name (postern token ls), environments, none for no
authorisation at all. Name the one that may do most first: its scripts lead.
--expect says what the statuses are to be, one for each name; another one is a
failed test.

At a terminal the run is kept in the history of the workbench, with its tests and
failures and without its secrets, unless --no-history is given or the environment
variable CI is set.

docs/scripts.md tells more of all this.

` + codes,
		Example: `  postern run users.json -e dev
  postern run users.json -e dev --folder Users --folder Groups --bail
  postern run users.json -e dev -d people.csv -r cli,junit --trust
  postern run users.json -e dev -d people.csv --parallel 8 --resume
  postern run users.json -e dev --as admin,reader,none --expect 2xx,403,401 --expect 'List users=200,200,401'`,
		Args: args,
	}
	r.add(c)
	c.RunE = d.Run(func(ctx context.Context, args []string) error { return r.file(ctx, args[0], c) })
	return c
}
