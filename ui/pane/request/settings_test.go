package request_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/engine/collection"
	"postern/ui/authform"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/request"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
)

// shop is a collection with every kind of setting.
func shop() request.About {
	return request.About{
		Title: safe.Lit("Shop"), Facts: []safe.Text{safe.Lit("collection v2.1 · 4 requests")},
		Auth: authform.View{Owner: authform.Owner{Collection: "c1"}, Kind: "collection"},
		Settings: collection.Settings{
			Description: "Orders and *stock*.",
			Events: []collection.Event{
				{Listen: "test", Script: "pm.test('ok', () => {\n  // nothing yet\n});", Origin: 1},
				{Listen: "test", Script: "second()", Origin: 2},
			},
			Vars: []collection.Variable{
				{Key: "base", Value: "{{url}}/v1", Description: "where it is", Origin: 1},
				{Key: "key", Value: "s3cret", Type: "secret", Origin: 2},
				{Key: "old", Value: "x", Disabled: true, Type: "number", Origin: 3},
			},
		},
	}
}

func openNode(t testing.TB, a request.About, tab request.Tab) *request.Pane {
	t.Helper()
	p := open(t, sample())
	p.Clear(a)
	p.SetTab(tab)
	if p.Tab() != tab {
		t.Fatalf("there is no tab %v", tab)
	}
	return p
}

func settled(t testing.TB, in pane.Intent) request.SettingsEdited {
	t.Helper()
	e, ok := in.(request.SettingsEdited)
	if !ok {
		t.Fatalf("intent = %#v, want SettingsEdited", in)
	}
	return e
}

func TestSettingsScreens(t *testing.T) {
	for _, c := range []struct {
		name string
		tab  request.Tab
		keys []string
		want string
	}{
		{"overview", request.Docs, nil, `
 Overview │ Auth none │ Variables 2 │ Scripts 2
 Shop
 collection v2.1 · 4 requests

 Orders and stock.




 enter edits · f4 in $EDITOR`},
		{"its text", request.Docs, []string{"enter"}, `
 Overview │ Auth none │ Variables 2 │ Scripts 2
  1 Orders and *stock*.







 esc ends the editing and keeps the text`},
		{"variables", request.Variables, nil, `
 Overview │ Auth none │ Variables 2 │ Scripts 2
 ✓ base    {{url}}/v1                               where it is
 ✓ key     ••••••••
 – old     x
   add a variable…




 url = https://dev.example · environment`},
		{"a secret shown", request.Variables, []string{"down", "v"}, `
 Overview │ Auth none │ Variables 2 │ Scripts 2
 ✓ base    {{url}}/v1                               where it is
 ✓ key     s3cret
 – old     x
   add a variable…




`},
		{"variables as text", request.Variables, []string{"B"}, `
 Overview │ Auth none │ Variables 2 │ Scripts 2
  1 base: {{url}}/v1
  2 key: ••••••••
  3 // old: x





 url = https://dev.example · environment`},
		{"scripts", request.Scripts, nil, `
 Overview │ Auth none │ Variables 2 │ Scripts 2
 ▸ Pre-request
  1 nothing runs before the request


   Post-response  the first of 2; the others stay as they are
  1 pm.test('ok', () => {
  2   // nothing yet
  3 });
 enter edits · f4 in $EDITOR`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := openNode(t, shop(), c.tab)
			p.Resize(78, 10)
			press(t, p, c.keys...)
			if got := "\n" + trimmed(screen(p)); got != c.want {
				t.Errorf("screen is%s\nwant%s", got, c.want)
			}
		})
	}
}

func TestSettingsAreEdited(t *testing.T) {
	type S = collection.Settings
	vars := func(f func(vs []collection.Variable) []collection.Variable) func(s *S) {
		return func(s *S) { s.Vars = f(s.Vars) }
	}
	for _, c := range []struct {
		name, what string
		tab        request.Tab
		keys       []string
		want       func(s *S)
	}{
		{"the description", "the description", request.Docs, []string{"enter", "A", "esc"}, func(s *S) { s.Description = "AOrders and *stock*." }},
		{"a value", "the variables", request.Variables, []string{"enter", "!", "enter"}, vars(func(vs []collection.Variable) []collection.Variable {
			vs[0].Value += "!"
			return vs
		})},
		{"a variable switched on", "the variables", request.Variables, []string{"G", "up", "space"}, vars(func(vs []collection.Variable) []collection.Variable {
			vs[2].Disabled = false
			return vs
		})},
		{"a new variable", "the variables", request.Variables, []string{"n", "a", "enter", "b", "enter"}, vars(func(vs []collection.Variable) []collection.Variable {
			return append(vs, collection.Variable{Key: "a", Value: "b"})
		})},
		{"a variable removed", "the variables", request.Variables, []string{"down", "d"}, vars(func(vs []collection.Variable) []collection.Variable {
			return slices.Delete(vs, 1, 2)
		})},
		{"variables as text keep what the text does not show", "the variables", request.Variables, []string{"B", "G", "_", "esc"}, vars(func(vs []collection.Variable) []collection.Variable {
			vs[0].Key = "G_base"
			return vs
		})},
		{"a script", "the scripts", request.Scripts, []string{"down", "enter", "x", "esc"}, func(s *S) { s.Events[0].Script = "x" + s.Events[0].Script }},
		{"a new script", "the scripts", request.Scripts, []string{"enter", "x", "enter", "y", "esc"}, func(s *S) {
			s.Events = append(s.Events, collection.Event{Listen: "prerequest", Script: "x\ny"})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := openNode(t, shop(), c.tab)
			e := settled(t, press(t, p, c.keys...))
			want := shop().Settings
			c.want(&want)
			if d := cmp.Diff(want, e.Settings); d != "" {
				t.Error(d)
			}
			if e.Owner != shop().Auth.Owner || e.What != c.what {
				t.Errorf("edited were %s of %v", e.What, e.Owner)
			}
		})
	}
}

// What was not changed is not reported, however it is looked at and typed in.
func TestSettingsThatStay(t *testing.T) {
	for tab, keys := range map[request.Tab][]string{
		request.Docs: {"enter", "x", "backspace", "esc"}, request.Scripts: {"enter", "x", "backspace", "esc"},
		request.Variables: {"B", "x", "backspace", "esc"},
	} {
		p := openNode(t, shop(), tab)
		for _, k := range keys {
			if in := press(t, p, k); in != nil {
				t.Errorf("%v: %s reported %#v", tab, k, in)
			}
		}
	}
}

// A description that does not fit says so.
func TestALongDescription(t *testing.T) {
	a := shop()
	a.Settings.Description = strings.Repeat("line\n\n", 10)
	p := openNode(t, a, request.Docs)
	p.Resize(78, 10)
	if s := screen(p); !strings.Contains(s, " ↓ 14 more · enter edits") {
		t.Errorf("screen:\n%s", s)
	}
	if press(t, p, "G"); strings.Contains(screen(p), "more") {
		t.Errorf("at its end:\n%s", screen(p))
	}
}

// A request has them, too, but for the variables.
func TestSettingsOfARequest(t *testing.T) {
	p := open(t, sample())
	p.SetTab(request.Docs)
	e := settled(t, press(t, p, "enter", "A", "esc"))
	if e.Owner.Item != "r1" || !strings.HasPrefix(e.Settings.Description, "A# List Users") {
		t.Errorf("edited %+v", e)
	}
	p.SetTab(request.Scripts)
	e = settled(t, press(t, p, "down", "enter", "x", "esc"))
	if d := cmp.Diff([]collection.Event{{Listen: "test", Script: "x"}}, e.Settings.Events); d != "" {
		t.Error(d)
	}
	if p.SetTab(request.Variables); p.Tab() != request.Scripts {
		t.Error("a request has variables")
	}
	if !strings.Contains(screen(p), "Scripts 1") {
		t.Errorf("the script is not counted:\n%s", screen(p))
	}
}

func TestScriptsAreColoured(t *testing.T) {
	p := openNode(t, shop(), request.Scripts)
	th := widget.DefaultEnv().Theme
	for what, role := range map[string]theme.Role{"'ok'": theme.JSONString, "// nothing yet": theme.JSONNull} {
		if !strings.Contains(p.View(), th.Paint(theme.None, role, safe.Clean(what))) {
			t.Errorf("%s has not the look of %v", what, role)
		}
	}
}

// A text comes back from the person's editor as an edit, if it is still shown.
func TestATextIsWrittenOutside(t *testing.T) {
	p := openNode(t, shop(), request.Docs)
	asked, ok := p.Update(pane.Act{ID: keymap.EditOutside}).(pane.OutsideAsked)
	if !ok || asked.Text != "Orders and *stock*." || asked.Name != "description.md" {
		t.Fatalf("asked for %#v", asked)
	}
	if in := p.Update(pane.Written{Of: asked.Of, Text: asked.Text + "\n"}); in != nil {
		t.Errorf("the line break that editors add is an edit: %#v", in)
	}
	if e := settled(t, p.Update(pane.Written{Of: asked.Of, Text: "new\nlines\n"})); e.Settings.Description != "new\nlines" {
		t.Errorf("it became %q", e.Settings.Description)
	}
	p.SetView(sample())
	p.SetTab(request.Docs)
	if in := p.Update(pane.Written{Of: asked.Of, Text: "of another"}); in != nil {
		t.Errorf("what was written for another is taken: %#v", in)
	}
	p.SetTab(request.Params)
	if s := p.Offer(keymap.State{}); s.Edit.Text {
		t.Error("rows are offered to an editor")
	}
	p.SetTab(request.Body)
	if s := p.Offer(keymap.State{}); !s.Edit.Text {
		t.Error("a body is not offered to an editor")
	}
}

// Turning from one collection to another ends what was typed in the first.
func TestAnotherCollection(t *testing.T) {
	p := openNode(t, shop(), request.Scripts)
	press(t, p, "enter", "x")
	p.Commit()
	other := shop()
	other.Auth.Owner.Collection, other.Settings.Events = "c2", nil
	p.Clear(other)
	if s := screen(p); p.Editing() || strings.Contains(s, "pm.test") || p.Tab() != request.Scripts {
		t.Errorf("screen:\n%s", s)
	}
}

// What goes on elsewhere, such as an answer that comes, ends no editing.
func TestShownAgainWhileEdited(t *testing.T) {
	for tab, keys := range map[request.Tab][]string{
		request.Docs: {"enter", "x"}, request.Scripts: {"enter", "x"}, request.Variables: {"enter", "x"}, request.Auth: {"enter"},
	} {
		p := openNode(t, shop(), tab)
		press(t, p, keys...)
		before := screen(p)
		p.Clear(shop())
		if s := screen(p); !p.Editing() || s != before {
			t.Errorf("%v: editing: %t, before\n%s\nafter\n%s", tab, p.Editing(), before, s)
		}
	}
	p := openNode(t, shop(), request.Variables)
	press(t, p, "B", "x")
	if p.Clear(shop()); !p.Editing() {
		t.Error("the text of the variables is gone")
	}
}
