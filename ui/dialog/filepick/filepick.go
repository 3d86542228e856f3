// Package filepick is the dialog to pick the files of a body by walking through
// folders: what is typed narrows the entries of one folder, enter opens a folder
// or takes a file, left goes up. Where there may be several files, tab marks.
//
// It starts in the folder that bodies take files from. What lies outside of it
// is shown, for it is found easier than it is missed, and cannot be taken; the
// reason is told. The dialog reads nothing: it wishes for folders and is told
// what is in them.
package filepick

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"postern/ui/dialog"
	"postern/ui/folders"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/widget/fuzzy"
)

// here is the folder that bodies take files from.
const here = "."

// Picker is the dialog. Make one with [New].
type Picker struct {
	dialog.Shell
	ask    folders.PickAsked
	finder dialog.Finder
	// asked is the folder that was asked for last, shown the one that came.
	asked string
	came  bool
	shown folders.Listing
	// texts are the names of the entries.
	texts []fuzzy.Text
	// all is how many there are while nothing is typed.
	all int
	// marked are the files that were marked, as they are written.
	marked []string
	// under is the entry that gets the cursor when its folder comes.
	under string
	// said is what went wrong last.
	said safe.Text
}

// Open wishes for a dialog, and for the folder it starts in.
func Open(env pane.Env, ask folders.PickAsked) pane.Intent {
	p, look := New(env, ask)
	return pane.Batch{dialog.Opened{Dialog: p}, look}
}

// New returns a dialog and the wish for the folder it starts in: that of the
// file that is there.
func New(env pane.Env, ask folders.PickAsked) (*Picker, pane.Intent) {
	p := &Picker{ask: ask, finder: dialog.NewFinder(env, safe.Lit("type to narrow"))}
	p.Env = env
	if len(ask.Src) > 1 {
		p.marked = slices.Clone(ask.Src)
	}
	if len(ask.Src) > 0 && !strings.Contains(ask.Src[0], "{{") {
		dir, name := path.Split(filepath.ToSlash(ask.Src[0]))
		p.under = name
		return p, p.look(path.Clean(dir))
	}
	return p, p.look(here)
}

// look wishes for a folder.
func (p *Picker) look(dir string) pane.Intent {
	p.asked = dir
	return folders.Look(p.ask.Place, dir)
}

// Restyle makes the dialog draw anew, with env.
func (p *Picker) Restyle(env pane.Env) {
	p.Shell.Restyle(env)
	p.finder.Restyle(env)
}

// Update handles one event.
func (p *Picker) Update(ev pane.Event) (pane.Intent, bool) {
	p.Changed()
	switch ev := ev.(type) {
	case pane.Arrived:
		if l, ok := ev.What.(folders.Listed); ok && l.Typed == p.asked && l.Place == p.ask.Place {
			return p.take(l.Listing), false
		}
	case pane.Key:
		if in, closed, did := p.key(ev); did {
			return in, closed
		}
	}
	id, typed := p.finder.Update(&p.Shell, ev, false)
	switch {
	case typed:
		p.rank()
	case id == keymap.Accept:
		return p.enter()
	case id == keymap.Close:
		return nil, true
	}
	return nil, false
}

// take shows a folder that came. One that cannot be read leaves what is shown.
func (p *Picker) take(l folders.Listing) pane.Intent {
	if l.Err != nil {
		p.said = safe.Clean("cannot read the folder: " + reason(l.Err))
		if !p.came && p.asked != here { // the file that is there is gone, with its folder
			return p.look(here)
		}
		if p.came {
			p.asked = p.shown.Dir
			return nil
		}
	} else if p.came {
		p.said = safe.Text{}
	}
	p.shown, p.came = l, true
	p.texts = make([]fuzzy.Text, len(l.Entries))
	for i, e := range l.Entries {
		p.texts[i] = fuzzy.Fold(e.Name)
	}
	p.finder.Clear()
	p.rank()
	for i, at := range p.finder.Found {
		if l.Entries[at].Name == p.under {
			p.finder.List.Select(i)
		}
	}
	p.under = ""
	return nil
}

// rank finds the entries for what is typed. Hidden ones are shown after a dot.
func (p *Picker) rank() {
	hidden := func(i int) bool { return strings.HasPrefix(p.shown.Entries[i].Name, ".") }
	if strings.HasPrefix(p.finder.Typed(), ".") {
		hidden = nil
	}
	p.finder.Rank(len(p.texts), func(i int) *fuzzy.Text { return &p.texts[i] }, hidden)
	if p.finder.Query.Empty() {
		p.all = len(p.finder.Found)
	}
}

// key handles the keys that only this dialog has. While nothing is typed, those
// of the cursor walk.
func (p *Picker) key(k pane.Key) (in pane.Intent, closed, did bool) {
	e, _ := p.Env.Edit.Read(k.KeyPressMsg)
	bare := p.finder.Typed() == ""
	switch {
	case e == keymap.NextField && p.ask.Many:
		p.mark()
		return nil, false, true
	case bare && (e == keymap.CursorLeft || e == keymap.DeleteBack):
		return p.up(), false, true
	case bare && e == keymap.CursorRight:
		if at, ok := p.current(); ok && at.Folder {
			in, closed = p.enter()
		}
		return in, closed, true
	}
	return nil, false, false
}

// current is the entry under the cursor.
func (p *Picker) current() (folders.Entry, bool) {
	if i, ok := p.finder.Current(); ok {
		return p.shown.Entries[i], true
	}
	return folders.Entry{}, false
}

// enter opens the folder under the cursor, or takes what is marked, else the
// file there.
func (p *Picker) enter() (pane.Intent, bool) {
	at, ok := p.current()
	switch {
	case ok && at.Folder:
		return p.look(filepath.Join(p.shown.Dir, at.Name)), false
	case len(p.marked) > 0:
		return folders.Picked{Of: p.ask.Of, Src: p.marked}, true
	case !ok || at.Off != "":
		return nil, false
	}
	return folders.Picked{Of: p.ask.Of, Src: []string{p.written(at)}}, true
}

// up goes to the folder that this one is in.
func (p *Picker) up() pane.Intent {
	to := filepath.Dir(p.shown.Dir)
	if !p.came || to == p.shown.Dir {
		return nil
	}
	p.under = filepath.Base(p.shown.Dir)
	return p.look(to)
}

// mark marks the file under the cursor, or no longer, and goes on.
func (p *Picker) mark() {
	if at, ok := p.current(); ok && !at.Folder && at.Off == "" {
		if i := p.markOf(at); i >= 0 {
			p.marked = slices.Delete(p.marked, i, i+1)
		} else {
			p.marked = append(p.marked, p.written(at))
		}
	}
	p.finder.List.Act(keymap.Down)
}

// written is a file of the folder as the row names it.
func (p *Picker) written(e folders.Entry) string {
	return p.ask.Place.From(filepath.Join(p.shown.Dir, e.Name))
}

// markOf is where a file of the folder stands among the marked ones, or -1.
func (p *Picker) markOf(e folders.Entry) int {
	if len(p.marked) == 0 || e.Folder {
		return -1
	}
	as := p.written(e)
	return slices.IndexFunc(p.marked, func(s string) bool { return path.Clean(s) == as })
}
