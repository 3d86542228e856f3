package vault_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"postern/store/vault"
)

const canary = "canary-7f1d-never-in-plain-text"

var errBroken = errors.New("the collection is locked")

// ring is a keyring in memory.
type ring struct {
	mu      sync.Mutex
	entries map[string]string
	err     error
	// hang, if not nil, is waited for by every call.
	hang  chan struct{}
	calls int
}

func (r *ring) Get(service, user string) (string, error) {
	if err := r.enter(); err != nil {
		return "", err
	}
	defer r.mu.Unlock()
	text, ok := r.entries[service+"/"+user]
	if !ok {
		return "", keyring.ErrNotFound
	}
	return text, nil
}

func (r *ring) Set(service, user, password string) error {
	if err := r.enter(); err != nil {
		return err
	}
	defer r.mu.Unlock()
	if r.entries == nil {
		r.entries = map[string]string{}
	}
	r.entries[service+"/"+user] = password
	return nil
}

// enter returns with the lock held unless it fails.
func (r *ring) enter() error {
	r.mu.Lock()
	r.calls++
	hang, err := r.hang, r.err
	if hang != nil || err != nil {
		r.mu.Unlock()
	}
	if hang != nil {
		<-hang
		return errBroken
	}
	return err
}

func broken() *ring { return &ring{err: errBroken} }

func TestChoiceOfPlace(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "phrase")
	write(t, file, "from a file\r\nsecond line\n", 0o600)
	for _, tt := range []struct {
		name       string
		opts       vault.Options
		want, says string
	}{
		{"keyring first", vault.Options{Keyring: &ring{}, Passphrase: "p"}, vault.ModeKeyring, "keyring"},
		{"passphrase next", vault.Options{Keyring: broken(), Passphrase: "p"}, vault.ModePassphrase, "passphrase"},
		{"passphrase from a file", vault.Options{Keyring: broken(), PassphraseFile: file}, vault.ModePassphrase, "passphrase"},
		{"key file last", vault.Options{Keyring: broken()}, vault.ModeKeyFile, filepath.Join("state", "key")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "state")
			v := vault.Open(dir, tt.opts)
			if _, err := os.Stat(dir); v.Mode() != "" || v.Describe() != "" || !errors.Is(err, fs.ErrNotExist) {
				t.Fatalf("opening did something: mode %q, %v", v.Mode(), err)
			}
			record := sealed(t, v, "token", "k", canary)
			if v.Mode() != tt.want {
				t.Errorf("mode = %q, want %q", v.Mode(), tt.want)
			}
			again := vault.Open(dir, tt.opts)
			if got := opened(t, again, "token", "k", record); got != canary {
				t.Errorf("opened %q", got)
			}
			if again.Mode() != tt.want {
				t.Errorf("second time mode = %q", again.Mode())
			}
			if !strings.Contains(again.Describe(), tt.says) || v.Describe() != again.Describe() {
				t.Errorf("says %q, and %q", v.Describe(), again.Describe())
			}
			private(t, dir)
		})
	}
}

func TestRecordsAreBoundToTheirPlace(t *testing.T) {
	t.Parallel()
	v := vault.Open(t.TempDir(), vault.Options{Keyring: &ring{}})
	record := sealed(t, v, "token", "alice", canary)
	flip := func(i int) []byte {
		b := bytes.Clone(record)
		b[i] ^= 1
		return b
	}
	for _, tt := range []struct {
		name, kind, key string
		record          []byte
	}{
		{"another key", "token", "bob", record},
		{"another kind", "cookie", "alice", record},
		{"another kind of that length", "cooky", "alice", record},
		{"border moved", "tokena", "lice", record},
		{"version changed", "token", "alice", flip(0)},
		{"nonce changed", "token", "alice", flip(3)},
		{"text changed", "token", "alice", flip(30)},
		{"tag changed", "token", "alice", flip(len(record) - 1)},
		{"cut", "token", "alice", record[:len(record)-1]},
		{"empty", "token", "alice", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if plain, err := v.Open(tt.kind, tt.key, tt.record); !errors.Is(err, vault.ErrCorrupt) || plain != nil {
				t.Errorf("Open = %q, %v", plain, err)
			}
		})
	}
	if bytes.Contains(record, []byte(canary)) {
		t.Error("the record holds the plain text")
	}
	if bytes.Equal(record, sealed(t, v, "token", "alice", canary)) {
		t.Error("two records are the same: the nonce was used twice")
	}
}

// TestNoNewKeyOverAnExistingStore: whatever fails when a sealed store is
// opened, the header stays and the records open again afterwards.
func TestNoNewKeyOverAnExistingStore(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		with func(*ring) vault.Options
	}{
		{name: "keyring breaks", with: func(*ring) vault.Options { return vault.Options{Keyring: broken(), Passphrase: "other"} }},
		{name: "keyring forgot", with: func(*ring) vault.Options { return vault.Options{Keyring: &ring{}} }},
		{
			name: "another key under the name",
			with: func(r *ring) vault.Options {
				other := &ring{entries: map[string]string{}}
				for name := range r.entries {
					other.entries[name] = strings.Repeat("A", 43) + "="
				}
				return vault.Options{Keyring: other}
			},
		},
		{
			name: "no key under the name",
			with: func(r *ring) vault.Options {
				other := &ring{entries: map[string]string{}}
				for name := range r.entries {
					other.entries[name] = "%%%"
				}
				return vault.Options{Keyring: other}
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir, good := t.TempDir(), &ring{}
			record := sealed(t, vault.Open(dir, vault.Options{Keyring: good}), "token", "k", canary)
			before := read(t, filepath.Join(dir, "vault.json"))
			v := vault.Open(dir, tt.with(good))
			_, err := v.Open("token", "k", record)
			locked(t, err)
			_, err = v.Seal("token", "k", []byte(canary))
			locked(t, err)
			if got := read(t, filepath.Join(dir, "vault.json")); got != before {
				t.Errorf("the header changed:\n%s\n%s", before, got)
			}
			if got := opened(t, vault.Open(dir, vault.Options{Keyring: good}), "token", "k", record); got != canary {
				t.Errorf("opened %q", got)
			}
		})
	}
}

func TestPassphrase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	record := sealed(t, vault.Open(dir, vault.Options{Keyring: broken(), Passphrase: "right"}), "token", "k", canary)
	for name, o := range map[string]vault.Options{
		"wrong":        {Keyring: broken(), Passphrase: "wrong"},
		"none":         {Keyring: broken()},
		"missing file": {Keyring: broken(), PassphraseFile: filepath.Join(dir, "nowhere")},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := vault.Open(dir, o).Open("token", "k", record)
			locked(t, err)
		})
	}
	t.Run("header asks for too much", func(t *testing.T) {
		path := filepath.Join(dir, "vault.json")
		text := strings.Replace(read(t, path), `"memoryKiB": 65536`, `"memoryKiB": 4000000000`, 1)
		write(t, path, text, 0o600)
		_, err := vault.Open(dir, vault.Options{Keyring: broken(), Passphrase: "right"}).Open("token", "k", record)
		locked(t, err)
	})
	t.Run("unreadable file is not replaced by a key file", func(t *testing.T) {
		dir := t.TempDir()
		_, err := vault.Open(dir, vault.Options{Keyring: broken(), PassphraseFile: filepath.Join(dir, "nowhere")}).Seal("token", "k", nil)
		locked(t, err)
		if _, err := os.Stat(filepath.Join(dir, "key")); err == nil {
			t.Error("a key file was made")
		}
	})
}

func TestHangingKeyring(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := &ring{hang: make(chan struct{})}
		defer close(r.hang)
		dir := t.TempDir()
		v := vault.Open(dir, vault.Options{Keyring: r})
		start := time.Now()
		sealed(t, v, "token", "k", canary)
		if took := time.Since(start); took != 3*time.Second || v.Mode() != vault.ModeKeyFile {
			t.Errorf("after %s the mode is %q", took, v.Mode())
		}
	})
}

func TestHangingKeyringOfAnExistingStore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, dir := &ring{}, t.TempDir()
		record := sealed(t, vault.Open(dir, vault.Options{Keyring: r}), "token", "k", canary)
		r.hang = make(chan struct{})
		v := vault.Open(dir, vault.Options{Keyring: r})
		start := time.Now()
		for range 5 {
			_, err := v.Open("token", "k", record)
			locked(t, err)
		}
		if took := time.Since(start); took != 3*time.Second {
			t.Errorf("five records waited %s", took)
		}
		close(r.hang)
		synctest.Wait()
		r.hang = nil
		_, err := v.Open("token", "k", record)
		locked(t, err)
		time.Sleep(time.Second)
		if got := opened(t, v, "token", "k", record); got != canary {
			t.Errorf("tried again, opened %q", got)
		}
	})
}

func TestTwoAtOnceMakeOneKey(t *testing.T) {
	t.Parallel()
	for _, r := range []*ring{{}, broken()} {
		dir := t.TempDir()
		records := make([][]byte, 8)
		var wg sync.WaitGroup
		for i := range records {
			wg.Go(func() {
				records[i], _ = vault.Open(dir, vault.Options{Keyring: r}).Seal("token", "k", []byte(canary))
			})
		}
		wg.Wait()
		v := vault.Open(dir, vault.Options{Keyring: r})
		for i, record := range records {
			if got := opened(t, v, "token", "k", record); got != canary {
				t.Errorf("record %d: %q", i, got)
			}
		}
	}
}

func TestKeyFileThatCannotBeTrusted(t *testing.T) {
	t.Parallel()
	o := vault.Options{Keyring: broken()}
	for _, tt := range []struct {
		name string
		harm func(t *testing.T, key string)
	}{
		{"a link", func(t *testing.T, key string) {
			if err := errors.Join(os.Rename(key, key+".real"), os.Symlink(key+".real", key)); err != nil {
				t.Fatal(err)
			}
		}},
		{"a directory", func(t *testing.T, key string) {
			if err := errors.Join(os.Remove(key), os.Mkdir(key, 0o700)); err != nil {
				t.Fatal(err)
			}
		}},
		{"gone", func(t *testing.T, key string) {
			if err := os.Remove(key); err != nil {
				t.Fatal(err)
			}
		}},
		{"cut", func(t *testing.T, key string) { write(t, key, "AAAA", 0o600) }},
		{"huge", func(t *testing.T, key string) { write(t, key, strings.Repeat("A", 1<<20), 0o600) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			record := sealed(t, vault.Open(dir, o), "token", "k", canary)
			tt.harm(t, filepath.Join(dir, "key"))
			if _, err := vault.Open(dir, o).Open("token", "k", record); err == nil {
				t.Error("opened all the same")
			}
		})
	}
}

func TestModesAreTightened(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "state")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	o := vault.Options{Keyring: broken()}
	record := sealed(t, vault.Open(dir, o), "token", "k", canary)
	for _, name := range []string{"key", "vault.json"} {
		if err := os.Chmod(filepath.Join(dir, name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	opened(t, vault.Open(dir, o), "token", "k", record)
	private(t, dir)
}

func TestSharedDirectoryIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777|fs.ModeSticky); err != nil {
		t.Fatal(err)
	}
	_, err := vault.Open(dir, vault.Options{Keyring: broken()}).Seal("token", "k", nil)
	locked(t, err)
}

func TestLostHeader(t *testing.T) {
	t.Parallel()
	used := func(yes bool, r *ring) vault.Options {
		return vault.Options{Keyring: r, InUse: func() (bool, error) { return yes, nil }}
	}
	t.Run("refused while records exist", func(t *testing.T) {
		dir := t.TempDir()
		_, err := vault.Open(dir, used(true, &ring{})).Seal("token", "k", nil)
		locked(t, err)
	})
	t.Run("made when none do", func(t *testing.T) {
		sealed(t, vault.Open(t.TempDir(), used(false, &ring{})), "token", "k", canary)
	})
	t.Run("the key file is used again", func(t *testing.T) {
		dir := t.TempDir()
		record := sealed(t, vault.Open(dir, used(false, broken())), "token", "k", canary)
		if err := os.Remove(filepath.Join(dir, "vault.json")); err != nil {
			t.Fatal(err)
		}
		if got := opened(t, vault.Open(dir, used(true, &ring{})), "token", "k", record); got != canary {
			t.Errorf("opened %q", got)
		}
	})
}

func TestDamagedHeader(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"not JSON": "{", "newer": `{"version":9}`, "unknown mode": `{"version":1,"mode":"moon"}`,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "vault.json"), text, 0o600)
			_, err := vault.Open(dir, vault.Options{Keyring: &ring{}}).Seal("token", "k", nil)
			locked(t, err)
			if got := read(t, filepath.Join(dir, "vault.json")); got != text {
				t.Errorf("the header was replaced by %s", got)
			}
		})
	}
}

// TestNoBusNoDaemon: without a session bus the keyring is not asked, because
// asking would start a daemon.
func TestNoBusNoDaemon(t *testing.T) {
	if _, err := os.Stat("/run/user"); err == nil && os.Getuid() != 0 {
		t.Skip("skipped: needs a machine without a session bus")
	}
	bin := t.TempDir()
	started := filepath.Join(bin, "started")
	write(t, filepath.Join(bin, "dbus-launch"), "#!/bin/sh\ntouch "+started+"\n", 0o700)
	for name, addr := range map[string]string{
		"no address": "", "autolaunch": "autolaunch:", "stale socket": "unix:path=" + filepath.Join(bin, "gone"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("PATH", bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", addr)
			v := vault.Open(t.TempDir(), vault.Options{})
			sealed(t, v, "token", "k", canary)
			if v.Mode() != vault.ModeKeyFile {
				t.Errorf("mode = %q", v.Mode())
			}
			if _, err := os.Stat(started); err == nil {
				t.Error("dbus-launch was started")
			}
		})
	}
}

func TestHeaderHoldsNoKey(t *testing.T) {
	t.Parallel()
	dir, r := t.TempDir(), &ring{}
	sealed(t, vault.Open(dir, vault.Options{Keyring: r}), "token", "k", canary)
	var h map[string]any
	text := read(t, filepath.Join(dir, "vault.json"))
	if err := json.Unmarshal([]byte(text), &h); err != nil {
		t.Fatal(err)
	}
	for _, key := range r.entries {
		if strings.Contains(text, key) {
			t.Error("the header holds the key")
		}
	}
	if len(r.entries) != 1 {
		t.Errorf("%d keyring entries", len(r.entries))
	}
}

func sealed(t *testing.T, v *vault.Vault, kind, key, plain string) []byte {
	t.Helper()
	b, err := v.Seal(kind, key, []byte(plain))
	if err != nil {
		t.Fatalf("seal: %v", err)
	}
	return b
}

func opened(t *testing.T, v *vault.Vault, kind, key string, record []byte) string {
	t.Helper()
	b, err := v.Open(kind, key, record)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return string(b)
}

// locked demands an error that says the vault is locked, and what to try.
func locked(t *testing.T, err error) {
	t.Helper()
	var e *vault.Error
	if !errors.Is(err, vault.ErrLocked) || !errors.As(err, &e) || e.Advice() == "" {
		t.Errorf("err = %v, want ErrLocked with advice", err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func write(t *testing.T, path, text string, perm fs.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), perm); err != nil {
		t.Fatal(err)
	}
}

// private fails if anybody else could read dir or a file in it.
func private(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %o", path, info.Mode().Perm())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
