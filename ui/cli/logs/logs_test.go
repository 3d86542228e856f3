package logs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/ui/cli/logs"
)

func TestStrayOutputGoesToTheLog(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	screen, errs := os.Stdout, os.Stderr
	s := logs.Catch()
	if s.Out() != screen {
		t.Error("the screen is not the old output")
	}
	fmt.Println("a library speaks")
	fmt.Fprint(os.Stderr, strings.Repeat("x", 1<<20))
	path, err := s.Release(dir)
	if err != nil {
		t.Fatal(err)
	}
	if os.Stdout != screen || os.Stderr != errs {
		t.Error("the streams were not given back")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), "\na library speaks\n") || len(data) > 300<<10 {
		t.Errorf("the log has %d bytes: %.60q", len(data), data)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read %v (%v)", info.Mode(), err)
	}
}

func TestSilenceMakesNoLog(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	path, err := logs.Catch().Release(dir)
	if path != "" || err != nil {
		t.Errorf("%q, %v", path, err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the state directory was made for nothing")
	}
}

func TestDebugLogIsOptIn(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("POSTERN_DEBUG", "")
	if l, _ := logs.Debug(dir); l != nil {
		t.Error("there is a log though nobody asked")
	}
	t.Setenv("POSTERN_DEBUG", "1")
	l, closer := logs.Debug(dir)
	l.Debug("message", "type", "tea.KeyPressMsg")
	if err := closer.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "debug.log"))
	if err != nil || !strings.Contains(string(data), `"type":"tea.KeyPressMsg"`) {
		t.Errorf("%s, %v", data, err)
	}
}
