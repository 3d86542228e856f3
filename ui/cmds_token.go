package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"postern/auth"
	"postern/auth/tokens"
	tokenlist "postern/ui/dialog/tokens"
)

// wallet is what is done with tokens.
type wallet struct{ *Model }

// peekToken looks, without network, whether there is a token for the chosen
// request.
func (m wallet) peekToken() tea.Cmd {
	m.token = tokenBar{}
	if m.desk.Item() == nil {
		return nil
	}
	job, ctx, mgr := m.desk.Job(), m.ctx, m.deps.Tokens
	if job.Auth.Type != "oauth2" {
		return nil
	}
	return func() tea.Msg {
		t, ok := mgr.Peek(ctx, job.ResolvedAuth())
		return tokenMsg{itemID: job.ItemID, realm: job.Auth.Realm, bar: tokenBar{token: t, known: ok}}
	}
}

// tokenMsg brings the token of a request in an environment.
type tokenMsg struct {
	itemID, realm string
	bar           tokenBar
}

func (msg tokenMsg) apply(m *Model) tea.Cmd {
	if msg.itemID != m.desk.ItemID() || msg.realm != m.desk.Job().Auth.Realm {
		return nil
	}
	m.token = msg.bar
	return m.tick()
}

// listTokens opens the dialog of all tokens.
func (m wallet) listTokens() tea.Cmd {
	ctx, mgr := m.ctx, m.deps.Tokens
	return func() tea.Msg {
		list, err := mgr.List(ctx)
		return tokensMsg{list: list, err: err}
	}
}

// tokensMsg brings all tokens.
type tokensMsg struct {
	list []auth.Token
	err  error
	// note is told once the list is up to date.
	note string
}

func (msg tokensMsg) apply(m *Model) tea.Cmd {
	if msg.err != nil {
		return m.toast.Fail(msg.err)
	}
	var cmd tea.Cmd
	if msg.note != "" {
		cmd = m.toast.Note(msg.note)
	}
	if d, ok := m.dialogs.Top().(*tokenlist.Tokens); ok {
		d.SetTokens(msg.list)
		return tea.Batch(cmd, wallet{m}.peekToken())
	}
	return tea.Batch(cmd, m.push(tokenlist.New(m.env, msg.list, m.now())), wallet{m}.peekToken())
}

// refreshToken renews a token now.
func (m wallet) refreshToken(key string) tea.Cmd {
	return m.withToken(key, func(ctx context.Context, mgr *tokens.Manager, t auth.Token) (string, error) {
		_, err := mgr.Renew(ctx, t.Config, t)
		return t.Name + " is renewed", err
	})
}

func (m wallet) deleteToken(key string) tea.Cmd {
	return m.withToken(key, func(ctx context.Context, mgr *tokens.Manager, t auth.Token) (string, error) {
		return t.Name + " is deleted here; the server still knows it", mgr.Delete(ctx, key)
	})
}

// copyToken puts an access token into the clipboard: the one way it leaves the
// program, and only by this key.
func (m wallet) copyToken(key string) tea.Cmd {
	ctx, mgr := m.ctx, m.deps.Tokens
	return func() tea.Msg {
		list, err := mgr.List(ctx)
		for _, t := range list {
			if t.Key == key {
				return copyMsg{what: "the access token of " + t.Name, text: t.Access.Reveal()}
			}
		}
		return keptMsg{err}
	}
}

// copyMsg brings a text for the clipboard.
type copyMsg struct{ what, text string }

func (msg copyMsg) apply(m *Model) tea.Cmd { return m.copied(msg.what, msg.text) }

// withToken does something with a token and lists them all anew.
func (m wallet) withToken(key string, do func(context.Context, *tokens.Manager, auth.Token) (string, error)) tea.Cmd {
	ctx, mgr := m.ctx, m.deps.Tokens
	return func() tea.Msg {
		list, err := mgr.List(ctx)
		if err != nil {
			return tokensMsg{err: err}
		}
		note := ""
		for _, t := range list {
			if t.Key == key {
				if note, err = do(ctx, mgr, t); err != nil {
					return tokensMsg{err: err}
				}
			}
		}
		list, err = mgr.List(ctx)
		return tokensMsg{list: list, note: note, err: err}
	}
}

// loggedIn answers a waiting login.
func (m wallet) loggedIn(id, pasted string, err error) tea.Cmd {
	q, ok := m.logins[id]
	if !ok {
		return nil
	}
	q.Answer(pasted, err)
	if err != nil {
		delete(m.logins, id)
	}
	return nil
}
