//go:build unix

package cli_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"postern/store/state"
	"postern/ui/cli/house"
)

const crashCanary = "canary-c4-typed-and-not-saved"

// rows counts those of a table in a private state.
func rows(t *testing.T, dir, table string) (n int) {
	t.Helper()
	st := house.Throwaway(dir)
	defer st.Close()
	err := state.TablesIn(func() *state.State { return st }).Look(t.Context(), func(ctx context.Context, db *sql.DB) error {
		return db.QueryRowContext(ctx, `SELECT count(*) FROM `+table).Scan(&n)
	})
	if err != nil && !errors.Is(err, sql.ErrNoRows) { // there is no database yet
		t.Fatal(err)
	}
	return n
}

// until asks again and again whether something is so.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	late, often := time.After(patience), time.NewTicker(50*time.Millisecond)
	defer often.Stop()
	for !so() {
		select {
		case <-often.C:
		case <-late:
			t.Fatalf("%s: it never came to that", what)
		}
	}
}

// Whatever ends the program in the middle of an edit, the next one has it: after
// a kill what was done a moment before, and after a terminal that is closed
// everything, down to what was just being typed.
func TestUnsavedEditsSurviveTheProgram(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		signal syscall.Signal
		typing bool
	}{
		{"killed", syscall.SIGKILL, false},
		{"terminal closed", syscall.SIGHUP, true},
		{"asked to end", syscall.SIGTERM, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cmd := command(t, "shop.json")
			file := filepath.Join(cmd.Dir, "shop.json")
			before := []byte("{\n  \"info\": {\"name\": \"Shop\", \"schema\": \"https://schema.getpostman.com/json/collection/v2.1.0/collection.json\"},\n" +
				"  \"item\": [{\"name\": \"Ping\", \"request\": {\"method\": \"GET\", \"url\": \"http://127.0.0.1/ping\"}, \"x\": 1.50}]\n}\n")
			if err := os.WriteFile(file, before, 0o600); err != nil {
				t.Fatal(err)
			}
			private := stateDir(cmd)
			s := onScreen(t, cmd)
			s.waitFor("Shop")
			s.presses("\x10Ping\r") // find it, then edit its address
			s.waitFor("127.0.0.1/ping")
			s.presses("u")
			s.presses("\x05\x1b[200~?q=" + crashCanary + "\x1b[201~")
			s.waitFor(crashCanary[:12])
			if !tt.typing {
				s.presses("\r")
				until(t, "the draft", func() bool { return rows(t, private, "drafts") == 1 })
			}
			if err := s.cmd.Process.Signal(tt.signal); err != nil {
				t.Fatal(err)
			}
			ended(t, s.cmd)
			if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, before) {
				t.Fatalf("the file was written: %s, %v", now, err)
			}
			nowhere(t, private, crashCanary)

			again := exec.CommandContext(t.Context(), cmd.Path, cmd.Args[1:]...)
			again.Env, again.Dir = cmd.Env, cmd.Dir
			s = onScreen(t, again)
			s.waitFor("Unsaved edits from before")
			for !bytes.Contains(s.seen, []byte("recovered 1 document")) { // what opens by itself takes no keys at first
				s.presses("\r")
				s.reads(200 * time.Millisecond)
			}
			s.presses("\x13")
			s.waitFor("saved 1 file")
			now, err := os.ReadFile(file)
			if want := strings.Replace(string(before), "/ping", "/ping?q="+crashCanary, 1); err != nil || string(now) != want {
				t.Errorf("saved it is %s, %v", now, err)
			}
			until(t, "the draft goes", func() bool { return rows(t, private, "drafts") == 0 })
		})
	}
}

func stateDir(cmd *exec.Cmd) string {
	for _, kv := range cmd.Env {
		if dir, ok := strings.CutPrefix(kv, "POSTERN_STATE="); ok {
			return dir
		}
	}
	return ""
}

// nowhere fails if a text stands in a file below a folder.
func nowhere(t *testing.T, dir, text string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(text)) {
			t.Errorf("%s holds it in plain text", d.Name())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// presses writes keys.
func (s *screen) presses(keys string) {
	s.Helper()
	if _, err := s.master.WriteString(keys); err != nil {
		s.Fatal(err)
	}
}

// reads takes in what is written within a while.
func (s *screen) reads(while time.Duration) {
	s.Helper()
	late := time.After(while)
	for {
		select {
		case p, ok := <-s.chunks:
			if !ok {
				s.Fatalf("the terminal closed:\n%q", s.seen)
			}
			s.seen = append(s.seen, p...)
		case <-late:
			return
		}
	}
}
