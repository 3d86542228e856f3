// Package help prints what postern or one of its commands is for and which flags
// it takes, within the width of the terminal.
package help

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"postern/ui/cli/console"
	"postern/ui/safe"
	"postern/ui/theme"
)

// Give makes the commands of root print their help on out; for root itself there
// is [Root].
func Give(root *cobra.Command, out *console.Stream) {
	root.InitDefaultHelpCmd()
	for _, c := range root.Commands() { // whose own commands take it over
		c.SetHelpFunc(func(c *cobra.Command, _ []string) { show(c, out) })
	}
}

// Root prints the help of root itself on out if that is what args ask for, and
// reports whether they do. It is asked before fang, which gives root a help of
// its own that breaks words.
func Root(root *cobra.Command, args []string, out *console.Stream) bool {
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		return false // they are what somebody types
	}
	root.InitDefaultHelpFlag()
	root.InitDefaultVersionFlag()
	switch c, rest, err := root.Find(args); {
	case err != nil:
		return false
	case c == root:
		if root.ParseFlags(rest) != nil { // which is told when it is carried out
			return false
		}
		if asked, err := root.Flags().GetBool("help"); err != nil || !asked {
			return false
		}
	case c.Name() != "help" || c.Parent() != root || len(rest) > 0:
		return false
	}
	show(root, out)
	return true
}

// The columns of the lists.
const (
	margin = "  "
	inset  = "    "
	gap    = 2
	// most is how wide the first column of a list gets; what is wider has its
	// text below.
	most = 30
	// least is how many columns a text needs beside it; where there are fewer, all
	// texts stand below.
	least = 28
	// widest is how wide a text gets that one can read.
	widest = 100
)

// row is a line of a list.
type row struct{ key, value, text string }

func show(c *cobra.Command, out *console.Stream) {
	about := c.Long
	if about == "" {
		about = c.Short
	}
	out.Write("\n")
	for _, l := range prose(about, out.Width()) {
		out.Line(theme.Plain, strings.TrimRight(margin+l, " "))
	}
	title(out, "usage")
	use := strings.Replace(c.UseLine(), "[flags]", "[--flags]", 1)
	if c.Runnable() && c.HasAvailableSubCommands() {
		out.Hang(theme.Plain, inset, use)
		use = c.CommandPath()
	}
	if c.HasAvailableSubCommands() {
		use += " [command]"
	}
	out.Hang(theme.Plain, inset, use)
	if c.HasExample() {
		title(out, "examples")
		for l := range strings.Lines(c.Example) {
			out.Hang(theme.Plain, inset, strings.TrimSpace(l))
		}
	}
	var commands []row
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			name, rest, _ := strings.Cut(sub.Use, " ")
			commands = append(commands, row{name, rest, sub.Short})
		}
	}
	list(out, "commands", commands)
	var flags []row
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			flags = append(flags, ofFlag(f))
		}
	})
	list(out, "flags", flags)
	out.Write("\n")
}

// prose are the lines of a text: as they are written, for a file, and else with
// what goes on in the next line put together and broken where the terminal
// breaks it. What stands in is no prose.
func prose(text string, width int) []string {
	written := strings.Split(strings.ReplaceAll(strings.TrimSpace(text), "\t", "    "), "\n")
	if width == 0 {
		return written
	}
	var joined []string
	for i, l := range written {
		goesOn := i > 0 && l != "" && l[0] != ' ' && written[i-1] != "" && written[i-1][0] != ' '
		if goesOn {
			joined[len(joined)-1] += " " + l
		} else {
			joined = append(joined, l)
		}
	}
	var out []string
	for _, l := range joined {
		in := 0
		if strings.HasPrefix(l, " ") { // a row of a list goes on below its text
			in = strings.LastIndex(l, "  ") + 2
		}
		before := l[:in]
		for _, part := range safe.Clean(l[in:]).Wrap(min(width, widest) - 2*len(margin) - in) {
			out = append(out, before+part.String())
			before = strings.Repeat(" ", in)
		}
	}
	return out
}

func title(out *console.Stream, text string) {
	out.Write("\n")
	out.Line(theme.TitleFocus, margin+strings.ToUpper(text))
	out.Write("\n")
}

// list prints rows in two columns, the second of which goes on below itself, or
// stands below the first in a terminal that is too narrow for both.
func list(out *console.Stream, name string, rows []row) {
	if len(rows) == 0 {
		return
	}
	title(out, name)
	width := 0
	for _, r := range rows {
		if w := r.width(); w <= most {
			width = max(width, w)
		}
	}
	if w := out.Width(); w > 0 && w-len(inset)-width-gap < least {
		width = 0
	}
	blank := inset + strings.Repeat(" ", width+gap)
	for _, r := range rows {
		lead := inset + out.Paint(theme.OK, r.key)
		if r.value != "" {
			lead += " " + out.Paint(theme.Faint, r.value)
		}
		lines := out.Fold(r.text, len(blank))
		if r.width() > width {
			out.Write(lead + "\n")
		} else {
			out.Write(lead + strings.Repeat(" ", width+gap-r.width()) + lines[0] + "\n")
			lines = lines[1:]
		}
		for _, l := range lines {
			out.Write(blank + l + "\n")
		}
	}
}

func (r row) width() int {
	if r.value == "" {
		return safe.Clean(r.key).Width()
	}
	return safe.Clean(r.key + " " + r.value).Width()
}

// ofFlag is a flag with the name of what it takes.
func ofFlag(f *pflag.Flag) row {
	value, text := pflag.UnquoteUsage(f)
	switch {
	case strings.Contains(f.Usage, "`"):
	case value == "int":
		value = "N"
	default:
		value = strings.ToUpper(value)
	}
	if f.NoOptDefVal != "" && value != "" {
		value = "[" + value + "]"
	}
	r := row{"--" + f.Name, value, capital(text)}
	if f.Shorthand != "" {
		r.key = "-" + f.Shorthand + ", " + r.key
	}
	if d := strings.Trim(f.DefValue, "[]"); !slices.Contains([]string{"", "false", "0", "0s"}, d) {
		r.text += " (default " + d + ")"
	}
	return r
}

// capital is a text with its first letter as a capital.
func capital(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}
