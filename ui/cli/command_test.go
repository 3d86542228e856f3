package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// command prepares the built program with a state of its own.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Env = []string{
		"TERM=xterm-256color", "BROWSER=none", "HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir(),
		"PATH=" + os.Getenv("PATH"), "POSTERN_CONFIG=" + t.TempDir(), "POSTERN_STATE=" + filepath.Join(t.TempDir(), "state"),
	}
	cmd.Dir = t.TempDir()
	return cmd
}
