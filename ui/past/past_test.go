package past_test

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/engine"
	"postern/engine/payload"
	store "postern/store/history"
	"postern/store/state"
	"postern/ui/dialog"
	"postern/ui/dialog/history"
	"postern/ui/pane"
	"postern/ui/past"
	"postern/ui/widget"
)

// rig is a history on disk and the screen's side of it.
type rig struct {
	*past.Past
	t *testing.T
}

func newRig(t *testing.T) rig {
	t.Helper()
	s := state.New(t.TempDir())
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	log := store.New(state.TablesIn(func() *state.State { return s }), nil)
	return rig{past.New(t.Context(), log, widget.DefaultEnv()), t}
}

// run carries a command out and takes its result in.
func (r rig) run(cmd tea.Cmd) pane.Intent {
	r.t.Helper()
	if cmd == nil {
		return nil
	}
	msg := cmd()
	if msg == nil {
		return nil
	}
	return r.Update(msg.(past.Msg))
}

// handle passes an intent of a dialog on.
func (r rig) handle(in pane.Intent) pane.Intent {
	r.t.Helper()
	cmd, out, ok := r.Handle(in)
	if !ok {
		r.t.Fatalf("%#v is for nobody", in)
	}
	if got := r.run(cmd); got != nil {
		return got
	}
	return out
}

func (r rig) open() *history.History {
	r.t.Helper()
	cmd, in := r.Ask(history.Content{Collection: "c", Item: "list", Environment: "e", EnvironmentName: "dev"}, time.Now())
	d := in.(past.Opened).Dialog.(*history.History)
	d.Resize(120, 20)
	if in := r.run(cmd); in != nil {
		r.t.Fatalf("%#v", in)
	}
	return d
}

func (r rig) keep(status int, body string) {
	r.t.Helper()
	x := &engine.Exchange{
		ID: "1", ItemID: "list", Path: []string{"Okta", "Users", "List"}, Started: time.Now(),
		Sent:     engine.Sent{Method: "GET", URL: "https://api.test/users"},
		Response: &engine.Response{Status: status, Header: http.Header{}, Body: payload.FromBytes([]byte(body))},
	}
	if in := r.run(r.Keep(x, store.Meta{Collection: "c", Environment: "e", EnvironmentName: "dev"})); in != nil {
		r.t.Fatalf("%#v", in)
	}
}

func press(d dialog.Dialog, keys ...rune) (in pane.Intent) {
	for _, code := range keys {
		k := tea.KeyPressMsg{Code: code}
		if code > ' ' && code < tea.KeyExtended {
			k.Text = string(code)
		}
		in, _ = d.Update(pane.Key{KeyPressMsg: k})
	}
	return in
}

func view(d dialog.Dialog) string { return ansi.Strip(d.View()) }

// What was sent is listed, opened, compared and deleted.
func TestHistory(t *testing.T) {
	r := newRig(t)
	r.keep(200, `{"name":"Ada"}`)
	r.keep(404, `{"name":"Bob"}`)
	d := r.open()
	if v := view(d); !strings.Contains(v, "Users › List") || !strings.Contains(v, "404") || strings.Contains(v, "Okta") {
		t.Errorf("view:\n%s", v)
	}
	if in := r.handle(press(d, 's')); in != nil || strings.Contains(view(d), "404") {
		t.Errorf("2xx only: %#v\n%s", in, view(d))
	}
	d = r.open()
	shown := r.handle(press(d, 'j', tea.KeyEnter)).(past.Shown)
	body, err := shown.Exchange.Response.Body.Bytes(100)
	if err != nil || string(body) != `{"name":"Ada"}` || shown.Collection != "c" || shown.Item != "list" || shown.Exchange.ID != "history 1" {
		t.Errorf("%q, %v, %+v", body, err, shown)
	}
	d = r.open()
	if in := r.handle(press(d, 'r')); in != (past.SendAsked{Collection: "c", Item: "list"}) {
		t.Errorf("%#v", in)
	}
	d = r.open()
	diff := r.handle(press(d, 'c', 'j', 'c')).(past.Opened).Dialog
	diff.Resize(80, 30)
	if v := view(diff); !strings.Contains(v, `-   "name": "Ada"`) || !strings.Contains(v, `+   "name": "Bob"`) || !strings.Contains(v, "200 → ") {
		t.Errorf("view:\n%s", v)
	}
	if in := r.handle(press(diff, tea.KeyEscape)); in != nil {
		t.Errorf("%#v", in)
	}
	if in := r.handle(press(d, 'd', tea.KeyEnter)); in != nil {
		t.Errorf("%#v", in)
	}
	if in := r.handle(press(r.open(), 'D', tea.KeyEnter)); in != (past.Noted{Text: "the history is empty"}) {
		t.Errorf("%#v", in)
	}
	if v := view(r.open()); !strings.Contains(v, "Nothing yet") {
		t.Errorf("view:\n%s", v)
	}
}

func TestASendThatIsGone(t *testing.T) {
	r := newRig(t)
	r.keep(200, "x")
	d := r.open()
	in := press(d, tea.KeyEnter)
	r.handle(history.DeleteAsked{ID: 1})
	failed, ok := r.handle(in).(past.Failed)
	if !ok || !errors.Is(failed.Err, store.ErrGone) {
		t.Errorf("%#v", failed)
	}
	if _, _, ok := r.Handle("of others"); ok {
		t.Error("an intent of others is taken")
	}
}

func TestMoreThanAPage(t *testing.T) {
	r := newRig(t)
	for i := range 250 {
		r.keep(200, strconv.Itoa(i))
	}
	d := r.open()
	in := press(d, 'G')
	if in == nil {
		t.Fatal("no more is asked for at the end of the page")
	}
	r.handle(in)
	in = press(d, 'G', tea.KeyEnter)
	if x := r.handle(in).(past.Shown).Exchange; x.ID != "history 1" {
		t.Errorf("the last one is %s", x.ID)
	}
}

// broken keeps nothing.
type broken struct{ past.Log }

func (broken) Add(context.Context, *engine.Exchange, store.Meta) (int64, error) {
	return 0, errors.New("the disk is full")
}

// What cannot be kept is told once, and nothing is lost by it.
func TestWhatCannotBeKept(t *testing.T) {
	r := rig{past.New(t.Context(), broken{}, widget.DefaultEnv()), t}
	x := &engine.Exchange{Sent: engine.Sent{Method: "GET"}}
	if in, ok := r.run(r.Keep(x, store.Meta{})).(past.Failed); !ok || in.Err.Error() != "the disk is full" {
		t.Errorf("%#v", in)
	}
	if in := r.run(r.Keep(x, store.Meta{})); in != nil {
		t.Errorf("it is told again: %#v", in)
	}
	none := past.New(t.Context(), nil, widget.DefaultEnv())
	if none.Keep(x, store.Meta{}) != nil || r.Keep(&engine.Exchange{}, store.Meta{}) != nil || r.Keep(nil, store.Meta{}) != nil {
		t.Error("there is something to keep")
	}
	if _, in := none.Ask(history.Content{}, time.Now()); in == nil {
		t.Error("it is not told that there is no history")
	}
}
