package vault_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/store/vault"
)

// TestEveryMutationOfARecordIsRefused cuts three records at every byte, flips
// each of their bits and exchanges them: none may open, let alone as another.
func TestEveryMutationOfARecordIsRefused(t *testing.T) {
	t.Parallel()
	v := vault.Open(t.TempDir(), vault.Options{Keyring: &ring{}})
	texts := map[string]string{"empty": "", "short": canary, "long": strings.Repeat(canary, 20)}
	records := map[string][]byte{}
	for key, text := range texts {
		records[key] = sealed(t, v, "token", key, text)
	}
	tried := 0
	refuse := func(key, how string, record []byte) {
		tried++
		if plain, err := v.Open("token", key, record); !errors.Is(err, vault.ErrCorrupt) || plain != nil {
			t.Errorf("%s, %s: opened as %q, %v", key, how, plain, err)
		}
	}
	for key, record := range records {
		for n := range record {
			refuse(key, fmt.Sprintf("cut at byte %d", n), record[:n])
			for bit := range 8 {
				b := bytes.Clone(record)
				b[n] ^= 1 << bit
				refuse(key, fmt.Sprintf("bit %d of byte %d flipped", bit, n), b)
			}
		}
		refuse(key, "a byte more", append(bytes.Clone(record), 0))
		for other, foreign := range records {
			if other != key {
				refuse(key, "the record of "+other, foreign)
				refuse(key, "spliced with "+other, append(bytes.Clone(record[:25]), foreign[min(25, len(foreign)):]...))
			}
		}
		if got := opened(t, v, "token", key, record); got != texts[key] {
			t.Errorf("%s, unharmed: opened as %q", key, got)
		}
	}
	t.Logf("%d mutations, none accepted", tried)
}

// TestEveryMutationOfTheHeaderIsRefused does the same to the header of a store
// that is under a passphrase or has its key in a file: nothing may open it but
// what it was, and no new key may be made.
func TestEveryMutationOfTheHeaderIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := vault.Options{Keyring: broken()}
	record := sealed(t, vault.Open(dir, o), "token", "k", canary)
	for _, name := range []string{"vault.json", "key"} {
		path := filepath.Join(dir, name)
		whole := read(t, path)
		for n := range len(whole) {
			for _, text := range []string{whole[:n], whole[:n] + string(whole[n]^4) + whole[n+1:]} {
				write(t, path, text, 0o600)
				plain, err := vault.Open(dir, o).Open("token", "k", record)
				// White space and the id's look say nothing of the key.
				if err == nil && string(plain) != canary || err != nil && plain != nil {
					t.Errorf("%s harmed at byte %d: opened as %q, %v", name, n, plain, err)
				}
				if got := read(t, path); got != text {
					t.Fatalf("%s harmed at byte %d was replaced by %q", name, n, got)
				}
			}
		}
		write(t, path, whole, 0o600)
	}
	if got := opened(t, vault.Open(dir, o), "token", "k", record); got != canary {
		t.Errorf("afterwards opened %q", got)
	}
}

// Files of another state directory open nothing of this one.
func TestSwappedFilesOpenNothing(t *testing.T) {
	t.Parallel()
	o := vault.Options{Keyring: broken()}
	here, there := t.TempDir(), t.TempDir()
	record := sealed(t, vault.Open(here, o), "token", "k", canary)
	sealed(t, vault.Open(there, o), "token", "k", "another's")
	for _, names := range [][]string{{"key"}, {"vault.json"}, {"key", "vault.json"}} {
		t.Run(strings.Join(names, " and "), func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(here)); err != nil {
				t.Fatal(err)
			}
			for _, name := range names {
				write(t, filepath.Join(dir, name), read(t, filepath.Join(there, name)), 0o600)
			}
			plain, err := vault.Open(dir, o).Open("token", "k", record)
			if plain != nil || !errors.Is(err, vault.ErrLocked) && !errors.Is(err, vault.ErrCorrupt) {
				t.Errorf("opened as %q, %v", plain, err)
			}
		})
	}
}
