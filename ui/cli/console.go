package cli

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/charmbracelet/colorprofile"

	"postern/ui/safe"
	"postern/ui/theme"
)

// stream is an output for people. What it writes is cleaned, and coloured if a
// terminal is there to see it. It is safe for concurrent use: a login prompt
// and a progress note may come at the same time.
type stream struct {
	mu  sync.Mutex
	w   io.Writer
	tty bool
	// theme is nil where there is no colour.
	theme *theme.Theme
}

func newStream(w io.Writer, tty bool, env []string) *stream {
	s := &stream{w: w, tty: tty}
	if !tty {
		return s
	}
	// The writer brings colours down to what the terminal has, to none at all
	// with NO_COLOR.
	cw := colorprofile.NewWriter(w, env)
	s.w = cw
	if cw.Profile > colorprofile.NoTTY {
		s.theme = theme.New(theme.Dark())
	}
	if cw.Profile == colorprofile.ASCII {
		s.theme = theme.New(theme.Mono())
	}
	return s
}

// paint returns text fit to be written, in the look of a role.
func (s *stream) paint(r theme.Role, text string) string {
	t := safe.Clean(text)
	if s.theme == nil || r == theme.Plain {
		return t.String()
	}
	return s.theme.Paint(theme.None, r, t)
}

// line writes one line in the look of a role. What cannot be written to
// somebody who has gone away is lost on purpose.
func (s *stream) line(r theme.Role, text string) { s.write(s.paint(r, text) + "\n") }

// write writes text that is painted already.
func (s *stream) write(painted string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _ = io.WriteString(s.w, painted)
}

// text writes lines of foreign text: cleaned for a terminal, as they are for a
// program.
func (s *stream) text(lines []string) error {
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

// copy writes a body: the bytes for a program, for a terminal line by line
// what they look like.
func (s *stream) copy(r io.Reader) error {
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

func quoted(s string) string { return strconv.Quote(s) }
