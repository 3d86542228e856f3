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
	"postern/store/intake/link"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
	"postern/ui/cli/room"
	"postern/ui/theme"
)

const (
	importLong = `Make a file of its own of each collection and environment in FILE:

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

A LINK is fetched: its server learns that address, and is sent no credentials.
At most 64 MiB are taken within a minute, and five redirects are followed, none
from https to http and none from elsewhere into your own network.

The paths of the new files go to stdout, what was left behind to stderr. If
something could not be read, the rest is imported and the exit code is 2.`

	importExamples = `  # into your own workspace, which postern opens where there is no other
  postern import postman-export.zip

  postern import backup.json openapi.yaml ~/bruno/users -o collections

  # what a server publishes
  postern import https://api.example.com/openapi.json

  # what was copied in a browser as curl
  wl-paste | postern import -`
)

// imports brings files of Postman's and of other tools into a folder, those
// too that hold several documents.
func (a *app) imports() *cobra.Command {
	var dir string
	var asJSON bool
	c := &cobra.Command{
		Use:   "import FILE|LINK…",
		Short: "Bring in files of Postman and other tools",
		Long:  importLong, Example: importExamples,
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
		room.Usual()
		if dir = cmp.Or(dir, store.PersonalDir()); dir == "" {
			return exit.Misused("there is no folder for your own workspace", "name one with -o, or set HOME")
		}
		if _, err := os.Stat(dir); err == nil && !isDir(dir) {
			return exit.Misused(dir+" is no folder", "name another with -o")
		}
		report, err := importing{a, store.NewFolder(dir)}.all(ctx, args)
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

// importing is one run of the command.
type importing struct {
	*app
	to *store.Folder
}

// all imports files and links in the order they were named.
func (i importing) all(ctx context.Context, args []string) (intake.Report, error) {
	all := intake.Report{Written: []intake.Written{}, Notes: []intake.Note{}, Failures: []intake.Failure{}}
	for _, arg := range args {
		one, err := i.one(ctx, arg)
		all.Written, all.Notes, all.Failures = append(all.Written, one.Written...), append(all.Notes, one.Notes...), append(all.Failures, one.Failures...)
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

func (i importing) one(ctx context.Context, arg string) (intake.Report, error) {
	if !link.Is(arg) {
		return intake.Import(ctx, i.to, i.In, []string{arg})
	}
	parts := i.Wire(house.Setup{})
	page, err := link.Fetch(ctx, parts.Links, arg)
	if err = errors.Join(err, parts.Close()); err != nil {
		if ctx.Err() != nil {
			return intake.Report{}, ctx.Err()
		}
		return intake.Report{Failures: []intake.Failure{{Source: link.Shown(arg), What: err.Error(), Hint: store.Hint(err)}}}, nil
	}
	report, err := intake.ImportText(ctx, i.to, page.Name, page.Data)
	for _, s := range page.Told() {
		report.Notes = append(report.Notes, intake.Note{Source: link.Shown(arg), What: s})
	}
	return report, err
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
