// Package atomicfile replaces a file in one step: whoever reads it sees the
// old content or the new, never a part, whatever fails and whenever.
//
// It writes one file at a time and knows nothing of what is in it. It follows
// no symbolic link: a caller who wants to write through one resolves it first.
// It takes no lock either; two writers are the caller's to keep apart.
//
// The steps go through [Ops], so that a test can make any of them fail. To
// support another platform, add a syncdir_<os>.go.
package atomicfile

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrNotDurable says that the new content is in place, but that the directory
// could not be forced to disk: a power cut now might bring the old file back.
var ErrNotDurable = errors.New("the file is written, but a power cut now could undo it")

// ErrNotRegular says that the target is a link, a device or a directory.
var ErrNotRegular = errors.New("not a regular file")

// File is what a temporary file must be able to do.
type File interface {
	io.Writer
	Chmod(fs.FileMode) error
	Sync() error
	Close() error
}

// Ops are the operations of the file system that a write is made of.
type Ops interface {
	// Create makes a new file; it fails if the name exists, even as a link.
	Create(path string, perm fs.FileMode) (File, error)
	Rename(from, to string) error
	Remove(path string) error
	// SyncDir forces a directory's entries to disk.
	SyncDir(dir string) error
}

// Write is one replacement of a file.
type Write struct {
	Path string
	Data []byte
	// Perm are the permission bits of the new file, whatever the umask.
	Perm fs.FileMode
	// Check, if not nil, runs when the new content is safely on disk beside
	// the old and just before it takes its place. Its error stops the write.
	Check func() error
	// Ops is nil for the real file system.
	Ops Ops
}

// Replace writes data to path with the given permissions.
func Replace(path string, data []byte, perm fs.FileMode) error {
	return Write{Path: path, Data: data, Perm: perm}.Do()
}

// Do carries the write out. After an error the old file is as it was, except
// for [ErrNotDurable].
func (w Write) Do() error {
	if w.Ops == nil {
		w.Ops = osOps{}
	}
	if err := regularOrNew(w.Path); err != nil {
		return fmt.Errorf("write %s: %w", w.Path, err)
	}
	dir := filepath.Dir(w.Path)
	temp := filepath.Join(dir, tempName())
	if err := w.prepare(temp); err != nil {
		return fmt.Errorf("write %s: %w", w.Path, err)
	}
	if err := w.Ops.Rename(temp, w.Path); err != nil {
		_ = w.Ops.Remove(temp) // the rename's error is the one to report
		return fmt.Errorf("write %s: %w", w.Path, err)
	}
	if err := w.Ops.SyncDir(dir); err != nil {
		return fmt.Errorf("write %s: %w (%w)", w.Path, ErrNotDurable, err)
	}
	return nil
}

// prepare leaves the whole content on disk under the name temp, or nothing.
func (w Write) prepare(temp string) error {
	f, err := w.Ops.Create(temp, 0o600)
	if err != nil {
		return err
	}
	err = fill(f, w.Data, w.Perm)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil && w.Check != nil {
		err = w.Check()
	}
	if err != nil {
		_ = w.Ops.Remove(temp) // a stray one is swept later
	}
	return err
}

func fill(f File, data []byte, perm fs.FileMode) error {
	// Before the first byte, and by descriptor: the umask may have narrowed
	// what Create asked for.
	if err := f.Chmod(perm.Perm()); err != nil {
		return err
	}
	n, err := f.Write(data)
	if err != nil {
		return err
	}
	if n < len(data) {
		return io.ErrShortWrite
	}
	return f.Sync()
}

func regularOrNew(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return ErrNotRegular
	}
	return nil
}

const (
	tempPrefix = ".postern-"
	tempSuffix = ".tmp"
	tempDigits = 24
)

// tempName does not contain the target's name, which may already be as long
// as names can be.
func tempName() string {
	var b [tempDigits / 2]byte
	_, _ = rand.Read(b[:]) // never fails, says its documentation
	return tempPrefix + hex.EncodeToString(b[:]) + tempSuffix
}

// Sweep removes the temporary files that crashed writers left in dir at least
// age ago. Call it while holding the lock that keeps writers of dir apart.
func Sweep(dir string, age time.Duration, now time.Time) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // nothing to see is nothing to sweep
	}
	for _, e := range entries {
		digits, ok := strings.CutPrefix(e.Name(), tempPrefix)
		if !ok || !e.Type().IsRegular() || len(digits) != tempDigits+len(tempSuffix) || !strings.HasSuffix(digits, tempSuffix) {
			continue
		}
		if info, err := e.Info(); err == nil && now.Sub(info.ModTime()) >= age {
			_ = os.Remove(filepath.Join(dir, e.Name())) // the next sweep tries again
		}
	}
}

// osOps is the real file system.
type osOps struct{}

func (osOps) Create(path string, perm fs.FileMode) (File, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return nil, err // not f: a nil *os.File in a File is not nil
	}
	return f, nil
}

func (osOps) Rename(from, to string) error { return os.Rename(from, to) }
func (osOps) Remove(path string) error     { return os.Remove(path) }
func (osOps) SyncDir(dir string) error     { return syncDir(dir) }

// MkdirAll is [os.MkdirAll] for a directory that must still be there after a
// power cut. One whose parent cannot be forced to disk is made all the same.
func MkdirAll(dir string, perm fs.FileMode) error {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		parent := filepath.Dir(dir)
		if err := MkdirAll(parent, perm); err != nil {
			return err
		}
		defer func() { _ = syncDir(parent) }() // it may be closed to us
	}
	return os.MkdirAll(dir, perm)
}
