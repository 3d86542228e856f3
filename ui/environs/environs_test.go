package environs_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postern/engine/collection"
	"postern/ui/bring"
	"postern/ui/dialog"
	"postern/ui/dialog/bulk"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/picker"
	"postern/ui/dialog/prompt"
	"postern/ui/environs"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/pane/environment"
	"postern/ui/widget"
)

func ptr(s string) *string { return &s }

func dev() *collection.Environment {
	return &collection.Environment{ID: "e1", Name: "dev", Vars: []collection.EnvVar{
		{Key: "url", Initial: "https://dev.example", Type: "default", Origin: 1},
		{Key: "limit", Initial: "25", Current: ptr("5"), Description: "a page", Origin: 2},
		{Key: "apikey", Current: ptr("s3cret"), Secret: true, Type: "secret", Origin: 3},
		{Key: "old", Initial: "x", Disabled: true, Origin: 4},
	}}
}

func prod() *collection.Environment {
	return &collection.Environment{ID: "e2", Name: "prod", Vars: []collection.EnvVar{
		{Key: "limit", Initial: "5"}, {Key: "apikey", Initial: "other", Secret: true}, {Key: "region", Initial: "eu"},
	}}
}

func subject(variable string) environs.Subject {
	e := dev()
	return environs.Subject{Env: widget.DefaultEnv(), Chosen: e, All: []*collection.Environment{e, prod()}, Var: variable, Ready: true}
}

// drawn is what a wish shows.
func drawn(t *testing.T, in pane.Intent) string {
	t.Helper()
	o, ok := in.(environs.Opened)
	if !ok {
		t.Fatalf("%#v opens nothing", in)
	}
	o.Dialog.Resize(100, 30)
	return ansi.Strip(o.Dialog.View())
}

func name(t *testing.T, in pane.Intent) string {
	t.Helper()
	n, ok := in.(environs.Opened).Dialog.(dialog.Named)
	if !ok {
		t.Fatalf("%#v has no name", in)
	}
	return n.Name()
}

// edited is the environment that an answer makes.
func edited(t *testing.T, in pane.Intent, s environs.Subject) *collection.Environment {
	t.Helper()
	out, ok := environs.Answer(in, s)
	if !ok {
		t.Fatalf("%#v is not answered", in)
	}
	if b, ok := out.(pane.Batch); ok {
		out = b[0]
	}
	e, ok := out.(environment.Edited)
	if !ok {
		t.Fatalf("%#v edits nothing", out)
	}
	return e.Environment
}

func values(e *collection.Environment) map[string]string {
	out := map[string]string{}
	for _, v := range e.Vars {
		out[v.Key] = v.Initial + "|"
		if v.Current != nil {
			out[v.Key] += *v.Current
		}
	}
	return out
}

func TestResetAndPublish(t *testing.T) {
	for _, tt := range []struct {
		name, variable string
		act            keymap.ID
		shows          []string
		answer         string
		want           map[string]string
	}{
		{"reset one", "limit", keymap.ResetVar, []string{"reset limit", "reset all 2 values", "1 secret would be without a value"}, "one limit", map[string]string{"limit": "25|", "apikey": "|s3cret"}},
		{"reset all", "url", keymap.ResetVar, []string{"reset all 2 values"}, "all", map[string]string{"limit": "25|", "apikey": "|"}},
		{"publish one", "limit", keymap.PublishVar, []string{"write limit", "Everybody who gets the file", "1 secret will not be written"}, "one limit", map[string]string{"limit": "5|", "apikey": "|s3cret"}},
		{"publish all", "", keymap.PublishVar, []string{"write all 1 value"}, "all", map[string]string{"limit": "5|", "apikey": "|s3cret"}},
		{"a secret is never published", "apikey", keymap.PublishVar, []string{"1 secret will not be written"}, "one apikey", map[string]string{"limit": "25|5", "apikey": "|s3cret"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := subject(tt.variable)
			in := environs.Act(tt.act, s)
			v := drawn(t, in)
			for _, want := range tt.shows {
				if !strings.Contains(strings.Join(strings.Fields(v), " "), want) {
					t.Errorf("%q is not said:\n%s", want, v)
				}
			}
			got := values(edited(t, confirm.Answered{Name: name(t, in), Of: s.Chosen.ID, Choice: tt.answer}, s))
			tt.want["url"], tt.want["old"] = "https://dev.example|", "x|"
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
			if out, ok := environs.Answer(confirm.Answered{Name: name(t, in), Of: s.Chosen.ID, Choice: "keep"}, s); out != nil || !ok {
				t.Errorf("keeping does %#v", out)
			}
			if d := cmp.Diff(dev(), s.Chosen); d != "" {
				t.Errorf("what was chosen has changed: %s", d)
			}
		})
	}
}

func TestNothingToResetOrPublish(t *testing.T) {
	s := subject("")
	s.Chosen = prod()
	for _, id := range []keymap.ID{keymap.ResetVar, keymap.PublishVar} {
		if _, ok := environs.Act(id, s).(environs.Noted); !ok {
			t.Errorf("%s asks", id)
		}
	}
}

// Before the private values are read, nothing is done without them.
func TestNotReady(t *testing.T) {
	s := subject("limit")
	s.Ready = false
	for _, id := range environs.Actions() {
		if _, ok := environs.Act(id, s).(environs.Noted); !ok {
			t.Errorf("%s does something", id)
		}
	}
}

// A duplicate has all values, its secrets on this machine only.
func TestDuplicate(t *testing.T) {
	s := subject("")
	s.Chosen.Vars[2].Initial, s.Chosen.Vars[2].Current = "s3cret", nil
	m, ok := environs.Act(keymap.DuplicateEnv, s).(environs.Made)
	if !ok || m.Name != "dev copy" {
		t.Fatalf("%#v", m)
	}
	got := values(&collection.Environment{Vars: m.Vars})
	want := map[string]string{"url": "https://dev.example|", "limit": "25|5", "apikey": "|s3cret", "old": "x|"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	s.All = append(s.All, &collection.Environment{Name: "dev copy"})
	if m := environs.Act(keymap.DuplicateEnv, s).(environs.Made); m.Name != "dev copy copy" {
		t.Errorf("the second one is called %s", m.Name)
	}
}

func TestBulkText(t *testing.T) {
	e := dev()
	e.Vars = append(e.Vars, collection.EnvVar{Key: "a:b", Initial: "two\nlines"}, collection.EnvVar{Key: "blank", Initial: " x "}, collection.EnvVar{Key: "", Initial: `"q"`})
	want := "url: https://dev.example\nlimit: 5\napikey: ••••••••\n// old: x\n\"a:b\": \"two\\nlines\"\nblank: \" x \"\n\"\": \"\\\"q\\\"\"\n"
	if d := cmp.Diff(want, environs.Text(e)); d != "" {
		t.Error(d)
	}
}

func TestBulkEdit(t *testing.T) {
	for _, tt := range []struct {
		name, text, wrong string
		want              []collection.EnvVar
	}{
		{"dots leave a secret as it is, and order counts", "apikey: ••••••••\nurl: https://dev.example\n", "", []collection.EnvVar{
			{Key: "apikey", Current: ptr("s3cret"), Secret: true, Type: "secret", Origin: 3},
			{Key: "url", Initial: "https://dev.example", Type: "default", Origin: 1},
		}},
		{"a value, off, and back to the initial one", "//url: http://x:8080/a:b\n  limit :25\n", "", []collection.EnvVar{
			{Key: "url", Initial: "https://dev.example", Current: ptr("http://x:8080/a:b"), Disabled: true, Type: "default", Origin: 1},
			{Key: "limit", Initial: "25", Description: "a page", Origin: 2},
		}},
		{"something new, with quotes", "new: \"a\\nb\"\n\n\"x:y\": 1", "", []collection.EnvVar{
			{Key: "new", Current: ptr("a\nb")}, {Key: "x:y", Current: ptr("1")},
		}},
		{"a secret of another value", "apikey: changed", "", []collection.EnvVar{{Key: "apikey", Current: ptr("changed"), Secret: true, Type: "secret", Origin: 3}}},
		{"no colon", "url: x\nlimit 5", "line 2: a name and its value", nil},
		{"no name", ": x", "line 1: there is no name", nil},
		{"open quotes", "\na: \"x", "line 2: the quotes of the value", nil},
		{"open quotes of a name", "\"a: x", "line 1: the quotes of the name", nil},
		{"no colon behind a name in quotes", "\"a\" x", "line 1: there is no colon", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := environs.Parsed(dev(), tt.text)
			if tt.wrong != "" {
				if err == nil || !strings.HasPrefix(err.Error(), tt.wrong) {
					t.Errorf("%v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, got.Vars); d != "" {
				t.Error(d)
			}
		})
	}
}

// Whatever the values are: what is not edited stays.
func TestBulkRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := &collection.Environment{}
		for range rapid.IntRange(0, 6).Draw(t, "variables") {
			v := collection.EnvVar{
				Key: rapid.String().Draw(t, "key"), Initial: rapid.String().Draw(t, "initial"),
				Secret: rapid.Bool().Draw(t, "secret"), Disabled: rapid.Bool().Draw(t, "off"),
			}
			if c := rapid.String().Draw(t, "current"); c != v.Initial {
				v.Current = &c
			}
			e.Vars = append(e.Vars, v)
		}
		got, err := environs.Parsed(e, environs.Text(e))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(e.Vars, got.Vars); d != "" {
			t.Errorf("%s\n%s", environs.Text(e), d)
		}
	})
}

func TestBulkDialog(t *testing.T) {
	s := subject("")
	in := environs.Act(keymap.BulkEnv, s)
	if v := drawn(t, in); !strings.Contains(v, "limit: 5") || strings.Contains(v, "s3cret") {
		t.Errorf("%s", v)
	}
	if got := values(edited(t, bulk.Taken{Name: name(t, in), Of: s.Chosen.ID, Text: "limit: 7"}, s)); got["limit"] != "25|7" || len(got) != 1 {
		t.Errorf("%v", got)
	}
}

func TestCompare(t *testing.T) {
	s := subject("")
	in := environs.Act(keymap.CompareEnv, s)
	out, ok := environs.Answer(picker.Picked{Picker: name(t, in), Of: s.Chosen.ID, ID: "e2"}, s)
	if !ok {
		t.Fatal("the choice is not answered")
	}
	v := drawn(t, out)
	for _, want := range []string{"dev and prod", "3 of 4 differ", "← url", "≠ apikey  ••••••••", "→ region"} {
		if !strings.Contains(v, want) {
			t.Errorf("%q is missing:\n%s", want, v)
		}
	}
	for _, never := range []string{"s3cret", "other", "= limit", "old"} {
		if strings.Contains(v, never) {
			t.Errorf("%q is there:\n%s", never, v)
		}
	}
	d := out.(environs.Opened).Dialog
	d.Update(pane.Act{ID: keymap.Toggle})
	if v := ansi.Strip(d.View()); !strings.Contains(v, "= limit") {
		t.Errorf("what is the same does not come:\n%s", v)
	}
	s.All = s.All[:1]
	if _, ok := environs.Act(keymap.CompareEnv, s).(environs.Noted); !ok {
		t.Error("there is nothing to choose from, and it asks")
	}
}

// Nothing secret gets into a file unless that was chosen.
func TestExport(t *testing.T) {
	for what, want := range map[string]struct {
		has, lacks []string
	}{
		"shared":  {[]string{`"25"`, "https://dev.example"}, []string{"s3cret", `"5"`}},
		"private": {[]string{`"5"`}, []string{"s3cret", `"25"`}},
		"secrets": {[]string{`"5"`, "s3cret"}, nil},
	} {
		t.Run(what, func(t *testing.T) {
			s := subject("")
			in := environs.Act(keymap.ExportEnv, s)
			if v := drawn(t, in); !strings.Contains(v, "for everybody to read") {
				t.Errorf("no warning:\n%s", v)
			}
			asked, _ := environs.Answer(confirm.Answered{Name: name(t, in), Of: s.Chosen.ID, Choice: what}, s)
			if v := drawn(t, asked); strings.Contains(v, "secrets that anybody") != (what == "secrets") || !strings.Contains(v, "dev.postman_environment.json") {
				t.Errorf("%s", v)
			}
			s.Root = t.TempDir()
			path := filepath.Join(s.Root, "out.json")
			work, _ := environs.Answer(prompt.Entered{Name: name(t, asked), Of: what + " " + s.Chosen.ID, Text: "out.json"}, s)
			if out := work.(environs.Work).Do(context.Background()); out != (environs.Noted{Text: "saved " + path}) {
				t.Fatalf("%#v", out)
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range want.has {
				if !strings.Contains(string(data), h) {
					t.Errorf("%s is not in it", h)
				}
			}
			for _, l := range want.lacks {
				if strings.Contains(string(data), l) {
					t.Errorf("%s is in it", l)
				}
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
				t.Errorf("others can read it: %v", err)
			}
			if _, ok := work.(environs.Work).Do(context.Background()).(environs.Failed); !ok {
				t.Error("a file that is there is written over")
			}
		})
	}
}

func TestImport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.json")
	if err := os.WriteFile(path, []byte(`{"name": "dev", "values": [{"key": "a", "value": "1"}, {"key": "k", "value": "s3cret", "type": "secret"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	s := subject("")
	in := environs.Act(keymap.ImportEnv, s)
	work, _ := environs.Answer(prompt.Entered{Name: name(t, in), Text: " " + path}, s)
	m, ok := work.(environs.Work).Do(context.Background()).(environs.Made)
	if !ok || m.Name != "dev copy" {
		t.Fatalf("%#v", m)
	}
	if d := cmp.Diff(map[string]string{"a": "1|", "k": "|s3cret"}, values(&collection.Environment{Vars: m.Vars})); d != "" {
		t.Error(d)
	}
	text := "{\n\"name\": \"pasted\", \"values\": [{\"key\": \"k\", \"value\": \"s3cret\", \"type\": \"secret\"}]}"
	work, _ = environs.Answer(prompt.Entered{Name: name(t, in), Text: text}, s)
	m, ok = work.(environs.Work).Do(context.Background()).(environs.Made)
	if d := cmp.Diff(map[string]string{"k": "|s3cret"}, values(&collection.Environment{Vars: m.Vars})); !ok || d != "" || m.Name != "pasted" {
		t.Errorf("%#v: %s", m, d)
	}
	for _, other := range []string{"", "https://x.test/env.json"} {
		if got, _ := environs.Answer(prompt.Entered{Name: name(t, in), Text: other}, s); got != (prompt.Entered{Name: bring.Question, Text: other}) {
			t.Errorf("%q is answered by %#v", other, got)
		}
	}
	for _, bad := range []string{filepath.Dir(path), path + ".none", "{\n\"item\": 1}", "{}}\n"} {
		work, _ := environs.Answer(prompt.Entered{Name: name(t, in), Text: bad}, s)
		if _, ok := work.(environs.Work).Do(context.Background()).(environs.Failed); !ok {
			t.Errorf("%s is read", bad)
		}
	}
}
