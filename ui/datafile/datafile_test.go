//go:build unix

package datafile_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"postern/ui/datafile"
)

func TestRead(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	must(t, os.WriteFile(at("rows.csv"), []byte("city\nOslo\n"), 0o600))
	must(t, os.WriteFile(at("large.csv"), nil, 0o600))
	must(t, os.Truncate(at("large.csv"), datafile.Most+1))
	must(t, os.Mkdir(at("folder"), 0o700))
	must(t, syscall.Mkfifo(at("pipe"), 0o600))
	for name, want := range map[string]string{
		"rows.csv":  "",
		"none.csv":  "cannot read none.csv: no such file or directory",
		"folder":    "folder is a folder: name a file in it",
		"pipe":      "pipe is a pipe or a device: save what it gives to a file first",
		"large.csv": "large.csv has more than 64.0 MiB, the most that a data file may have: split it",
	} {
		text, err := datafile.Read(at(name), name)
		if want == "" && (err != nil || string(text) != "city\nOslo\n") || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%s: %q, %v; want the error %q", name, text, err, want)
		}
	}
	if _, err := datafile.Read(os.DevNull, "null"); err == nil || !strings.Contains(err.Error(), "a device") {
		t.Errorf("a device is read: %v", err)
	}
}

// A command line may name a pipe, as a shell does for <(…); one that nothing
// comes out of is waited for until the person has enough.
func TestStream(t *testing.T) {
	dir := t.TempDir()
	pipe, silent := filepath.Join(dir, "pipe"), filepath.Join(dir, "silent")
	must(t, syscall.Mkfifo(pipe, 0o600))
	must(t, syscall.Mkfifo(silent, 0o600))
	go os.WriteFile(pipe, []byte("city\nRome\n"), 0o600)
	if text, err := datafile.Stream(t.Context(), pipe); err != nil || string(text) != "city\nRome\n" {
		t.Errorf("read %q, %v", text, err)
	}
	if _, err := datafile.Stream(t.Context(), "/dev/zero"); err == nil || !strings.Contains(err.Error(), "more than 64.0 MiB") {
		t.Errorf("what has no end: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := datafile.Stream(ctx, silent); !errors.Is(err, context.Canceled) {
		t.Errorf("a silent pipe: %v", err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
