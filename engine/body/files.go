package body

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Files opens the files a collection names, below one directory and nowhere
// else: a collection is somebody else's text, and must not be able to upload
// what its author would like to read. Symbolic links are followed as long as
// they stay inside.
type Files struct {
	// Dir is the directory; "" allows no file at all.
	Dir string
}

// Folder says which directory bodies may take files from at the moment; nil is
// none.
type Folder func() string

// In returns a folder that stays the same.
func In(dir string) Folder { return func() string { return dir } }

// Files are the files in it.
func (f Folder) Files() Files {
	if f == nil {
		return Files{}
	}
	return Files{Dir: f()}
}

// FileError is a file that cannot be sent. The send stops: without the file
// the request would mean something else.
type FileError struct {
	// Path is as the collection names it.
	Path string
	// Outside says that the path leads out of the working directory.
	Outside bool
	// Dir is the working directory.
	Dir string
	Err error
}

// Error says what is wrong with the file.
func (e *FileError) Error() string {
	switch {
	case e.Dir == "":
		return fmt.Sprintf("file %q: no working directory to take files from", e.Path)
	case e.Outside:
		return fmt.Sprintf("file %q is outside the working directory", e.Path)
	case errors.Is(e.Err, fs.ErrNotExist):
		return fmt.Sprintf("file %q does not exist", e.Path)
	}
	return fmt.Sprintf("file %q: %v", e.Path, e.Err)
}

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }

var errNotRegular = errors.New("not a regular file")

// Size returns the file's length in bytes.
func (f Files) Size(path string) (int64, error) {
	file, err := f.Open(path)
	if err != nil {
		return 0, err
	}
	info, err := file.Stat()
	_ = file.Close() // it was only read
	if err != nil {
		return 0, f.fail(path, err)
	}
	return info.Size(), nil
}

// Open opens a regular file for reading. Errors are of type [*FileError].
func (f Files) Open(path string) (*os.File, error) {
	if f.Dir == "" {
		return nil, &FileError{Path: path}
	}
	name, err := f.relative(path)
	if err != nil {
		return nil, f.fail(path, err)
	}
	root, err := os.OpenRoot(f.Dir)
	if err != nil {
		return nil, f.fail(path, err)
	}
	defer func() { _ = root.Close() }() // files opened from it stay open
	// Without O_NONBLOCK a named pipe would hold us until somebody writes.
	file, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, f.fail(path, err)
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errNotRegular
	}
	if err != nil {
		_ = file.Close() // it was only read
		return nil, f.fail(path, err)
	}
	return file, nil
}

// relative turns an absolute path inside the directory into a relative one.
func (f Files) relative(path string) (string, error) {
	if !filepath.IsAbs(path) {
		return filepath.FromSlash(path), nil
	}
	dir, err := filepath.Abs(f.Dir)
	if err != nil {
		return "", fmt.Errorf("find the working directory: %w", err)
	}
	return filepath.Rel(dir, path)
}

func (f Files) fail(path string, err error) error {
	e := &FileError{Path: path, Dir: f.Dir, Err: err}
	// os.Root has no error of its own to ask for with errors.Is.
	e.Outside = strings.Contains(err.Error(), "path escapes")
	return e
}
