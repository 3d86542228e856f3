package dialog_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"postern/auth"
	"postern/engine/diff"
	"postern/engine/vars"
	"postern/ui/dialog"
	"postern/ui/dialog/blanks"
	"postern/ui/dialog/bulk"
	"postern/ui/dialog/compare"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/filepick"
	"postern/ui/dialog/help"
	"postern/ui/dialog/history"
	"postern/ui/dialog/login"
	"postern/ui/dialog/look"
	"postern/ui/dialog/message"
	"postern/ui/dialog/newtoken"
	"postern/ui/dialog/picker"
	"postern/ui/dialog/prompt"
	"postern/ui/dialog/run"
	"postern/ui/dialog/sides"
	"postern/ui/dialog/tokens"
	"postern/ui/folders"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
)

// plain is a view without its looks.
func plain(view string) string { return ansi.Strip(view) }

// noon is the time of the tests.
func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// source draws texts, so that one dialog can be made of any.
type source func(name string) string

func (s source) text(name string) safe.Text { return safe.Clean(s(name)) }

// kind is a dialog to test.
type kind struct {
	name string
	make func(env pane.Env, s source, n int) dialog.Dialog
}

// kinds are all dialogs: a new one is tested by a line here.
func kinds() []kind {
	return []kind{
		{"picker", newPicker},
		{"confirm", func(env pane.Env, s source, n int) dialog.Dialog {
			o := confirm.Options{Title: s.text("title"), Lines: []safe.Text{s.text("line"), s.text("line")}}
			for range n {
				o.Choices = append(o.Choices, confirm.Choice{ID: "x", Title: s.text("choice"), Letter: "a"})
			}
			return confirm.New(env, o)
		}},
		{"prompt", func(env pane.Env, s source, n int) dialog.Dialog {
			return prompt.New(env, prompt.Options{
				Title: s.text("title"), Hint: s.text("hint"), Initial: s("initial"), Masked: n%2 == 0, Placeholder: s.text("placeholder"),
			})
		}},
		{"prompt of a path", newPathPrompt},
		{"filepick", newFilePick},
		{"help", func(env pane.Env, _ source, _ int) dialog.Dialog { return help.New(env, keymap.State{}) }},
		{"look", func(env pane.Env, s source, n int) dialog.Dialog {
			var ls []vars.Layer
			for i := range n {
				ls = append(ls, vars.Layer{Scope: vars.Scope(i % 5), Name: s("layer"), Vars: []vars.Var{
					{Name: s("name"), Value: s("value"), Secret: i%2 == 0},
					{Name: "same", Value: s("value")},
				}})
			}
			return look.New(env, vars.Set{Layers: ls})
		}},
		{"sides", func(env pane.Env, s source, n int) dialog.Dialog {
			var rows []sides.Row
			for i := range n {
				rows = append(rows, sides.Row{Name: s.text("name"), Left: s.text("left"), Right: s.text("right"), InLeft: i%3 != 0, InRight: i%3 != 1, Same: i%4 == 3})
			}
			return sides.New(env, sides.Content{Left: s.text("one"), Right: s.text("other"), Rows: rows})
		}},
		{"bulk", func(env pane.Env, s source, n int) dialog.Dialog {
			return bulk.New(env, bulk.Options{
				Title: s.text("title"), Hint: s.text("hint"), Text: strings.Repeat(s("text")+"\n", n),
				Check: func(string) safe.Text { return s.text("wrong") },
			})
		}},
		{"blanks", func(env pane.Env, s source, n int) dialog.Dialog {
			o := blanks.Options{Title: s.text("title"), Values: map[string]string{}, Makes: func(map[string]string) safe.Text { return s.text("made") }}
			for range n {
				name := s("name")
				o.Blanks, o.Values[name] = append(o.Blanks, name), s("value")
			}
			return blanks.New(env, o)
		}},
		{"tokens", newTokens},
		{"history", newHistory},
		{"compare", newCompare},
		{"run", func(env pane.Env, s source, n int) dialog.Dialog {
			f := run.NewFeed(noon(), func() {})
			f.Begin(n+1, 2)
			for i := range n {
				f.Add(run.Row{Method: s("method"), Name: s("name"), Status: 100 * i, Problem: s("problem"), Tests: i, Passed: i / 2, Skipped: i == 3, Failures: []string{s("failure")}})
			}
			f.Sending(s("sending"))
			f.Say(s("said"))
			f.End(time.Second, s("why"))
			return run.New(env, s("title"), f, noon())
		}},
		{"run setup", func(env pane.Env, s source, n int) dialog.Dialog {
			o := run.Options{Name: s("title"), Environment: s("environment"), Choice: run.Choice{Data: s("path")}}
			for i := range n {
				o.Requests = append(o.Requests, run.Request{ID: strconv.Itoa(i), Method: s("method"), Name: s("name")})
			}
			d, _ := run.NewSetup(env, o)
			d.Update(pane.Arrived{What: run.DataSeen{Path: o.Choice.Data, Rows: n, Names: []string{s("name")}}})
			return d
		}},
		{"runs", func(env pane.Env, s source, n int) dialog.Dialog {
			var all []run.Past
			for i := range n {
				all = append(all, run.Past{ID: int64(i), Started: noon(), Name: s("name"), Environment: s("environment"), Why: s("why"), Totals: run.Totals{Rows: i, Failed: i / 2, Tests: i, Passed: i / 3}})
			}
			return run.NewList(env, all, noon())
		}},
		{"newtoken", newNewToken},
		{"device login", func(env pane.Env, s source, n int) dialog.Dialog {
			return login.New(env, "1", auth.Prompt{
				TokenName: s("name"), Way: auth.ByDevice, URL: s("url"), Page: s("page"), UserCode: s("code"),
				Until: noon().Add(time.Duration(n) * time.Minute), Other: auth.ByBrowser,
			}, noon())
		}},
		{"login", func(env pane.Env, s source, n int) dialog.Dialog {
			return login.New(env, "1", auth.Prompt{
				TokenName: s("name"), URL: s("scheme") + "://" + s("host") + "/" + s("path"),
				Listening: n%2 == 0, Until: noon().Add(time.Duration(n) * time.Minute), Problem: s("problem"),
			}, noon())
		}},
		{"message", func(env pane.Env, s source, n int) dialog.Dialog {
			c := message.Content{Title: s.text("title"), What: s.text("what"), Where: s.text("where"), Hint: s.text("hint"), Role: theme.Error}
			for range n {
				c.Detail = append(c.Detail, s.text("detail"))
			}
			return message.New(env, c)
		}},
	}
}

func newPicker(env pane.Env, s source, n int) dialog.Dialog {
	o := picker.Options{Title: s.text("title"), None: s.text("none"), Placeholder: s.text("placeholder"), Current: "x"}
	for i := range n * 3 {
		it := picker.Item{ID: "x", Title: s.text("title"), Detail: s.text("detail"), Key: s.text("key")}
		if i%2 == 0 {
			it.Off = s.text("off")
		}
		if i%3 == 0 {
			it.Tag = s.text("tag")
		}
		o.Items = append(o.Items, it)
	}
	return picker.New(env, o)
}

// listed is a folder with hostile names in it.
func listed(s source, p folders.Place, typed string, n int) pane.Arrived {
	l := folders.Listed{Place: p, Typed: typed, Listing: folders.Listing{Dir: s("dir"), Cut: n%3 == 1, Outside: n%3 == 2}}
	for i := range n * 4 {
		e := folders.Entry{Name: s("name"), Folder: i%3 == 0, Size: int64(i) << (i * 2)}
		if i%4 == 0 {
			e.Off = s("off")
		}
		l.Entries = append(l.Entries, e)
	}
	return pane.Arrived{What: l}
}

func newPathPrompt(env pane.Env, s source, n int) dialog.Dialog {
	p := prompt.New(env, prompt.Options{Title: s.text("title"), Hint: s.text("hint"), Paths: &folders.Paths{}})
	for range n { // none is a prompt in which nothing was typed
		p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: 'n', Text: "n"}})
		p.Update(listed(s, folders.Place{}, "", n))
	}
	if n > 0 { // the first esc is for what is offered
		p.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: tea.KeyLeft}})
	}
	return p
}

func newFilePick(env pane.Env, s source, n int) dialog.Dialog {
	ask := folders.PickAsked{Place: folders.Place{Dir: s("dir"), Body: true}, Many: n%2 == 0}
	p, _ := filepick.New(env, ask)
	p.Update(listed(s, ask.Place, ".", n))
	return p
}

func newTokens(env pane.Env, s source, n int) dialog.Dialog {
	var ts []auth.Token
	for i := range n {
		ts = append(ts, auth.Token{
			Key: s("key"), Name: s("name"), Scope: s("scope"), Access: "secret", Refresh: "secret",
			Obtained: noon(), Expiry: noon().Add(time.Duration(i) * time.Minute), NeedsLogin: i == 3, Unsaved: i == 2, Generation: i,
			Config: auth.Config{Attrs: []auth.Attr{{Key: "clientId", Value: s("client")}}},
		})
	}
	return tokens.New(env, tokens.Content{Tokens: ts, Used: s("key"), Choosing: n%2 == 0, Where: s("where"), Environments: map[string]string{"": s("env")}}, noon())
}

func newHistory(env pane.Env, s source, n int) dialog.Dialog {
	h := history.New(env, history.Content{Item: "i", Environment: "e", EnvironmentName: s("env"), Only: n%2 == 0}, noon())
	var rows []history.Row
	for i := range n {
		rows = append(rows, history.Row{
			ID: int64(i + 1), Started: noon().Add(-time.Duration(i) * 10 * time.Hour), Took: time.Duration(i) * time.Second, Name: s("name"),
			Environment: s("env"), Method: s("method"), URL: s("url"), Status: 100 * i, Problem: s("problem"), Size: int64(i) << (10 * i),
		})
	}
	h.SetRows(h.Query(), rows, false, nil)
	return h
}

func newCompare(env pane.Env, s source, n int) dialog.Dialog {
	var sections []diff.Section
	for i := range n {
		before, after := []string{s("line"), s("line"), "same"}, []string{s("line"), "same", s("line")}
		for range i * 5 {
			before, after = append(before, "more"), append(after, "more")
		}
		sections = append(sections, diff.Section{Title: s("title"), Lines: diff.Lines(before, after), Notes: []string{s("note")}})
	}
	return compare.New(env, compare.Content{Old: s("old"), New: s("new"), Sections: sections})
}

// newNewToken stands at each of its stages.
func newNewToken(env pane.Env, s source, n int) dialog.Dialog {
	d := newtoken.New(env, "1", n%2 == 0, noon())
	for range n {
		d.Step(s("step"), noon())
	}
	calls := []auth.TokenCall{{Kind: s("kind"), URL: s("url"), Status: 400, Body: s("body"), Err: errors.New(s("error"))}}
	switch n % 3 {
	case 0:
		d.Done(auth.Token{Name: s("name"), Access: "secret", Extra: map[string]string{s("extra"): s("value")}}, calls, noon())
	case 1:
		d.Fail(&auth.Error{Summary: s("summary"), Where: s("where"), Hint: s("hint"), Code: s("code"), Err: errors.New(s("cause"))}, calls, noon())
	}
	return d
}

func anyText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringMatching(`[a-zA-Z ]{0,30}`),
		rapid.String(),
		rapid.SampledFrom([]string{
			"", "\x1b[2J", "a\nb", "世界世界世界世界世界世界世界世界世界世界", "👨\u200d👩\u200d👧\u200d👦", "🇩🇪🇫🇷", strings.Repeat("long ", 60),
			strings.Repeat("x", 300), "\u202egnp", "\xff", "İ", "e\u0301\u0301",
		}),
	)
}

func anyEvent(t *rapid.T) pane.Event {
	switch rapid.IntRange(0, 5).Draw(t, "event") {
	case 0:
		return pane.Click{X: rapid.IntRange(0, 100).Draw(t, "x"), Y: rapid.IntRange(0, 40).Draw(t, "y")}
	case 1:
		return pane.Wheel{Lines: rapid.IntRange(-4, 4).Draw(t, "lines")}
	case 2:
		return pane.Paste{Text: anyText().Draw(t, "pasted")}
	case 3:
		return pane.Act{ID: rapid.SampledFrom([]keymap.ID{keymap.Down, keymap.Bottom, keymap.PageUp, keymap.Search, keymap.Right, keymap.DeleteToken}).Draw(t, "action")}
	}
	r := rapid.SampledFrom([]rune{'a', 'd', 'j', '/', '世', ' ', tea.KeyDown, tea.KeyEnd, tea.KeyTab, tea.KeyBackspace, tea.KeyEnter}).Draw(t, "key")
	k := tea.KeyPressMsg{Code: r}
	if r >= ' ' && r < tea.KeyExtended && r != tea.KeyBackspace {
		k.Text = string(r)
	}
	return pane.Key{KeyPressMsg: k}
}

func TestEveryBoxFitsItsArea(t *testing.T) {
	for _, k := range kinds() {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				env := widget.DefaultEnv()
				env.Theme = theme.New(rapid.SampledFrom([]theme.Palette{theme.Dark(), theme.Mono()}).Draw(t, "theme"))
				d := k.make(env, func(name string) string { return anyText().Draw(t, name) }, rapid.IntRange(0, 6).Draw(t, "n"))
				for range rapid.IntRange(1, 10).Draw(t, "events") {
					w, h := rapid.IntRange(20, 140).Draw(t, "w"), rapid.IntRange(5, 50).Draw(t, "h")
					d.Resize(w, h)
					fits(t, d.View(), w, h)
					d.Update(anyEvent(t))
					fits(t, d.View(), w, h)
				}
			})
		})
	}
}

// fits checks that a box is a rectangle with a border, within w × h.
func fits(t *rapid.T, box string, w, h int) {
	lines := strings.Split(box, "\n")
	if len(lines) > h {
		t.Fatalf("%d lines in an area of %d", len(lines), h)
	}
	first := ansi.StringWidth(lines[0])
	if first > w {
		t.Fatalf("%d cells in an area of %d", first, w)
	}
	for i, l := range lines {
		if got := ansi.StringWidth(l); got != first {
			t.Fatalf("line %d has %d cells, the first %d: %q", i, got, first, l)
		}
	}
	top, bottom := ansi.Strip(lines[0]), ansi.Strip(lines[len(lines)-1])
	if !strings.HasPrefix(top, "╭") || !strings.HasSuffix(top, "╮") || !strings.HasPrefix(bottom, "╰") || !strings.HasSuffix(bottom, "╯") {
		t.Fatalf("border %q, %q", top, bottom)
	}
}

func TestNoAreaBreaksADialog(t *testing.T) {
	for _, k := range kinds() {
		t.Run(k.name, func(t *testing.T) {
			d := k.make(widget.DefaultEnv(), func(name string) string { return name }, 3)
			for w := range 22 {
				for h := range 8 {
					d.Resize(w, h)
					_ = d.View()
				}
			}
		})
	}
}

func TestEveryDialogClosesWithEsc(t *testing.T) {
	for _, k := range kinds() {
		t.Run(k.name, func(t *testing.T) {
			d := k.make(widget.DefaultEnv(), func(name string) string { return name }, 3)
			d.Resize(80, 24)
			in, closed := d.Update(pane.Key{KeyPressMsg: tea.KeyPressMsg{Code: tea.KeyEscape}})
			if !closed {
				t.Fatal("esc does not close it")
			}
			if want := d.Cancelled(); in != want {
				t.Errorf("esc gives %#v, want %#v", in, want)
			}
		})
	}
}

func TestEveryHintCanBeClicked(t *testing.T) {
	for _, k := range kinds() {
		t.Run(k.name, func(t *testing.T) {
			d := k.make(widget.DefaultEnv(), func(name string) string { return name }, 3)
			d.Resize(120, 40)
			lines := strings.Split(plain(d.View()), "\n")
			y := len(lines) - 1
			for y > 0 && !strings.Contains(lines[y], " esc ") { // above the border stand those without room in it
				y--
			}
			before, _, ok := strings.Cut(lines[y], " esc ")
			if k.name == "tokens" && !ok { // has no room for it; its own tests click
				return
			}
			if !ok {
				t.Fatalf("it does not say how to close it:\n%s", strings.Join(lines, "\n"))
			}
			in, closed := d.Update(pane.Click{X: ansi.StringWidth(before) + 1, Y: y})
			if want := d.Cancelled(); !closed || in != want {
				t.Errorf("a click on esc gives %#v, closed %v", in, closed)
			}
		})
	}
}

func TestRestylingRedraws(t *testing.T) {
	for _, k := range kinds() {
		t.Run(k.name, func(t *testing.T) {
			env := widget.DefaultEnv()
			d := k.make(env, func(name string) string { return name }, 3)
			d.Resize(80, 24)
			before := d.View()
			env.Theme = theme.New(theme.Light())
			d.Restyle(env)
			after := d.View()
			if before == after {
				t.Error("the view is the same in another theme")
			}
			if ansi.Strip(before) != ansi.Strip(after) {
				t.Error("another theme changes the text")
			}
		})
	}
}
