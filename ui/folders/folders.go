// Package folders is what is in the folders of this machine, for those who type
// a path or pick a file.
//
// Folders are read in a [pane.Work], which answers with a [Listed] for whoever
// asked; names are as the disk has them and become safe text where they are
// drawn. Whether a file may go into a body is what the engine says, see
// [body.Files]: this package only asks it beforehand.
package folders

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"postern/engine/body"
	"postern/ui/pane"
)

// Most is how many entries of a folder are read.
const Most = 5000

// Place is where paths are meant from.
type Place struct {
	// Dir is the folder; "" is the one the program was started in.
	Dir string
	// Body says that the paths are those of a body, which takes files from Dir
	// and from below it only, and knows no "~".
	Body bool
}

// Entry is what a folder has.
type Entry struct {
	Name   string
	Folder bool
	Size   int64
	// Off is why a body cannot take it; "" if it can, and for folders.
	Off string
}

// Listing is a folder with its entries: the folders first, each by name.
type Listing struct {
	// Dir is the whole path.
	Dir     string
	Entries []Entry
	// Cut says that there are more than [Most].
	Cut bool
	// Outside says that a body may take nothing from here.
	Outside bool
	Err     error
}

// Listed answers who asked for a folder, by the words of the question.
type Listed struct {
	Place Place
	Typed string
	Listing
}

// Look wishes for a folder to be read; typed is its path from a place.
func Look(p Place, typed string) pane.Intent {
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		return Listed{Place: p, Typed: typed, Listing: Read(ctx, p, typed)}
	}}
}

// PickAsked wishes for files to be picked for a body. Of comes back in [Picked].
type PickAsked struct {
	Of    string
	Place Place
	// Src are the files that are there now.
	Src []string
	// Many says that there may be several.
	Many bool
}

// Picked answers a [PickAsked].
type Picked struct {
	Of  string
	Src []string
}

// Whole is the whole path of what was typed.
func (p Place) Whole(typed string) (string, error) {
	if rest, ok := strings.CutPrefix(filepath.ToSlash(typed), "~/"); ok {
		home, err := os.UserHomeDir()
		return filepath.Join(home, rest), err
	}
	if !filepath.IsAbs(typed) {
		typed = filepath.Join(p.Dir, typed)
	}
	return filepath.Abs(typed)
}

// From is a whole path as it is written from the place: what lies elsewhere
// stays whole.
func (p Place) From(whole string) string {
	dir, err := filepath.Abs(p.Dir)
	if err != nil {
		return whole
	}
	rel, err := filepath.Rel(dir, whole)
	if err != nil || !filepath.IsLocal(rel) {
		return whole
	}
	return filepath.ToSlash(rel)
}

// Read reads a folder, as far as [Most] goes.
func Read(ctx context.Context, p Place, typed string) Listing {
	dir, err := p.Whole(typed)
	l := Listing{Dir: dir, Err: err}
	if err != nil {
		return l
	}
	info, err := os.Stat(dir) // opening what is no folder could wait for ever
	switch {
	case err == nil && !info.IsDir():
		err = &fs.PathError{Op: "read", Path: dir, Err: errors.New("not a folder")}
		fallthrough
	case err != nil:
		l.Err = err
		return l
	}
	f, err := os.Open(dir)
	if err != nil {
		l.Err = err
		return l
	}
	defer f.Close()
	found, err := f.ReadDir(Most + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		l.Err = err
	}
	if l.Cut = len(found) > Most; l.Cut {
		found = found[:Most]
	}
	l.Outside = p.Body && !within(p.Dir, dir)
	for _, d := range found {
		if err := ctx.Err(); err != nil {
			return Listing{Dir: dir, Err: err}
		}
		l.Entries = append(l.Entries, p.entry(l, d))
	}
	slices.SortFunc(l.Entries, func(a, b Entry) int {
		if a.Folder != b.Folder {
			if a.Folder {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return l
}

// within reports whether a folder is another one or lies in it, links followed.
func within(top, dir string) bool {
	top, err := filepath.Abs(top)
	if err == nil {
		top, err = filepath.EvalSymlinks(top)
	}
	if err != nil {
		return false
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return false
	}
	rel, err := filepath.Rel(top, dir)
	return err == nil && filepath.IsLocal(rel)
}

// entry is what there is to say of an entry. What a link leads to counts.
func (p Place) entry(l Listing, d fs.DirEntry) Entry {
	e := Entry{Name: d.Name(), Folder: d.IsDir()}
	path := filepath.Join(l.Dir, e.Name)
	info, err := d.Info()
	link := d.Type()&fs.ModeSymlink != 0
	if link {
		info, err = os.Stat(path)
	}
	if err != nil {
		e.Off = "a link to nothing"
		if !link {
			e.Off = "cannot be looked at"
		}
		return e
	}
	if e.Folder = info.IsDir(); e.Folder {
		return e
	}
	e.Size = info.Size()
	if !p.Body {
		return e
	}
	switch {
	case l.Outside:
		e.Off = "outside"
	case !info.Mode().IsRegular():
		e.Off = "no regular file"
	case !utf8.ValidString(e.Name):
		e.Off = "its name is not UTF-8"
	case link:
		e.Off = p.refused(path)
	}
	return e
}

// refused asks the engine, which knows where links lead.
func (p Place) refused(path string) string {
	_, err := body.Files{Dir: p.Dir}.Size(p.From(path))
	var fe *body.FileError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &fe) && fe.Outside:
		return "a link to the outside"
	}
	return "cannot be read"
}
