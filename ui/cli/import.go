package cli

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"postern/store"
	"postern/store/intake"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
	"postern/ui/theme"
)

// imports brings files of Postman's and of other tools into a folder, those
// too that hold several documents.
func (a *app) imports() *cobra.Command {
	var dir string
	var asJSON bool
	c := &cobra.Command{
		Use:   "import FILE…",
		Short: "Make a v2.1 file of each collection and environment in files of Postman and other tools",
		Long: `Make a file of its own of each collection and environment in FILE:

  Postman   a data dump or data export (ZIP), a collection of any version, an
            environment, globals, or an answer of the Postman API
  OpenAPI   3.0 or 3.1, or Swagger 2.0, in JSON or YAML
  Insomnia  an export of version 4 or 5
  Bruno     the folder with bruno.json in it, or a single .bru file
  HAR       what a browser or proxy recorded
  curl      commands, as documents and browsers give them

What it is, is told by what is in it. - is stdin. FILE itself is not touched, no
other file or address that it names is read, and nothing is written over: a name
that is taken gets a number.

The paths of the new files go to stdout, what was left behind to stderr. If
something could not be read, the rest is imported and the exit code is 2.`,
		Example: `  # into your own workspace, which postern opens where there is no other
  postern import postman-export.zip

  postern import backup.json openapi.yaml ~/bruno/users -o collections

  # what was copied in a browser as curl
  wl-paste | postern import -`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return wants("FILE")(c, args)
			}
			return nil
		},
	}
	c.Flags().StringVarP(&dir, "output", "o", "", "write into `DIR` instead of your own workspace")
	c.Flags().BoolVar(&asJSON, "json", false, "print what became of everything as JSON")
	c.RunE = a.run(func(ctx context.Context, args []string) error {
		if dir = cmp.Or(dir, store.PersonalDir()); dir == "" {
			return exit.Misused("there is no folder for your own workspace", "name one with -o, or set HOME")
		}
		if _, err := os.Stat(dir); err == nil && !isDir(dir) {
			return exit.Misused(dir+" is no folder", "name another with -o")
		}
		report, err := intake.Import(ctx, store.NewFolder(dir), a.In, args)
		if asJSON {
			err = errors.Join(err, reportJSON(a.out, report))
		} else {
			tellReport(a.out, a.err, report)
		}
		if err == nil && len(report.Failures) > 0 {
			err = exit.Status(exit.Usage)
		}
		return err
	})
	return c
}

func reportJSON(out *console.Stream, r intake.Report) error {
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return out.Copy(bytes.NewReader(append(b, '\n')))
}

// tellReport tells what became of everything: to out where it is now, to notes
// the rest.
func tellReport(out, notes *console.Stream, r intake.Report) {
	for _, w := range r.Written {
		out.Line(theme.Plain, w.File)
	}
	for _, n := range r.Notes {
		where := n.Source
		for _, s := range []string{n.Item, n.Field} {
			if s != "" {
				where += ", " + s
			}
		}
		notes.Line(theme.Warn, "! "+where+": "+n.What)
	}
	for _, f := range r.Failures {
		notes.Line(theme.Error, f.Source+": "+f.What)
		if f.Hint != "" {
			notes.Line(theme.Accent, "  try  "+f.Hint)
		}
	}
	notes.Line(theme.Faint, fmt.Sprintf("%d written, %d not read", len(r.Written), len(r.Failures)))
}
