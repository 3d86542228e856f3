package run

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postern/engine/runner"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
	"postern/ui/cli/near"
	"postern/ui/cli/run/lines"
	"postern/ui/cli/run/report"
	"postern/ui/theme"
)

// shownFlags say what is reported, and how.
type shownFlags struct {
	reporters []string
	silent    bool
	color     string
	cli       lines.Options
	exports   map[string]*string
}

// maker makes a reporter for a run; file is where it writes, "" its usual place.
type maker func(r *running, o *outline, file string) (reporter, error)

// reporter is a reporter that may have something to write at the end.
type reporter interface {
	runner.Reporter
	// finish writes what there is to write.
	finish() error
}

// printer is a reporter that has nothing to write at the end.
type printer struct{ runner.Reporter }

func (printer) finish() error { return nil }

// newLines makes the cli reporter.
func newLines(r *running, o *outline, _ string) (reporter, error) {
	shown := r.shown.cli
	shown.Silent = shown.Silent || r.shown.silent
	to := lines.To{Out: r.Shown, Err: r.Told, Explain: r.Explain}
	return printer{lines.New(to, shown, lines.Run{Opened: o.Opened, Grid: o.grid, Tokens: r.as.tokens})}, nil
}

// file is a report that is written to a file.
type file interface {
	runner.Reporter
	Finish() error
}

// fileReporter says where a report went.
type fileReporter struct {
	file
	path string
	told *console.Stream
}

func (f fileReporter) finish() error {
	err := f.Finish()
	if err == nil {
		f.told.Line(theme.Faint, "wrote "+f.path)
	}
	return err
}

// written makes reporters of a kind that is written to a file.
func written[F file](extension string, make func(report.Run, string) (F, error)) maker {
	return func(r *running, o *outline, path string) (reporter, error) {
		run := report.Run{Collection: o.Collection, Env: o.Env, Globals: o.Globals, Started: o.started, Grid: o.grid}
		if path == "" {
			path = run.Path(extension)
		} else if info, err := os.Stat(path); err == nil && info.IsDir() {
			path = filepath.Join(path, filepath.Base(run.Path(extension)))
		}
		rep, err := make(run, path)
		return fileReporter{rep, path, r.Told}, err
	}
}

// makers are the reporters by name.
func makers() []struct {
	name string
	make maker
} {
	return []struct {
		name string
		make maker
	}{
		{"cli", newLines},
		{"json", written(".json", report.NewJSON)},
		{"junit", written(".xml", report.NewJUnit)},
		{"html", written(".html", report.NewHTML)},
		{"progress", newProgress},
	}
}

func (s *shownFlags) add(c *cobra.Command) {
	f := c.Flags()
	f.StringSliceVarP(&s.reporters, "reporters", "r", []string{"cli"}, "how to report, `NAMES` with commas: "+strings.Join(names(), ", "))
	f.BoolVar(&s.silent, "silent", false, "print nothing on stdout")
	f.BoolVar(&s.cli.Verbose, "verbose", false, "tell the headers, bodies and times of every request")
	f.BoolVar(&s.cli.Plain, "disable-unicode", false, "print signs of ASCII only")
	f.StringVar(&s.color, "color", "auto", "colour: `on|off|auto`")
	f.BoolVar(&s.cli.Silent, "reporter-cli-silent", false, "the cli reporter prints nothing")
	f.BoolVar(&s.cli.Timestamps, "reporter-cli-show-timestamps", false, "the cli reporter tells the time of every request")
	f.BoolVar(&s.cli.NoSummary, "reporter-cli-no-summary", false, "the cli reporter leaves the totals out")
	f.BoolVar(&s.cli.NoFailures, "reporter-cli-no-failures", false, "the cli reporter does not list the failures at the end")
	f.BoolVar(&s.cli.NoAssertions, "reporter-cli-no-assertions", false, "the cli reporter leaves the tests out")
	f.BoolVar(&s.cli.NoSuccess, "reporter-cli-no-success-assertions", false, "the cli reporter leaves the tests out that passed")
	f.BoolVar(&s.cli.NoConsole, "reporter-cli-no-console", false, "the cli reporter leaves out what scripts print")
	f.BoolVar(&s.cli.NoBanner, "reporter-cli-no-banner", false, "the cli reporter does not begin with the collection's name")
	s.exports = map[string]*string{"": f.String("reporter-export", "", "where reporters write")}
	for _, n := range names() {
		if n != "cli" && n != "progress" {
			s.exports[n] = f.String("reporter-"+n+"-export", "", "where the "+n+" reporter writes, a `FILE` or a folder")
		}
	}
	_ = f.MarkHidden("reporter-export") // it was added above
}

func names() []string {
	var out []string
	for _, m := range makers() {
		out = append(out, m.name)
	}
	return out
}

// known reports whether an option of a reporter is one of ours.
func known(option string) bool {
	option, _, _ = strings.Cut(strings.TrimPrefix(option, "--reporter-"), "=")
	name, _, _ := strings.Cut(option, "-")
	return option == "export" || slices.Contains(names(), name)
}

// colour makes the streams what --color says.
func (s *shownFlags) colour(streams ...*console.Stream) {
	for _, to := range streams {
		if s.color != "auto" {
			to.Colour(s.color == "on")
		}
	}
}

// check warns of reporters that are not there, as newman does.
func (s *shownFlags) check(told *console.Stream) error {
	if !slices.Contains([]string{"auto", "on", "off"}, s.color) {
		return exit.Misused(fmt.Sprintf("--color knows no %q", s.color), "--color on, --color off or --color auto")
	}
	s.reporters = slices.Compact(s.reporters)
	s.reporters = slices.DeleteFunc(s.reporters, func(name string) bool {
		missing := !slices.Contains(names(), name)
		if missing {
			nearest := ""
			if like := near.Of(name, names()); len(like) > 0 { // of htmlextra, junitfull
				nearest = "; " + names()[like[0]] + " is the nearest"
			}
			told.Hang(theme.Warn, "! ", "there is no reporter "+name+": there are "+strings.Join(names(), ", ")+nearest)
		}
		return missing
	})
	for _, name := range names() {
		if path := s.exports[name]; path != nil && *path != "" && !slices.Contains(s.reporters, name) {
			told.Line(theme.Warn, "! --reporter-"+name+"-export writes nothing without -r "+name)
		}
	}
	return nil
}

// all hands every event to several reporters.
type all []reporter

// Report implements [runner.Reporter].
func (a all) Report(e runner.Event) {
	for _, r := range a {
		r.Report(e)
	}
}

// reporters makes what was asked for.
func (r *running) reporters(o *outline) (all, error) {
	var out all
	for _, m := range makers() {
		if !slices.Contains(r.shown.reporters, m.name) {
			continue
		}
		file := *r.shown.exports[""]
		if own := r.shown.exports[m.name]; own != nil && *own != "" {
			file = *own
		}
		rep, err := m.make(r, o, file)
		if err != nil {
			return nil, err
		}
		out = append(out, rep)
	}
	return out, nil
}
