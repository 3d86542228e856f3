package state_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"postern/auth"
	"postern/store/state"
	"postern/store/vault"
)

// stride is how far apart the harms to a database are: they take their time.
const stride = 509

// TestHarmToTheDatabaseNeverChangesAToken cuts the file, and flips bits all
// over it: what is loaded afterwards is the token as it was, or none.
func TestHarmToTheDatabaseNeverChangesAToken(t *testing.T) {
	t.Parallel()
	whole, ctx := t.TempDir(), t.Context()
	first := in(t, whole)
	for _, key := range []string{"a", "b", "c"} {
		x := token(key)
		x.Access = auth.Secret("access of " + key)
		if err := first.Tokens().Save(ctx, x); err != nil {
			t.Fatal(err)
		}
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := os.ReadFile(filepath.Join(whole, "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	tried, kept := 0, 0
	look := func(how string, harmed []byte) {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, "state.db"), string(harmed))
		s := state.NewWith(dir, vault.Options{Keyring: noRing{}})
		for _, key := range []string{"a", "b", "c"} {
			tried++
			got, ok, err := s.Tokens().Load(ctx, key)
			if ok && (got.Key != key || got.Access.Reveal() != "access of "+key || err != nil) {
				t.Errorf("%s: %s is %q of %q, %v", how, key, got.Access.Reveal(), got.Key, err)
			} else if ok {
				kept++
			}
		}
		_ = s.Close() // of a database that is damaged
	}
	step := stride
	if raced {
		step *= 7
	}
	for n := 0; n < len(db); n += step {
		harmed := append([]byte(nil), db...)
		harmed[n] ^= 1 << (n % 8)
		look(fmt.Sprintf("a bit of byte %d flipped", n), harmed)
		look(fmt.Sprintf("cut at byte %d", n), db[:n])
	}
	t.Logf("%d tokens looked for, %d as they were, none different", tried, kept)
	if kept == 0 || kept == tried {
		t.Errorf("%d of %d survived: this shows nothing", kept, tried)
	}
}

// A database beside another directory's key opens nothing, and is not begun
// anew over it.
func TestDatabaseOfAnotherDirectory(t *testing.T) {
	t.Parallel()
	here, there, ctx := t.TempDir(), t.TempDir(), t.Context()
	for _, dir := range []string{here, there} {
		s := in(t, dir)
		if err := errors.Join(s.Tokens().Save(ctx, token("k")), s.Close()); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(filepath.Join(there, "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(here, "state.db"), string(b))
	if _, ok, err := in(t, here).Tokens().Load(ctx, "k"); ok || !errors.Is(err, state.ErrDamaged) {
		t.Errorf("Load = %v, %v", ok, err)
	}
	if n := count(t, here, `SELECT count(*) FROM quarantine`); n != 1 {
		t.Errorf("%d records in quarantine", n)
	}
}

// TestFilesArePrivate: whatever the umask and however they were before, and
// with no use of the folder for temporary files.
func TestFilesArePrivate(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("skipped: needs sh")
	}
	for _, mask := range []string{"000", "077", "022"} {
		t.Run("umask "+mask, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "state")
			cmd := exec.CommandContext(t.Context(), sh, "-c", "umask "+mask+`; exec "$0"`, os.Args[0])
			cmd.Env = append(os.Environ(), "STATE_TEST_WRITE_TO="+dir, "TMPDIR="+filepath.Join(dir, "nowhere"))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			search(t, dir)
		})
	}
	t.Run("open to all before", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		s := in(t, dir)
		if err := errors.Join(s.Tokens().Save(t.Context(), token("k")), s.Close()); err != nil {
			t.Fatal(err)
		}
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.Name() == "vault.lock" || filepath.Base(filepath.Dir(path)) == "locks" || d.Name() == "locks" {
				return err // nothing is in them
			}
			return os.Chmod(path, 0o755)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := in(t, dir).Tokens().Save(t.Context(), token("k")); err != nil {
			t.Fatal(err)
		}
		search(t, dir)
	})
}
