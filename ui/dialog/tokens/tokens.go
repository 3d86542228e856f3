// Package tokens is the token manager: which tokens there are, for whom, how
// long they live, and what can be done with one.
//
// It never shows a token itself. What it is asked for goes up as intents that
// name the token by its key; the workbench answers with [Tokens.SetTokens].
package tokens

import (
	"strings"
	"time"

	"postern/auth"
	"postern/ui/dialog"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
	"postern/ui/widget/vlist"
)

// The intents. Key is [auth.Token.Key].
type (
	// RefreshAsked asks for a new access token now.
	RefreshAsked struct{ Key string }
	// DeleteAsked asks to forget the token; the person has confirmed it.
	DeleteAsked struct{ Key string }
	// CopyAsked asks to copy the access token.
	CopyAsked struct{ Key string }
)

// mode is what the dialog shows.
type mode int

const (
	listing mode = iota
	detailing
	deleting
)

// Tokens is the dialog. Make one with [New].
type Tokens struct {
	dialog.Shell
	sheet  dialog.Sheet
	tokens []auth.Token
	now    time.Time
	mode   mode
	// rows are the indexes of the tokens that match the filter.
	rows []int
	// name and client are the widths of these columns.
	name, client int
	// page scrolls the details.
	page vlist.List
}

// New returns the manager of some tokens, at a time.
func New(env pane.Env, ts []auth.Token, now time.Time) *Tokens {
	t := &Tokens{sheet: dialog.NewSheet(env, false), page: vlist.List{Static: true}, now: now}
	t.Env = env
	t.SetTokens(ts)
	return t
}

// SetTokens replaces the tokens; the cursor stays on its token by key.
func (t *Tokens) SetTokens(ts []auth.Token) {
	key := t.key()
	t.tokens = ts
	t.name, t.client = 0, 0
	for _, tk := range ts {
		t.name = max(t.name, min(nameOf(tk).Width(), maxName))
		t.client = max(t.client, min(client(tk).Width(), maxClient))
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
	for i, tk := range t.tokens {
		if t.sheet.Query.In(folded(tk)) {
			t.rows = append(t.rows, i)
		}
	}
	t.sheet.List.SetCount(len(t.rows))
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
}

// current returns the token under the cursor.
func (t *Tokens) current() (auth.Token, bool) {
	if len(t.rows) == 0 {
		return auth.Token{}, false
	}
	return t.tokens[t.rows[t.sheet.List.Cursor()]], true
}

func (t *Tokens) key() string {
	tk, _ := t.current()
	return tk.Key
}

// Update handles one event.
func (t *Tokens) Update(ev pane.Event) (pane.Intent, bool) {
	t.Changed()
	if t.mode != listing {
		if w, ok := ev.(pane.Wheel); ok {
			t.page.Wheel(w.Lines)
		}
		return t.below(t.Action(ev))
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

// below handles the actions of the details and of the question.
func (t *Tokens) below(id keymap.ID) (pane.Intent, bool) {
	accepted := id == keymap.Accept || id == keymap.Open
	switch {
	case t.mode == deleting && accepted:
		t.mode = listing
		return DeleteAsked{t.key()}, false
	case accepted || dialog.Closes(id) || id == keymap.Left:
		t.mode = listing
		return nil, false
	case t.mode == deleting || t.page.Act(id):
		return nil, false
	}
	return t.do(id), false
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
		t.page.Act(keymap.Top)
	case keymap.RefreshToken:
		return RefreshAsked{tk.Key}
	case keymap.DeleteToken:
		t.mode = deleting
	case keymap.Copy:
		return CopyAsked{tk.Key}
	}
	return nil
}

// View returns the box.
func (t *Tokens) View() string { return t.Cached(t.draw) }

func (t *Tokens) draw() string {
	switch t.mode {
	case detailing:
		return t.drawDetails()
	case deleting:
		return t.drawQuestion()
	}
	f := t.FrameFor(maxWidth, max(len(t.tokens), 3)+1)
	f.Title = safe.Lit("Tokens")
	f.Hints = []dialog.Hint{
		dialog.HintOf(t.Env, keymap.Accept, safe.Lit("details")),
		dialog.HintOf(t.Env, keymap.RefreshToken, safe.Lit("refresh")),
		dialog.HintOf(t.Env, keymap.DeleteToken, safe.Lit("delete")),
		dialog.HintOf(t.Env, keymap.Copy, safe.Lit("copy")),
		dialog.HintOf(t.Env, keymap.Close, safe.Lit("close")),
	}
	none := safe.Lit("no token matches")
	if len(t.tokens) == 0 {
		none = safe.Lit("No tokens yet. One is fetched when a request with OAuth 2.0 is sent.")
	}
	w, h := f.Inner()
	return dialog.Box(t.Env, f, t.sheet.Draw(t.Env, w, h, none, t.row))
}

func (t *Tokens) drawDetails() string {
	tk, _ := t.current()
	w := t.InnerWidth(maxWidth)
	lines := t.details(tk, w)
	f := t.FrameFor(w, len(lines))
	_, h := f.Inner()
	if len(lines) > h {
		lines = t.details(tk, w-2) // room for the scroll bar
	}
	t.page.Resize(w, h)
	t.page.SetCount(len(lines))
	f.Title = nameOf(tk)
	f.Hints = []dialog.Hint{
		dialog.HintOf(t.Env, keymap.Close, safe.Lit("back")),
		dialog.HintOf(t.Env, keymap.RefreshToken, safe.Lit("refresh")),
		dialog.HintOf(t.Env, keymap.DeleteToken, safe.Lit("delete")),
		dialog.HintOf(t.Env, keymap.Copy, safe.Lit("copy")),
	}
	rows := t.page.Draw(t.Env.Theme, theme.None, func(i, _ int) text.Line { return lines[i] })
	return dialog.Box(t.Env, f, strings.Split(rows, "\n"))
}

func (t *Tokens) drawQuestion() string {
	tk, _ := t.current()
	w := t.InnerWidth(questionWidth)
	lines := dialog.Paragraph(theme.Plain, safe.Lit("Forget the token “").Plus(nameOf(tk), safe.Lit("” on this machine?")), w)
	lines = append(lines, nil)
	lines = append(lines, dialog.Paragraph(theme.Warn, safe.Lit("Deleting does not revoke it: whoever has a copy can use it until it ends."), w)...)
	if left, ok := tk.Left(t.now); ok && left > 0 {
		lines = append(lines, text.Of(theme.Faint, safe.Lit("It ends in ").Plus(dialog.Left(left), safe.Lit("."))))
	}
	f := t.FrameFor(w, len(lines))
	f.Title = safe.Lit("Delete a token")
	f.Hints = []dialog.Hint{
		dialog.HintOf(t.Env, keymap.Accept, safe.Lit("delete")),
		dialog.HintOf(t.Env, keymap.Close, safe.Lit("keep")),
	}
	return dialog.Render(t.Env, f, lines)
}
