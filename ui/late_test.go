package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/auth"
	"postern/engine"
	"postern/store"
	"postern/ui/keymap"
)

// The tests here hand the workbench results in an order that only a slow
// machine or an unlucky one has.

const lateCollection = `{"info":{"name":"A"},"auth":{"type":"oauth2","oauth2":[{"key":"accessTokenUrl","value":"{{url}}/token"},
	{"key":"grant_type","value":"client_credentials"},{"key":"tokenName","value":"Mine"}]},
	"item":[{"name":"First","request":{"method":"GET","url":"{{nowhere}}/x"}},{"name":"Second","request":{"method":"GET","url":"{{url}}/x"}}]}`

// late is a workbench on a small workspace, without a program around it.
func late(t *testing.T) *Model {
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
	tokens := auth.NewManager(auth.Options{})
	m := New(t.Context(), Deps{
		Engine: engine.New(engine.Options{Tokens: tokens}), Tokens: tokens, Bridge: NewBridge(),
		Open: func(ctx context.Context, paths []string) (*store.Workspace, error) {
			return store.Open(ctx, store.Options{Paths: paths})
		},
	})
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	m.Update(files{m}.open([]string{dir})())
	ws := m.desk.Workspace
	m.Update(files{m}.loadPrivate(ws)())
	m.do(keymap.UnfoldAll)
	m.do(keymap.Down)
	return m
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

func TestARequestThatCannotBeBuiltFailsBehindAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := late(t)
		send := m.do(keymap.Send)
		m.do(keymap.Pane1)
		m.do(keymap.Down)
		for _, msg := range run(send) {
			m.Update(msg)
		}
		shows(t, m, "First has answered")
		time.Sleep(toastTime)
	})
}
