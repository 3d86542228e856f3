package state_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/store/state"
	"postern/store/vault"
)

func TestDamagedDatabaseIsMovedAside(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		harm func(t *testing.T, path string)
	}{
		{"not a database", func(t *testing.T, path string) { put(t, path, strings.Repeat("not a database ", 999)) }},
		{"cut", func(t *testing.T, path string) {
			if err := os.Truncate(path, 9000); err != nil {
				t.Fatal(err)
			}
		}},
		{"pages overwritten", func(t *testing.T, path string) {
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if _, err := f.WriteAt([]byte(strings.Repeat("\xff", 30000)), 4096); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir, ctx := t.TempDir(), t.Context()
			first := in(t, dir)
			if err := errors.Join(first.Tokens().Save(ctx, token("lost")), first.Close()); err != nil {
				t.Fatal(err)
			}
			tt.harm(t, filepath.Join(dir, "state.db"))

			s := in(t, dir)
			if _, ok, err := s.Tokens().Load(ctx, "lost"); ok || err != nil {
				t.Errorf("Load = %v, %v", ok, err)
			}
			if err := s.Tokens().Save(ctx, token("new")); err != nil {
				t.Errorf("Save: %v", err)
			}
			if _, ok, err := in(t, dir).Tokens().Load(ctx, "new"); !ok || err != nil {
				t.Errorf("Load of the new one = %v, %v", ok, err)
			}
			kept, err := filepath.Glob(filepath.Join(dir, "state.db.bad-*"))
			if len(kept) != 1 || err != nil {
				t.Errorf("kept %v, %v", kept, err)
			}
			notes := s.Notices()
			if len(notes) != 1 || !strings.Contains(notes[0].Error(), ".bad-") {
				t.Errorf("notices: %v", notes)
			}
			if again := s.Notices(); len(again) > 0 {
				t.Errorf("told twice: %v", again)
			}
		})
	}
}

func TestEmptyDatabaseFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, filepath.Join(dir, "state.db"), "")
	s := in(t, dir)
	if err := s.Tokens().Save(t.Context(), token("k")); err != nil {
		t.Error(err)
	}
}

func TestNewerDatabaseIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), t.Context()
	s := in(t, dir)
	if err := errors.Join(s.Tokens().Save(ctx, token("k")), s.Close()); err != nil {
		t.Fatal(err)
	}
	tamper(t, dir, `INSERT INTO schema_version VALUES (99)`)
	err := in(t, dir).Tokens().Save(ctx, token("k"))
	var e *state.Error
	if !errors.As(err, &e) || !strings.Contains(e.Advice(), "newer") {
		t.Errorf("Save: %v", err)
	}
	if n := count(t, dir, `SELECT count(*) FROM tokens`); n != 1 {
		t.Errorf("%d tokens left", n)
	}
}

// TestLockedSecrets: a key that cannot be had makes postern forgetful, not
// useless, and loses nothing.
func TestLockedSecrets(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), t.Context()
	env := state.Env{ID: "1"}
	open := func(phrase string) *state.State {
		s := state.NewWith(dir, vault.Options{Keyring: noRing{}, PassphraseFile: phrase})
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	right, wrong := filepath.Join(t.TempDir(), "right"), filepath.Join(t.TempDir(), "wrong")
	put(t, right, "right")
	put(t, wrong, "wrong")
	s := open(right)
	if err := errors.Join(s.Tokens().Save(ctx, token("k")), s.SetValues(ctx, env, []state.Value{{Text: "v"}}, nil)); err != nil {
		t.Fatal(err)
	}
	s = open(wrong)
	_, ok, err := s.Tokens().Load(ctx, "k")
	lockedOut(t, "Load", err)
	list, err := s.Tokens().List(ctx)
	lockedOut(t, "List", err)
	vs, err := s.Values(ctx, env)
	if ok || len(list)+len(vs) > 0 || err != nil {
		t.Errorf("Load = %v, List = %v, Values = %v, %v", ok, list, vs, err)
	}
	if _, ok, err := s.Tokens().Load(ctx, "another"); ok || err != nil {
		t.Errorf("Load of a token that was never there: %v, %v", ok, err)
	}
	if err := s.Tokens().Save(ctx, token("k")); !errors.Is(err, vault.ErrLocked) {
		t.Errorf("Save: %v", err)
	}
	if notes := s.Notices(); len(notes) != 1 || !errors.Is(notes[0], vault.ErrLocked) {
		t.Errorf("notices: %v", notes)
	}
	if _, ok, err := open(right).Tokens().Load(ctx, "k"); !ok || err != nil {
		t.Errorf("afterwards: %v, %v", ok, err)
	}
}

// lockedOut demands words for a person: that the vault is locked, and one thing
// to try.
func lockedOut(t *testing.T, what string, err error) {
	t.Helper()
	var e *auth.Error
	if !errors.Is(err, vault.ErrLocked) || !errors.As(err, &e) || e.Kind != auth.KindStore ||
		!strings.HasPrefix(e.Summary, "the vault is locked") || !strings.HasSuffix(e.Hint, "then try again") || !strings.HasSuffix(e.Error(), e.Hint) {
		t.Errorf("%s: %v, want an auth.Error that says that the vault is locked", what, err)
	}
}

func TestNowhereToKeep(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	put(t, file, "")
	shared := t.TempDir()
	if err := os.Chmod(shared, 0o777|fs.ModeSticky); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{"no home": "", "below a file": filepath.Join(file, "state"), "shared with others": shared} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, ctx := in(t, dir), t.Context()
			if _, ok, err := s.Tokens().Load(ctx, "k"); ok || err != nil && name != "below a file" {
				t.Errorf("Load = %v, %v", ok, err)
			}
			unlock, err := s.Lock(ctx, "k")
			if err != nil {
				t.Fatalf("Lock: %v", err)
			}
			unlock()
			err = s.Tokens().Save(ctx, token("k"))
			var hint interface{ Advice() string }
			if !errors.As(err, &hint) || hint.Advice() == "" {
				t.Errorf("Save: %v, want an error with advice", err)
			}
			if len(s.Notices()) == 0 {
				t.Error("nobody is told")
			}
		})
	}
}

func TestLinkInPlaceOfTheDatabase(t *testing.T) {
	t.Parallel()
	dir, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "victim")
	put(t, elsewhere, "")
	if err := os.Symlink(elsewhere, filepath.Join(dir, "state.db")); err != nil {
		t.Fatal(err)
	}
	if err := in(t, dir).Tokens().Save(t.Context(), token("k")); err == nil {
		t.Error("wrote through a link")
	}
}

func TestOddDirectoryNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a b", "q?x=1", "h#sh", "per%41cent", "ünï", "a&b;c"} {
		dir := filepath.Join(t.TempDir(), name)
		if err := in(t, dir).Tokens().Save(t.Context(), token("k")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(filepath.Join(dir, "state.db")); err != nil {
			t.Error(err)
		}
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var held, together atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		s := in(t, dir)
		wg.Go(func() {
			unlock, err := s.Lock(t.Context(), "k")
			if err != nil {
				t.Error(err)
				return
			}
			if held.Add(1) > 1 {
				together.Add(1)
			}
			held.Add(-1)
			unlock()
			unlock() // must not let go of somebody else's
		})
	}
	wg.Wait()
	if n := together.Load(); n > 0 {
		t.Errorf("%d were inside together", n)
	}
	search(t, filepath.Join(dir, "locks"))
}

func TestLockWaitsForItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		a, b := state.New(dir), state.New(dir)
		unlock, err := a.Lock(t.Context(), "k")
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		if _, err := b.Lock(ctx, "k"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Lock: %v", err)
		}
		if took := time.Since(start); took != 10*time.Second {
			t.Errorf("waited %s", took)
		}
		other, err := b.Lock(t.Context(), "another key")
		if err != nil {
			t.Fatal(err)
		}
		other()
		unlock()
		again, err := b.Lock(t.Context(), "k")
		if err != nil {
			t.Fatal(err)
		}
		again()
	})
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Who gives a passphrase must know when a key file does instead.
func TestAPassphraseThatComesTooLate(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), t.Context()
	first := in(t, dir)
	if err := errors.Join(first.Tokens().Save(ctx, token("a")), first.Close()); err != nil {
		t.Fatal(err)
	}
	if notes := first.Notices(); len(notes) > 0 {
		t.Errorf("without a passphrase: %v", notes)
	}
	late := state.NewWith(dir, vault.Options{Keyring: noRing{}, Passphrase: "correct horse"})
	defer late.Close()
	if _, ok, err := late.Tokens().Load(ctx, "a"); !ok || err != nil {
		t.Errorf("Load = %v, %v", ok, err)
	}
	if notes := late.Notices(); len(notes) != 1 || !strings.Contains(notes[0].Error(), "passphrase is not used") {
		t.Errorf("notices: %v", notes)
	}
	soon := state.NewWith(t.TempDir(), vault.Options{Keyring: noRing{}, Passphrase: "correct horse"})
	defer soon.Close()
	if err := soon.Tokens().Save(ctx, token("a")); err != nil || len(soon.Notices()) > 0 {
		t.Errorf("in time: %v, or a notice", err)
	}
}
