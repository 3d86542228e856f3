package uitest

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"

	"postern/ui"
	"postern/ui/keymap"
)

// Browse plays the browser: it opens an address and follows its redirects, back
// to the program if they lead there.
func (s *Session) Browse(address string) {
	s.Helper()
	c := &http.Client{Transport: s.pipes.transport()}
	res, err := c.Get(address)
	if err != nil {
		s.Fatalf("the browser cannot open %s: %v", address, err)
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		s.Fatal(err)
	}
	s.settle()
}

// Redirect plays a browser on another machine: it opens an address and returns
// where it was sent.
func (s *Session) Redirect(address string) string {
	s.Helper()
	c := &http.Client{
		Transport:     s.pipes.transport(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	res, err := c.Get(address)
	if err != nil {
		s.Fatal(err)
	}
	defer res.Body.Close()
	s.settle()
	return res.Header.Get("Location")
}

// File is the content of a file of the workspace.
func (s *Session) File(name string) string {
	s.Helper()
	b, err := os.ReadFile(filepath.Join(s.Dir, name))
	if err != nil {
		s.Fatal(err)
	}
	return string(b)
}

// Foreign returns the first thing in a frame that is neither text nor a colour
// sequence nor a link to a web page, or "".
func Foreign(frame string) string {
	// What the login shows as a link, and the end of it.
	frame = regexp.MustCompile(`\x1b\]8;[^;\x00-\x20\x7f-\x{10ffff}]*;(?:https?://[\x21-\x7e]+)?(?:\x1b\\|\x07)`).ReplaceAllString(frame, "")
	for i, r := range frame {
		rest := frame[i:]
		switch {
		case r == '\n':
		case r == '\x1b':
			if sgr := rest[:max(strings.IndexByte(rest, 'm'), 0)+1]; len(sgr) < 3 || strings.Trim(sgr[2:len(sgr)-1], "0123456789;:") != "" || sgr[1] != '[' {
				return rest[:min(len(rest), 12)]
			}
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == unicode.ReplacementChar, r == '\u200b':
			return string(r)
		}
	}
	return ""
}

// Select moves down in the focused pane until the row that begins with a name
// is the selected one.
func (s *Session) Select(name string) {
	s.Helper()
	s.Do(keymap.Top)
	for range 200 {
		var at string
		s.look(func(m *ui.Model) { at = m.Selected() })
		if at == name {
			return
		}
		s.Do(keymap.Down)
	}
	s.Fatalf("no row %q:\n%s", name, s.Screen())
}
