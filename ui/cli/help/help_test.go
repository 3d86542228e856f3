package help_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"postern/ui/cli/console"
	"postern/ui/cli/help"
	"postern/ui/safe"
)

// command has a part of each kind.
func command() *cobra.Command {
	root, c := &cobra.Command{Use: "postern"}, &cobra.Command{
		Use: "env FILE", Short: "Show environments",
		Long:    "Show the environments of a workspace with the values\nthat they have.\n\nIts words are:\n  list  the names of all that there are in the folder\n  show  one",
		Example: "  postern env list\n  postern env show dev",
		Run:     func(*cobra.Command, []string) {},
	}
	c.AddCommand(
		&cobra.Command{Use: "list DIR", Short: "List them all", Run: func(*cobra.Command, []string) {}},
		&cobra.Command{Use: "old", Hidden: true, Run: func(*cobra.Command, []string) {}},
	)
	f := c.Flags()
	f.StringP("file", "f", "", "read from `FILE` instead")
	f.Int("limit", 25, "how many to show at the most")
	f.Bool("all", false, "show hidden ones, too")
	f.StringSlice("with", nil, "show only those with these names, which may be many and are parted by commas")
	f.String("trace", "", "write what was done to `PLACE`")
	f.Lookup("trace").NoOptDefVal = "trace.log"
	f.String("a-flag-with-a-very-long-name-of-its-own", "", "its text stands below")
	f.String("secret", "", "hidden")
	_ = f.MarkHidden("secret")
	root.AddCommand(c)
	return root
}

func printed(t *testing.T, width int) []string {
	t.Helper()
	var out bytes.Buffer
	root := command()
	help.Give(root, console.New(&out, width > 0, []string{"NO_COLOR=1"}).Within(width))
	root.SetArgs([]string{"env", "--help"})
	if err := root.Execute(); err != nil {
		t.Fatal(err)
	}
	return strings.Split(out.String(), "\n")
}

func TestGive(t *testing.T) {
	want := `
  Show the environments of a workspace with the values
  that they have.

  Its words are:
    list  the names of all that there are in the folder
    show  one

  USAGE

    postern env FILE [--flags]
    postern env [command]

  EXAMPLES

    postern env list
    postern env show dev

  COMMANDS

    list DIR  List them all

  FLAGS

    --a-flag-with-a-very-long-name-of-its-own STRING
                     Its text stands below
    --all            Show hidden ones, too
    -f, --file FILE  Read from FILE instead
    -h, --help       Help for env
    --limit N        How many to show at the most (default 25)
    --trace [PLACE]  Write what was done to PLACE
    --with STRINGS   Show only those with these names, which may be many and are parted by commas
`
	if d := cmp.Diff(strings.Split(want, "\n"), printed(t, 0)[:len(strings.Split(want, "\n"))]); d != "" {
		t.Error(d)
	}
}

// At a terminal lines are put together and broken for its width; what a list
// says goes on below itself.
func TestWidth(t *testing.T) {
	for width := 24; width < 130; width++ {
		for _, l := range printed(t, width) {
			if safe.Clean(l).Width() > width && !strings.Contains(l, "--a-flag-with") {
				t.Errorf("%d columns: %q", width, l)
			}
		}
	}
	got := strings.Join(printed(t, 40), "\n")
	for _, want := range []string{
		"\n  Show the environments of a workspace\n  with the values that they have.\n",
		"\n    list  the names of all that there\n          are in the folder\n",
		"\n    --all\n      Show hidden ones, too\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%s", want, got)
		}
	}
}
