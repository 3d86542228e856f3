package finds_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/lookup/seen"
	"postern/engine/payload"
	store "postern/store/history"
	"postern/ui/dialog"
	"postern/ui/dialog/picker"
	"postern/ui/finds"
	"postern/ui/pane"
	"postern/ui/widget"
)

// answer is an exchange that brings n users.
func answer(n int) *engine.Exchange {
	var b strings.Builder
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"00u%017d","profile":{"displayName":"Person %d","email":"person.%d@example.com"}}`, i*7919, i, i)
	}
	b.WriteByte(']')
	return &engine.Exchange{
		ID: "x", ItemID: "list", Sent: engine.Sent{Method: "GET", URL: "https://h.test/users"},
		Response: &engine.Response{Status: 200, Body: payload.FromBytes([]byte(b.String()))},
	}
}

// big is a collection of n requests, of which one lists users, and the job of
// one that lacks a user.
func big(n int) (collection.Job, *collection.Collection) {
	c := &collection.Collection{ID: "c", Name: "Big"}
	add := func(id, name, url string) {
		c.Items = append(c.Items, &collection.Item{ID: id, Name: name, Request: &collection.Request{Method: "GET", URL: collection.ParseURL(url)}})
	}
	add("get", "Get user", "https://h.test/users/:userId")
	add("list", "List users", "https://h.test/users")
	for i := range n {
		add(strconv.Itoa(i), "Get thing "+strconv.Itoa(i), "https://h.test/things/"+strconv.Itoa(i)+"?a={{b}}")
	}
	return collection.NewJob(c, c.Chain("get"), nil, nil, nil), c
}

// run takes in what a command brings, and all that follows of it.
func run(f *finds.Finds, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			run(f, c)
		}
	case finds.Msg:
		next, _ := f.Update(msg)
		run(f, next)
	}
}

// opened is the dialog among intents.
func opened(in pane.Intent) dialog.Dialog {
	switch in := in.(type) {
	case finds.Opened:
		return in.Dialog
	case pane.Batch:
		for _, i := range in {
			if d := opened(i); d != nil {
				return d
			}
		}
	}
	return nil
}

// What does not come about is told in the dialog that waits for it, and so is a
// request that could not even be sent.
func TestFailuresAreToldInTheDialog(t *testing.T) {
	for _, tc := range []struct {
		name string
		fail func(f *finds.Finds) tea.Cmd
		want string
	}{
		{"not sent", func(f *finds.Finds) tea.Cmd { return f.Failed("list", context.DeadlineExceeded) }, "List users: context deadline exceeded"},
		{"no answer", func(f *finds.Finds) tea.Cmd {
			return f.Look(&engine.Exchange{ItemID: "list", Secrets: []auth.Secret{"canary"}, Err: &engine.Error{Stage: "connect", Err: fmt.Errorf("canary is away")}}, "")
		}, "List users: "},
		{"an error", func(f *finds.Finds) tea.Cmd {
			x := answer(0)
			x.Response.Status, x.Response.Reason = 500, "Oh no"
			return f.Look(x, "")
		}, "List users: 500 Oh no"},
		{"nothing in it", func(f *finds.Finds) tea.Cmd { return f.Look(answer(0), "") }, "List users has answered, and brought none"},
		{"some", func(f *finds.Finds) tea.Cmd { return f.Look(answer(3), "") }, "Person 2"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := finds.New(t.Context(), nil, widget.DefaultEnv())
			job, c := big(3)
			cmd, in := f.Ask(finds.SubjectOf(job, c, nil))
			d := opened(in)
			d.Resize(100, 30)
			run(f, cmd)
			picked, _ := d.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: tea.KeyEnter}})
			_, in = f.Picked(picked.(picker.Picked))
			if asked, ok := in.(finds.SendAsked); !ok || asked.Item != "list" {
				t.Fatalf("%#v", in)
			}
			if v := ansi.Strip(d.View()); !strings.Contains(v, "sending List users…") {
				t.Errorf("view:\n%s", v)
			}
			run(f, tc.fail(f))
			v := ansi.Strip(d.View())
			if !strings.Contains(v, tc.want) || strings.Contains(v, "canary") {
				t.Errorf("view:\n%s", v)
			}
			if tc.name != "some" && !strings.Contains(v, "GET List users") {
				t.Errorf("it does not go on offering:\n%s", v)
			}
		})
	}
}

// kept is a store that remembers what it was told to keep.
type kept struct {
	finds.Store
	ids []seen.ID
}

func (k *kept) Seen(context.Context, store.Realm) ([]seen.ID, error) { return nil, nil }

func (k *kept) KeepSeen(_ context.Context, _ store.Realm, ids []seen.ID) error {
	k.ids = append(k.ids, ids...)
	return nil
}

// Nothing that may be a secret is kept: not a session, not a token, not what a
// secret's name stands over, not a secret of the exchange, be it in a name.
func TestNoSecretIsKept(t *testing.T) {
	k := &kept{}
	f := finds.New(t.Context(), k, widget.DefaultEnv())
	x := answer(0)
	x.Secrets = []auth.Secret{"canary-known"}
	x.Response.Body = payload.FromBytes([]byte(`[{"id":"00u1","name":"Ann canary-known"},{"id":"canary-known","name":"a"},{"id":"eyJhbGciOiJub25lIn0.canary.x","name":"b"},
		{"secretId":"canary-named","name":"c"},{"sessionId":"canary-session","name":"d"}]`))
	run(f, f.Look(x, ""))
	if len(k.ids) == 0 || k.ids[0].Value != "00u1" {
		t.Errorf("kept is %v", k.ids)
	}
	for _, id := range k.ids {
		if strings.Contains(id.Value+id.Label+id.Detail, "canary") {
			t.Errorf("kept is %+v", id)
		}
	}
}

// BenchmarkUpdate is what is left for the loop: to open the lookup of a
// collection of 10,000 requests, and to take in a response with 10,000 ids.
func BenchmarkUpdate(b *testing.B) {
	job, c := big(10_000)
	f := finds.New(b.Context(), nil, widget.DefaultEnv())
	found := f.Look(answer(10_000), "")().(finds.Msg)
	f.Update(found)
	b.Run("ask", func(b *testing.B) {
		for b.Loop() {
			f.Ask(finds.SubjectOf(job, c, nil))
		}
	})
	b.Run("found", func(b *testing.B) {
		for b.Loop() {
			f.Update(found)
		}
	})
	b.Run("all, with the commands and a frame", func(b *testing.B) {
		for b.Loop() {
			cmd, in := f.Ask(finds.SubjectOf(job, c, nil))
			opened(in).Resize(120, 40)
			msg := cmd().(finds.Msg)
			f.Update(msg)
			_ = opened(in).View()
		}
	})
}
