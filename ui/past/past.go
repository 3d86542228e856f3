// Package past is the history at work on the screen: it keeps what was sent,
// and answers what the dialogs over the history ask for.
//
//	a send is done ─▶ Keep ─▶ on disk
//	H ─▶ Ask ─▶ list ─┬─ open ──▶ Shown
//	                  ├─ again ─▶ SendAsked
//	                  └─ two ───▶ Opened (what differs)
//
// It sends nothing and shows nothing by itself: what it wishes for goes up as an
// intent. Everything that reads or writes is a command.
package past

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/engine"
	"postern/engine/diff"
	store "postern/store/history"
	"postern/ui/dialog"
	"postern/ui/dialog/compare"
	"postern/ui/dialog/history"
	"postern/ui/pane"
	"postern/ui/widget"
)

// Log is the history on disk; [store.Log] is one.
type Log interface {
	Add(ctx context.Context, x *engine.Exchange, m store.Meta) (id int64, err error)
	List(ctx context.Context, q store.Query) ([]store.Entry, error)
	Get(ctx context.Context, id int64) (*engine.Exchange, store.Entry, error)
	Delete(ctx context.Context, ids ...int64) error
	Purge(ctx context.Context) error
}

// page is how many rows are read at once.
const page = 200

// Past is the history on the screen. Make one with [New].
type Past struct {
	ctx context.Context
	log Log
	env widget.Env
	// list is the open dialog, nil for none.
	list *history.History
	// told says that a failure to keep a send was told: once is enough.
	told bool
}

// New returns the history of a log; nil keeps nothing. ctx ends what it has
// under way.
func New(ctx context.Context, log Log, env widget.Env) *Past {
	return &Past{ctx: ctx, log: log, env: env}
}

// Restyle makes the dialogs to come look like env.
func (p *Past) Restyle(env widget.Env) { p.env = env }

// The intents.
type (
	// Opened is a dialog to show.
	Opened = dialog.Opened
	// Shown is a send of the past to look at, and the request it was of. Its
	// ID is one that no send of this run has.
	Shown struct {
		Exchange         *engine.Exchange
		Collection, Item string
		// Run says that it was opened out of a run.
		Run bool
	}
	// SendAsked asks to send a request as it is now.
	SendAsked struct{ Collection, Item string }
	// Noted is a word to the person.
	Noted = pane.Noted
	// Failed is what went wrong.
	Failed = pane.Failed
)

// Msg is the result of one of the commands.
type Msg interface{ apply(p *Past) pane.Intent }

// Update takes a result in. The intent is for the rest of the screen; it may be
// nil.
func (p *Past) Update(msg Msg) pane.Intent { return msg.apply(p) }

// Keep writes a finished send to the history, without its secrets. The body is
// read in the command; one that was given up meanwhile is left out.
func (p *Past) Keep(x *engine.Exchange, m store.Meta) tea.Cmd {
	if p.log == nil || x == nil || x.Sent.Method == "" && x.Response == nil { // it was never built
		return nil
	}
	own := *x // the screen goes on with its own
	return func() tea.Msg {
		_, err := p.log.Add(p.ctx, &own, m)
		return keptMsg{err}
	}
}

type keptMsg struct{ err error }

func (m keptMsg) apply(p *Past) pane.Intent {
	if m.err == nil || p.told || errors.Is(m.err, context.Canceled) {
		return nil
	}
	p.told = true
	return Failed{Err: m.err}
}

// Ask opens the list.
func (p *Past) Ask(c history.Content, now time.Time) (tea.Cmd, pane.Intent) {
	if p.log == nil {
		return nil, Noted{Text: "there is no history: nothing private can be kept here"}
	}
	p.list = history.New(p.env, c, now)
	return p.read(p.list.Query()), Opened{Dialog: p.list}
}

// Handle answers the dialogs; ok is false for an intent of others.
func (p *Past) Handle(in pane.Intent) (cmd tea.Cmd, out pane.Intent, ok bool) {
	switch in := in.(type) {
	case history.ListAsked:
		return p.read(in.Query), nil, true
	case history.OpenAsked:
		p.list = nil
		return p.get(in), nil, true
	case history.ResendAsked:
		p.list = nil
		return nil, SendAsked{in.Collection, in.Item}, true
	case history.CompareAsked:
		return p.compare(in.Old, in.New), nil, true
	case history.DeleteAsked:
		return p.change(func() error { return p.log.Delete(p.ctx, in.ID) }, ""), nil, true
	case history.ClearAsked:
		return p.change(func() error { return p.log.Purge(p.ctx) }, "the history is empty"), nil, true
	case history.Closed:
		p.list = nil
		return nil, nil, true
	case compare.Closed:
		return nil, nil, true
	}
	return nil, nil, false
}

// read reads the rows of a query, and one more to know whether there is one.
func (p *Past) read(q history.Query) tea.Cmd {
	return func() tea.Msg {
		es, err := p.log.List(p.ctx, store.Query{
			Collection: q.Collection, Item: q.Item, Environment: q.Environment, Class: store.Class(q.Class), Text: q.Text, Before: q.Before, Limit: page + 1,
		})
		m := rowsMsg{query: q, err: err, more: len(es) > page}
		for _, e := range es[:min(len(es), page)] {
			m.rows = append(m.rows, row(e))
		}
		return m
	}
}

// row is an entry as the dialog shows it.
func row(e store.Entry) history.Row {
	return history.Row{
		ID: e.ID, Started: e.Started, Took: e.Duration, Collection: e.Collection, Item: e.Item, Name: e.Name(),
		Environment: e.EnvironmentName, Method: e.Method, URL: e.URL, Status: e.Status, Problem: e.Problem, Size: e.Received, Tests: e.Tests, Passed: e.Passed, Run: e.Run > 0,
	}
}

type rowsMsg struct {
	query history.Query
	rows  []history.Row
	more  bool
	err   error
}

func (m rowsMsg) apply(p *Past) pane.Intent {
	if p.list != nil {
		p.list.SetRows(m.query, m.rows, m.more, m.err)
	}
	return nil
}

// get reads a send to be shown.
func (p *Past) get(in history.OpenAsked) tea.Cmd {
	return func() tea.Msg {
		x, e, err := p.log.Get(p.ctx, in.ID)
		if err != nil {
			return failedMsg{err}
		}
		x.ID = "history " + strconv.FormatInt(in.ID, 10)
		return intentMsg{Shown{x, e.Collection, e.Item, in.Run}}
	}
}

// compare finds what differs between two sends.
func (p *Past) compare(older, newer int64) tea.Cmd {
	return func() tea.Msg {
		a, ea, err := p.log.Get(p.ctx, older)
		if err != nil {
			return failedMsg{err}
		}
		b, eb, err := p.log.Get(p.ctx, newer)
		if err != nil {
			return failedMsg{err}
		}
		sections, err := diff.Exchanges(p.ctx, a, b)
		if err != nil {
			return failedMsg{fmt.Errorf("compare: %w", err)}
		}
		return comparedMsg{compare.Content{Old: title(ea), New: title(eb), Sections: sections}}
	}
}

type comparedMsg struct{ content compare.Content }

func (m comparedMsg) apply(p *Past) pane.Intent { return Opened{Dialog: compare.New(p.env, m.content)} }

// title names a send for a comparison.
func title(e store.Entry) string {
	what := "failed"
	if e.Status != 0 {
		what = strconv.Itoa(e.Status)
	}
	return e.Started.Format("Jan 2 15:04:05") + " " + what
}

// change deletes, and says note when it is done.
func (p *Past) change(f func() error, note string) tea.Cmd {
	return func() tea.Msg {
		if err := f(); err != nil {
			return failedMsg{err}
		}
		if note == "" {
			return nil
		}
		return intentMsg{Noted{Text: note}}
	}
}

type failedMsg struct{ err error }

func (m failedMsg) apply(*Past) pane.Intent {
	if errors.Is(m.err, context.Canceled) {
		return nil
	}
	return Failed{Err: m.err}
}

// intentMsg is a result that only the rest of the screen has something to do
// with.
type intentMsg struct{ in pane.Intent }

func (m intentMsg) apply(*Past) pane.Intent { return m.in }
