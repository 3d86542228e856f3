package state_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"postern/auth"
	"postern/store/state"
	"postern/store/vault"
)

const canary = "canary-51c3-never-in-plain-text"

// TestMain also serves as the other process of TestTwoProcesses and of
// TestWhatIsSavedIsOnDisk.
func TestMain(m *testing.M) {
	var work func() error
	if dir := os.Getenv("STATE_TEST_WRITE_TO"); dir != "" {
		work = func() error { return writeTokens(dir, os.Getenv("STATE_TEST_NAME")) }
	}
	if dir := os.Getenv("STATE_TEST_DURABLE"); dir != "" {
		work = func() error { return keepAll(dir) }
	}
	if work == nil {
		goleak.VerifyTestMain(m)
		return
	}
	if err := work(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// noRing is a machine without a keyring: the key file serves.
type noRing struct{}

func (noRing) Get(string, string) (string, error) { return "", errors.New("no keyring here") }
func (noRing) Set(string, string, string) error   { return errors.New("no keyring here") }

func in(t *testing.T, dir string) *state.State {
	t.Helper()
	s := state.NewWith(dir, vault.Options{Keyring: noRing{}})
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func token(key string) auth.Token {
	return auth.Token{
		Key: key, Name: "okta-admin", Access: canary + "-access", Refresh: canary + "-refresh", ID: canary + "-id",
		Type: "Bearer", Scope: "openid okta.users.read", Issued: "urn:ietf:params:oauth:token-type:jwt", Origin: "https://idp.test",
		Extra:    map[string]string{"instance_url": "https://eu.example.com", "hint": canary + "-extra"},
		Obtained: time.Date(2026, 5, 1, 10, 0, 0, 123, time.UTC), Expiry: time.Date(2026, 5, 1, 11, 0, 0, 0, time.UTC),
		Config: auth.Config{Type: "oauth2", Realm: "env-1", Attrs: []auth.Attr{
			{Key: "clientSecret", Value: canary + "-client"},
			{Key: "timeout", Value: json.Number("1e400")},
			{Key: "useBrowser", Value: false},
			{Key: "state", Value: nil},
			{
				Key: "tokenRequestParams", Value: []any{map[string]any{"key": "audience", "value": json.Number("7.0")}},
				Source: `[{"value":7.0,"key":"audience"}]`,
			},
		}},
		Generation: 3, NeedsLogin: true, RetryAt: time.Date(2026, 5, 1, 10, 0, 30, 0, time.UTC),
	}
}

func TestTokenComesBackWhole(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), t.Context()
	want := token("k1")
	if err := in(t, dir).Tokens().Save(ctx, want); err != nil {
		t.Fatal(err)
	}
	got, ok, err := in(t, dir).Tokens().Load(ctx, "k1")
	if err != nil || !ok {
		t.Fatalf("Load: %v, %v", ok, err)
	}
	reveal := cmp.Comparer(func(a, b auth.Secret) bool { return a.Reveal() == b.Reveal() })
	if d := cmp.Diff(want, got, reveal); d != "" {
		t.Error(d)
	}
}

func TestTokenStore(t *testing.T) {
	t.Parallel()
	s, ctx := in(t, t.TempDir()), t.Context()
	if _, ok, err := s.Tokens().Load(ctx, "k1"); ok || err != nil {
		t.Fatalf("an empty store has a token: %v, %v", ok, err)
	}
	old, fresh := token("old"), token("fresh")
	fresh.Obtained = old.Obtained.Add(time.Hour)
	for _, x := range []auth.Token{old, fresh} {
		if err := s.Tokens().Save(ctx, x); err != nil {
			t.Fatal(err)
		}
	}
	if got := keys(t, s); got != "fresh old" {
		t.Errorf("listed %q", got)
	}
	old.Access = "replaced"
	if err := errors.Join(s.Tokens().Save(ctx, old), s.Tokens().Delete(ctx, "fresh"), s.Tokens().Delete(ctx, "never there")); err != nil {
		t.Fatal(err)
	}
	if got, _, err := s.Tokens().Load(ctx, "old"); got.Access.Reveal() != "replaced" || err != nil {
		t.Errorf("Load = %q, %v", got.Access.Reveal(), err)
	}
	if got := keys(t, s); got != "old" {
		t.Errorf("listed %q", got)
	}
}

func TestLooksTouchNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "state")
	s, ctx := in(t, dir), t.Context()
	_, ok, err := s.Tokens().Load(ctx, "k")
	if _, lerr := s.Tokens().List(ctx); ok || err != nil || lerr != nil {
		t.Errorf("Load = %v, %v; List: %v", ok, err, lerr)
	}
	if vs, err := s.Values(ctx, state.Env{ID: "e"}); len(vs) > 0 || err != nil {
		t.Errorf("Values = %v, %v", vs, err)
	}
	if _, ok, err := s.Setting(ctx, "w", "n"); ok || err != nil {
		t.Errorf("Setting = %v, %v", ok, err)
	}
	if err := s.Tokens().Delete(ctx, "k"); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the directory was made: %v", err)
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), t.Context()
	s := in(t, dir)
	dev := state.Env{ID: "1", File: "/w/dev.json"}
	copied := state.Env{ID: "1", File: "/w/copy of dev.json"}
	set := []state.Value{
		{Slot: state.Slot{Key: "apikey"}, Text: canary, Secret: true},
		{Slot: state.Slot{Key: "apikey", Nth: 1}, Text: "the second of that name"},
		{Slot: state.Slot{Key: "url"}, Text: ""},
	}
	if err := s.SetValues(ctx, dev, set, nil); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(set, values(t, in(t, dir), dev)); d != "" {
		t.Error(d)
	}
	if got := values(t, s, copied); len(got) > 0 {
		t.Errorf("a copy of the file has values: %v", got)
	}
	changed := state.Value{Slot: state.Slot{Key: "url"}, Text: "https://dev.example.com"}
	if err := s.SetValues(ctx, dev, []state.Value{changed}, []state.Slot{{Key: "apikey", Nth: 1}, {Key: "never there"}}); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]state.Value{set[0], changed}, values(t, s, dev)); d != "" {
		t.Error(d)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	s, ctx := in(t, t.TempDir()), t.Context()
	for _, v := range []string{"dev", "prod"} {
		if err := s.SetSetting(ctx, "/w", "environment", v); err != nil {
			t.Fatal(err)
		}
	}
	if v, ok, err := s.Setting(ctx, "/w", "environment"); v != "prod" || !ok || err != nil {
		t.Errorf("Setting = %q, %v, %v", v, ok, err)
	}
	if v, ok, err := s.Setting(ctx, "/other", "environment"); v != "" || ok || err != nil {
		t.Errorf("another workspace's = %q, %v, %v", v, ok, err)
	}
}

// TestNoPlainText looks for the canary in every byte of the directory, while
// the journals still exist and after they are gone.
func TestNoPlainText(t *testing.T) {
	t.Parallel()
	dir, ctx := filepath.Join(t.TempDir(), "state"), t.Context()
	s := in(t, dir)
	for i := range 20 {
		x := token("k" + strconv.Itoa(i))
		v := state.Value{Slot: state.Slot{Key: "v"}, Text: canary}
		if err := errors.Join(s.Tokens().Save(ctx, x), s.SetValues(ctx, state.Env{ID: x.Key}, []state.Value{v}, nil)); err != nil {
			t.Fatal(err)
		}
	}
	files := search(t, dir)
	if !strings.Contains(files, "state.db-wal") || !strings.Contains(files, "key") {
		t.Errorf("searched only %s", files)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	search(t, dir)
}

// search fails if a file holds the canary or is open to others.
func search(t *testing.T, dir string) (files string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", path, got, want)
		}
		if d.IsDir() {
			return nil
		}
		files += d.Name() + " "
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(canary)) {
			t.Errorf("%s holds a secret in plain text", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestSwappedRecordsAreRefused(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), t.Context()
	s := in(t, dir)
	env := state.Env{ID: "1", File: "/w/dev.json"}
	admin, guest := state.Slot{Key: "admin"}, state.Slot{Key: "guest"}
	err := errors.Join(
		s.Tokens().Save(ctx, token("alice")), s.Tokens().Save(ctx, token("bob")), s.Tokens().Save(ctx, token("carol")),
		s.SetValues(ctx, env, []state.Value{{Slot: admin, Text: "a"}, {Slot: guest, Text: "g"}}, nil),
	)
	if err != nil {
		t.Fatal(err)
	}
	tamper(t, dir,
		`UPDATE tokens SET sealed = (SELECT sealed FROM tokens o WHERE o.name <> tokens.name ORDER BY name LIMIT 1) WHERE name = (SELECT max(name) FROM tokens)`,
		`UPDATE current_values SET sealed = (SELECT sealed FROM current_values WHERE key = 'admin') WHERE key = 'guest'`)

	list, err := s.Tokens().List(ctx)
	if !errors.Is(err, state.ErrDamaged) || len(list) != 2 {
		t.Errorf("List = %d tokens, %v", len(list), err)
	}
	vs, err := s.Values(ctx, env)
	if !errors.Is(err, state.ErrDamaged) || !strings.Contains(fmt.Sprint(err), `"guest" in dev.json`) {
		t.Errorf("Values: %v", err)
	}
	if d := cmp.Diff([]state.Value{{Slot: admin, Text: "a"}}, vs); d != "" {
		t.Error(d)
	}
	// Put aside means: met once, and kept.
	if list, err = s.Tokens().List(ctx); err != nil || len(list) != 2 {
		t.Errorf("second List = %d tokens, %v", len(list), err)
	}
	if _, err = s.Values(ctx, env); err != nil {
		t.Errorf("second Values: %v", err)
	}
	if n := count(t, dir, `SELECT count(*) FROM quarantine`); n != 2 {
		t.Errorf("%d records in quarantine", n)
	}
}

func TestDamagedTokenIsMetOnce(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"a bit flipped": `UPDATE tokens SET sealed = substr(sealed, 1, 40) || CASE substr(sealed, 41, 1) WHEN x'00' THEN x'01' ELSE x'00' END || substr(sealed, 42)`,
		"cut":           `UPDATE tokens SET sealed = substr(sealed, 1, 20)`,
		"empty":         `UPDATE tokens SET sealed = x''`,
		"monstrous":     `UPDATE tokens SET sealed = zeroblob(9000000)`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, ctx := t.TempDir(), t.Context()
			s := in(t, dir)
			if err := s.Tokens().Save(ctx, token("k")); err != nil {
				t.Fatal(err)
			}
			tamper(t, dir, sql)
			_, ok, err := s.Tokens().Load(ctx, "k")
			var e *state.Error
			if ok || !errors.Is(err, state.ErrDamaged) || !errors.As(err, &e) || e.Advice() == "" {
				t.Errorf("Load = %v, %v", ok, err)
			}
			if _, ok, err = s.Tokens().Load(ctx, "k"); ok || err != nil {
				t.Errorf("second Load = %v, %v", ok, err)
			}
			if err := s.Tokens().Save(ctx, token("k")); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "state")
	names := []string{"a", "b", "c"}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() {
			cmd := exec.CommandContext(t.Context(), os.Args[0])
			cmd.Env = append(os.Environ(), "STATE_TEST_WRITE_TO="+dir, "STATE_TEST_NAME="+name)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("process %s: %v\n%s", name, err, out)
			}
		})
	}
	wg.Wait()
	list, err := in(t, dir).Tokens().List(t.Context())
	if err != nil || len(list) != len(names)*tokensEach {
		t.Errorf("%d tokens, %v", len(list), err)
	}
}

const tokensEach = 15

// writeTokens is what each process does: it fights for the first opening, the
// key, and then for writes.
func writeTokens(dir, name string) error {
	s := state.NewWith(dir, vault.Options{Keyring: noRing{}})
	ctx := context.Background()
	for i := range tokensEach {
		if err := s.Tokens().Save(ctx, token(name+strconv.Itoa(i))); err != nil {
			return err
		}
	}
	return s.Close()
}

func TestClosed(t *testing.T) {
	t.Parallel()
	s := in(t, t.TempDir())
	if err := errors.Join(s.Tokens().Save(t.Context(), token("k")), s.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	if err := s.Tokens().Save(t.Context(), token("k")); !errors.Is(err, state.ErrClosed) {
		t.Errorf("Save after Close: %v", err)
	}
}

func TestDir(t *testing.T) {
	t.Setenv("POSTERN_STATE", "")
	t.Setenv("XDG_STATE_HOME", "/xdg/state")
	if got := state.Dir(); got != filepath.FromSlash("/xdg/state/postern") {
		t.Errorf("Dir = %q", got)
	}
	t.Setenv("POSTERN_STATE", "/own")
	if got := state.Dir(); got != "/own" {
		t.Errorf("Dir = %q", got)
	}
}

func keys(t *testing.T, s *state.State) string {
	t.Helper()
	list, err := s.Tokens().List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, x := range list {
		names = append(names, x.Key)
	}
	return strings.Join(names, " ")
}

func values(t *testing.T, s *state.State, e state.Env) []state.Value {
	t.Helper()
	vs, err := s.Values(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	return vs
}

func tamper(t *testing.T, dir string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range statements {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
}

func count(t *testing.T, dir, query string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
