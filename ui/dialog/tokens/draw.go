package tokens

import (
	"errors"
	"strconv"

	"postern/auth"
	"postern/ui/dialog"
	"postern/ui/dialog/detail"
	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/text"
)

// View returns the box.
func (t *Tokens) View() string { return t.Cached(t.draw) }

func (t *Tokens) draw() string {
	switch t.mode {
	case detailing:
		return t.drawDetails()
	case answered:
		return t.drawAnswer()
	case deleting, clearing, revoking:
		return t.drawQuestion()
	case renaming:
		return t.drawRename()
	}
	f := t.FrameFor(maxWidth, max(len(t.content.Tokens), 3)+1)
	f.Title = safe.Lit("Tokens")
	f.Note = safe.Clean(t.content.Where)
	none := safe.Lit("no token matches")
	if len(t.content.Tokens) == 0 {
		f.Hints = []dialog.Hint{t.hint(keymap.Close, "close")}
		none = safe.Clean("No tokens yet. " + t.Env.Keys.Key(keymap.GetToken) + " gets one by the auth of what is chosen; a send does where one is missing.")
	} else {
		f.Hints = append([]dialog.Hint{t.hint(keymap.Accept, "details")}, t.hints()...)
		f.Hints = append(f.Hints, t.hint(keymap.DeleteExpired, "delete expired"))
	}
	more := t.More(f)
	f.Height = min(f.Height+len(more), t.Height)
	w, h := f.Inner()
	h -= len(more)
	lines := t.sheet.Draw(t.Env, w, h, none, t.row)
	return t.Box(f, append(lines, dialog.Rendered(t.Env, more, w)...))
}

func (t *Tokens) hint(id keymap.ID, words string) dialog.Hint {
	return dialog.HintOf(t.Env, id, safe.Clean(words))
}

// hints are those of the list and of the details.
func (t *Tokens) hints() []dialog.Hint {
	var out []dialog.Hint
	if t.content.Choosing {
		out = append(out, t.hint(keymap.UseToken, "use"))
	}
	return append(out,
		t.hint(keymap.RefreshToken, "refresh"), t.hint(keymap.LoginAgain, "log in"), t.hint(keymap.Copy, "copy"),
		t.hint(keymap.RenameToken, "rename"), t.hint(keymap.DeleteToken, "delete"), t.hint(keymap.RevokeToken, "revoke"))
}

func (t *Tokens) drawDetails() string {
	tk, _ := t.current()
	f := dialog.Frame{Title: nameOf(tk)}
	f.Hints = append([]dialog.Hint{t.hint(keymap.Close, "back")}, t.hints()...)
	f.Hints = append(f.Hints, t.hint(keymap.Introspect, "introspect"), t.hint(keymap.UserInfo, "userinfo"))
	if tk.ID != "" {
		f.Hints = append(f.Hints, t.hint(keymap.CopyAll, "copy ID token"))
	}
	return t.page.Draw(&t.Shell, maxWidth, f, func(w int) []text.Line {
		return detail.Lines(tk, t.environment(tk), t.now, w)
	})
}

// drawAnswer shows what the server says of the token.
func (t *Tokens) drawAnswer() string {
	tk, _ := t.current()
	title := "What the server says of the token"
	if t.asked.UserInfo {
		title = "Who the server says the user is"
	}
	f := dialog.Frame{Title: nameOf(tk), Hints: []dialog.Hint{t.hint(keymap.Close, "back")}}
	return t.page.Draw(&t.Shell, maxWidth, f, func(w int) []text.Line {
		switch {
		case t.waiting:
			return []text.Line{text.Of(theme.Faint, safe.Lit("asking…"))}
		case t.problem != nil:
			return problem(t.problem, w)
		case len(t.answer) == 0:
			return []text.Line{text.Of(theme.Faint, safe.Lit("the answer is empty"))}
		}
		return detail.Answer(title, t.answer, t.now, w)
	})
}

func problem(err error, w int) []text.Line {
	out := dialog.Paragraph(theme.Error, safe.Clean(err.Error()), w)
	var e *auth.Error
	if errors.As(err, &e) && e.Hint != "" {
		out = append(out, nil)
		out = append(out, dialog.Paragraph(theme.Plain, safe.Lit("Try: ").Plus(safe.Clean(e.Hint)), w)...)
	}
	return out
}

func (t *Tokens) drawQuestion() string {
	tk, _ := t.current()
	w := t.InnerWidth(questionWidth)
	name := safe.Lit("“").Plus(nameOf(tk), safe.Lit("”"))
	var ask, but, title, yes safe.Text
	switch t.mode {
	case clearing:
		title, yes = safe.Lit("Delete expired tokens"), safe.Lit("delete")
		ask = safe.Clean("Forget the " + strconv.Itoa(t.expired()) + " tokens that have ended?")
		if t.expired() == 1 {
			ask = safe.Lit("Forget the token that has ended?")
		}
		but = safe.Lit("Those that a refresh token can renew are kept.")
	case revoking:
		title, yes = safe.Lit("Revoke a token"), safe.Lit("revoke")
		ask = safe.Lit("Tell the server to end ").Plus(name, safe.Lit(", and forget it here?"))
		but = safe.Lit("Nobody can use it any more, on this machine or another. You log in for the next one.")
	default:
		title, yes = safe.Lit("Delete a token"), safe.Lit("delete")
		ask = safe.Lit("Forget the token ").Plus(name, safe.Lit(" on this machine?"))
		but = safe.Lit("Deleting does not revoke it: whoever has a copy can use it until it ends.")
	}
	lines := append(dialog.Paragraph(theme.Plain, ask, w), nil)
	lines = append(lines, dialog.Paragraph(theme.Warn, but, w)...)
	if left, ok := tk.Left(t.now); ok && left > 0 && t.mode == deleting {
		lines = append(lines, text.Of(theme.Faint, safe.Lit("It ends in ").Plus(dialog.Left(left), safe.Lit("."))))
	}
	f := t.FrameFor(w, len(lines))
	f.Title = title
	f.Hints = []dialog.Hint{dialog.HintOf(t.Env, keymap.Accept, yes), t.hint(keymap.Close, "keep")}
	return t.Box(f, dialog.Rendered(t.Env, lines, w))
}

func (t *Tokens) drawRename() string {
	w := t.InnerWidth(questionWidth)
	f := t.FrameFor(w, 1)
	f.Title = safe.Lit("Rename the token")
	f.Hints = []dialog.Hint{t.hint(keymap.Accept, "take the name"), t.hint(keymap.Close, "keep the old one")}
	t.rename.Resize(w)
	return t.Box(f, []string{t.rename.View(theme.None, true)})
}
