package files

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/store"
	"postern/ui/bring"
	"postern/ui/choices"
	"postern/ui/desk"
	"postern/ui/dialog"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/message"
	"postern/ui/dialog/prompt"
	"postern/ui/pane"
	"postern/ui/pane/tree"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/words"
)

// The questions of an import.
const (
	importName = bring.Question
	linkName   = "import.link"
	fetchName  = "import.fetch"
	foundName  = "import.found"
)

// clipboardWait is how long a terminal may take to give its clipboard. Many
// never answer.
const clipboardWait = 2 * time.Second

// bringing is an import under way.
type bringing struct {
	// id is that of the last one; what comes of others is too late.
	id   int
	stop context.CancelFunc
	// clipboard says that the terminal was asked for it.
	clipboard bool
	// address waits to be fetched, found to be taken in.
	address string
	found   bring.Found
}

// bringer is what is done with it.
type bringer struct{ *Files }

// AskImport asks what is to be opened or imported.
func (f *Files) AskImport() pane.Intent {
	f.bringing.clipboard = false
	return shown(prompt.New(f.env, choices.Import(importName)), false)
}

// entered takes what was typed or pasted.
func (f bringer) entered(text string) (tea.Cmd, pane.Intent) {
	b := &f.bringing
	switch bring.KindOf(text) {
	case bring.Link:
		if f.deps.Links == nil {
			return nil, warn("nothing is fetched here")
		}
		b.address = strings.TrimSpace(text)
		return nil, shown(confirm.New(f.env, bring.AskLink(linkName, b.address)), false)
	case bring.Document:
		return nil, f.look("reading what was pasted", func(ctx context.Context) (bring.Found, error) { return bring.Text(ctx, text) })
	case bring.Path:
		return nil, f.look("reading "+filepath.Base(text), func(ctx context.Context) (bring.Found, error) { return bring.File(ctx, text) })
	}
	if b.clipboard {
		return nil, note("the clipboard is empty")
	}
	b.clipboard, b.id = true, b.id+1
	id := b.id
	return tea.Batch(tea.ReadClipboard, tea.Tick(clipboardWait, func(time.Time) tea.Msg { return noClipboardMsg{id} })), nil
}

// Clipboard takes what the terminal says is in its clipboard, if it was asked.
func (f *Files) Clipboard(text string) (tea.Cmd, pane.Intent) {
	if !f.bringing.clipboard {
		return nil, nil
	}
	cmd, in := bringer{f}.entered(text)
	f.bringing.clipboard = false
	return cmd, in
}

type noClipboardMsg struct{ id int }

func (msg noClipboardMsg) apply(f *Files) (tea.Cmd, pane.Intent) {
	if !f.bringing.clipboard || msg.id != f.bringing.id {
		return nil, nil
	}
	f.bringing.clipboard = false
	return nil, pane.Batch{warn("this terminal does not give its clipboard: paste the text here"), f.AskImport()}
}

// fetch gets what a link leads to; it can be stopped.
func (f bringer) fetch(choice string) (tea.Cmd, pane.Intent) {
	if choice != "fetch" {
		return nil, nil
	}
	by, address := f.deps.Links, f.bringing.address
	look := f.look("", func(ctx context.Context) (bring.Found, error) { return bring.Page(ctx, by, address) })
	return nil, pane.Batch{look, shown(confirm.New(f.env, bring.Fetching(fetchName, address)), false)}
}

// look finds out what something is. A name is shown while it takes long.
func (f bringer) look(name string, do func(context.Context) (bring.Found, error)) pane.Intent {
	b := &f.bringing
	if b.stop != nil {
		b.stop()
	}
	var own context.Context
	own, b.stop = context.WithCancel(f.ctx)
	b.id++
	id := b.id
	return pane.Work{Name: name, Do: func(ctx context.Context) pane.Intent {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(own, cancel)()
		got, err := do(ctx)
		return found{id, got, err}
	}}
}

// found is what something is.
type found struct {
	id    int
	found bring.Found
	err   error
}

func (msg found) apply(f *Files) (tea.Cmd, pane.Intent) {
	b := &f.bringing
	if msg.id != b.id {
		return nil, nil
	}
	b.stop()
	over := dialog.Closed{Name: fetchName}
	ws := f.desk.Workspace
	switch {
	case errors.Is(msg.err, context.Canceled):
		return nil, over
	case msg.err != nil:
		return nil, pane.Batch{over, shown(message.New(f.env, message.Content{
			Title: safe.Lit("Not imported"), What: safe.Clean(msg.err.Error()), Role: theme.Error, Hint: safe.Clean(store.Hint(msg.err)),
		}), false)}
	case ws == nil || ws.Root() == "":
		if msg.found.Opens {
			return f.Open([]string{msg.found.Path}), over
		}
		return nil, pane.Batch{over, pane.Failed{Err: &store.Error{What: "there is no folder to import into", Tip: "open a folder first, or set HOME"}}}
	}
	b.found = msg.found
	empty := len(f.desk.Collections)+len(f.desk.Environments) == 0 && f.desk.Globals == nil
	question := msg.found.Ask(foundName, ws.Root(), empty)
	if f.passing {
		question.Lines = append(question.Lines, safe.Text{}, bring.InDemo())
	}
	return nil, pane.Batch{over, shown(confirm.New(f.env, question), false)}
}

// take carries out what is to become of what was found.
func (f bringer) take(choice string) (tea.Cmd, pane.Intent) {
	what := f.bringing.found
	f.bringing.found = bring.Found{}
	ctx, ws := f.ctx, f.desk.Workspace
	switch choice {
	case "instead":
		if f.desk.Unsaved() {
			return nil, drafter(f).refused()
		}
		return f.Open([]string{what.Path}), nil
	case "beside":
		return func() tea.Msg { return add(ctx, ws, []string{what.Path}, "opened") }, nil
	case "import", "copy":
		return func() tea.Msg {
			written, err := what.Batch.Write(context.WithoutCancel(ctx), store.NewFolder(ws.Root()))
			var paths []string
			for _, w := range written {
				paths = append(paths, w.File)
			}
			msg := add(ctx, ws, paths, "imported")
			msg.err = errors.Join(err, msg.err)
			return msg
		}, nil
	}
	return nil, nil
}

func add(ctx context.Context, ws *store.Workspace, paths []string, done string) addedMsg {
	added, err := store.Add(ctx, ws, paths)
	return addedMsg{ws: ws, added: added, paths: paths, done: done, err: err}
}

// addedMsg brings documents that were opened beside the others.
type addedMsg struct {
	ws    *store.Workspace
	added store.Added
	paths []string
	done  string
	err   error
}

func (msg addedMsg) apply(f *Files) (tea.Cmd, pane.Intent) {
	if msg.ws != f.desk.Workspace {
		return nil, failure(msg.err)
	}
	desk.Join(f.desk, msg.added)
	f.paths = f.with(msg.paths)
	in := pane.Batch{Opened{Problems: f.problems(), Own: !f.passing}}
	if len(msg.added.Collections) > 0 {
		in = append(in, Added{ID: msg.added.Collections[0].ID})
	}
	in = append(in, Changed{})
	switch n := len(msg.added.Collections) + len(msg.added.Environments); {
	case msg.err != nil:
		return nil, append(in, failure(msg.err))
	case len(msg.added.Problems) > 0:
		return nil, append(in, warn(filepath.Base(msg.added.Problems[0].File)+": "+msg.added.Problems[0].String()))
	case n == 0 && msg.added.Globals == nil && len(msg.added.Open) > 0:
		return nil, append(in, note(filepath.Base(msg.added.Open[0])+" is open already"))
	case msg.done == "imported":
		var names []string
		for _, p := range msg.paths {
			names = append(names, filepath.Base(p))
		}
		return nil, append(in, note("imported "+words.Plural(len(names), "file")+": "+strings.Join(names, ", ")))
	}
	return nil, append(in, note("opened "+words.Plural(len(msg.paths), "path")+" beside the others"))
}

// problems are what could not be read of the workspace.
func (f *Files) problems() []tree.Problem {
	ws := f.desk.Workspace
	var out []tree.Problem
	for _, p := range ws.Problems() {
		out = append(out, tree.Problem{File: choices.Relative(ws.Root(), p.File), Text: p.String()})
	}
	return out
}

// with are the paths of the workspace with more of them, as far as they are not
// below one of them already. Where none were named, the usual place is found
// again; if there is more than what is in it, it is the files that are open.
func (f *Files) with(more []string) []string {
	usual := len(f.paths) == 0
	all := slices.Clone(f.paths)
	if usual {
		all = []string{f.desk.Workspace.Root()}
	}
	known := len(all)
	for _, file := range more {
		below := func(p string) bool {
			if abs, err := filepath.Abs(p); err == nil {
				p = abs
			}
			rel, err := filepath.Rel(p, file)
			return err == nil && filepath.IsLocal(rel)
		}
		if !slices.ContainsFunc(all, below) {
			all = append(all, file)
		}
	}
	switch {
	case !usual:
		return all
	case len(all) == known:
		return nil
	}
	all = nil
	for _, c := range f.desk.Collections {
		all = append(all, c.File)
	}
	for _, e := range f.desk.Environments {
		all = append(all, e.File)
	}
	if g := f.desk.Globals; g != nil {
		all = append(all, g.File)
	}
	return all
}
