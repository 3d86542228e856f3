//go:build unix

package state_test

import (
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"postern/auth"
	"postern/store/state"
	"postern/store/vault"
)

// TestNobodyElseCanRead: even without a umask nothing that is kept can be read by
// others, journals and locks included.
func TestNobodyElseCanRead(t *testing.T) { // not parallel: a umask is the whole program's
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	dir := filepath.Join(t.TempDir(), "new", "state")
	s := state.NewWith(dir, vault.Options{Keyring: noRing{}})
	defer s.Close()
	for _, key := range []string{"a", "b"} {
		unlock, err := s.Lock(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Tokens().Save(t.Context(), auth.Token{Key: key, Access: "at"}); err != nil {
			t.Fatal(err)
		}
		unlock()
	}
	seen := ""
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %o", path, info.Mode().Perm())
		}
		seen += e.Name() + " "
		return err
	})
	if err != nil || !strings.Contains(seen, "state.db-wal") || !strings.Contains(seen, "state.db-shm") || !strings.Contains(seen, ".lock") {
		t.Errorf("seen %s, %v", seen, err)
	}
}
