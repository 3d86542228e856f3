package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"postern/engine/collection"
)

// NewEnvironment adds an environment to the workspace. Its file is written by
// the first save.
func (w *Workspace) NewEnvironment(name string) (*collection.Environment, error) {
	path, err := w.claim(name, environmentSuffix)
	if err != nil {
		return nil, fmt.Errorf("make environment %q: %w", name, err)
	}
	e := &collection.Environment{ID: uuid.NewString(), Name: name, File: path}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.files[path] = &file{real: realNew(path), id: e.ID, name: name, env: e.Clone()}
	w.order = append(w.order, path)
	w.environments = append(w.environments, e)
	return e, nil
}

// NewCollection adds a collection to the workspace. Its file is written by
// the first save.
func (w *Workspace) NewCollection(name string) (*collection.Collection, error) {
	path, err := w.claim(name, collectionSuffix)
	if err != nil {
		return nil, fmt.Errorf("make collection %q: %w", name, err)
	}
	c := &collection.Collection{ID: uuid.NewString(), Name: name, File: path, Schema: "v2.1"}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.files[path] = &file{real: realNew(path), id: c.ID, name: name}
	w.collections = append(w.collections, c)
	return c, nil
}

// claim finds a free path in the root for a document of that name.
func (w *Workspace) claim(name, suffix string) (string, error) {
	if w.root == "" {
		return "", &Error{What: "there is no folder to put it in", Tip: "open a folder, or set HOME"}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	base := fileName(name)
	for n := 1; ; n++ {
		path := filepath.Join(w.root, base+suffix)
		if n > 1 {
			path = filepath.Join(w.root, fmt.Sprintf("%s-%d%s", base, n, suffix))
		}
		if w.files[path] != nil {
			continue
		}
		_, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return path, nil
		}
		if err != nil {
			return "", err
		}
	}
}

// realNew is [realPath] for a file that is not there yet: what is private is
// found again by the path behind all links.
func realNew(path string) string {
	if dir := filepath.Dir(path); dir != path {
		if _, err := os.Lstat(path); err != nil {
			return filepath.Join(realNew(dir), filepath.Base(path))
		}
	}
	return realPath(path)
}

// maxFileName leaves room for an ending in the 255 bytes that names may have.
const maxFileName = 120

// reserved are names that Windows gives to devices; a workspace may be shared.
var reserved = []string{
	"con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
	"lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
}

// fileName makes a name that is a plain file's on every system: no path, no
// hidden file, no control or shell character. It need not be reversible; the
// document's name stands in the file.
func fileName(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case b.Len() >= maxFileName:
		case unicode.IsLetter(r), unicode.IsDigit(r), strings.ContainsRune("_.+", r):
			b.WriteRune(r)
		case !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	s := strings.Trim(b.String(), "-. ")
	stem, _, _ := strings.Cut(strings.ToLower(s), ".")
	if slices.Contains(reserved, stem) {
		s = "_" + s
	}
	return cmp.Or(s, "untitled")
}
