package wallet

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"postern/auth"
	"postern/auth/tokens"
	"postern/ui/dialog/newtoken"
	"postern/ui/pane"
)

// flow is a new token on its way.
type flow struct {
	subject Subject
	// key is the token to replace by a new login, "" for one more token.
	key    string
	dialog *newtoken.Dialog
	cancel context.CancelFunc
	steps  chan string
	calls  []auth.TokenCall
	token  auth.Token
}

// Get gets a new access token for the chosen subject: what it does stands in a
// dialog, and the token is used once the person says so.
func (w *Wallet) Get() (tea.Cmd, pane.Intent) {
	if w.subject.Config == nil {
		return nil, nil
	}
	return w.begin(w.subject, "")
}

// again logs in anew for a token of the list.
func (w *Wallet) again(key string) tea.Cmd {
	ctx, mgr := w.ctx, w.deps.Tokens
	return func() tea.Msg {
		t, err := find(ctx, mgr, key)
		if err != nil {
			return changedMsg{err: err}
		}
		return againMsg{t}
	}
}

// againMsg brings the token to log in for.
type againMsg struct{ t auth.Token }

func (msg againMsg) apply(w *Wallet) (tea.Cmd, pane.Intent) {
	t := msg.t
	return w.begin(Subject{ID: t.Key, Config: func() auth.Config { return t.Config }}, t.Key)
}

func (w *Wallet) begin(s Subject, key string) (tea.Cmd, pane.Intent) {
	id := w.newID("newtoken")
	f := &flow{subject: s, key: key, dialog: newtoken.New(w.env, id, key != "", w.now())}
	w.flows[id] = f
	return w.run(id, f), Opened{Dialog: f.dialog}
}

// run starts the grant of a flow.
func (w *Wallet) run(id string, f *flow) tea.Cmd {
	ctx, cancel := context.WithCancel(w.ctx)
	f.cancel, f.calls, f.steps = cancel, nil, make(chan string, 16)
	steps, mgr, config, key := f.steps, w.deps.Tokens, f.subject.Config, f.key
	get := func() tea.Msg {
		defer cancel()
		defer close(steps)
		var calls []auth.TokenCall
		traced := auth.WithTrace(ctx, func(c auth.TokenCall) { calls = append(calls, c) })
		traced = auth.WithSteps(traced, func(s string) {
			select {
			case steps <- s:
			default: // nobody reads that fast
			}
		})
		var t auth.Token
		var err error
		if key != "" {
			t, err = mgr.LoginAgain(traced, key)
		} else {
			t, err = mgr.Get(traced, config())
		}
		return gotMsg{id: id, flow: f, token: t, calls: calls, err: err}
	}
	return tea.Batch(get, nextStep(id, steps))
}

// nextStep waits for the next thing that a flow does.
func nextStep(id string, steps chan string) tea.Cmd {
	return func() tea.Msg {
		if s, ok := <-steps; ok {
			return stepMsg{id: id, step: s, steps: steps}
		}
		return nil
	}
}

// stepMsg says what a flow does.
type stepMsg struct {
	id, step string
	steps    chan string
}

func (msg stepMsg) apply(w *Wallet) (tea.Cmd, pane.Intent) {
	if f := w.flows[msg.id]; f != nil && f.steps == msg.steps {
		f.dialog.Step(msg.step, w.now())
	}
	return nextStep(msg.id, msg.steps), nil
}

// gotMsg is the end of a grant.
type gotMsg struct {
	id    string
	flow  *flow
	token auth.Token
	calls []auth.TokenCall
	err   error
}

func (msg gotMsg) apply(w *Wallet) (tea.Cmd, pane.Intent) {
	f := w.flows[msg.id]
	if f == nil || f != msg.flow {
		return nil, nil
	}
	f.calls, f.token = msg.calls, msg.token
	if msg.err != nil {
		f.dialog.Fail(msg.err, msg.calls, w.now())
		return nil, nil
	}
	f.dialog.Done(msg.token, msg.calls, w.now())
	return w.relist(""), nil
}

// handleFlow carries out what the dialog of a flow was answered.
func (w *Wallet) handleFlow(in pane.Intent) (cmd tea.Cmd, out pane.Intent, ok bool) {
	switch in := in.(type) {
	case newtoken.UseAsked:
		return w.take(in.ID), nil, true
	case newtoken.RetryAsked:
		if f := w.flows[in.ID]; f != nil {
			f.dialog.Restart(w.now())
			return w.run(in.ID, f), nil, true
		}
	case newtoken.EditAsked:
		w.end(in.ID)
		return nil, EditAsked{in.Where}, true
	case newtoken.Cancelled:
		w.end(in.ID)
	case newtoken.CopyTrace:
		if f := w.flows[in.ID]; f != nil {
			return nil, CopyAsked{What: "the trace, without secrets", Text: auth.TraceText(f.calls)}, true
		}
	case newtoken.CopyToken:
		if f := w.flows[in.ID]; f != nil {
			return w.copy(f.token.Key, false), nil, true
		}
	default:
		return w.handleLogin(in)
	}
	return nil, nil, true
}

// end forgets a flow, and stops it if it is under way.
func (w *Wallet) end(id string) {
	if f := w.flows[id]; f != nil {
		f.cancel()
		delete(w.flows, id)
	}
}

// take uses the new token of a flow.
func (w *Wallet) take(id string) tea.Cmd {
	f := w.flows[id]
	if f == nil {
		return nil
	}
	w.end(id)
	config := f.subject.Config
	if f.key != "" { // it took the place of the one it was got for
		return w.relist(f.token.Name + " is logged in again")
	}
	return w.change(f.token.Key, func(ctx context.Context, m *tokens.Manager, t auth.Token) (string, error) {
		return t.Name + " is sent from now on", m.Use(ctx, config(), t.Key)
	})
}
