package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"postern/store/atomicfile"
)

const (
	oldText = "the old content, whole"
	newText = "the new content, whole and rather longer than the old one"
)

func TestReplace(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		exists bool
		perm   fs.FileMode
	}{
		{"new file", false, 0o600},
		{"over an old one", true, 0o600},
		{"permissions beyond the umask", true, 0o666},
		{"narrower than before", true, 0o400},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "f.json")
			if tt.exists {
				put(t, path, oldText)
			}
			if err := atomicfile.Replace(path, []byte(newText), tt.perm); err != nil {
				t.Fatal(err)
			}
			if got := content(t, path); got != newText {
				t.Errorf("content = %q", got)
			}
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if got := info.Mode().Perm(); got != tt.perm {
				t.Errorf("mode = %o, want %o", got, tt.perm)
			}
			onlyFile(t, path)
		})
	}
}

func TestReplaceRefusesWhatIsNotAFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	target, link, sub := filepath.Join(dir, "target"), filepath.Join(dir, "link"), filepath.Join(dir, "sub")
	put(t, target, oldText)
	if err := errors.Join(os.Symlink(target, link), os.Mkdir(sub, 0o700)); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"a symbolic link": link, "a directory": sub} {
		t.Run(name, func(t *testing.T) {
			err := atomicfile.Replace(path, []byte(newText), 0o600)
			if !errors.Is(err, atomicfile.ErrNotRegular) {
				t.Errorf("err = %v, want ErrNotRegular", err)
			}
			if got := content(t, target); got != oldText {
				t.Errorf("the target holds %q", got)
			}
		})
	}
}

func TestCheckStopsTheWrite(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f.json")
	put(t, path, oldText)
	stop := errors.New("edited outside")
	err := atomicfile.Write{Path: path, Data: []byte(newText), Perm: 0o600, Check: func() error { return stop }}.Do()
	if !errors.Is(err, stop) {
		t.Errorf("err = %v", err)
	}
	if got := content(t, path); got != oldText {
		t.Errorf("content = %q", got)
	}
	onlyFile(t, path)
}

// TestFaults lets the nth operation fail, for every n there is: afterwards the
// old or the new content must be there in full, and nothing else.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, fault := range []error{syscall.EIO, syscall.ENOSPC, syscall.EDQUOT} {
		for n := 1; ; n++ {
			path := filepath.Join(t.TempDir(), "f.json")
			put(t, path, oldText)
			ops := &faulty{failAt: n, err: fault}
			err := atomicfile.Write{Path: path, Data: []byte(newText), Perm: 0o600, Ops: ops}.Do()
			if ops.failed == "" {
				if err != nil || n < 8 {
					t.Fatalf("after %d operations: %v", n-1, err)
				}
				break
			}
			if !errors.Is(err, fault) {
				t.Errorf("%s failed, but the error is %v", ops.failed, err)
			}
			want := oldText
			if errors.Is(err, atomicfile.ErrNotDurable) {
				want = newText
			}
			if got := content(t, path); got != want {
				t.Errorf("%s failed: content = %q, want %q", ops.failed, got, want)
			}
			onlyFile(t, path)
		}
	}
}

func TestShortWrite(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f.json")
	put(t, path, oldText)
	err := atomicfile.Write{Path: path, Data: []byte(newText), Perm: 0o600, Ops: &faulty{short: true}}.Do()
	if err == nil || content(t, path) != oldText {
		t.Errorf("err = %v, content = %q", err, content(t, path))
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	now := time.Now()
	stray := ".postern-" + strings.Repeat("a", 24) + ".tmp"
	fresh := ".postern-" + strings.Repeat("b", 24) + ".tmp"
	for name, age := range map[string]time.Duration{
		stray: 2 * time.Hour, fresh: time.Minute, "users.json": 99 * time.Hour, ".postern-mine.tmp": 99 * time.Hour,
	} {
		path := filepath.Join(dir, name)
		put(t, path, oldText)
		if err := os.Chtimes(path, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	atomicfile.Sweep(dir, time.Hour, now)
	var left []string
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if got, want := strings.Join(left, " "), fresh+" .postern-mine.tmp users.json"; got != want {
		t.Errorf("left %q, want %q", got, want)
	}
}

// faulty is the real file system whose nth operation fails.
type faulty struct {
	n, failAt int
	err       error
	short     bool
	failed    string
}

func (f *faulty) step(name string) error {
	f.n++
	if f.n == f.failAt {
		f.failed = name
		return f.err
	}
	return nil
}

func (f *faulty) Create(path string, perm fs.FileMode) (atomicfile.File, error) {
	if err := f.step("create"); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	return &faultyFile{File: file, ops: f}, err
}

func (f *faulty) Rename(from, to string) error {
	if err := f.step("rename"); err != nil {
		return err
	}
	return os.Rename(from, to)
}

func (f *faulty) Remove(path string) error { return os.Remove(path) }
func (f *faulty) SyncDir(string) error     { return f.step("sync directory") }

type faultyFile struct {
	*os.File
	ops *faulty
}

func (f *faultyFile) Chmod(m fs.FileMode) error {
	if err := f.ops.step("chmod"); err != nil {
		return err
	}
	return f.File.Chmod(m)
}

func (f *faultyFile) Write(b []byte) (int, error) {
	if f.ops.short {
		return f.File.Write(b[:len(b)/2])
	}
	if err := f.ops.step("write"); err != nil {
		n, _ := f.File.Write(b[:len(b)/2])
		return n, err
	}
	return f.File.Write(b)
}

func (f *faultyFile) Sync() error {
	if err := f.ops.step("sync"); err != nil {
		return err
	}
	return f.File.Sync()
}

func (f *faultyFile) Close() error {
	err := f.File.Close()
	if ferr := f.ops.step("close"); ferr != nil {
		return ferr
	}
	return err
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// onlyFile fails if anything but path is left in its directory.
func onlyFile(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 || entries[0].Name() != filepath.Base(path) {
		t.Errorf("left in the directory: %v", entries)
	}
}
