package ui

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	tea "charm.land/bubbletea/v2"

	"postern/auth/tokens"
	"postern/engine"
	"postern/engine/payload"
	"postern/store"
	"postern/store/state"
	"postern/ui/bridge"
	"postern/ui/keymap"
	"postern/ui/layout"
	"postern/ui/pane"
	"postern/ui/pane/response"
	"postern/ui/shown"
)

// manyRequests is a collection of n requests in folders of fifty.
func manyRequests(n int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"info":{"_postman_id":"big","name":"Big","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[`)
	for f := 0; f*50 < n; f++ {
		if f > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"name":"Folder %d","item":[`, f)
		for i := range min(50, n-f*50) {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `{"name":"Request %d of %d","request":{"method":"GET","header":[{"key":"Accept","value":"application/json"}],`+
				`"url":{"raw":"{{url}}/api/v1/things/%d?limit=25","host":["{{url}}"],"path":["api","v1","things","%d"],"query":[{"key":"limit","value":"25"}]},`+
				`"description":"%s"},"response":[]}`, i, f, i, i, bytes.Repeat([]byte("words "), 100))
		}
		b.WriteString("]}")
	}
	b.WriteString("]}")
	return b.Bytes()
}

// bench is a workbench without a terminal, on a workspace of n requests.
func bench(b *testing.B, n int) (*Model, func()) {
	b.Helper()
	dir := b.TempDir()
	files := map[string][]byte{
		"big.postman_collection.json":  manyRequests(n),
		"dev.postman_environment.json": []byte(`{"name":"dev","values":[{"key":"url","value":"http://127.0.0.1:1"}]}`),
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	st := state.New(b.TempDir())
	m := New(b.Context(), Deps{
		Engine: engine.New(engine.Options{}), Tokens: tokens.New(tokens.Options{}), Bridge: bridge.New(), Memory: st,
		Open: func(ctx context.Context, paths []string) (*store.Workspace, error) {
			return store.Open(ctx, store.Options{Paths: paths, State: st})
		},
	})
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	return m, func() { m.Update(m.files.Open([]string{dir})()) }
}

// From an empty screen to the first frame with the tree: reading, parsing,
// laying out, drawing. What the terminal adds is not in it.
func BenchmarkFirstFrame(b *testing.B) {
	for _, n := range []int{10, 10_000} {
		b.Run(fmt.Sprint(n, "-requests"), func(b *testing.B) {
			m, open := bench(b, n)
			for b.Loop() {
				open()
				if m.View().Content == "" {
					b.Fatal("no frame")
				}
			}
		})
	}
}

// One key to the next frame, in every pane, with 10,000 requests open and a
// body of 10 MB on show.
func BenchmarkKeyToFrame(b *testing.B) {
	m, open := bench(b, 10_000)
	open()
	m.do(keymap.UnfoldAll)
	m.do(keymap.Down)
	m.do(keymap.Down)
	showBody(b, m)
	down, up := tea.KeyPressMsg{Code: tea.KeyDown}, tea.KeyPressMsg{Code: tea.KeyUp}
	for s, name := range []string{"tree", "request", "response", "environment"} {
		b.Run(name, func(b *testing.B) {
			m.setFocus(layout.Slot(s))
			i := 0
			for b.Loop() {
				k := down
				if i++; i%20 >= 10 {
					k = up
				}
				m.Update(k)
				m.View()
			}
		})
	}
	showBody(b, m) // the tree may have chosen another row
	m.handle(response.Laid{Document: shown.Text(b.Context(), m.response.Exchange())})
	b.Run("response-raw", func(b *testing.B) { // one line of 10 MB
		m.setFocus(layout.Response)
		i := 0
		for b.Loop() {
			k := down
			if i++; i%20 >= 10 {
				k = up
			}
			m.Update(k)
			m.View()
		}
	})
	b.Run("tree-filter", func(b *testing.B) {
		m.setFocus(layout.Tree)
		m.do(keymap.Search)
		i := 0
		for b.Loop() {
			k := tea.KeyPressMsg{Code: '7', Text: "7"}
			if i++; i%2 == 0 {
				k = tea.KeyPressMsg{Code: tea.KeyBackspace}
			}
			m.Update(k)
			m.View()
		}
		m.tree.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: tea.KeyEscape}})
	})
	b.Run("finder", func(b *testing.B) {
		m.do(keymap.FindRequest)
		i := 0
		for b.Loop() {
			k := tea.KeyPressMsg{Code: '7', Text: "7"}
			if i++; i%2 == 0 {
				k = tea.KeyPressMsg{Code: tea.KeyBackspace}
			}
			m.Update(k)
			m.View()
		}
	})
}

// showBody puts a response of 10 MB on show.
func showBody(b *testing.B, m *Model) {
	b.Helper()
	row := []byte(`{"id":"00u1","status":"ACTIVE","profile":{"firstName":"Tony","lastName":"Stark","n":123.50,"ok":true}},`)
	body := append([]byte("["), bytes.Repeat(row, 10<<20/len(row))...)
	body = append(bytes.TrimSuffix(body, []byte(",")), ']')
	x := &engine.Exchange{ID: "1", ItemID: m.desk.ItemID(), Path: []string{"x"}, Response: &engine.Response{
		Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: payload.FromBytes(body),
	}}
	m.sends.Keep(x.ItemID, x)
	m.response.SetExchange(x)
	m.handle(response.Laid{Document: shown.Pretty(b.Context(), x)})
}
