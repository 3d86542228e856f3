package browse

import "strings"

// commands are the ways to open an address, best first, each a program and its
// arguments. No shell takes part.
func (b *Browser) commands(address string) [][]string {
	var out [][]string
	list := ":"
	if b.o.System == "windows" {
		list = ";"
	}
	if _, err := b.o.Look(b.env("BROWSER")); err == nil { // one program, whatever its path holds
		list = "\x00"
	}
	for one := range strings.SplitSeq(b.env("BROWSER"), list) {
		if argv := b.chosen(one, address); argv != nil {
			out = append(out, argv)
		}
	}
	if p := b.Place(); p.display {
		for _, argv := range openers(p.Kind, b.o.System) {
			out = append(out, append(argv, address))
		}
	}
	return out
}

// chosen makes a command of one entry of $BROWSER: a program, perhaps with
// arguments, in which %s stands for the address; without it the address goes
// last.
func (b *Browser) chosen(entry, address string) []string {
	argv := words(entry)
	if _, err := b.o.Look(entry); err == nil {
		argv = []string{entry} // a path with blanks
	}
	if len(argv) == 0 || argv[0] == "" || strings.HasPrefix(argv[0], "-") {
		return nil
	}
	placed := false
	for i, arg := range argv {
		if i > 0 && strings.Contains(arg, "%s") {
			argv[i], placed = strings.ReplaceAll(arg, "%s", address), true
		}
	}
	if !placed {
		argv = append(argv, address)
	}
	return argv
}

// words splits at blanks outside of quotes.
func words(s string) []string {
	var (
		out    []string
		word   strings.Builder
		quote  rune
		inside bool
	)
	for _, c := range s {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote, inside = c, true
		case quote == 0 && (c == ' ' || c == '\t' || c == '\n'):
			if inside {
				out = append(out, word.String())
				word.Reset()
			}
			inside = false
		default:
			word.WriteRune(c)
			inside = true
		}
	}
	if inside {
		out = append(out, word.String())
	}
	return out
}

// openers are the programs that open an address given behind them. Windows has
// rundll32 and not cmd's start, which cuts the address at its first ampersand,
// nor explorer, which opens a folder for some.
func openers(k Kind, system string) [][]string {
	const handler = "url.dll,FileProtocolHandler"
	switch system {
	case "darwin":
		return [][]string{{"open"}}
	case "windows":
		return [][]string{{"rundll32.exe", handler}}
	}
	linux := [][]string{{"xdg-open"}, {"x-www-browser"}}
	if k == WSL {
		return append([][]string{
			{"wslview"},
			{"rundll32.exe", handler},
			{"/mnt/c/Windows/System32/rundll32.exe", handler}, // where the Windows path is left out
		}, linux...)
	}
	return linux
}
