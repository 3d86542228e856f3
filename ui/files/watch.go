package files

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/store"
	"postern/ui/desk"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/words"
)

// The open files are looked at every lookEvery. What cannot be read may be half
// written, so it is looked at again after halfWritten.
const (
	lookEvery   = 2500 * time.Millisecond
	halfWritten = 500 * time.Millisecond
)

// watching is what is known of files that others change. Its zero value watches
// nothing.
type watching struct {
	stop context.CancelFunc
	// peek asks for a look at once.
	peek chan struct{}
	// apart are the documents, by id, whose files hold something else, with the
	// paths of those that are read anew once their edits are taken back.
	apart map[string]string
}

// watcher is what is done with it.
type watcher struct{ *Files }

// Renewed is the intent to show what has become of documents whose files were
// changed on disk.
type Renewed struct{}

// Ready is a wish that has waited until what is open is what the files hold: to
// send a request, or to run what is at the place.
type Ready struct {
	Place string
	Run   bool
}

// Apart has the ids of the documents whose files hold something else than what
// is open. It must not be changed.
func Apart(f *Files) map[string]string { return f.watching.apart }

// Peek looks soon whether the files were changed on disk. Call it when the person
// comes back from other programs.
func Peek(f *Files) {
	select {
	case f.watching.peek <- struct{}{}:
	default: // it is under way, or nothing is watched
	}
}

// Fresh goes on with a wish once what is open is what the files hold.
func (f *Files) Fresh(then Ready) (tea.Cmd, pane.Intent) {
	if f.watching.stop == nil || f.busy() {
		return nil, then
	}
	ctx, ws := f.ctx, f.desk.Workspace
	return func() tea.Msg { return outsideMsg{ws: ws, found: store.Look(ctx, ws), then: then} }, nil
}

func (f *Files) busy() bool { return f.deps.Busy != nil && f.deps.Busy() }

// begin watches the files of the workspace on the desk. Before the private values
// are read that must not be: they are of the texts that were read.
func (f watcher) begin() tea.Cmd {
	f.end()
	ctx, stop := context.WithCancel(f.ctx)
	f.watching = watching{stop: stop, peek: make(chan struct{}, 1), apart: map[string]string{}}
	return f.watch(ctx, f.desk.Workspace)
}

func (f watcher) end() {
	if f.watching.stop != nil {
		f.watching.stop()
	}
	f.watching = watching{}
}

// watch waits in a command until a file was changed: nothing is drawn for the
// looks that find nothing.
func (f watcher) watch(ctx context.Context, ws *store.Workspace) tea.Cmd {
	peek := f.watching.peek
	return func() tea.Msg {
		for {
			timer := time.NewTimer(lookEvery)
			select {
			case <-ctx.Done():
				timer.Stop()
				return nil
			case <-peek:
				timer.Stop()
			case <-timer.C:
			}
			if found := look(ctx, ws); len(found) > 0 {
				return outsideMsg{ws: ws, found: found, watch: ctx}
			}
		}
	}
}

// look is a look, and another one if a file seems to be half written.
func look(ctx context.Context, ws *store.Workspace) []store.Outside {
	found := store.Look(ctx, ws)
	if !slices.ContainsFunc(found, func(o store.Outside) bool { return o.Gone || o.Problem != nil }) {
		return found
	}
	timer := time.NewTimer(halfWritten)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return nil
	case <-timer.C:
		return store.Look(ctx, ws)
	}
}

// reconsider reads the files of documents anew whose edits were taken back.
func (f watcher) reconsider() {
	for id, path := range f.watching.apart {
		if path != "" && !desk.Ahead(f.desk, id) {
			store.Return(f.desk.Workspace, path)
			Peek(f.Files)
		}
	}
}

// theirs takes what is in the files in place of edits of one's own.
func (f watcher) theirs(ids []string) tea.Cmd {
	ctx, ws := f.ctx, f.desk.Workspace
	return func() tea.Msg { return outsideMsg{ws: ws, found: store.Theirs(ctx, ws, ids), give: ids} }
}

// outsideMsg brings the files that were changed on disk.
type outsideMsg struct {
	ws    *store.Workspace
	found []store.Outside
	// give are the documents whose edits the person gives up.
	give []string
	// watch goes on watching, then with a wish.
	watch context.Context
	then  pane.Intent
}

func (msg outsideMsg) apply(f *Files) (tea.Cmd, pane.Intent) {
	if msg.ws != f.desk.Workspace {
		return nil, nil
	}
	var cmds []tea.Cmd
	var in pane.Batch
	if len(msg.found) > 0 && (!f.busy() || msg.give != nil) {
		in = watcher{f}.take(msg.found, msg.give)
		cmds = append(cmds, f.Keep())
	}
	if msg.watch != nil {
		cmds = append(cmds, watcher{f}.watch(msg.watch, msg.ws))
	}
	if msg.then != nil {
		in = append(in, msg.then)
	}
	return tea.Batch(cmds...), in
}

// take takes in what was changed on disk where there are no edits, and says what
// has become of it.
func (f watcher) take(found []store.Outside, give []string) pane.Batch {
	var renewed, back []string
	var told []string
	apart := maps.Clone(f.watching.apart)
	for _, o := range found {
		readable := o.Collection != nil || o.Environment != nil
		edited := desk.Ahead(f.desk, o.ID) && !slices.Contains(give, o.ID)
		name := filepath.Base(o.File)
		switch {
		case readable && !edited && desk.Open(f.desk, o.ID):
			if store.Take(f.desk.Workspace, o) {
				desk.Renew(f.desk, o)
				renewed = append(renewed, name)
				delete(apart, o.ID)
			}
		case !store.Leave(f.desk.Workspace, o) && !slices.Contains(give, o.ID): // it is known
		case o.Same:
			back = append(back, name)
			delete(apart, o.ID)
		case desk.Open(f.desk, o.ID):
			apart[o.ID] = ""
			if readable {
				apart[o.ID] = o.File
			}
			told = append(told, f.why(o))
		}
	}
	f.watching.apart = apart
	switch {
	case len(told) > 1:
		return pane.Batch{Renewed{}, warn(fmt.Sprintf("%s (and %d more)", told[0], len(told)-1))}
	case len(told) == 1:
		return pane.Batch{Renewed{}, warn(told[0])}
	case len(renewed) > 0:
		return pane.Batch{Renewed{}, note(were(renewed) + " changed on disk and read anew")}
	case len(back) > 0:
		return pane.Batch{Renewed{}, note("on disk again as it was read: " + strings.Join(back, ", "))}
	}
	return nil
}

// why says why a file is not read anew, and what there is to do. The name comes
// last: a narrow screen cuts what is long.
func (f watcher) why(o store.Outside) string {
	name := filepath.Base(o.File)
	switch {
	case o.Gone:
		return "deleted or moved on disk, what is open stays: " + name
	case o.Problem != nil:
		return "cannot be read any more, what is open stays: " + name + ", " + o.Problem.String()
	}
	return "changed on disk, and here: " + f.env.Keys.Shown(keymap.Save) + " asks which to keep of " + name
}

// were names files in front of what was done to them.
func were(names []string) string {
	switch n := len(names); {
	case n == 1:
		return names[0] + " was"
	case n <= 3:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1] + " were"
	}
	return words.Plural(len(names), "file") + " were"
}
