package console

import (
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"
)

// Streams are the three streams of a process, and which of them a person sees.
type Streams struct {
	In                    io.Reader
	Out, Err              io.Writer
	InTTY, OutTTY, ErrTTY bool
	// Width is the number of columns of the terminal at Out; 0 is no limit.
	Width int
	// ErrWidth is that of the terminal at Err; 0 is unknown.
	ErrWidth int
	// Env is the environment, as from [os.Environ].
	Env []string
}

// System returns the streams of this process.
func System() Streams {
	s := Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.Environ(),
		InTTY: term.IsTerminal(os.Stdin.Fd()), OutTTY: term.IsTerminal(os.Stdout.Fd()), ErrTTY: term.IsTerminal(os.Stderr.Fd()),
	}
	if s.OutTTY {
		s.Width, _, _ = term.GetSize(os.Stdout.Fd()) // unknown is no limit
	}
	if s.ErrTTY {
		s.ErrWidth, _, _ = term.GetSize(os.Stderr.Fd())
	}
	return s
}

// Quote writes a value so that a shell reads back the same.
func Quote(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./:@%+,", r)
	}
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
