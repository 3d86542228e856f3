// Package tokens is the token manager: which tokens there are, for whom, how
// long they live, and what can be done with one.
//
//	list ──▶ details ──▶ what the server says of it
//	  └────────┴──▶ question (delete, revoke, delete all expired) · new name
//
// It never shows a token itself. What it is asked for goes up as intents that
// name the token by its key; the wallet answers with [Tokens.SetTokens].
package tokens

import (
	"strings"
	"time"

	"postern/auth"
	"postern/auth/claims"
	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/widget/field"
)

// The intents. Key is [auth.Token.Key].
type (
	// UseAsked asks to send the token for what is chosen.
	UseAsked struct{ Key string }
	// RefreshAsked asks for a new access token now.
	RefreshAsked struct{ Key string }
	// LoginAsked asks to log in again in place of the token.
	LoginAsked struct{ Key string }
	// RenameAsked asks to give it another name.
	RenameAsked struct{ Key, Name string }
	// DeleteAsked asks to forget the token; the person has confirmed it.
	DeleteAsked struct{ Key string }
	// DeleteExpiredAsked asks to forget all that have ended; confirmed.
	DeleteExpiredAsked struct{}
	// RevokeAsked asks the server to forget it, and to forget it here;
	// confirmed.
	RevokeAsked struct{ Key string }
	// CopyAsked asks to copy the access token, or the ID token.
	CopyAsked struct {
		Key string
		ID  bool
	}
	// AskAsked asks the server what the token is, or who its user is.
	AskAsked struct {
		Key      string
		UserInfo bool
	}
	// Closed says that the dialog is gone.
	Closed struct{}
)

// mode is what the dialog shows.
type mode int

const (
	listing mode = iota
	detailing
	deleting
	clearing
	revoking
	renaming
	answered
)

// Content is what the dialog is made of.
type Content struct {
	Tokens []auth.Token
	// Used is the key of the one that is sent for what is chosen; Choosing
	// says that another can be chosen.
	Used     string
	Choosing bool
	// Where says how tokens are kept.
	Where string
	// Environments are the names of environments by realm.
	Environments map[string]string
}

// told is whom a token speaks for and who should accept it. It is decoded once,
// not with every key and every second.
type told struct{ who, audience string }

// Tokens is the dialog. Make one with [New].
type Tokens struct {
	dialog.Shell
	sheet   dialog.Sheet
	content Content
	now     time.Time
	mode    mode
	// under is what the question or the field lies over.
	under mode
	// rows are the indexes of the tokens that match the filter.
	rows []int
	// told is what each token says of itself.
	told []told
	// name and client are the widths of these columns.
	name, client int
	page         dialog.Page
	rename       *field.Field
	// answer is what the server said, asked what was asked for.
	answer  claims.Object
	problem error
	asked   AskAsked
	waiting bool
}

// New returns the manager of some tokens, at a time.
func New(env pane.Env, c Content, now time.Time) *Tokens {
	t := &Tokens{sheet: dialog.NewSheet(env, false), content: c, now: now, rename: field.New(env, field.Options{})}
	t.Env = env
	t.SetTokens(c.Tokens, c.Used)
	return t
}

// SetTokens replaces the tokens; the cursor stays on its token by key. used is
// the key of the one that is sent for what is chosen.
func (t *Tokens) SetTokens(ts []auth.Token, used string) {
	key := t.key()
	t.content.Tokens, t.content.Used = ts, used
	t.name, t.client, t.told = 0, 0, t.told[:0]
	for _, tk := range ts {
		say := told{who: claims.Identity(tk), audience: strings.Join(claims.Audience(tk), " ")}
		t.told = append(t.told, say)
		t.name = max(t.name, min(nameOf(tk).Width(), maxName))
		t.client = max(t.client, min(safe.Clean(say.who).Width(), maxClient))
	}
	t.filter()
	for i, at := range t.rows {
		if ts[at].Key == key {
			t.sheet.List.Select(i)
		}
	}
	if t.key() != key {
		t.mode = listing
	}
	t.Changed()
}

func (t *Tokens) filter() {
	t.rows = t.rows[:0]
	for i := range t.content.Tokens {
		if t.sheet.Query.In(t.folded(i)) {
			t.rows = append(t.rows, i)
		}
	}
	t.sheet.List.SetCount(len(t.rows))
}

// SetAnswer shows what the server said, if it is still waited for.
func (t *Tokens) SetAnswer(asked AskAsked, o claims.Object, err error) {
	if !t.waiting || asked != t.asked {
		return
	}
	t.waiting, t.answer, t.problem = false, o, err
	t.Changed()
}

// SetNow moves the countdowns.
func (t *Tokens) SetNow(now time.Time) {
	if !now.Equal(t.now) {
		t.now = now
		t.Changed()
	}
}

// Restyle makes the dialog draw anew, with env.
func (t *Tokens) Restyle(env pane.Env) {
	t.Shell.Restyle(env)
	t.sheet.Restyle(env)
	t.rename.Restyle(env)
}

// Cancelled says that the dialog is gone.
func (t *Tokens) Cancelled() pane.Intent { return Closed{} }

// current returns the token under the cursor.
func (t *Tokens) current() (auth.Token, bool) {
	if len(t.rows) == 0 {
		return auth.Token{}, false
	}
	return t.content.Tokens[t.rows[t.sheet.List.Cursor()]], true
}

func (t *Tokens) key() string {
	tk, _ := t.current()
	return tk.Key
}

// Update handles one event.
func (t *Tokens) Update(ev pane.Event) (pane.Intent, bool) {
	t.Changed()
	switch t.mode {
	case renaming:
		return t.typed(ev), false
	case deleting, clearing, revoking:
		return t.confirmed(t.Action(ev)), false
	case detailing, answered:
		if t.page.Scrolled(&t.Shell, ev) {
			return nil, false
		}
		return t.below(t.Action(ev)), false
	}
	id, filtered := t.sheet.Update(&t.Shell, ev)
	if filtered {
		t.filter()
	}
	if dialog.Closes(id) || id == keymap.Tokens {
		return t.Cancelled(), true
	}
	return t.do(id), false
}

// typed handles what is done while the new name is typed.
func (t *Tokens) typed(ev pane.Event) pane.Intent {
	switch ev := ev.(type) {
	case pane.Paste:
		t.rename.Paste(ev.Text)
	case pane.Key:
		switch t.rename.Key(ev.KeyPressMsg) {
		case field.Accepted:
			return t.renamed()
		case field.Abandoned:
			t.mode = t.under
		}
	case pane.Click:
		switch id := t.Action(ev); {
		case id == keymap.Accept:
			return t.renamed()
		case dialog.Closes(id):
			t.mode = t.under
		case ev.Y == 1:
			t.rename.Click(ev.X - 2)
		}
	}
	return nil
}

func (t *Tokens) renamed() pane.Intent {
	t.mode = t.under
	if name := t.rename.Value(); name != "" {
		return RenameAsked{t.key(), name}
	}
	return nil
}

// confirmed handles the actions of a question.
func (t *Tokens) confirmed(id keymap.ID) pane.Intent {
	asked := t.mode
	switch {
	case dialog.Closes(id) || id == keymap.Left:
		t.mode = t.under
		return nil
	case id != keymap.Accept && id != keymap.Open:
		return nil
	}
	t.mode = listing
	switch asked {
	case clearing:
		return DeleteExpiredAsked{}
	case revoking:
		return RevokeAsked{t.key()}
	}
	return DeleteAsked{t.key()}
}

// below handles the actions of the details and of the server's answer.
func (t *Tokens) below(id keymap.ID) pane.Intent {
	if dialog.Closes(id) || id == keymap.Left || id == keymap.Accept || id == keymap.Open {
		t.page.Top()
		t.waiting = false
		if t.mode == answered {
			t.mode = detailing
		} else {
			t.mode = listing
		}
		return nil
	}
	return t.do(id)
}

// do acts on the current token.
func (t *Tokens) do(id keymap.ID) pane.Intent {
	tk, ok := t.current()
	if !ok {
		return nil
	}
	switch id {
	case keymap.Accept, keymap.Open, keymap.Right:
		t.mode = detailing
		t.page.Top()
	case keymap.UseToken:
		if t.content.Choosing {
			return UseAsked{tk.Key}
		}
	case keymap.RefreshToken:
		return RefreshAsked{tk.Key}
	case keymap.LoginAgain:
		return LoginAsked{tk.Key}
	case keymap.RenameToken:
		t.over(renaming)
		t.rename.Set(nameOf(tk).String())
	case keymap.DeleteToken:
		t.over(deleting)
	case keymap.DeleteExpired:
		if t.expired() > 0 {
			t.over(clearing)
		}
	case keymap.RevokeToken:
		t.over(revoking)
	case keymap.Copy:
		return CopyAsked{Key: tk.Key}
	case keymap.CopyAll:
		return CopyAsked{Key: tk.Key, ID: true}
	case keymap.Introspect, keymap.UserInfo:
		t.asked, t.waiting = AskAsked{Key: tk.Key, UserInfo: id == keymap.UserInfo}, true
		t.answer, t.problem = nil, nil
		t.mode = answered
		t.page.Top()
		return t.asked
	}
	return nil
}

// over shows a question or a field over what is shown.
func (t *Tokens) over(m mode) {
	if t.mode == listing || t.mode == detailing {
		t.under = t.mode
	}
	t.mode = m
}

// expired counts the tokens that [DeleteExpiredAsked] is about: those that have
// ended and that no refresh token renews.
func (t *Tokens) expired() int {
	n := 0
	for _, tk := range t.content.Tokens {
		if left, known := tk.Left(t.now); known && left <= 0 && (tk.Refresh == "" || tk.NeedsLogin) {
			n++
		}
	}
	return n
}
