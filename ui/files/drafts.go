package files

import (
	"context"
	"math"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/store"
	"postern/ui/choices"
	"postern/ui/desk"
	"postern/ui/dialog/confirm"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/words"
)

// recoverName is the question what becomes of drafts.
const recoverName = "recover"

// What is unsaved is kept once there was no edit for draftDelay: it is copied
// then, which takes a moment if it is much. Who never rests loses no more than
// longestDelay to a crash.
const (
	draftDelay   = 1500 * time.Millisecond
	longestDelay = 10 * time.Second
)

// drafting keeps what is unsaved in the private state, one write at a time. Its
// zero value is for a workspace that was just opened.
type drafting struct {
	// seen is the desk's count of edits when it was last looked at.
	seen int
	// number is that of the last write; due says that the next one waits for its
	// time, writing that one goes on and again that something has changed since.
	number              int
	due, writing, again bool
	// first is when the first edit was that is not kept; at is the count of
	// edits when it was last waited for.
	first time.Time
	at    int
	// keys counts typing that no edit was made of yet; asked says that the pane
	// was asked for it.
	keys, taken int
	asked       bool
	// kept says that there may be something in the state.
	kept bool
	// told says that a failure was told: once is enough.
	told bool
	// given says that the person gives up what is unsaved.
	given bool
	// offered are what posterns that died left behind.
	offered []store.Draft
}

// drafter is what is done with them.
type drafter struct{ *Files }

// Look sees to it that what is unsaved survives a crash. Call it after every
// message; typed says that it was one that may have changed a text in a pane.
func (f *Files) Look(typed bool) tea.Cmd {
	d := &f.drafts
	if typed {
		d.keys++
	}
	if d.seen == f.desk.Edits() && !typed || f.desk.Workspace == nil {
		return nil
	}
	d.seen = f.desk.Edits()
	watcher{f}.reconsider()
	switch {
	case d.due:
	case d.writing:
		d.again = true
	default:
		return drafter{f}.soon()
	}
	return nil
}

// soon lets a moment pass before edits are kept. What is to be forgotten is
// forgotten at once.
func (f drafter) soon() tea.Cmd {
	if !f.desk.Unsaved() && f.drafts.keys == f.drafts.taken {
		if !f.drafts.kept {
			return nil
		}
		return f.keep()
	}
	f.drafts.due, f.drafts.first = true, time.Now()
	return f.wait()
}

func (f drafter) wait() tea.Cmd {
	f.drafts.at = f.desk.Edits() + f.drafts.keys
	ws := f.desk.Workspace
	return tea.Tick(draftDelay, func(time.Time) tea.Msg { return draftDueMsg{ws} })
}

type draftDueMsg struct{ ws *store.Workspace }

func (msg draftDueMsg) apply(f *Files) (tea.Cmd, pane.Intent) {
	if msg.ws != f.desk.Workspace || !f.drafts.due {
		return nil, nil
	}
	d := &f.drafts
	switch {
	case d.asked:
	case d.at != f.desk.Edits()+d.keys && time.Since(d.first) < longestDelay:
		return drafter{f}.wait(), nil
	case d.keys != d.taken: // the pane first, then what is unsaved
		d.asked, d.taken = true, d.keys
		return func() tea.Msg { return msg }, KeepAsked{}
	}
	d.asked, d.due = false, false
	if !d.kept && !f.desk.Unsaved() {
		return nil, nil
	}
	return drafter{f}.keep(), nil
}

func (f drafter) keep() tea.Cmd {
	d := &f.drafts
	d.number++
	ctx, ws, number, docs := context.WithoutCancel(f.ctx), f.desk.Workspace, d.number, desk.Drafts(f.desk)
	d.writing, d.kept = true, len(docs) > 0
	return func() tea.Msg { return draftedMsg{ws, store.DraftsOf(ws).Keep(ctx, number, docs)} }
}

type draftedMsg struct {
	ws  *store.Workspace
	err error
}

func (msg draftedMsg) apply(f *Files) (tea.Cmd, pane.Intent) {
	d := &f.drafts
	if msg.ws != f.desk.Workspace {
		return nil, nil
	}
	d.writing = false
	var cmd tea.Cmd
	if d.again {
		d.again = false
		cmd = drafter{f}.soon()
	}
	if msg.err == nil || d.told {
		return cmd, nil
	}
	d.told = true
	return cmd, failure(msg.err)
}

// Discard says that the person gives up what is unsaved, and ends the program.
func (f *Files) Discard() { f.drafts.given = true }

// flush leaves what is unsaved for the next time, unless it was given up.
func (f drafter) flush(ctx context.Context) error {
	if f.desk.Workspace == nil {
		return nil
	}
	var docs []store.Unsaved
	if !f.drafts.given {
		docs = desk.Drafts(f.desk)
	}
	return store.DraftsOf(f.desk.Workspace).Keep(ctx, math.MaxInt, docs)
}

// drop forgets what is kept of a workspace that makes room for another.
func (f drafter) drop() tea.Cmd {
	if !f.drafts.kept && !f.drafts.writing {
		return nil
	}
	ctx, ws := context.WithoutCancel(f.ctx), f.desk.Workspace
	return func() tea.Msg { return keptMsg{store.DraftsOf(ws).Keep(ctx, math.MaxInt, nil)} }
}

// find looks for what posterns that died left of this workspace. asked says that
// the person wants to know.
func (f drafter) find(asked bool) tea.Cmd {
	ctx, ws := f.ctx, f.desk.Workspace
	return func() tea.Msg {
		ds, err := store.DraftsOf(ws).Left(ctx)
		return draftsFoundMsg{ws, ds, asked, err}
	}
}

// AskRecover offers again what was left unsaved before and put off.
func AskRecover(f *Files) tea.Cmd { return drafter{f}.find(true) }

type draftsFoundMsg struct {
	ws     *store.Workspace
	drafts []store.Draft
	asked  bool
	err    error
}

func (msg draftsFoundMsg) apply(f *Files) (tea.Cmd, pane.Intent) {
	switch {
	case msg.ws == f.desk.Workspace && msg.asked && msg.err == nil && len(msg.drafts) == 0:
		return nil, note("nothing was left unsaved")
	case msg.ws != f.desk.Workspace || len(msg.drafts) == 0:
		return nil, failure(msg.err)
	}
	f.drafts.offered = msg.drafts
	question := choices.Recover(recoverName, msg.drafts, time.Now())
	if f.desk.Unsaved() {
		question.Lines = append(question.Lines, safe.Text{}, safe.Lit("They take the place of what is unsaved now in the same document; undo brings that back."))
	}
	return nil, pane.Batch{failure(msg.err), shown(confirm.New(f.env, question), !msg.asked)}
}

// settle carries out the answer to what becomes of drafts.
func (f drafter) settle(choice string) (tea.Cmd, pane.Intent) {
	ctx, ws, ds := context.WithoutCancel(f.ctx), f.desk.Workspace, f.drafts.offered
	f.drafts.offered = nil
	switch choice {
	case "recover":
		return func() tea.Msg {
			msg := recoveredMsg{ws: ws, drafts: ds}
			for _, d := range ds {
				u, err := store.DraftsOf(ws).Recover(d)
				if err != nil {
					msg.err = err
					continue
				}
				msg.docs = append(msg.docs, u)
			}
			return msg
		}, nil
	case "discard":
		return func() tea.Msg { return keptMsg{store.DraftsOf(ws).Discard(ctx, ds)} }, note("the unsaved edits are gone")
	}
	return nil, note("the unsaved edits are kept: " + f.env.Keys.Shown(keymap.RecoverEdits) + " offers them again")
}

// firstOf is the first item that was edited and is there, or "".
func firstOf(u store.Unsaved) string {
	for _, id := range u.Items {
		if u.Collection.Chain(id) != nil {
			return id
		}
	}
	return ""
}

// recoveredMsg brings what was unsaved.
type recoveredMsg struct {
	ws     *store.Workspace
	drafts []store.Draft
	docs   []store.Unsaved
	err    error
}

func (msg recoveredMsg) apply(f *Files) (tea.Cmd, pane.Intent) {
	if msg.ws != f.desk.Workspace {
		return nil, nil
	}
	in := pane.Batch{}
	for _, u := range msg.docs {
		desk.Recover(f.desk, u)
		if u.Collection != nil {
			in = append(in, Added{ID: u.Collection.ID, Item: firstOf(u)})
		}
	}
	in = append(in, Changed{}, Saved{}, failure(msg.err))
	if msg.err != nil {
		return nil, in // they stay for another try
	}
	f.drafts.seen, f.drafts.due = f.desk.Edits(), false
	keep, ctx := drafter{f}.keep(), context.WithoutCancel(f.ctx)
	return func() tea.Msg {
		done := keep().(draftedMsg)
		if done.err == nil { // they are this program's own now
			done.err = store.DraftsOf(msg.ws).Discard(ctx, msg.drafts)
		}
		return done
	}, append(in, note("recovered "+words.Plural(len(msg.docs), "document")+", unsaved"))
}
