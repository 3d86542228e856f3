//go:build unix

package browse_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"postern/ui/cli/browse"
)

// A real program gets the address as one argument, no secret, no terminal.
func TestARealProgram(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a folder")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	program, told := filepath.Join(dir, "my browser"), filepath.Join(dir, "told")
	script := `#!/bin/sh
{ echo "$#"; echo "$1"; env; echo "in: $(cat)"; ps -o sid= -p $$ | grep -qw $$ && echo "alone"; } >"$TOLD"
echo "Gtk-WARNING: this must not be seen"
echo "Gtk-WARNING: nor this" >&2
`
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	seen := capture(t, func() {
		b := browse.New(browse.Options{Env: []string{
			"BROWSER=" + program, "TOLD=" + told, "PATH=" + os.Getenv("PATH"), "POSTERN_PASSPHRASE=hunter2",
		}})
		if err := b.Open(t.Context(), page); err != nil {
			t.Error(err)
		}
	})
	if seen != "" {
		t.Errorf("the terminal shows %q", seen)
	}
	data, err := os.ReadFile(told)
	if err != nil {
		t.Fatal(err)
	}
	got := string(data)
	if !strings.HasPrefix(got, "1\n"+page+"\n") || !strings.Contains(got, "\nin: \n") || strings.Contains(got, "hunter2") {
		t.Errorf("the program was told:\n%s", got)
	}
	// In a session of its own it has no terminal to write to. macOS has no sid.
	if _, err := exec.LookPath("ps"); err == nil && runtime.GOOS == "linux" && !strings.HasSuffix(got, "alone\n") {
		t.Error("the program shares our session and could reach the terminal")
	}
}

// capture returns what is written to the standard streams while f runs.
func capture(t *testing.T, f func()) string {
	t.Helper()
	file, err := os.CreateTemp(t.TempDir(), "seen")
	if err != nil {
		t.Fatal(err)
	}
	out, errs := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = file, file
	f()
	os.Stdout, os.Stderr = out, errs
	data, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
