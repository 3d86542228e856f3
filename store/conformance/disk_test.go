package conformance_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"postern/auth"
	"postern/auth/tenant"
	"postern/store/state"
)

// diskClaims are about what rests on the disk.
func diskClaims() []claim {
	return []claim{
		{"A01", "killed outright in the middle of a refresh, by a server with a grace period", "no session lost, no file corrupted", nil, []string{"store/crashtest.TestKill", "store/crashtest.TestKillWithTheProgramsOwnPatience"}},
		{"A02", "the same by a server without a grace period", "a session is lost only if a refresh was interrupted, and the person is told just that; no file corrupted", nil, []string{"store/crashtest.TestKill", "auth/tokens.TestSessionLostToAnInterruptedRefreshSaysSo"}},
		{"A03", "asked to end (TERM, INT, HUP, Ctrl-C) in the middle of a refresh, by a server without a grace period", "the answer is stored first: no session lost", nil, []string{"store/crashtest.TestKill", "ui/cli.TestSignalDuringARefreshLosesNothing", "ui/cli.TestSecondSignalDuringARefreshEndsIt"}},
		{"A06", "the disk fails while a token is refreshed: the first operation, the second, … the last", "the old or the new token is there; the one in memory goes on working, marked as not saved", failingDisk, []string{"auth/tokens.TestTokenSurvivesAStoreThatFails"}},
		{"A07", "the power goes while tokens are written: the journal ends anywhere", "a token of before or after loads, never half of one", cutJournal, []string{"store/atomicfile.TestFaults"}},
		{"A28", "no keyring, one that hangs, one without service", "three seconds at the most, the right message, the fallback that was configured; never a new key over an old store", nil, []string{"store/vault.TestNoBusNoDaemon", "store/vault.TestHangingKeyring", "store/vault.TestHangingKeyringOfAnExistingStore", "store/vault.TestNoNewKeyOverAnExistingStore"}},
		{"A29", "a file with open rights, a link, another owner's directory", "0600 in 0700 or refused, synced with its directory", nil, []string{"store/atomicfile.TestReplace", "store/atomicfile.TestReplaceRefusesWhatIsNotAFile", "store/vault.TestModesAreTightened", "store/state.TestNobodyElseCanRead", "store/vault.TestSharedDirectoryIsRefused"}},
		{"A30", "records are cut, changed, swapped", "an error, and never another plaintext", nil, []string{"store/vault.TestRecordsAreBoundToTheirPlace", "store/state.TestSwappedRecordsAreRefused", "store/state.TestDamagedTokenIsMetOnce", "store/state.TestDamagedDatabaseIsMovedAside"}},
		{"A31", "a secret of every kind, a session with every grant and its failures, a server that throws back what it was sent", "none is in a frame, a trace, a list, an error or a file, but for the token that is copied, printed or shared on purpose", nil, []string{"ui/uitest.TestNoSecretShows", "ui/uitest.TestNoSecretOfALoginShows", "ui/cli.TestTokenCommandsTellNoSecret"}},
	}
}

// failing is a disk whose nth operation fails.
type failing struct {
	state.Tokens
	ops, at atomic.Int64
	failed  atomic.Value // the name of the operation
}

var errDisk = errors.New("input/output error")

func (f *failing) step(op string) error {
	if f.ops.Add(1) == f.at.Load() {
		f.failed.Store(op)
		return errDisk
	}
	return nil
}

// Load implements [auth.TokenStore].
func (f *failing) Load(ctx context.Context, key string) (auth.Token, bool, error) {
	if err := f.step("load"); err != nil {
		return auth.Token{}, false, err
	}
	return f.Tokens.Load(ctx, key)
}

// Save implements [auth.TokenStore].
func (f *failing) Save(ctx context.Context, t auth.Token) error {
	if err := f.step("save"); err != nil {
		return err
	}
	return f.Tokens.Save(ctx, t)
}

// Lock implements [auth.Locker].
func (f *failing) Lock(ctx context.Context, key string) (func(), error) {
	if err := f.step("lock"); err != nil {
		return nil, err
	}
	return f.Tokens.Lock(ctx, key)
}

// Begin implements [auth.IntentStore].
func (f *failing) Begin(ctx context.Context, key string, in auth.Intent) error {
	if err := f.step("begin"); err != nil {
		return err
	}
	return f.Tokens.Begin(ctx, key, in)
}

// Pending implements [auth.IntentStore].
func (f *failing) Pending(ctx context.Context, key string) (auth.Intent, bool, error) {
	if err := f.step("pending"); err != nil {
		return auth.Intent{}, false, err
	}
	return f.Tokens.Pending(ctx, key)
}

// End implements [auth.IntentStore].
func (f *failing) End(ctx context.Context, key string) error {
	if err := f.step("end"); err != nil {
		return err
	}
	return f.Tokens.End(ctx, key)
}

// Chosen implements [auth.ChoiceStore].
func (f *failing) Chosen(ctx context.Context, config string) (string, bool, error) {
	if err := f.step("chosen"); err != nil {
		return "", false, err
	}
	return f.Tokens.Chosen(ctx, config)
}

func failingDisk(t *testing.T) {
	saves := 0
	for n := int64(1); ; n++ {
		dir := t.TempDir()
		disk := &failing{Tokens: onDisk(t, dir).Tokens()}
		w := newWorld(tenant.Options{}, disk)
		c := person()
		before := w.get(t, c)
		w.expire()
		w.restart() // with nothing in memory
		w.nobody()
		disk.ops.Store(0)
		disk.at.Store(n)
		got, err := w.Token(t.Context(), c)
		op, _ := disk.failed.Load().(string)
		if op == "" {
			if n < 4 || saves == 0 {
				t.Errorf("only %d operations, %d of them saves", n-1, saves)
			}
			return
		}
		switch {
		case err != nil:
			mustBe(t, err, auth.KindStore)
		case op == "save" && !got.Unsaved:
			t.Errorf("operation %d (%s): nobody is told that nothing was saved", n, op)
		}
		if op == "save" {
			saves++
		}
		// Another process reads the old one or the new one.
		read, ok, err := onDisk(t, dir).Tokens().Load(t.Context(), auth.Key(c))
		if err != nil || !ok || read.Refresh != before.Refresh && read.Refresh != got.Refresh {
			t.Errorf("operation %d (%s): on disk is %+v, %v", n, op, read, err)
		}
		// And here it goes on, past the next expiry.
		w.get(t, c)
		w.expire()
		w.get(t, c)
		for _, e := range w.tenant.Log() {
			if e.Error != "" {
				t.Errorf("operation %d (%s): the server refused %+v", n, op, e)
			}
		}
	}
}

func cutJournal(t *testing.T) {
	dir := t.TempDir()
	s := onDisk(t, dir)
	w := newWorld(tenant.Options{}, s.Tokens())
	c := person()
	seen := map[auth.Secret]bool{w.get(t, c).Refresh: true}
	if err := s.Close(); err != nil { // the first one is in the database itself
		t.Fatal(err)
	}
	w.store = onDisk(t, dir).Tokens()
	w.restart()
	w.nobody()
	for range 3 {
		w.expire()
		seen[w.get(t, c).Refresh] = true
	}
	journals, err := filepath.Glob(filepath.Join(dir, "*-wal"))
	if err != nil || len(journals) != 1 {
		t.Fatalf("journals %q, %v", journals, err)
	}
	whole, err := os.ReadFile(journals[0])
	if err != nil {
		t.Fatal(err)
	}
	found := map[auth.Secret]bool{}
	const states = 60
	for i := range states + 1 {
		there := t.TempDir()
		copyFiles(t, dir, there, map[string][]byte{filepath.Base(journals[0]): whole[:len(whole)*i/states]})
		copied := onDisk(t, there)
		got, ok, err := copied.Tokens().Load(t.Context(), auth.Key(c))
		if err != nil || !ok || !seen[got.Refresh] {
			t.Errorf("%d of %d bytes: %+v, %v, %v", len(whole)*i/states, len(whole), got, ok, err)
		}
		found[got.Refresh] = true
	}
	if len(found) != len(seen) {
		t.Errorf("%d tokens were found, %d written: the journal was not cut where it matters", len(found), len(seen))
	}
}

// copyFiles copies the files of a state, some with other contents.
func copyFiles(t *testing.T, from, to string, other map[string][]byte) {
	t.Helper()
	entries, err := os.ReadDir(from)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() || strings.HasSuffix(e.Name(), "-shm") {
			continue // locks are not copied, and the index of a journal is made anew
		}
		data, replaced := other[e.Name()]
		if !replaced {
			if data, err = os.ReadFile(filepath.Join(from, e.Name())); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(to, e.Name()), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(to, 0o700); err != nil { //nolint:gosec // a directory
		t.Fatal(err)
	}
}
