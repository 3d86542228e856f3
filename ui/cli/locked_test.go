//go:build unix

package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/ui/cli/exit"
)

// A token that is there and cannot be unlocked is not the same as none: no
// other is asked for, and the person is told what to do.
func TestALockedVaultIsTold(t *testing.T) {
	t.Parallel()
	g := newGated(t)
	dir := ""
	for _, kv := range g.first.Env {
		if name, value, _ := strings.Cut(kv, "="); name == "POSTERN_STATE" {
			dir = value
		}
	}
	if err := os.Remove(filepath.Join(dir, "key")); err != nil {
		t.Fatal(err)
	}
	cmd := g.again()
	out, _ := cmd.CombinedOutput() // the code says how it went
	code := cmd.ProcessState.ExitCode()
	if code != exit.NotAuthorised || !strings.HasPrefix(string(out), "the vault is locked: the key file is gone") || !strings.Contains(string(out), "  try  restore it") {
		t.Errorf("exit code %d\n%s", code, out)
	}
	if n := len(g.grants()); n != 1 {
		t.Errorf("asked for a token %d times", n)
	}
}
