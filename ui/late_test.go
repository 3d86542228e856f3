package ui

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/auth"
	"postern/auth/tokens"
	"postern/engine"
	"postern/engine/payload"
	"postern/store"
	"postern/ui/bridge"
	"postern/ui/desk"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/prompt"
	"postern/ui/keymap"
	"postern/ui/layout"
	"postern/ui/pane/response"
	"postern/ui/samples"
	"postern/ui/sends"
	"postern/ui/shown"
	"postern/ui/toast"
)

// The tests here hand the workbench results in an order that only a slow
// machine or an unlucky one has.

const lateCollection = `{"info":{"name":"A"},"auth":{"type":"oauth2","oauth2":[{"key":"accessTokenUrl","value":"{{url}}/token"},
	{"key":"grant_type","value":"client_credentials"},{"key":"tokenName","value":"Mine"}]},
	"item":[{"name":"First","request":{"method":"GET","url":"{{nowhere}}/x"}},{"name":"Second","request":{"method":"GET","url":"{{url}}/x"}}]}`

// late is a workbench on a small workspace, without a program around it, and
// where its tokens are.
func late(t *testing.T) (*Model, auth.TokenStore) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.postman_collection.json":     lateCollection,
		"dev.postman_environment.json":  `{"id":"dev","name":"dev","values":[{"key":"url","value":"http://dev.test"}]}`,
		"prod.postman_environment.json": `{"id":"prod","name":"prod","values":[{"key":"url","value":"http://prod.test"}]}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tokenStore := tokens.NewMemoryStore()
	tokens := tokens.New(tokens.Options{Store: tokenStore})
	m := New(t.Context(), Deps{
		Engine: engine.New(engine.Options{Tokens: tokens}), Tokens: tokens, Bridge: bridge.New(),
		Open: func(ctx context.Context, paths []string) (*store.Workspace, error) {
			return store.Open(ctx, store.Options{Paths: paths})
		},
	})
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	_, private := m.Update(m.files.Open([]string{dir})())
	for _, msg := range run(private) {
		m.Update(msg)
	}
	m.do(keymap.Down)
	return m, tokenStore
}

// run carries commands out one after the other, those of batches too, and
// returns what they bring at once: clocks are left to run down.
func run(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	done := make(chan tea.Msg, 1)
	go func() { done <- cmd() }()
	synctest.Wait()
	select {
	case msg := <-done:
		batch, ok := msg.(tea.BatchMsg)
		if !ok {
			return []tea.Msg{msg}
		}
		var all []tea.Msg
		for _, c := range batch {
			all = append(all, run(c)...)
		}
		return all
	default:
		return nil
	}
}

func shows(t *testing.T, m *Model, text string) {
	t.Helper()
	if screen := ansi.Strip(m.View().Content); !strings.Contains(screen, text) {
		t.Errorf("%q is not on screen:\n%s", text, screen)
	}
}

func hides(t *testing.T, m *Model, text string) {
	t.Helper()
	if screen := ansi.Strip(m.View().Content); strings.Contains(screen, text) {
		t.Errorf("%q is on screen:\n%s", text, screen)
	}
}

func TestARequestThatCannotBeBuiltFailsBehindAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _ := late(t)
		send := m.do(keymap.Send)
		m.do(keymap.Pane1)
		m.do(keymap.Down)
		for _, looked := range run(send) { // whether its file is as it was read
			_, cmd := m.Update(looked)
			for _, msg := range run(cmd) {
				m.Update(msg)
			}
		}
		shows(t, m, "First has answered")
		time.Sleep(toast.ShowTime)
	})
}

// A token on the status line is that of the chosen environment, whatever
// arrives late.
func TestATokenOfTheEnvironmentBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, tokens := late(t)
		m.do(keymap.Down)
		asks{m}.picked(pickEnv, "dev")
		job := m.desk.Job()
		token := auth.Token{Key: auth.Key(job.ResolvedAuth()), Name: "Of dev", Access: "t", Obtained: m.now()}
		if err := tokens.Save(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		peek := purse{m}.choose()
		m.sends.Flying[job.ItemID] = &sends.Flight{ID: "send", ItemID: job.ItemID, Cancel: func() {}}
		asks{m}.picked(pickEnv, "prod")
		for _, msg := range run(peek) {
			m.Update(msg)
		}
		hides(t, m, "Of dev")
		x := &engine.Exchange{ID: "send", ItemID: job.ItemID, Path: job.Path, Token: &token}
		for _, msg := range run(sendDoneMsg{Landed: sends.Landed{ID: x.ID, ItemID: x.ItemID, Path: x.Path, Exchange: x}}.apply(m)) {
			m.Update(msg)
		}
		hides(t, m, "Of dev")
		for _, msg := range run(asks{m}.picked(pickEnv, "dev")) {
			m.Update(msg)
		}
		shows(t, m, "Of dev")
	})
}

// What was made for a workspace that is not open any more is not taken in.
func TestANewCollectionOfTheWorkspaceBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _ := late(t)
		create := m.carryOut(prompt.Entered{Name: "new", Of: "collection", Text: "Mine"})
		for _, msg := range run(m.files.Open([]string{m.desk.Workspace.Root()})) {
			m.Update(msg)
		}
		for _, msg := range run(create) {
			m.Update(msg)
		}
		hides(t, m, "Mine")
		if m.desk.Unsaved() {
			t.Error("something is unsaved")
		}
	})
}

// An example of a request that was deleted meanwhile has no place.
func TestAnExampleOfARequestThatIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _ := late(t)
		m.do(keymap.Down)
		id := m.desk.ItemID()
		m.carryOut(confirm.Answered{Name: "delete", Of: desk.Place(m.desk.Collection, m.desk.Chain), Choice: "delete"})
		m.handle(samples.Made{ItemID: id})
		shows(t, m, "the request is not there any more")
		time.Sleep(toast.ShowTime)
	})
}

// A filter that was taken off while its part of a large body was being made does
// not come back with it.
func TestAFilterThatWasTakenOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _ := late(t)
		x := &engine.Exchange{ID: "1", ItemID: m.desk.ItemID(), Response: &engine.Response{
			Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: payload.FromBytes([]byte(`{"a":1,"b":2}`)),
		}}
		m.sends.Keep(x.ItemID, x)
		m.response.SetExchange(x)
		m.handle(response.Laid{Document: shown.Pretty(t.Context(), x)})
		m.setFocus(layout.Response)
		press := func(keys ...tea.KeyPressMsg) {
			for _, k := range keys {
				_, cmd := m.Update(k)
				for _, msg := range run(cmd) {
					m.Update(msg)
				}
			}
		}
		press(tea.KeyPressMsg{Code: '|', Text: "|"}, tea.KeyPressMsg{Code: 'a', Text: "a"}, tea.KeyPressMsg{Code: tea.KeyEnter})
		slow := m.handle(response.Body(m.response, false))
		press(tea.KeyPressMsg{Code: tea.KeyEscape})
		for _, msg := range run(slow) {
			m.Update(msg)
		}
		if frame := ansi.Strip(m.content()); strings.Contains(frame, "only a") || !strings.Contains(frame, `"b": 2`) {
			t.Errorf("the filter has come back:\n%s", frame)
		}
	})
}

// What had come of a body when it ended may be laid out after all of it: it
// does not replace that.
func TestWhatHadComeDoesNotReplaceTheWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _ := late(t)
		x := &engine.Exchange{ID: "x", Response: &engine.Response{Status: 200, Body: payload.FromBytes([]byte("a\nb\n"))}}
		m.response.SetExchange(x)
		m.handle(response.Laid{Document: shown.Pretty(t.Context(), x)})
		whole := m.response.Document()
		m.handle(response.Laid{Document: shown.Document{ExchangeID: "x", Doc: payload.NewLines(x.Response.Body), Form: "raw", Coming: true}})
		if whole == nil || m.response.Document() != whole {
			t.Error("the beginning is shown instead of the whole")
		}
	})
}
