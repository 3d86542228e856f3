// Package bring looks at what a person wants to bring into a workspace, a file,
// a link or a pasted text, and says in a question what it holds and what would be
// lost. Its functions that take a context read files or the network: call them
// in commands. It writes nothing.
package bring

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"postern/engine/collection"
	"postern/store"
	"postern/store/format"
	"postern/store/intake"
	"postern/store/intake/link"
	"postern/store/postman"
)

// Found is what was named, looked at.
type Found struct {
	// Name is what it is called on screen, Path where it is; "" for what is no
	// file.
	Name, Path string
	// Batch is what is in it.
	Batch intake.Batch
	// Opens says that it is Postman's own and can be opened where it is; Folder,
	// that it is a folder of such files, which cannot be copied.
	Opens, Folder bool
	// Told says how it came.
	Told []string
}

// Question is the name of the question what to open or import. Who asks for
// something narrower hands on under it what is more than that.
const Question = "import"

// Kind is what a text that was typed or pasted stands for.
type Kind int

// The kinds.
const (
	Nothing Kind = iota
	Path
	Link
	Document
)

// KindOf tells a path and a link from a document. One is told by its beginning,
// or by its having several lines.
func KindOf(text string) Kind {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return Nothing
	case link.Is(text):
		return Link
	case strings.ContainsAny(text, "\n\r"), strings.HasPrefix(text, "{"), strings.HasPrefix(text, "["), strings.HasPrefix(text, "curl "):
		return Document
	}
	return Path
}

// pasted is what a text without a name is called.
const pasted = "what was pasted"

// Text looks at a document.
func Text(ctx context.Context, text string) (Found, error) {
	b, err := intake.Text(ctx, intake.Stdin, []byte(text))
	return checked(Found{Name: pasted, Batch: b}, err)
}

// Page fetches what a link leads to and looks at it.
func Page(ctx context.Context, by http.RoundTripper, address string) (Found, error) {
	p, err := link.Fetch(ctx, by, address)
	if err != nil {
		return Found{}, err
	}
	b, err := intake.Text(ctx, p.Name, p.Data)
	return checked(Found{Name: link.Shown(address), Batch: b, Told: p.Told()}, err)
}

// File looks at a file or folder.
func File(ctx context.Context, path string) (Found, error) {
	path = expand(path)
	abs, err := filepath.Abs(path)
	if err != nil {
		return Found{}, err
	}
	f := Found{Name: filepath.Base(abs), Path: abs}
	if info, err := os.Stat(abs); err == nil && info.IsDir() {
		if _, foreign := format.FindFolder(os.DirFS(abs)); !foreign {
			return folder(ctx, f)
		}
	}
	f.Batch, err = intake.Open(ctx, abs)
	if f, err = checked(f, err); err != nil {
		return f, err
	}
	if ds := f.Batch.Docs; f.Batch.Format == "Postman" && len(ds) == 1 && ds[0].Source == abs { // not a part of it
		f.Opens = opens(ctx, abs)
	}
	return f, nil
}

// opens reports whether a file can be opened as it is: a data dump cannot.
func opens(ctx context.Context, abs string) bool {
	w, err := store.Open(ctx, store.Options{Paths: []string{abs}})
	if err != nil {
		return false
	}
	for _, c := range w.Collections() {
		if c.File == abs {
			return true
		}
	}
	for _, e := range w.Environments() {
		if e.File == abs {
			return true
		}
	}
	g := w.Globals()
	return g != nil && g.File == abs
}

// folder looks at a folder that is no other tool's.
func folder(ctx context.Context, f Found) (Found, error) {
	w, err := store.Open(ctx, store.Options{Paths: []string{f.Path}})
	if err != nil {
		return f, err
	}
	f.Opens, f.Folder, f.Batch.Format = true, true, "Postman"
	for _, c := range w.Collections() {
		f.Batch.Docs = append(f.Batch.Docs, intake.DocOf(c))
	}
	envs := w.Environments()
	if g := w.Globals(); g != nil {
		envs = append(envs, g)
	}
	for _, e := range envs {
		f.Batch.Docs = append(f.Batch.Docs, environment(e))
	}
	for _, p := range w.Problems() {
		f.Batch.Failures = append(f.Batch.Failures, intake.Failure{Source: filepath.Base(p.File), What: p.String()})
	}
	return checked(f, nil)
}

func environment(e *collection.Environment) intake.Doc {
	d := intake.Doc{Kind: postman.Environment, Name: e.Name, Variables: len(e.Vars)}
	if e.Globals {
		d.Kind = postman.Globals
	}
	return d
}

// checked makes an error of what nothing could be read of.
func checked(f Found, err error) (Found, error) {
	if err != nil || len(f.Batch.Docs) > 0 {
		return f, err
	}
	what, tip := "there is nothing in it that can be imported", "see docs/import.md for what can be"
	if len(f.Batch.Failures) > 0 {
		what = f.Batch.Failures[0].What
		if hint := f.Batch.Failures[0].Hint; hint != "" {
			tip = hint
		}
	}
	return f, &store.Error{What: "import " + f.Name + ": " + what, Tip: tip, Err: errors.New(what)}
}

// expand makes a path of what a shell would, and of what a terminal types when a
// file is dropped on it: with quotes, with backslashes, or as an address.
func expand(path string) string {
	path = strings.Trim(strings.TrimSpace(path), `'"`)
	if rest, ok := strings.CutPrefix(path, "file://"); ok {
		if plain, err := url.PathUnescape(rest); err == nil {
			path = strings.TrimPrefix(plain, "localhost")
		}
	}
	rest, ok := strings.CutPrefix(path, "~")
	if ok && (rest == "" || rest[0] == '/' || rest[0] == filepath.Separator) {
		if home, err := os.UserHomeDir(); err == nil {
			path = home + rest
		}
	}
	if _, err := os.Stat(path); err != nil && filepath.Separator == '/' && strings.Contains(path, `\`) {
		if plain := escaped.ReplaceAllString(path, "$1"); plain != path {
			if _, err := os.Stat(plain); err == nil {
				return plain
			}
		}
	}
	return path
}

// escaped is a character that a shell would take as it is.
var escaped = regexp.MustCompile(`\\(.)`)
