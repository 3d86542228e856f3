// Package console is the three streams of a command: what a person sees at a
// terminal, and what a program gets in a pipe.
//
// Text from files and servers is cleaned before a terminal gets it; a program
// gets the bytes as they are. It knows no command, and reads nothing.
package console

import (
	"bufio"
	"io"
	"strings"
	"sync"

	"github.com/charmbracelet/colorprofile"

	"postern/ui/safe"
	"postern/ui/theme"
)

// Stream is an output for people. What it writes is cleaned, and coloured if a
// terminal is there to see it. It is safe for concurrent use: a login prompt
// and a progress note may come at the same time.
type Stream struct {
	mu  sync.Mutex
	w   io.Writer
	tty bool
	// width is the number of its columns; 0 is no limit.
	width int
	// theme is nil where there is no colour.
	theme *theme.Theme
}

// New returns an output for people at w. tty says that they see it at a terminal,
// and env is the environment, which says what the terminal can do.
func New(w io.Writer, tty bool, env []string) *Stream {
	s := &Stream{w: w, tty: tty}
	if !tty {
		return s
	}
	// The writer brings colours down to what the terminal has, to none at all
	// with NO_COLOR.
	cw := colorprofile.NewWriter(w, env)
	s.w = cw
	if cw.Profile > colorprofile.NoTTY {
		s.theme = theme.New(theme.Own())
	}
	if cw.Profile == colorprofile.ASCII {
		s.theme = theme.New(theme.Mono())
	}
	return s
}

// Colour turns colours on, or off, whatever the stream is.
func (s *Stream) Colour(on bool) {
	switch {
	case !on:
		s.theme = nil
	case s.theme == nil:
		s.theme = theme.New(theme.Own())
	}
}

// Paint returns text fit to be written, in the look of a role.
func (s *Stream) Paint(r theme.Role, text string) string {
	t := safe.Clean(text)
	if s.theme == nil || r == theme.Plain {
		return t.String()
	}
	return s.theme.Paint(theme.None, r, t)
}

// Line writes one line in the look of a role. What cannot be written to
// somebody who has gone away is lost on purpose.
func (s *Stream) Line(r theme.Role, text string) { s.Write(s.Paint(r, text) + "\n") }

// Write writes text that is painted already, to whom it may concern.
func (s *Stream) Write(painted string) {
	_ = s.Print(painted) // who has gone away misses nothing
}

// Print writes text that is painted already.
func (s *Stream) Print(painted string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := io.WriteString(s.w, painted)
	return err
}

// Link returns an address in the look of a role, as one that can be clicked where
// the terminal may know how to.
func (s *Stream) Link(r theme.Role, address string) string {
	painted := s.Paint(r, address)
	if s.theme == nil {
		return painted
	}
	return safe.Address(address).Wrap(painted)
}

// Theme is how text looks at this terminal; nil where there are no looks.
func (s *Stream) Theme() *theme.Theme { return s.theme }

// TTY reports whether a person sees the output at a terminal.
func (s *Stream) TTY() bool { return s.tty }

// Text writes lines of foreign text: cleaned for a terminal, as they are for a
// program.
func (s *Stream) Text(lines []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := bufio.NewWriter(s.w)
	for _, l := range lines {
		if s.tty {
			l = joined(safe.Lines(l))
		}
		b.WriteString(l) // bufio keeps the error for Flush
		b.WriteByte('\n')
	}
	return b.Flush()
}

// Copy writes a body: the bytes for a program, for a terminal line by line
// what they look like.
func (s *Stream) Copy(r io.Reader) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.tty {
		_, err := io.Copy(s.w, r)
		return err
	}
	in, out := bufio.NewReader(r), bufio.NewWriter(s.w)
	for {
		l, err := in.ReadString('\n')
		if l != "" {
			out.WriteString(joined(safe.Lines(strings.TrimRight(l, "\r\n")))) // bufio keeps the error for Flush
			out.WriteByte('\n')
		}
		if err == io.EOF {
			return out.Flush()
		}
		if err != nil {
			return err
		}
	}
}

func joined(ts []safe.Text) string {
	lines := make([]string, len(ts))
	for i, t := range ts {
		lines[i] = t.String()
	}
	return strings.Join(lines, "\n")
}

// Within says how many columns a terminal has; 0 is no limit.
func (s *Stream) Within(width int) *Stream {
	if s.tty {
		s.width = width
	}
	return s
}

// Width is the number of columns; 0 is no limit.
func (s *Stream) Width() int { return s.width }

// Hang writes lead and text in the look of a role. Lines of the text, and what
// does not fit into the terminal, go on below where it begins.
func (s *Stream) Hang(r theme.Role, lead, text string) {
	first := safe.Clean(lead)
	before := first.String()
	for _, l := range s.Fold(text, first.Width()) {
		s.Line(r, strings.TrimRight(before+l, " "))
		before = strings.Repeat(" ", first.Width())
	}
}

// Fold returns the lines of a text, with what does not fit into the terminal
// beside as many columns as are taken on lines of its own.
func (s *Stream) Fold(text string, taken int) []string {
	var out []string
	for _, l := range safe.Lines(text) {
		for i, part := range l.Wrap(max(0, s.width-taken)) {
			if i > 0 && strings.TrimSpace(part.String()) == "" { // blanks at the end of the line before
				continue
			}
			out = append(out, part.String())
		}
	}
	return out
}
