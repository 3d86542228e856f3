package tree_test

import (
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"postern/engine/collection"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/tree"
	"postern/ui/theme"
	"postern/ui/widget"
)

// hostile are names that have broken terminals and layouts.
func hostile() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.StringMatching(`[a-zA-Z ]{0,40}`),
		rapid.SampledFrom([]string{
			"", " ", "\x1b[2J\x1b]0;title\a", "a\r\nb\tc", "世界世界世界世界世界世界世界世界", "👨\u200d👩\u200d👧\u200d👦 family", "🇩🇪🇫🇷🇯🇵",
			"e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "\u202egnp.exe", "\xff\xfe", "İstanbul ẞ", "\u200b\u200d\ufe0f", "☀️⚠️",
			strings.Repeat("long ", 100), "\u1100\u1161\u11a8", "\u0903x",
		}),
	)
}

func anyItems(t *rapid.T, depth int, n *int) []*collection.Item {
	var items []*collection.Item
	for range rapid.IntRange(0, 4).Draw(t, "items") {
		*n++
		id, name := strconv.Itoa(*n), hostile().Draw(t, "name")
		if depth < 8 && rapid.Bool().Draw(t, "folder") {
			items = append(items, folder(id, name, anyItems(t, depth+1, n)...))
			continue
		}
		items = append(items, request(id, hostile().Draw(t, "method"), name, hostile().Draw(t, "path")))
	}
	return items
}

func anyEvent() *rapid.Generator[pane.Event] {
	return rapid.Custom(func(t *rapid.T) pane.Event {
		switch rapid.IntRange(0, 6).Draw(t, "event") {
		case 0:
			r := rapid.SampledFrom([]rune{'a', ' ', 'e', '世', tea.KeyBackspace, tea.KeyEnter, tea.KeyEscape, tea.KeyDown}).Draw(t, "key")
			k := tea.KeyPressMsg{Code: r}
			if r < tea.KeyExtended && r >= ' ' && r != tea.KeyBackspace {
				k.Text = string(r)
			}
			return pane.Key{KeyPressMsg: k}
		case 1:
			return pane.Click{X: rapid.IntRange(0, 130).Draw(t, "x"), Y: rapid.IntRange(0, 130).Draw(t, "y"), Double: rapid.Bool().Draw(t, "double")}
		case 2:
			return pane.Wheel{Lines: rapid.IntRange(-5, 5).Draw(t, "lines")}
		case 3:
			return pane.Drag{X: rapid.IntRange(-5, 130).Draw(t, "x"), Y: rapid.IntRange(-5, 130).Draw(t, "y")}
		case 4:
			return pane.Release{X: rapid.IntRange(-5, 130).Draw(t, "x"), Y: rapid.IntRange(-5, 130).Draw(t, "y"), Off: rapid.Bool().Draw(t, "off")}
		}
		return pane.Act{ID: rapid.SampledFrom([]keymap.ID{
			keymap.Up, keymap.Down, keymap.Left, keymap.Right, keymap.PageUp, keymap.PageDown, keymap.Top, keymap.Bottom,
			keymap.Open, keymap.Toggle, keymap.FoldAll, keymap.UnfoldAll, keymap.Search, keymap.Cancel,
		}).Draw(t, "action")}
	})
}

func fits(t interface{ Fatalf(string, ...any) }, view string, w, h int) {
	lines := strings.Split(view, "\n")
	if len(lines) != h {
		t.Fatalf("%d lines, want %d", len(lines), h)
	}
	for _, l := range lines {
		if got := ansi.StringWidth(l); got != w {
			t.Fatalf("%d cells, want %d: %q", got, w, l)
		}
	}
}

func TestEveryViewFillsThePane(t *testing.T) {
	themes := []theme.Palette{theme.Dark(), theme.Light(), theme.Mono()}
	rapid.Check(t, func(t *rapid.T) {
		env := widget.DefaultEnv()
		env.Theme = theme.New(rapid.SampledFrom(themes).Draw(t, "theme"))
		p := tree.New(env)
		p.Focus(rapid.Bool().Draw(t, "focus"))
		w, h := rapid.IntRange(1, 120).Draw(t, "w"), rapid.IntRange(1, 120).Draw(t, "h")
		p.Resize(w, h)
		n := 0
		var cs []*collection.Collection
		for i := range rapid.IntRange(0, 3).Draw(t, "collections") {
			cs = append(cs, &collection.Collection{ID: "c" + strconv.Itoa(i), Name: hostile().Draw(t, "name"), Items: anyItems(t, 0, &n)})
		}
		p.SetCollections(cs)
		p.SetDirty(map[string]bool{"1": true, "3": true})
		if rapid.Bool().Draw(t, "problem") {
			p.SetProblems([]tree.Problem{{File: hostile().Draw(t, "file"), Text: hostile().Draw(t, "text")}})
		}
		p.Update(pane.Act{ID: keymap.UnfoldAll})
		fits(t, p.View(), w, h)
		for range rapid.IntRange(0, 8).Draw(t, "events") {
			p.Update(anyEvent().Draw(t, "event"))
			fits(t, p.View(), w, h)
		}
		w, h = rapid.IntRange(1, 120).Draw(t, "w2"), rapid.IntRange(1, 120).Draw(t, "h2")
		p.Resize(w, h)
		fits(t, p.View(), w, h)
	})
}

// big makes a collection with n requests in folders of ten.
func big(n int) *collection.Collection {
	c := &collection.Collection{ID: "big", Name: "Big"}
	for i := 0; i < n; i += 10 {
		f := folder("f"+strconv.Itoa(i), "Folder "+strconv.Itoa(i))
		for j := i; j < min(i+10, n); j++ {
			f.Items = append(f.Items, request("r"+strconv.Itoa(j), "GET", "Request number "+strconv.Itoa(j), "api", "v1", "things", strconv.Itoa(j)))
		}
		c.Items = append(c.Items, f)
	}
	return c
}

func bench(b *testing.B, each func(p *tree.Pane, i int)) {
	for _, n := range []int{10, 10_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			p := newPane(40, 38, big(n))
			do(p, keymap.UnfoldAll)
			for i := 0; b.Loop(); i++ {
				each(p, i)
				_ = p.View()
			}
		})
	}
}

func BenchmarkMove(b *testing.B) {
	bench(b, func(p *tree.Pane, _ int) { do(p, keymap.Down) })
}

func BenchmarkFold(b *testing.B) {
	bench(b, func(p *tree.Pane, _ int) { do(p, keymap.Toggle) })
}

func BenchmarkFilterKey(b *testing.B) {
	bench(b, func(p *tree.Pane, i int) {
		do(p, keymap.Search)
		r := "9\b"[i%2]
		if r == '\b' {
			press(p, tea.KeyBackspace)
			return
		}
		typing(p, "9")
	})
}

func BenchmarkReload(b *testing.B) {
	for _, n := range []int{10, 10_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			c := []*collection.Collection{big(n)}
			p := newPane(40, 38, c...)
			for b.Loop() {
				p.SetCollections(c)
				_ = p.View()
			}
		})
	}
}
