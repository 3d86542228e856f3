package cli_test

import (
	"regexp"
	"strings"
	"testing"

	"postern/auth/tenant"
	"postern/ui/cli"
	"postern/ui/cli/exit"
)

// The help of every command fits the terminal, names what flags take, and is one
// text as it is written where nobody watches.
func TestHelpFitsTheTerminal(t *testing.T) {
	d := newDesk(t, tenant.Options{})
	for _, width := range []int{0, 40, 60, 80, 200} {
		d.setup = func(o *cli.Options) { o.OutTTY, o.Width, o.Env = width > 0, width, append(o.Env, "NO_COLOR=1") }
		for _, command := range []string{"", "ls", "show", "send", "run", "export", "import", "token", "token get", "demo"} {
			got := d.run(append(strings.Fields(command), "--help")...)
			for l := range strings.SplitSeq(got.out, "\n") {
				if n := len([]rune(l)); width > 0 && n > width {
					t.Errorf("%s at %d: %d columns: %q", command, width, n, l)
				}
				if strings.ContainsAny(l, "`\x1b") || strings.TrimRight(l, " ") != l {
					t.Errorf("%s at %d: %q", command, width, l)
				}
			}
			if !strings.Contains(got.out, "\n    postern "+command) || !strings.Contains(got.out, "\n  FLAGS\n\n    ") || got.code != 0 {
				t.Errorf("%s at %d:\n%s", command, width, got.out)
			}
		}
	}
	d.setup = func(o *cli.Options) { o.OutTTY, o.Width = true, 80 }
	out := d.run("run", "--help").out
	for _, want := range []string{
		`\n    -n, --iteration-count N +Repeat the run N times \(default once, or\n {36}once a row of data\)\n`,
		`\n    --reporter-cli-no-success-assertions\n {36}The cli reporter leaves`, `\n    --bail \[folder\] +Stop`, `\n    --trust +Let`,
		`\n    --parallel N [^-]*\(default 1\)\n`, `\n    postern run users.json -e dev\n    postern run`,
	} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	d.setup = func(o *cli.Options) { o.OutTTY, o.Width = true, 40 }
	out = d.run("run", "--help").out
	for _, want := range []string{
		"\n    -n, --iteration-count N\n      Repeat the run N times (default\n      once, or once a row of data)\n",
		"\n    0  every request was answered, and\n       every test passed\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	whole := d.run("--help").out
	for _, want := range []string{
		"\n    postern [FILE|DIR…] [--flags]\n    postern [command]\n", "\n    help [command]\n", "\n    -v, --version\n", "\n    -e, --env NAME\n", "\n  Without a command it opens the\n  workbench",
	} {
		if !strings.Contains(whole, want) {
			t.Errorf("%q is not in\n%s", want, whole)
		}
	}
	for _, args := range [][]string{{"help"}, {"-e", "dev", "-h"}, {"users.json", "--help"}} {
		if got := d.run(args...); got.out != whole || got.code != 0 {
			t.Errorf("%s: %d\n%s%s", args, got.code, got.out, got.err)
		}
	}
	if got := d.run("--nope", "--help"); got.code != exit.Usage || !strings.Contains(got.err, "unknown flag: --nope") {
		t.Errorf("%d\n%s", got.code, got.err)
	}
	if got := d.run("__complete", "--help", ""); strings.Contains(got.out, "USAGE") {
		t.Errorf("completed is\n%s", got.out)
	}
	if got := d.run("help", "token"); !regexp.MustCompile(`\n  COMMANDS\n\n    get .*\n`).MatchString(got.out) {
		t.Errorf("help token:\n%s", got.out)
	}
}
