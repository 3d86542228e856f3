package uitest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

type wideText struct{ name, text string }

// wide are texts whose width terminals, people and libraries do not agree about.
func wide() []wideText {
	return []wideText{
		{"family", "👨\u200d👩\u200d👧\u200d👦 family"},
		{"flags", "🇩🇪🇫🇷🇯🇵🇩 flags"},
		{"sun", "☀\ufe0f sun ⚠\ufe0f ❤\ufe0f"},
		{"tone", "👋🏻 👍🏿 🏻"},
		{"cjk", "世界 你好 テスト ﾊﾟ"},
		{"jamo", "\u1112\u1161\u11ab\u1100\u1173\u11af 한글"},
		{"zalgo", "e" + strings.Repeat("\u0301", 1000) + "x"},
		{"rtl", "שלום עולם مرحبا \u202ereversed"},
		{"deva", "नमस्ते क्षि"},
		{"keycap", "1\ufe0f\u20e3 #\ufe0f\u20e3"},
		{"thai", "สวัสดีครับ น้ำ"},
		{"telugu", "తెలుగు"},
		{"none", "a\u200bb\u00adc"},
		{"tags", "🏴\U000e0067\U000e0062\U000e007f"},
		{"marks", "\u0903\u0301"},
		{"bad", "\xff\xfe"},
		{"long", strings.Repeat("世", 300)},
	}
}

// wideFiles are a workspace of them: names, addresses, headers, values.
func wideFiles(t *testing.T) map[string][]byte {
	type object = map[string]any
	var items, folders, values []any
	for _, x := range wide() {
		k, v := x.name, x.text
		items = append(items, object{"name": v, "request": object{
			"method": "POST", "url": "{{base}}/" + k + "?q=" + v, "header": []any{object{"key": "X-" + k, "value": v, "description": v}},
			"body": object{"mode": "raw", "raw": "{\n\t\"" + v + "\": \"" + v + v + "\"\n}"}, "description": v,
		}})
		values = append(values, object{"key": k + v, "value": v, "enabled": true})
	}
	for _, x := range wide() {
		k, v := x.name, x.text
		folders = append(folders, object{"name": v + k, "item": []any{object{"name": v, "item": items[:2]}}})
	}
	values = append(values, object{"key": "base", "value": uitest.Base, "enabled": true})
	file := func(x any) []byte {
		b, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	return map[string][]byte{
		"w.postman_collection.json": file(object{
			"info": object{"name": "世界 👋🏻", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": append(items, folders...),
		}),
		"e.postman_environment.json": file(object{"name": "🇩🇪 世界", "values": values}),
	}
}

// answers says all of it back.
func wideAnswers(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Wide", "世界 👋🏻")
	w.WriteHeader(http.StatusTeapot)
	var list []any
	for _, x := range wide() {
		k, v := x.name, x.text
		list = append(list, map[string]any{"id": k, v: v, "name": v})
	}
	json.NewEncoder(w).Encode(list)
}

// straight says what is wrong with a frame: every line is as wide as the
// terminal, whichever way that measures text, and what stands at its ends is a
// border where there is one. The last line and that of the tour have none.
func straight(frame string, w, h int) error {
	lines := strings.Split(frame, "\n")
	if len(lines) != h {
		return fmt.Errorf("%d lines, not %d", len(lines), h)
	}
	for i, l := range lines {
		people, points := ansi.StringWidth(l), ansi.StringWidthWc(l)
		if people != w || points != w {
			return fmt.Errorf("line %d has %d cells, or %d, not %d: %q", i, people, points, w, l)
		}
	}
	for i, l := range lines[:h-1] {
		if !strings.HasSuffix(l, "│") && !strings.HasSuffix(l, "╮") && !strings.HasSuffix(l, "╯") {
			return fmt.Errorf("line %d has no border at its end: %q", i, l)
		}
	}
	return nil
}

// At every size, in every pane and dialog, whatever the texts are, the lines
// are as long as the terminal is wide.
func TestBordersStayStraight(t *testing.T) {
	frames := 0
	uitest.Run(t, uitest.Options{Files: wideFiles(t), Handler: http.HandlerFunc(wideAnswers)}, func(s *uitest.Session) {
		w, h := 120, 40
		look := func(what string) {
			t.Helper()
			if w < 40 || h < 10 {
				return
			}
			frames++
			if err := straight(s.Screen(), w, h); err != nil {
				t.Fatalf("%s at %d × %d: %v\n%s", what, w, h, err, s.Screen())
			}
		}
		s.Do(keymap.UnfoldAll, keymap.Down, keymap.Send)
		look("sent")
		acts := []keymap.ID{
			keymap.Pane1, keymap.Pane2, keymap.Pane3, keymap.Pane4, keymap.NextTab, keymap.NextTab, keymap.PrevTab, keymap.Down, keymap.Down, keymap.Up,
			keymap.PageDown, keymap.Right, keymap.Zoom, keymap.Grow, keymap.Shrink, keymap.Taller, keymap.Shorter, keymap.Send, keymap.Bottom, keymap.Open,
			keymap.Help, keymap.Palette, keymap.History, keymap.QuickLook, keymap.SwitchEnv, keymap.FindRequest, keymap.Tokens, keymap.Jump, keymap.Theme,
			keymap.Search, keymap.EditValue, keymap.UnfoldAll, keymap.FoldAll, keymap.LookUp, keymap.Table, keymap.Wrap, keymap.Raw, keymap.Bulk,
		}
		rapid.Check(t, func(rt *rapid.T) {
			for range 25 {
				switch rapid.IntRange(0, 4).Draw(rt, "what") {
				case 0:
					w, h = rapid.IntRange(20, 400).Draw(rt, "w"), rapid.IntRange(8, 100).Draw(rt, "h")
					s.Resize(w, h)
				case 1:
					s.Press(rapid.SampledFrom([]string{"esc", "esc", "tab", "enter", "世", "👋"}).Draw(rt, "key"))
				case 2:
					x, y := rapid.IntRange(0, w-1).Draw(rt, "x"), rapid.IntRange(0, h-1).Draw(rt, "y")
					m := uitest.Mouse{Session: s}
					m.Down(x, y)
					m.Move(rapid.IntRange(0, w-1).Draw(rt, "toX"), rapid.IntRange(0, h-1).Draw(rt, "toY"))
					look("a drag")
					m.Up(x, y)
				default:
					s.Do(rapid.SampledFrom(acts).Draw(rt, "act"))
				}
				look("after it")
			}
			for range 3 {
				s.Press("esc")
			}
		})
	})
	t.Logf("%d frames", frames)
}
