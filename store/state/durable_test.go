package state_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"postern/auth"
	"postern/store/state"
	"postern/store/vault"
)

// The level at which SQLite forces every commit to disk is 2, FULL. At 1 it
// does so only now and then in WAL mode.
func TestCommitsAreForcedToDisk(t *testing.T) {
	t.Parallel()
	if level, err := in(t, t.TempDir()).Synchronous(t.Context()); level != 2 || err != nil {
		t.Errorf("synchronous = %d, %v", level, err)
	}
}

// saidSo is what the traced process writes when a call has returned.
const saidSo = "returned: "

// TestWhatIsSavedIsOnDisk watches the system calls of a process that keeps
// tokens: when a call returns, nothing it wrote may wait for the disk, and the
// directories that name the files must be there, too.
func TestWhatIsSavedIsOnDisk(t *testing.T) {
	t.Parallel()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("skipped: needs strace")
	}
	home, trace := t.TempDir(), filepath.Join(t.TempDir(), "trace")
	dir := filepath.Join(home, "a", "state")
	calls := "trace=pwrite64,write,fsync,fdatasync,mkdir,mkdirat,creat,open,openat,rename,renameat,renameat2"
	cmd := exec.CommandContext(t.Context(), strace, "-f", "-y", "-s", "40", "-e", calls, "-o", trace, os.Args[0])
	cmd.Env = append(os.Environ(), "STATE_TEST_DURABLE="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		if strings.Contains(string(out), "PTRACE") {
			t.Skip("skipped: needs leave to trace")
		}
		t.Fatalf("%v\n%s", err, out)
	}
	b, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	returned := unsynced(t, string(b), home)
	if want := "begin save choose end delete "; returned != want {
		t.Errorf("saw %q return, want %q", returned, want)
	}
}

// unsynced follows a trace, and complains of what is not on disk when a call
// returns. It tells which calls those were.
func unsynced(t *testing.T, trace, home string) (returned string) {
	t.Helper()
	on := regexp.MustCompile(`(\w+)\((?:\d+|AT_FDCWD)<([^>]*)>(.*)`)
	quoted := regexp.MustCompile(`"([^"]*)"`)
	dirty := map[string]bool{}
	for line := range strings.Lines(trace) {
		if i := strings.Index(line, saidSo); i > 0 {
			name, _, _ := strings.Cut(line[i+len(saidSo):], `\n`)
			returned += name + " "
			for path := range dirty {
				t.Errorf("when %s returned, %s was not on disk", name, path)
			}
			continue
		}
		m := on.FindStringSubmatch(line)
		if m == nil || strings.Contains(line, "= -1") {
			continue
		}
		call, path := m[1], m[2]
		switch call {
		case "fsync", "fdatasync":
			delete(dirty, path)
		case "write", "pwrite64":
			// The index of the journal is made anew after a crash.
			if strings.HasPrefix(path, home) && !strings.HasSuffix(path, "-shm") {
				dirty[path] = true
			}
		default: // a name comes or goes
			for _, q := range quoted.FindAllStringSubmatch(m[3], -1) {
				made := call != "openat" || strings.Contains(line, "O_CREAT")
				if made && strings.HasPrefix(q[1], home) && !strings.Contains(q[1], "lock") {
					dirty[filepath.Dir(q[1])] = true
				}
			}
		}
	}
	return returned
}

// keepAll is what the traced process does.
func keepAll(dir string) error {
	s := state.NewWith(dir, vault.Options{Keyring: noRing{}})
	ctx, k := context.Background(), s.Tokens()
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"begin", func() error { return k.Begin(ctx, "k", auth.Intent{Refresh: "hash"}) }},
		{"save", func() error { return k.Save(ctx, token("k")) }},
		{"choose", func() error { return k.Choose(ctx, "c", "k") }},
		{"end", func() error { return errors.Join(k.Begin(ctx, "k", auth.Intent{}), k.End(ctx, "k")) }},
		{"delete", func() error { return k.Delete(ctx, "k") }},
	} {
		if err := step.do(); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		fmt.Println(saidSo + step.name)
	}
	return s.Close()
}

func BenchmarkTokens(b *testing.B) {
	s := state.NewWith(b.TempDir(), vault.Options{Keyring: noRing{}})
	defer s.Close()
	ctx, k := b.Context(), s.Tokens()
	if err := k.Save(ctx, token("k")); err != nil {
		b.Fatal(err)
	}
	for _, bb := range []struct {
		name string
		do   func() error
	}{
		{"Load", func() error { _, _, err := k.Load(ctx, "k"); return err }},
		{"Pending", func() error { _, _, err := k.Pending(ctx, "k"); return err }},
		{"Save", func() error { return k.Save(ctx, token("k")) }},
		{"Begin", func() error { return k.Begin(ctx, "k", auth.Intent{Refresh: "hash"}) }},
	} {
		b.Run(bb.name, func(b *testing.B) {
			for b.Loop() {
				if err := bb.do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
