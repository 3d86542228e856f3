package outside_test

import (
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"

	"postern/engine"
	"postern/engine/payload"
	"postern/ui/outside"
)

// program runs one command and ends with its message.
type program struct {
	cmd tea.Cmd
	err *error
}

type doneMsg struct{ err error }

func (p program) Init() tea.Cmd  { return p.cmd }
func (p program) View() tea.View { return tea.NewView("") }
func (p program) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if done, ok := msg.(doneMsg); ok {
		*p.err = done.err
		return p, tea.Quit
	}
	return p, nil
}

// opened opens a body and returns how that ended.
func opened(t *testing.T, x *engine.Exchange, tool outside.Tool) error {
	t.Helper()
	var ended error
	cmd := outside.Open(x, tool, func(err error) tea.Msg { return doneMsg{err} })
	synctest.Test(t, func(t *testing.T) { // the library waits for a terminal that is not there
		p := tea.NewProgram(program{cmd, &ended}, tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithoutSignalHandler(), tea.WithoutSignals())
		if _, err := p.Run(); err != nil {
			t.Fatal(err)
		}
	})
	return ended
}

func answer(contentType, body string) *engine.Exchange {
	return &engine.Exchange{Response: &engine.Response{
		Header: http.Header{"Content-Type": {contentType}}, Body: payload.FromBytes([]byte(body)),
	}}
}

// script makes a program of shell commands and returns its path and that of
// the folder it may write to, which is $OUT.
func script(t *testing.T, commands string) (path, out string) {
	t.Helper()
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("skipped: needs a shell")
	}
	out = t.TempDir()
	t.Setenv("OUT", out)
	path = filepath.Join(out, "program")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+commands), 0o700); err != nil {
		t.Fatal(err)
	}
	return path, out
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// keep notes what the program was given, and who may read it.
const keep = `cp "$2" "$OUT/copy" && echo "$1 $2" >"$OUT/args" && ls -ld "$(dirname "$2")" "$2" | cut -c1-10 >"$OUT/modes"`

func TestOpen(t *testing.T) {
	for _, tt := range []struct{ name, contentType, suffix string }{
		{"json", "application/scim+json; charset=utf-8", "/body.json"},
		{"html", "text/html", "/body.html"},
		{"another kind", "application/octet-stream", "/body.txt"},
		{"no kind", "", "/body.txt"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path, out := script(t, keep)
			t.Setenv("PAGER", path+" -R")
			body := strings.Repeat("{\"a\":\"\x1b[31m\x00\"}\n", 1000)
			if err := opened(t, answer(tt.contentType, body), outside.Pager()); err != nil {
				t.Fatal(err)
			}
			if got := read(t, filepath.Join(out, "copy")); got != body {
				t.Errorf("the pager got %d bytes, want %d", len(got), len(body))
			}
			option, file, _ := strings.Cut(strings.TrimSpace(read(t, filepath.Join(out, "args"))), " ")
			if option != "-R" || !strings.HasSuffix(file, tt.suffix) {
				t.Errorf("it was given %q and %q", option, file)
			}
			if got := read(t, filepath.Join(out, "modes")); got != "drwx------\n-rw-------\n" {
				t.Errorf("the folder and the file have the modes\n%s", got)
			}
			if _, err := os.Stat(filepath.Dir(file)); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the copy is still there: %v", err)
			}
		})
	}
}

func TestTheEditorIsThePersons(t *testing.T) {
	path, out := script(t, `cp "$1" "$OUT/copy"; echo more >>"$1"`)
	t.Setenv("VISUAL", path)
	t.Setenv("EDITOR", "none-such-editor")
	x := answer("text/plain", "text")
	if err := opened(t, x, outside.Editor()); err != nil {
		t.Fatal(err)
	}
	if got := read(t, filepath.Join(out, "copy")); got != "text" {
		t.Errorf("the editor got %q", got)
	}
	if b, _ := x.Response.Body.Bytes(100); string(b) != "text" {
		t.Errorf("the body has become %q", b)
	}
}

func TestWhatCanGoWrong(t *testing.T) {
	failing, out := script(t, `dirname "$1" >"$OUT/where"; exit 3`)
	for _, tt := range []struct {
		name, pager, path string
		x                 *engine.Exchange
		want              string
	}{
		{"nothing was sent", "cat", "", nil, "there is no body to open: send the request first"},
		{"no answer came", "cat", "", &engine.Exchange{}, "there is no body to open: send the request first"},
		{"no such program", "none-such-pager", "", answer("", "a"), `the pager none-such-pager failed (exec: "none-such-pager": executable file not found in $PATH): set $PAGER to another`},
		{"it fails", failing, os.Getenv("PATH"), answer("", "a"), "the pager program failed (exit status 3): set $PAGER to another"},
		{"none at all", "", "", answer("", "a"), "there is no pager on this machine: set $PAGER to one"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("PAGER", tt.pager)
			t.Setenv("PATH", tt.path)
			if err := opened(t, tt.x, outside.Pager()); err == nil || err.Error() != tt.want {
				t.Errorf("error %v\nwant  %s", err, tt.want)
			}
		})
	}
	if _, err := os.Stat(strings.TrimSpace(read(t, filepath.Join(out, "where")))); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the copy for a program that failed is still there: %v", err)
	}
}
