package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/payload"
	"postern/engine/vars"
	"postern/ui/layout"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// sending is what is done with the chosen request.
type sending struct{ *Model }

// send sends the chosen request. A request that is already in flight is not
// sent twice.
func (m sending) send() tea.Cmd {
	it := m.desk.Item()
	if it == nil || m.sends.flying[it.ID] != nil {
		return nil
	}
	job := m.desk.Job()
	job.ID = m.newID()
	ctx, cancel := context.WithCancel(m.ctx)
	f := &flight{id: job.ID, itemID: it.ID, started: m.now(), cancel: cancel}
	m.sends.flying[it.ID] = f
	m.response.SetProgress(bottom(m).progress(f))
	if m.screen.out.Panes[layout.Response].Empty() { // one column: show where the answer comes
		m.setFocus(layout.Response)
	}
	return tea.Batch(sendCmd(ctx, m.deps.Engine, job, f), m.showRequest(), m.tick())
}

func sendCmd(ctx context.Context, e *engine.Engine, job collection.Job, f *flight) tea.Cmd {
	return func() tea.Msg {
		x, err := e.Send(ctx, job, func(ev engine.Event) { f.event.Store(&ev) })
		return sendDoneMsg{id: job.ID, itemID: job.ItemID, path: job.Path, x: x, err: err}
	}
}

// sendDoneMsg brings what a send produced. On an error x may still hold what
// was sent; it is nil if the request could not be built.
type sendDoneMsg struct {
	id, itemID string
	// path are the names down to the request.
	path []string
	x    *engine.Exchange
	err  error
}

func (msg sendDoneMsg) apply(m *Model) tea.Cmd {
	x := msg.exchange()
	if !m.sends.done(msg.itemID, msg.id, x) {
		discard(x)
		return nil
	}
	m.tour.NoteSend(x)
	if msg.itemID != m.desk.ItemID() {
		return m.toast.note(msg.path[len(msg.path)-1] + " has answered")
	}
	m.response.SetExchange(x)
	// Not the exchange's token: the environment may be another one by now.
	return tea.Batch(bodies{m}.document(x, false), m.showRequest(), wallet{m}.peekToken(), sending{m}.missing(x), m.tick())
}

// exchange is what came back, with the error in it.
func (msg sendDoneMsg) exchange() *engine.Exchange {
	x := msg.x
	if x == nil {
		x = &engine.Exchange{ID: msg.id, ItemID: msg.itemID, Path: msg.path}
	}
	if x.Err == nil && msg.err != nil && !errors.As(msg.err, &x.Err) {
		x.Err = &engine.Error{Stage: engine.StageTransfer, Summary: "the send failed", Err: msg.err}
	}
	return x
}

// missing offers to set the variable that a failed send lacked.
func (m sending) missing(x *engine.Exchange) tea.Cmd {
	if x.Err == nil || len(x.Err.Missing) == 0 {
		return nil
	}
	return asks(m).askMissing(x.Err.Missing[0])
}

// doing says in a few words what a send is about.
func doing(e engine.Event) string {
	switch e.Phase {
	case engine.PhaseAuthorizing:
		return "getting the token " + e.Token
	case engine.PhaseConnecting:
		return "connecting"
	case engine.PhaseReceiving:
		if e.Total > 0 {
			return fmt.Sprintf("receiving %s of %s", payload.FormatSize(e.Received), payload.FormatSize(e.Total))
		}
		return "receiving " + payload.FormatSize(e.Received)
	}
	return string(e.Phase)
}

// preview builds the request as it would go out, without sending it.
func (m sending) preview() tea.Cmd {
	it := m.desk.Item()
	if it == nil {
		return nil
	}
	job, rev, ctx, e := m.desk.Job(), m.desk.Rev, m.ctx, m.deps.Engine
	return func() tea.Msg {
		p, err := e.Prepare(ctx, job)
		return previewMsg{itemID: job.ItemID, rev: rev, lines: previewLines(p, err)}
	}
}

// previewMsg brings the exact request.
type previewMsg struct {
	itemID string
	rev    int
	lines  []text.Line
}

func (msg previewMsg) apply(m *Model) tea.Cmd {
	m.request.SetPreview(msg.itemID, msg.rev, msg.lines)
	return nil
}

// previewLines shows a prepared request, secrets masked and unresolved names
// marked.
func previewLines(p *engine.Prepared, err error) []text.Line {
	var failed *engine.Error
	var out []text.Line
	if errors.As(err, &failed) {
		out = append(out, text.Of(theme.Error, safe.Clean("✗ "+failed.Summary)))
		if failed.Hint != "" {
			out = append(out, text.Of(theme.Accent, safe.Clean("  "+failed.Hint)))
		}
	}
	if p == nil {
		return out
	}
	for _, w := range p.Warnings {
		out = append(out, text.Of(theme.Warn, safe.Clean("! "+w)))
	}
	if len(out) > 0 {
		out = append(out, nil)
	}
	for i, l := range engine.Lines(p, p.Redactor()) {
		out = append(out, previewLine(i, l))
	}
	return out
}

// previewLine colours one line of HTTP text: names before a colon, and what
// could not be resolved.
func previewLine(i int, s string) text.Line {
	if i == 0 {
		method, rest, _ := strings.Cut(s, " ")
		return append(text.Of(theme.Method(method), safe.Clean(method+" ")), marked(rest)...)
	}
	if name, value, ok := strings.Cut(s, ": "); ok && !strings.ContainsAny(name, " {\"") {
		return append(text.Of(theme.JSONKey, safe.Clean(name)).Plus(theme.Faint, safe.Lit(": ")), marked(value)...)
	}
	return marked(s)
}

// marked marks the names that were left in a text.
func marked(s string) text.Line {
	var out text.Line
	at := 0
	for _, r := range vars.Scan(s) {
		out = out.Plus(theme.Plain, safe.Clean(s[at:r.Start])).Plus(theme.Unresolved, safe.Clean(s[r.Start:r.End]))
		at = r.End
	}
	return out.Plus(theme.Plain, safe.Clean(s[at:]))
}
