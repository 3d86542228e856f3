package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"postern/store/postman"
)

// Folder is a folder into which documents are put that come from elsewhere,
// each into a new file that is called after it.
type Folder struct {
	dir string
	// tried is the last number that was given to a name, so that many
	// documents of one name do not all start with the first.
	tried map[string]int
}

// NewFolder returns the folder at dir, which is made with the first document.
func NewFolder(dir string) *Folder { return &Folder{dir: dir, tried: map[string]int{}} }

// Put writes a document into a new file and returns its path. What the name
// has that file names cannot have everywhere is replaced, and no file is ever
// written over: a name that is taken gets a number.
func (f *Folder) Put(kind postman.Kind, name string, data []byte) (path string, err error) {
	suffix := collectionSuffix
	switch kind {
	case postman.Environment:
		suffix = environmentSuffix
	case postman.Globals:
		suffix = globalsSuffix
	}
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return "", fmt.Errorf("make the folder: %w", err)
	}
	base := fileName(name)
	for {
		f.tried[base+suffix]++
		path = filepath.Join(f.dir, base+suffix)
		if n := f.tried[base+suffix]; n > 1 {
			path = filepath.Join(f.dir, fmt.Sprintf("%s-%d%s", base, n, suffix))
		}
		err := writeNew(path, data, newFileMode)
		if err == nil {
			return path, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", err
		}
	}
}

// writeNew writes a file that must not be there yet, not even as a link.
func writeNew(path string, data []byte, mode fs.FileMode) error {
	w, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	if err := errors.Join(err, w.Sync(), w.Close()); err != nil {
		_ = os.Remove(path) // the write's error is the one to report
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
