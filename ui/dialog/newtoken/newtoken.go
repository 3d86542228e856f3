// Package newtoken is the dialog of "Get New Access Token": what is being done,
// then the token with all that is known of it, or what went wrong.
//
//	working ──▶ done ──▶ use it
//	   ▲  │
//	   │  └───▶ failed ──▶ edit the settings
//	   └─────────┘ try again
//
// It runs nothing: the wallet tells it, by [Dialog.Step], [Dialog.Done] and
// [Dialog.Fail], and hears what the person wants as intents.
package newtoken

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"postern/auth"
	"postern/ui/dialog"
	"postern/ui/dialog/detail"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/trail"
	"postern/ui/widget/text"
)

// The intents. ID is what [New] was given.
type (
	// UseAsked asks to send the new token from now on.
	UseAsked struct{ ID string }
	// RetryAsked asks to run the grant once more.
	RetryAsked struct{ ID string }
	// EditAsked asks for the settings the grant was run by. Where is the
	// attribute it failed at, if that is known.
	EditAsked struct{ ID, Where string }
	// CopyTrace asks to copy what was said, without secrets.
	CopyTrace struct{ ID string }
	// CopyToken asks to copy the new access token.
	CopyToken struct{ ID string }
	// Cancelled stops what is under way, or leaves the token unused.
	Cancelled struct{ ID string }
)

// mode is where the dialog stands.
type mode int

const (
	working mode = iota
	done
	failed
)

// maxWidth is the widest the dialog gets.
const maxWidth = 96

// step is something that was done, and when it began.
type step struct {
	text safe.Text
	at   time.Time
}

// Dialog is the dialog. Make one with [New].
type Dialog struct {
	dialog.Shell
	id       string
	mode     mode
	page     dialog.Page
	began    time.Time
	now      time.Time
	steps    []step
	token    auth.Token
	err      error
	calls    []auth.TokenCall
	tracing  bool
	replaces bool
}

// New returns the dialog of a grant that begins now. With replaces the token
// takes the place of an older one, and is in use already.
func New(env pane.Env, id string, replaces bool, now time.Time) *Dialog {
	d := &Dialog{id: id, replaces: replaces, began: now, now: now}
	d.Env = env
	return d
}

// Name is the dialog's id.
func (d *Dialog) Name() string { return d.id }

// Cancelled stops what is under way.
func (d *Dialog) Cancelled() pane.Intent { return Cancelled{d.id} }

// SetNow moves the clocks.
func (d *Dialog) SetNow(now time.Time) {
	if !now.Equal(d.now) {
		d.now = now
		d.Changed()
	}
}

// Step says what is done from now on.
func (d *Dialog) Step(what string, now time.Time) {
	d.steps = append(d.steps, step{safe.Clean(what), now})
	d.now = now
	d.Changed()
}

// Done shows the token that came.
func (d *Dialog) Done(t auth.Token, calls []auth.TokenCall, now time.Time) {
	d.mode, d.token, d.calls, d.now = done, t, calls, now
	d.page.Top()
	d.Changed()
}

// Fail shows what went wrong.
func (d *Dialog) Fail(err error, calls []auth.TokenCall, now time.Time) {
	d.mode, d.err, d.calls, d.now = failed, err, calls, now
	d.page.Top()
	d.Changed()
}

// Restart begins anew.
func (d *Dialog) Restart(now time.Time) {
	d.mode, d.err, d.calls, d.steps, d.tracing = working, nil, nil, nil, false
	d.began, d.now = now, now
	d.Changed()
}

// Update handles one event.
func (d *Dialog) Update(ev pane.Event) (pane.Intent, bool) {
	d.Changed()
	if d.page.Scrolled(&d.Shell, ev) {
		return nil, false
	}
	id := d.Action(ev)
	switch {
	case d.tracing && (dialog.Closes(id) || id == keymap.TokenTrace || id == keymap.Left):
		d.tracing = false
		d.page.Top()
		return nil, false
	case dialog.Closes(id):
		return Cancelled{d.id}, true
	case d.mode == working:
		return nil, false
	case id == keymap.TokenTrace:
		d.tracing = true
		d.page.Top()
		return nil, false
	case id == keymap.CopyAll || d.tracing && id == keymap.Copy:
		return CopyTrace{d.id}, false
	case d.mode == done:
		return d.taken(id)
	}
	return d.mended(id)
}

// taken is what can be done with a new token.
func (d *Dialog) taken(id keymap.ID) (pane.Intent, bool) {
	switch id {
	case keymap.Accept, keymap.Open, keymap.UseToken:
		return UseAsked{d.id}, true
	case keymap.Copy:
		return CopyToken{d.id}, false
	}
	return nil, false
}

// mended is what can be done about a failure.
func (d *Dialog) mended(id keymap.ID) (pane.Intent, bool) {
	switch {
	case id == keymap.RefreshToken:
		return RetryAsked{d.id}, false
	case d.replaces: // by the settings of that time, which nobody edits
	case id == keymap.EditValue, id == keymap.Accept, id == keymap.Open:
		e := &auth.Error{}
		errors.As(d.err, &e)
		return EditAsked{d.id, e.Where}, true
	}
	return nil, false
}

// View returns the box.
func (d *Dialog) View() string { return d.Cached(d.draw) }

func (d *Dialog) draw() string {
	hint := func(id keymap.ID, words string) dialog.Hint { return dialog.HintOf(d.Env, id, safe.Clean(words)) }
	trace, copyTrace := hint(keymap.TokenTrace, "trace"), hint(keymap.CopyAll, "copy the trace")
	f := dialog.Frame{}
	var content func(int) []text.Line
	switch {
	case d.tracing:
		f.Title = safe.Lit("What was said")
		f.Hints = []dialog.Hint{hint(keymap.Close, "back"), copyTrace}
		content = func(w int) []text.Line { return said(d.calls, w) }
	case d.mode == working:
		f.Title, f.Note = safe.Lit("Get a new access token"), elapsed(d.now.Sub(d.began))
		f.Hints = []dialog.Hint{hint(keymap.Close, "cancel")}
		content = d.progress
	case d.mode == failed:
		f.Title = safe.Lit("No token")
		f.Hints = []dialog.Hint{hint(keymap.RefreshToken, "try again")}
		if !d.replaces {
			f.Hints = append(f.Hints, hint(keymap.EditValue, "edit the settings"))
		}
		f.Hints = append(f.Hints, trace, copyTrace, hint(keymap.Close, "close"))
		content = d.failure
	default:
		f.Title = safe.Lit("New token: ").Plus(safe.Clean(d.token.Name))
		use := "use it"
		if d.replaces {
			use = "done"
		}
		f.Hints = []dialog.Hint{hint(keymap.Accept, use), hint(keymap.Copy, "copy"), trace, copyTrace, hint(keymap.Close, "close")}
		content = func(w int) []text.Line { return detail.Lines(d.token, "", d.now, w) }
	}
	return d.page.Draw(&d.Shell, maxWidth, f, content)
}

// progress lists what was done; the last line is what is being done.
func (d *Dialog) progress(w int) []text.Line {
	var out []text.Line
	for i, s := range d.steps {
		mark, role, until := safe.Lit("✓ "), theme.OK, d.now
		if i == len(d.steps)-1 {
			mark, role = safe.Lit("… "), theme.Accent
		} else {
			until = d.steps[i+1].at
		}
		for j, l := range s.text.Wrap(max(w-12, 1)) {
			line := text.Of(role, mark).Plus(theme.Plain, l)
			if j > 0 {
				line = text.Of(role, safe.Lit("  ")).Plus(theme.Plain, l)
			} else if took := until.Sub(s.at); took >= 100*time.Millisecond {
				line = line.Plus(theme.Faint, safe.Lit("  ").Plus(elapsed(took)))
			}
			out = append(out, line)
		}
	}
	if len(out) == 0 {
		out = append(out, text.Of(theme.Accent, safe.Lit("… ")).Plus(theme.Plain, safe.Lit("starting")))
	}
	return out
}

// failure says what went wrong, where, and what to try.
func (d *Dialog) failure(w int) []text.Line {
	var e *auth.Error
	if !errors.As(d.err, &e) {
		return dialog.Paragraph(theme.Error, safe.Clean(d.err.Error()), w)
	}
	if e.Kind == auth.KindCancelled { // by the person, who knows where
		return dialog.Paragraph(theme.Warn, safe.Clean(e.Summary), w)
	}
	out := dialog.Paragraph(theme.Error, safe.Clean(e.Summary), w)
	if e.Code != "" {
		out = append(out, dialog.Paragraph(theme.Plain, safe.Lit("The server says ").Plus(safe.Clean(e.Code)), w)...)
	}
	if e.Err != nil {
		out = append(out, dialog.Paragraph(theme.Plain, safe.Clean(e.Err.Error()), w)...)
	}
	if e.Where != "" {
		out = append(out, dialog.Paragraph(theme.Faint, safe.Lit("at ").Plus(safe.Clean(label(e.Where))), w)...)
	}
	if e.Hint != "" {
		out = append(out, nil)
		out = append(out, dialog.Paragraph(theme.Plain, safe.Lit("Try: ").Plus(safe.Clean(e.Hint)), w)...)
	}
	return out
}

// label is what people call an attribute.
func label(where string) string {
	for _, f := range (auth.OAuth2{}).Fields() {
		if f.Key == where {
			return f.Label
		}
	}
	return where
}

// said is the trace of the calls.
func said(calls []auth.TokenCall, w int) []text.Line {
	var out []text.Line
	for _, l := range trail.Lines(strings.TrimRight(auth.TraceText(calls), "\n")) {
		for _, part := range l[0].Text.Chop(w) {
			out = append(out, text.Of(l[0].Role, part))
		}
	}
	if len(calls) == 0 {
		return []text.Line{text.Of(theme.Faint, safe.Lit("nothing was sent"))}
	}
	return out
}

// elapsed prints a time that has passed.
func elapsed(d time.Duration) safe.Text {
	if d < time.Second {
		return safe.Clean(strconv.FormatInt(d.Milliseconds(), 10) + " ms")
	}
	return safe.Clean(strconv.Itoa(int(d/time.Second)) + " s")
}
