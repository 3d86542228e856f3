package store

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"postern/engine/collection"
	"postern/store/state"
)

// Workspace is a set of opened files. Its documents belong to whoever opened
// it; its methods are safe to call from other goroutines with copies.
type Workspace struct {
	name, root, folder string
	state              *state.State

	// saving keeps saves apart: each must see what the one before it wrote.
	saving sync.Mutex
	drafts drafts
	// mu guards what follows; the documents themselves are the caller's.
	mu           sync.Mutex
	collections  []*collection.Collection
	environments []*collection.Environment
	globals      *collection.Environment
	problems     []Problem
	// files is what is known of each file, by the path it was opened under.
	files map[string]*file
	// order lists the environments' files, globals included.
	order []string
}

// file is what saving must know of a document's file. It is guarded by
// Workspace.mu.
type file struct {
	// real is the path behind symbolic links, which is written to.
	real string
	// base is the content the document was read from. The document's Origin
	// numbers refer to it for as long as the document lives, so it stays when
	// the file is written. nil means that the document was never a file.
	base []byte
	// disk is the digest of what we last saw or wrote; "" for no file yet.
	disk string
	// stamp is how the file looked when it was last read, apart says that it is
	// another one now, which is told already; see [Look].
	stamp stamp
	apart bool
	// mode is that of a file that was deleted; 0 for any other.
	mode fs.FileMode
	// id, name and notes are the document's as read, before the workspace
	// adjusted them.
	id, name string
	notes    []collection.Note
	// nameless says that name was made from the path.
	nameless bool
	// env is the environment as last read or saved; current is what the
	// private state holds for it, as far as it is known.
	env     *collection.Environment
	current map[state.Slot]state.Value
	// reading is the number of the text in base: documents of earlier ones are
	// given up. again are further readings, numbered from there on.
	reading int
	again   []reading
}

// reading is another text that a document of the file was read from: what was
// recovered of it. It takes the place of base.
type reading struct {
	base  []byte
	notes []collection.Note
	// basis is what disk must be for what was recovered to replace it; nil once
	// it did.
	basis *string
}

// Name is what the workspace is called on screen.
func (w *Workspace) Name() string { return w.name }

// Root is the folder new files go to.
func (w *Workspace) Root() string { return w.root }

// Home is where a workspace is at home.
type Home struct {
	// Folder is where its requests may take files from: the folder that was
	// opened first, or that of the file.
	Folder string
	// State keeps what is private; nil keeps nothing.
	State *state.State
}

// HomeOf returns where a workspace is at home.
func HomeOf(w *Workspace) Home { return Home{w.folder, w.state} }

// Collections returns the opened collections, in order of their paths.
func (w *Workspace) Collections() []*collection.Collection {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.collections)
}

// Environments returns the opened environments without the globals, in order
// of their paths.
func (w *Workspace) Environments() []*collection.Environment {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.environments)
}

// Globals returns the globals, or nil.
func (w *Workspace) Globals() *collection.Environment {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.globals
}

// Problems returns what could not be opened.
func (w *Workspace) Problems() []Problem {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.problems)
}

// Environment finds an environment by name, id or file. The error names those
// there are.
func (w *Workspace) Environment(query string) (*collection.Environment, error) {
	real := realPath(query)
	tests := []func(e *collection.Environment) bool{
		func(e *collection.Environment) bool { return e.Name == query || e.ID == query },
		func(e *collection.Environment) bool { return realPath(e.File) == real },
		func(e *collection.Environment) bool { return strings.EqualFold(e.Name, query) },
	}
	envs := w.Environments()
	for _, match := range tests {
		if i := slices.IndexFunc(envs, match); i >= 0 {
			return envs[i], nil
		}
	}
	var names []string
	for _, e := range envs {
		names = append(names, e.Name)
	}
	tip := "there is no environment in " + cmp.Or(w.root, "this workspace")
	if len(names) > 0 {
		tip = "there are: " + strings.Join(names, ", ")
	}
	return nil, &Error{What: "no environment called " + query, Tip: tip}
}

// baseName is a file's name without the endings of Postman's exports.
func baseName(path string) string {
	name := filepath.Base(path)
	for _, s := range suffixes {
		if cut := len(name) - len(s); cut > 0 && strings.EqualFold(name[cut:], s) {
			return name[:cut]
		}
	}
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// digest tells one content of a file from another.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return string(sum[:])
}

func digestText(s string) string { return hex.EncodeToString([]byte(digest([]byte(s)))) }
