package response_test

import (
	"context"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"postern/engine"
	"postern/engine/payload"
	"postern/engine/payload/tree"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/response"
	"postern/ui/widget"
)

const list = `{"users":[{"id":"00u1","age":12345678901234567890,"id":"again"},{"id":"00u2","tags":["a","b"]}],"next":null}`

// folding is the pane with a tree of src.
func folding(t *testing.T, src string) *response.Pane {
	t.Helper()
	x := &engine.Exchange{ID: "x", ItemID: "i", Response: &engine.Response{Status: 200, Body: payload.FromBytes([]byte(src))}}
	p := response.New(widget.DefaultEnv())
	p.Focus(true)
	p.Resize(70, 20)
	p.SetExchange(x)
	index, err := tree.Open(context.Background(), x.Response.Body)
	if err != nil {
		t.Fatal(err)
	}
	p.SetDocument(x.ID, tree.NewView(index), payload.LexerFor(payload.JSON), response.Layout{Form: "pretty"})
	return p
}

// rowsOf are the rows of the body, without numbers and blanks.
func rowsOf(p *response.Pane) string {
	var out []string
	for _, l := range strings.Split(screen(p), "\n")[1:] {
		if f := strings.Fields(l); len(f) > 1 && f[0][0] >= '0' && f[0][0] <= '9' {
			out = append(out, strings.Join(f[1:], " "))
		}
	}
	return strings.Join(out, " ")
}

func TestFoldingARow(t *testing.T) {
	p := folding(t, list)
	do(p, keymap.Down, keymap.Toggle)
	if got, want := rowsOf(p), `{ "users": […], 2 members "next": null }`; got != want {
		t.Errorf("folded: %s", got)
	}
	do(p, keymap.Open)
	if got := rowsOf(p); !strings.Contains(got, `"age": 12345678901234567890, "id": "again"`) {
		t.Errorf("unfolded again: %s", got)
	}
	do(p, keymap.Bottom, keymap.Toggle)
	if got, want := rowsOf(p), `{…} 2 members`; got != want {
		t.Errorf("folded at its closing bracket: %s", got)
	}
}

func TestFoldingByLevel(t *testing.T) {
	p := folding(t, list)
	do(p, keymap.Down, keymap.Down, keymap.Down, keymap.FoldAll)
	if got, want := rowsOf(p), `{ "users": […], 2 members "next": null }`; got != want {
		t.Errorf("level 1: %s", got)
	}
	if got := p.Title().String(); !strings.HasSuffix(got, "─ users") {
		t.Errorf("the cursor is on %q", got)
	}
	do(p, keymap.UnfoldAll)
	if got, want := rowsOf(p), `{ "users": [ {…}, 3 members {…} 2 members ], "next": null }`; got != want {
		t.Errorf("level 2: %s", got)
	}
}

func TestASearchUnfoldsWhatHidesItsHit(t *testing.T) {
	p := folding(t, list)
	do(p, keymap.FoldAll)
	search(t, p, `"tags": [`)
	sees(t, p, "1 of 1", `"tags": [`)
	do(p, keymap.Cancel)
	search(t, p, `/00u\d/`)
	sees(t, p, "1 of 2", `"id": "00u1"`)
	do(p, keymap.Next)
	if got := p.Title().String(); !strings.HasSuffix(got, "─ users.1.id") {
		t.Errorf("the second hit is at %q", got)
	}
}

func TestCopyingFromATree(t *testing.T) {
	for _, tt := range []struct {
		name string
		act  keymap.ID
		down int
		want response.CopyAsked
	}{
		{"a text", keymap.Copy, 3, response.CopyAsked{What: "the value", Text: "00u1"}},
		{"a number as it was sent", keymap.Copy, 4, response.CopyAsked{What: "the value", Text: "12345678901234567890"}},
		{"an object as it was sent", keymap.Copy, 7, response.CopyAsked{What: "the value", Text: `{"id":"00u2","tags":["a","b"]}`}},
		{"its path", keymap.CopyPath, 10, response.CopyAsked{What: "the path", Text: "users.1.tags.0"}},
		{"its path for a script", keymap.CopyScriptPath, 10, response.CopyAsked{What: "the path for a script", Text: "pm.response.json().users[1].tags[0]"}},
		{"the path of the document", keymap.CopyPath, 0, response.CopyAsked{What: "the path", Text: "@this"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := folding(t, list)
			for range tt.down {
				do(p, keymap.Down)
			}
			if got := p.Update(pane.Act{ID: tt.act}); got != tt.want {
				t.Errorf("copied %+v", got)
			}
		})
	}
}

func TestADoubleClickFolds(t *testing.T) {
	p := folding(t, list)
	p.Update(pane.Click{X: 8, Y: 2, Double: true})
	if got, want := rowsOf(p), `{ "users": […], 2 members "next": null }`; got != want {
		t.Errorf("folded: %s", got)
	}
}

func TestALongTextIsCutAndSaysSo(t *testing.T) {
	p := folding(t, `["`+strings.Repeat("x", 1<<19)+`", 1]`)
	do(p, keymap.Wrap, keymap.Down)
	if got := p.Update(pane.Act{ID: keymap.Copy}); got != (response.CopyAsked{What: "the value", Text: strings.Repeat("x", 1<<19)}) {
		t.Error("copied something else than the whole text")
	}
	p.Resize(5000, 20)
	sees(t, p, "…,  512.0 KiB")
}

func TestASearchThatNobodyWaitsForIsStopped(t *testing.T) {
	p := folding(t, list)
	ask := func(what string) response.SearchAsked {
		t.Helper()
		do(p, keymap.Search)
		for _, r := range what {
			p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: r, Text: string(r)}})
		}
		in, ok := p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: tea.KeyEnter}}).(response.SearchAsked)
		if !ok {
			t.Fatal("no search was asked")
		}
		return in
	}
	first := ask("user")
	sees(t, p, "searching…")
	second := ask("s")
	if first.Ctx.Err() == nil || second.Ctx.Err() != nil {
		t.Errorf("the first goes on (%v), or the second does not (%v)", first.Ctx.Err(), second.Ctx.Err())
	}
	second.Answer(p, &payload.Found{}, first.Ctx.Err())
	sees(t, p, "searching…")
	do(p, keymap.Cancel)
	if second.Ctx.Err() == nil {
		t.Error("it goes on after the search was given up")
	}
}

func TestAHostileKeyIsShownAsSymbols(t *testing.T) {
	p := folding(t, "{\"a\u202e\u009b31m\x7f\\u001b]0;x\\u0007\u200bb\":{\"c\":1}}")
	do(p, keymap.Down, keymap.Down)
	for name, s := range map[string]string{"the rows": screen(p), "the title": p.Title().String()} {
		if i := strings.IndexAny(s, "\u202e\u009b\x7f\x1b\a\u200b"); i >= 0 {
			t.Errorf("%s have %q", name, s[i:min(i+6, len(s))])
		}
		if !strings.Contains(s, "c") || !strings.Contains(s, "31m") {
			t.Errorf("%s hide the key: %q", name, s)
		}
	}
}
