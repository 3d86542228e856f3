package wallet

import (
	"context"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"postern/auth"
	"postern/auth/claims"
	"postern/auth/tokens"
	"postern/engine/collection"
	"postern/ui/dialog/confirm"
	tokenlist "postern/ui/dialog/tokens"
	"postern/ui/pane"
)

// list is the dialog of all tokens, while it is open.
type list struct {
	dialog *tokenlist.Tokens
	open   bool
	names  map[string]string
}

// Realms are the names of environments, by the realm of their tokens.
func Realms(all []*collection.Environment) map[string]string {
	names := map[string]string{}
	for _, e := range all {
		names[e.Realm()] = e.Name
	}
	return names
}

// List opens the dialog of all tokens. names are those of environments, by
// realm.
func (w *Wallet) List(names map[string]string) tea.Cmd {
	w.list = list{open: true, names: names}
	return w.relist("")
}

// relist reads all tokens; note is told once the list is up to date.
func (w *Wallet) relist(note string) tea.Cmd {
	ctx, mgr := w.ctx, w.deps.Tokens
	c := w.subject.Config
	return func() tea.Msg {
		all, err := mgr.List(ctx)
		msg := listMsg{all: all, note: note, err: err}
		if c != nil {
			now := c()
			if t, ok := mgr.Peek(ctx, now); ok {
				msg.used = t.Key
			}
			for i := range all {
				if all[i].Key == msg.used && auth.AutoRefresh(all[i].Config) != auth.AutoRefresh(now) { // switched since it was made
					all[i].Config = all[i].Config.Set("autoRefresh", auth.AutoRefresh(now))
				}
			}
		}
		return msg
	}
}

func (w *Wallet) where() string {
	if w.deps.Where == nil {
		return ""
	}
	return w.deps.Where()
}

// listMsg brings all tokens.
type listMsg struct {
	all []auth.Token
	// used is the key of the one that the chosen subject uses.
	used string
	note string
	err  error
}

func (msg listMsg) apply(w *Wallet) (tea.Cmd, pane.Intent) {
	var out pane.Batch
	if msg.err != nil {
		out = append(out, Failed{Err: msg.err})
	}
	if msg.note != "" {
		out = append(out, Noted{Text: msg.note})
	}
	switch {
	case w.list.dialog != nil:
		w.list.dialog.SetTokens(msg.all, msg.used)
	case w.list.open && msg.err == nil:
		w.list.dialog = tokenlist.New(w.env, tokenlist.Content{
			Tokens: msg.all, Used: msg.used, Where: w.where(), Choosing: w.OAuth(), Environments: w.list.names,
		}, w.now())
		out = append(out, Opened{Dialog: w.list.dialog})
	}
	return w.look(), out
}

// Handle carries out what one of the wallet's dialogs was answered; ok is
// false for anything else.
func (w *Wallet) Handle(in pane.Intent) (cmd tea.Cmd, out pane.Intent, ok bool) {
	switch in := in.(type) {
	case confirm.Answered:
		out, ok = w.taken(in)
		return nil, out, ok
	case tokenlist.Closed:
		w.list = list{}
	case tokenlist.RefreshAsked:
		return w.change(in.Key, func(ctx context.Context, m *tokens.Manager, t auth.Token) (string, error) {
			_, err := m.RefreshNow(ctx, t.Key)
			return t.Name + " is renewed", err
		}), nil, true
	case tokenlist.DeleteAsked:
		return w.change(in.Key, func(ctx context.Context, m *tokens.Manager, t auth.Token) (string, error) {
			return t.Name + " is deleted here; the server still knows it", m.Delete(ctx, t.Key)
		}), nil, true
	case tokenlist.RevokeAsked:
		return w.change(in.Key, func(ctx context.Context, m *tokens.Manager, t auth.Token) (string, error) {
			return t.Name + " is revoked and deleted", m.Revoke(ctx, t.Key)
		}), nil, true
	case tokenlist.RenameAsked:
		return w.change(in.Key, func(ctx context.Context, m *tokens.Manager, t auth.Token) (string, error) {
			if err := m.Rename(ctx, t.Key, in.Name); err != nil {
				return "", err
			}
			renamed, err := find(ctx, m, t.Key) // a name that is taken gets a number
			return t.Name + " is now " + renamed.Name, err
		}), nil, true
	case tokenlist.DeleteExpiredAsked:
		return w.deleteExpired(), nil, true
	case tokenlist.UseAsked:
		return w.use(in.Key), nil, true
	case tokenlist.LoginAsked:
		return w.again(in.Key), nil, true
	case tokenlist.CopyAsked:
		return w.copy(in.Key, in.ID), nil, true
	case tokenlist.AskAsked:
		return w.ask(in), nil, true
	default:
		return w.handleFlow(in)
	}
	return nil, nil, true
}

// change does something with a token and lists them all anew.
func (w *Wallet) change(key string, do func(context.Context, *tokens.Manager, auth.Token) (string, error)) tea.Cmd {
	ctx, mgr := w.ctx, w.deps.Tokens
	return func() tea.Msg {
		t, err := find(ctx, mgr, key)
		if err != nil {
			return changedMsg{err: err}
		}
		note, err := do(ctx, mgr, t)
		return changedMsg{note: note, err: err}
	}
}

// find returns the token under key. What the list shows may be gone: another
// terminal works with the same tokens.
func find(ctx context.Context, m *tokens.Manager, key string) (auth.Token, error) {
	all, err := m.List(ctx)
	for _, t := range all {
		if t.Key == key {
			return t, nil
		}
	}
	if err == nil {
		err = &auth.Error{
			Kind: auth.KindConfig, Summary: "the token is not kept any more",
			Hint: "get a new one: another terminal has deleted or revoked it",
		}
	}
	return auth.Token{}, err
}

// changedMsg says that something was done with a token.
type changedMsg struct {
	note string
	err  error
}

func (msg changedMsg) apply(w *Wallet) (tea.Cmd, pane.Intent) {
	if msg.err != nil {
		return w.relist(""), Failed{Err: msg.err}
	}
	return w.relist(msg.note), nil
}

func (w *Wallet) deleteExpired() tea.Cmd {
	ctx, mgr := w.ctx, w.deps.Tokens
	return func() tea.Msg {
		n, err := mgr.DeleteExpired(ctx)
		note := strconv.Itoa(n) + " expired tokens are deleted here"
		if n == 1 {
			note = "one expired token is deleted here"
		}
		return changedMsg{note: note, err: err}
	}
}

// use makes a token the one of the chosen subject.
func (w *Wallet) use(key string) tea.Cmd {
	c := w.subject.Config
	if c == nil {
		return nil
	}
	return w.change(key, func(ctx context.Context, m *tokens.Manager, t auth.Token) (string, error) {
		return t.Name + " is sent from now on", m.Use(ctx, c(), t.Key)
	})
}

// copy puts a token into the clipboard: the one way it leaves the program, and
// only by this key.
func (w *Wallet) copy(key string, id bool) tea.Cmd {
	ctx, mgr := w.ctx, w.deps.Tokens
	return func() tea.Msg {
		t, err := find(ctx, mgr, key)
		if id {
			return copyMsg{what: "the ID token of " + t.Name, text: t.ID.Reveal(), err: err}
		}
		return copyMsg{what: "the access token of " + t.Name, text: t.Access.Reveal(), err: err}
	}
}

// copyMsg brings a text for the clipboard.
type copyMsg struct {
	what, text string
	err        error
}

func (msg copyMsg) apply(*Wallet) (tea.Cmd, pane.Intent) {
	switch {
	case msg.err != nil:
		return nil, Failed{Err: msg.err}
	case msg.text == "":
		return nil, nil
	}
	return nil, CopyAsked{What: msg.what, Text: msg.text}
}

// ask asks the server about a token.
func (w *Wallet) ask(in tokenlist.AskAsked) tea.Cmd {
	ctx, mgr, server := w.ctx, w.deps.Tokens, w.deps.Server
	return func() tea.Msg {
		t, err := find(ctx, mgr, in.Key)
		if err != nil {
			return askedMsg{in: in, err: err}
		}
		do := server.Introspect
		if in.UserInfo {
			do = server.UserInfo
		}
		members, err := do(ctx, t)
		return askedMsg{in: in, members: members, err: err}
	}
}

// askedMsg brings what the server says of a token.
type askedMsg struct {
	in      tokenlist.AskAsked
	members claims.Object
	err     error
}

func (msg askedMsg) apply(w *Wallet) (tea.Cmd, pane.Intent) {
	if w.list.dialog != nil {
		w.list.dialog.SetAnswer(msg.in, msg.members, msg.err)
	}
	return nil, nil
}
