package wallet

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/auth"
	"postern/auth/claims"
	"postern/auth/tokens"
	"postern/engine/collection"
	"postern/ui/pane"
)

// Subject is something with OAuth 2.0 settings in an environment: a request, a
// folder, a collection.
type Subject struct {
	// ID tells it from others and from itself in another environment.
	ID string
	// Config returns its auth config with all names replaced. It is called in
	// a command; nil says that there is no OAuth 2.0 here.
	Config func() auth.Config
	// Target is the address its token goes to, "" if there is none.
	Target func() string
}

// SubjectOf is the subject of a job of a collection.
func SubjectOf(c *collection.Collection, j collection.Job) Subject {
	s := Subject{ID: strings.Join([]string{c.ID, j.ItemID, j.Auth.Realm}, "\n")}
	if j.Auth.Type == "oauth2" {
		s.Config = j.ResolvedAuth
		s.Target = func() string {
			target, _ := j.Scopes.Expand(j.Request.URL.Text())
			return target
		}
	}
	return s
}

// Known is what is known of the chosen subject's token.
type Known struct {
	// Token is the stored one; OK says that there is one.
	Token auth.Token
	OK    bool
	// Who is whom it speaks for.
	Who string
	// Former is, where there is no token, the name of one that was got with
	// other settings.
	Former string
	// Wrong says why it looks as if it were for another target, "" if it does
	// not.
	Wrong string
}

// Choose turns to another subject and looks, without network, for its token.
func (w *Wallet) Choose(s Subject) tea.Cmd {
	if s.ID != w.subject.ID {
		w.known = Known{}
	}
	w.subject = s
	return w.look()
}

// Known returns what is known of the chosen subject's token.
func (w *Wallet) Known() Known { return w.known }

// OAuth reports whether a token can be got for what is chosen.
func (w *Wallet) OAuth() bool { return w.subject.Config != nil }

// look finds the token of the chosen subject.
func (w *Wallet) look() tea.Cmd {
	s, ctx, mgr := w.subject, w.ctx, w.deps.Tokens
	if s.Config == nil {
		w.known = Known{}
		return nil
	}
	return func() tea.Msg {
		c := s.Config()
		t, ok := mgr.Peek(ctx, c)
		k := Known{Token: t, OK: ok}
		if !ok {
			k.Former = former(ctx, mgr, c)
		} else {
			k.Who = claims.Identity(t)
			t.Config = c // which of its tokens is sent, and whether it is renewed, is as it is now
			k.Token = t
			k.Wrong = claims.Mismatch(t, s.Target())
		}
		return knownMsg{id: s.ID, known: k}
	}
}

// former names a token of the same name and environment that was got with other
// settings: whoever edits them has not lost it.
func former(ctx context.Context, mgr *tokens.Manager, c auth.Config) string {
	all, _ := mgr.List(ctx) // what cannot be read is no help
	for _, t := range all {
		if t.Config.Realm == c.Realm && auth.Name(t.Config) == auth.Name(c) && !t.NeedsLogin {
			return t.Name
		}
	}
	return ""
}

// knownMsg brings the token of a subject.
type knownMsg struct {
	id    string
	known Known
}

func (msg knownMsg) apply(w *Wallet) (tea.Cmd, pane.Intent) {
	if msg.id != w.subject.ID {
		return nil, nil
	}
	w.known = msg.known
	return nil, Shown{}
}
