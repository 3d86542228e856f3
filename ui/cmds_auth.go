package ui

import (
	tea "charm.land/bubbletea/v2"

	"postern/auth"
	"postern/ui/authform"
	"postern/ui/footer"
	"postern/ui/layout"
	"postern/ui/pane"
	"postern/ui/pane/request"
	"postern/ui/safe"
	"postern/ui/wallet"
)

// auths is what is done with the auth of requests, folders and collections.
type auths struct{ *Model }

// wish carries out what the form of an auth wishes for.
func (m auths) wish(in pane.Intent) (cmd tea.Cmd, ok bool) {
	switch in := in.(type) {
	case authform.Edited:
		return m.edited(in.Owner, in.Auth), true
	case request.SettingsEdited:
		c, it, ok := rows(m).at(placeOf(in.Owner))
		if ok {
			m.guard.Wrote(c, it, in.Settings)
		}
		return edits(m).changed(ok && m.desk.SetSettings(c, it, in.What, in.Settings)), true
	case authform.SourceAsked:
		return m.look(in.Owner, ""), true
	case authform.GetAsked:
		return m.did(m.wallet.Get()), true
	case authform.UseAsked:
		return purse(m).list(), true
	case authform.FillAsked:
		return m.wallet.Discover(placeOf(in.Owner)), true
	case authform.ShareAsked:
		return m.handle(wallet.AskShare(m.env, placeOf(in.Owner))), true
	case wallet.Shared:
		return m.set(in.Owner, func(c auth.Config) auth.Config { return c.Set("accessToken", in.Token.Reveal()) }), true
	case wallet.Filled:
		return m.set(in.Owner, func(c auth.Config) auth.Config {
			for _, ch := range in.Changes {
				c = c.Set(ch.Key, ch.New)
			}
			return c
		}), true
	}
	return nil, false
}

// look turns to the auth of an owner, and there to the attribute of a key.
func (m auths) look(o authform.Owner, key string) tea.Cmd {
	cmd := m.setFocus(layout.Request)
	if m.view().Owner != o {
		m.tree.Select(o.Collection, o.Item)
		cmd = tea.Batch(m.choose(m.tree.Selected()), cmd)
	}
	m.request.ShowAuth(key)
	return cmd
}

// placeOf names an owner, see [outline.at].
func placeOf(o authform.Owner) string { return o.Collection + "\n" + o.Item }

// edited takes another auth of a request, a folder or a collection.
func (m auths) edited(o authform.Owner, a *auth.Config) tea.Cmd {
	c, it, ok := rows(m).at(placeOf(o))
	return edits(m).changed(ok && m.desk.SetAuth(c, it, a))
}

// set changes the auth at a place that has one of its own.
func (m auths) set(place string, change func(auth.Config) auth.Config) tea.Cmd {
	c, it, ok := rows(m).at(place)
	if !ok {
		return nil
	}
	now, of, ok := authform.Change(c, it, change)
	if !ok {
		return nil
	}
	return m.edited(of, &now)
}

// showToken tells the request pane what is known of the token.
func (m auths) showToken() {
	k := m.wallet.Known()
	t := authform.Token{Known: k.OK, HasID: k.Token.ID != "", Text: safe.Clean(k.Former)}
	if k.OK {
		t.Text, t.Role = footer.TokenOf(k.Token, k.Wrong, k.Who, m.now())
	}
	m.request.SetToken(t)
}

// view is the auth of the chosen row.
func (m auths) view() authform.View { return authform.Of(m.desk.Collection, m.desk.Chain) }
