// Package files is what the workbench does with documents on disk: it opens
// workspaces, keeps current values in the private state as they change, saves,
// reads anew what was changed on disk, settles who wins where there are edits of
// one's own, keeps what is unsaved against a crash, and brings in what other tools
// wrote.
//
//	paths ─▶ Open ─▶ Opened ─▶ the private values ─▶ Changed
//	edits ─▶ Keep (at once, private) · Save (when asked, the files) ─▶ Saved
//	      └▶ Look (soon, private: drafts) ─▶ offered after a crash
//	disk  ─▶ every few seconds, Peek, Fresh ─▶ Renewed
//
// It works on the desk the workbench has. It runs what it is asked for in
// commands, whose messages ([Msg]) the workbench hands back to [Files.Update],
// and answers with intents for the rest of the screen.
package files

import (
	"context"
	"errors"
	"net/http"

	tea "charm.land/bubbletea/v2"

	"postern/store"
	"postern/ui/desk"
	"postern/ui/dialog"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/prompt"
	"postern/ui/pane"
	"postern/ui/pane/tree"
	"postern/ui/widget"
)

// Deps is what a [Files] works with.
type Deps struct {
	// Open reads a workspace. It is called in a command.
	Open func(ctx context.Context, paths []string) (*store.Workspace, error)
	// Opened is told which workspace is on the desk, and says whether what is
	// done in it goes away with the program; nil is none of that.
	Opened func(ws *store.Workspace) (passing bool)
	// EnvName is the environment to choose in the first workspace; "" is the
	// one used last.
	EnvName string
	// Links fetches what the person names by its address; nil fetches nothing.
	Links http.RoundTripper
	// Demo starts the tenant and writes the sample workspace; nil when there
	// is none to offer.
	Demo func(ctx context.Context) (paths []string, err error)
	// Busy says that the person is in the middle of something with what is open,
	// so that it must not become another one; nil is never.
	Busy func() bool
}

// Files is the state of all that. Make one with [New].
type Files struct {
	deps Deps
	env  widget.Env
	ctx  context.Context
	desk *desk.Desk

	// paths are what was opened.
	paths []string
	// conflicts wait for an answer.
	conflicts []conflict
	// afterRead is what waits for the private values to be read.
	afterRead func() (tea.Cmd, pane.Intent)
	drafts    drafting
	bringing  bringing
	watching  watching
	// passing says that what is done here goes away with the program.
	passing bool
}

// New returns the files of a desk; ctx ends what they have under way, except
// for what is being written.
func New(ctx context.Context, deps Deps, env widget.Env, d *desk.Desk) *Files {
	return &Files{deps: deps, env: env, ctx: ctx, desk: d}
}

// Restyle makes the dialogs to come look like env.
func (f *Files) Restyle(env widget.Env) { f.env = env }

// Msg is the result of one of the commands.
type Msg interface {
	apply(f *Files) (tea.Cmd, pane.Intent)
}

// Update takes a result in. The intent is for the rest of the screen.
func (f *Files) Update(msg Msg) (tea.Cmd, pane.Intent) { return msg.apply(f) }

// Answer carries out the answer to a question of this package; ok is false for
// one of others.
func (f *Files) Answer(in pane.Intent) (cmd tea.Cmd, out pane.Intent, ok bool) {
	if p, is := in.(prompt.Entered); is && p.Name == importName {
		cmd, out = bringer{f}.entered(p.Text)
		return cmd, out, true
	}
	if what, is := in.(found); is {
		cmd, out = what.apply(f)
		return cmd, out, true
	}
	a, _ := in.(confirm.Answered)
	switch a.Name {
	case linkName:
		cmd, out = bringer{f}.fetch(a.Choice)
		return cmd, out, true
	case fetchName:
		f.bringing.stop()
		return nil, nil, true
	case foundName:
		cmd, out = bringer{f}.take(a.Choice)
		return cmd, out, true
	case conflictName:
		return f.settle(a.Choice), nil, true
	case recoverName:
		cmd, out = drafter{f}.settle(a.Choice)
		return cmd, out, true
	}
	return nil, nil, false
}

// The intents.
type (
	// Opened says that another workspace is on the desk, or more of it, and what
	// of it could not be read. Own says that it is not the demo.
	Opened struct {
		Problems []tree.Problem
		Own      bool
	}
	// Changed says that environments or their values have changed, or which is
	// chosen.
	Changed struct{}
	// Added says that a collection was added or replaced, by its id, and which of
	// its items to show, or "".
	Added struct{ ID, Item string }
	// Saved says that the desk knows anew what is unsaved.
	Saved struct{}
	// KeepAsked asks the pane in which something is being typed for it.
	KeepAsked struct{}
	// QuitAsked says that what was to be saved before quitting is saved.
	QuitAsked struct{}
)

// shown is a dialog as an intent; sudden says that nobody asked for it.
func shown(d dialog.Dialog, sudden bool) pane.Intent { return dialog.Opened{Dialog: d, Sudden: sudden} }

// note is a word to the person.
func note(s string) pane.Intent { return pane.Noted{Text: s} }

// warn is a word to the person that something is not as they would have it.
func warn(s string) pane.Intent { return pane.Noted{Text: s, Warn: true} }

// failure is an error as an intent; nil for none, and for work that was
// stopped.
func failure(err error) pane.Intent {
	if err == nil || errors.Is(err, context.Canceled) {
		return nil
	}
	return pane.Failed{Err: err}
}

// keptMsg tells whether something went well that says nothing if it did.
type keptMsg struct{ err error }

func (msg keptMsg) apply(*Files) (tea.Cmd, pane.Intent) { return nil, failure(msg.err) }
