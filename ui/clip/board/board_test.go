//go:build unix

package board_test

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/ui/clip/board"
)

// machine has tools that write down what they were given, in the order they ran.
type machine struct{ bin, told string }

// newMachine has tools by their names; those with a ! in front fail, those with
// a ~ never end.
func newMachine(t *testing.T, tools string) machine {
	t.Helper()
	m := machine{t.TempDir(), filepath.Join(t.TempDir(), "told")}
	for name := range strings.FieldsSeq(tools) {
		end := "exit 0"
		switch name[0] {
		case '!':
			name, end = name[1:], "exit 3"
		case '~':
			name, end = name[1:], "exec sleep 1000"
		}
		script := "#!/bin/sh\n{ printf '%s' \"" + name + " $*|\"; cat; printf '|%s|%s\\n' \"$LC_ALL\" \"$POSTERN_PASSPHRASE\"; } >>'" + m.told + "'\n" + end + "\n"
		if err := os.WriteFile(filepath.Join(m.bin, name), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func (m machine) board(system string, env ...string) *board.Board {
	return board.New(board.Options{
		Env: append(env, "PATH="+os.Getenv("PATH"), "POSTERN_PASSPHRASE=hunter2"), System: system,
		Read: func(string) ([]byte, error) { return nil, os.ErrNotExist },
		Look: func(name string) (string, error) { return exec.LookPath(filepath.Join(m.bin, name)) },
	})
}

func (m machine) heard(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(m.told)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return strings.TrimSuffix(string(b), "\n")
}

func TestToolsByPlace(t *testing.T) {
	const (
		text = "$(id) “ä”"
		all  = "pbcopy wl-copy xclip xsel powershell.exe tmux"
		ssh  = "SSH_TTY=/dev/pts/1"
		x    = "DISPLAY=:0"
	)
	code := base64.StdEncoding.EncodeToString([]byte(text))
	tests := []struct {
		name, system, env, tools string
		want                     string
		err                      error
	}{
		{"Mac", "darwin", "", all, "pbcopy |" + text + "|en_US.UTF-8|", nil},
		{"Wayland", "linux", x + " WAYLAND_DISPLAY=wayland-0", all, "wl-copy --type text/plain|" + text + "||", nil},
		{"X", "linux", x, all, "xclip -selection clipboard -in|" + text + "||", nil},
		{"X without xclip", "linux", x, "xsel", "xsel --clipboard --input|" + text + "||", nil},
		{"X where xclip fails", "linux", x, "!xclip xsel", "xclip -selection clipboard -in|" + text + "||\nxsel --clipboard --input|" + text + "||", nil},
		{"X where all fail", "linux", x, "!xclip", "xclip -selection clipboard -in|" + text + "||", board.ErrNone},
		{"X without a tool", "linux", x, "", "", board.ErrNone},
		{"a console", "linux", "", all, "", board.ErrNone},
		{"WSL", "linux", "WSL_DISTRO_NAME=Debian", all, "powershell.exe -NoProfile", nil},
		{"WSL with a display", "linux", "WSL_DISTRO_NAME=Debian " + x, all, "xclip -selection clipboard -in|" + text + "||", nil},
		{"Windows", "windows", "", all, "powershell.exe -NoProfile", nil},
		{"SSH", "linux", ssh + " " + x, all, "", board.ErrNone},
		{"SSH to a Mac", "darwin", ssh, all, "", board.ErrNone},
		{"tmux", "linux", x + " TMUX=/tmp/t,1,0", all, "tmux load-buffer -w -|" + text + "||\nxclip -selection clipboard -in|" + text + "||", nil},
		{"tmux that is too old", "linux", x + " TMUX=/tmp/t,1,0", "!tmux xclip", "tmux load-buffer -w -|" + text + "||\nxclip -selection clipboard -in|" + text + "||", nil},
		{"tmux over SSH", "linux", ssh + " TMUX=/tmp/t,1,0", all, "tmux load-buffer -w -|" + text + "||", board.ErrNone},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := newMachine(t, tt.tools)
			if err := m.board(tt.system, strings.Fields(tt.env)...).Put(t.Context(), text); !errors.Is(err, tt.err) {
				t.Errorf("error %v, want %v", err, tt.err)
			}
			got := m.heard(t)
			if strings.HasPrefix(tt.want, "powershell") {
				if !strings.HasPrefix(got, tt.want) || !strings.HasSuffix(got, "|"+code+"||") {
					t.Errorf("heard %q", got)
				}
				return
			}
			if got != tt.want {
				t.Errorf("heard\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// What no terminal takes goes to the system's tool whole, and not to tmux.
func TestALongText(t *testing.T) {
	m := newMachine(t, "xclip tmux")
	long := strings.Repeat("x", 5<<20)
	if err := m.board("linux", "DISPLAY=:0", "TMUX=/tmp/t,1,0").Put(t.Context(), long); err != nil {
		t.Fatal(err)
	}
	if got := m.heard(t); got != "xclip -selection clipboard -in|"+long+"||" {
		t.Errorf("heard %d bytes: %.60q", len(got), got)
	}
}

// A tool that never ends is ended with what it is for.
func TestAToolThatHangs(t *testing.T) {
	m := newMachine(t, "~xclip xsel")
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if err := m.board("linux", "DISPLAY=:0").Put(ctx, "text"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
	if got := m.heard(t); strings.Contains(got, "xsel") {
		t.Errorf("heard %q", got)
	}
}
