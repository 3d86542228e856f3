package names_test

import (
	"fmt"
	"strings"
	"testing"

	"postern/engine/collection"
	"postern/engine/vars"
	"postern/ui/names"
	"postern/ui/safe"
	"postern/ui/theme"
)

func sample() *names.Names {
	n := &names.Names{}
	n.Set(vars.NewSet(
		vars.Layer{Scope: vars.Environment, Name: "dev", Vars: []vars.Var{
			{Name: "url", Value: "https://dev.example"}, {Name: "userId"}, {Name: "apikey", Value: "s3cret", Secret: true},
		}},
		vars.Layer{Scope: vars.Globals, Vars: []vars.Var{{Name: "url", Value: "hidden"}, {Name: "long", Value: strings.Repeat("世", 500)}}},
	))
	return n
}

func TestOffer(t *testing.T) {
	for _, c := range []struct {
		name, line string // | is the cursor
		// put is the line with the option url in it; "" means no offer.
		word, put string
	}{
		{"after the braces", "{{|", "", "{{url}}"},
		{"in a name", "a {{us| b", "us", "a {{url}} b"},
		{"with the end there already", "{{us|}}/x", "us", "{{url}}/x"},
		{"in the middle of a name", "{{u|rl}}/x", "u", "{{url}}/x"},
		{"what follows is no name", "{{u|/users", "u", "{{url}}/users"},
		{"nor what has no end", "{{u|rl/{{b}}", "u", "{{url}}rl/{{b}}"},
		{"in JSON", `{"a": "{{u|"}`, "u", `{"a": "{{url}}"}`},
		{"the second of two", "{{a}}{{u|", "u", "{{a}}{{url}}"},
		{"within another", "{{a{{u|}}b}}", "u", "{{a{{url}}b}}"},
		{"behind the end", "{{url}}|", "", ""},
		{"one brace", "{u|", "", ""},
		{"no braces", "url|", "", ""},
		{"a brace in between", "{{a}u|", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			line, after, _ := strings.Cut(c.line, "|")
			o, ok := sample().Offer(line+after, len(line))
			if !ok {
				if c.put != "" {
					t.Error("nothing is offered")
				}
				return
			}
			text := line + after
			if got := text[:o.From] + o.Options[0].Put + text[o.To:]; got != c.put || o.Word != c.word || o.Free {
				t.Errorf("%q with the word %q, want %q and %q", got, o.Word, c.put, c.word)
			}
		})
	}
}

func TestOptions(t *testing.T) {
	o, _ := sample().Offer("{{", 2)
	told := map[string]string{}
	for _, p := range o.Options {
		if _, twice := told[p.Name]; twice {
			t.Errorf("%s is offered twice", p.Name)
		}
		told[p.Name] = p.Value.String() + " · " + p.Note.String()
		if p.Value.Width() > 200 {
			t.Errorf("%s has a value of %d cells", p.Name, p.Value.Width())
		}
		if strings.Contains(told[p.Name], "s3cret") {
			t.Errorf("%s tells a secret", p.Name)
		}
	}
	for name, want := range map[string]string{
		"url": "https://dev.example · environment", "userId": "(empty) · environment", "apikey": "•••••••• · environment",
		"$guid": " · dynamic", "$timestamp": " · dynamic",
	} {
		if told[name] != want {
			t.Errorf("%s: %q, want %q", name, told[name], want)
		}
	}
	if o.Options[0].Name != "url" || o.Options[len(o.Options)-1].Note.String() != "dynamic" {
		t.Error("the variables do not come before the dynamic ones")
	}
}

// Names of another collection are not those that were offered before.
func TestSet(t *testing.T) {
	n := sample()
	before, _ := n.Offer("{{", 2)
	other := vars.NewSet(vars.Layer{Scope: vars.Collection, Vars: []vars.Var{{Name: "mine", Value: "1"}}})
	if !n.Set(other) || n.Set(other) {
		t.Error("what is news is not told rightly")
	}
	after, _ := n.Offer("{{", 2)
	if len(after.Options) >= len(before.Options) || after.Options[0].Name != "mine" {
		t.Errorf("%d options, the first is %s", len(after.Options), after.Options[0].Name)
	}
}

func TestSpans(t *testing.T) {
	s := "{{url}}{{userId}}{{nope}}{{$guid}}"
	want := []theme.Role{theme.Variable, theme.Warn, theme.Unresolved, theme.Variable}
	for i, sp := range sample().Spans(s) {
		if sp.Role != want[i] {
			t.Errorf("%s has the role %v, want %v", s[sp.From:sp.To], sp.Role, want[i])
		}
	}
}

func TestTold(t *testing.T) {
	n := sample()
	for _, c := range []struct{ name, got, want string }{
		{"values", n.Values("{{url}} {{apikey}}", "{{nope}}").String(), "url = https://dev.example · environment   apikey = •••••••• · environment   nope is not set"},
		{"lacking", n.Lacking("{{url}}/{{userId}}/{{nope}}").String(), "userId = (empty) · environment   nope is not set"},
		{"nothing lacks", n.Lacking("{{url}}").String(), ""},
		{"hostile", n.Values("{{a\x1b[31m}}").String(), safe.Clean("a\x1b[31m").String() + " is not set"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestAddress(t *testing.T) {
	s := "{{url}}/:id/:none/x:y?q=/:z"
	vars := []collection.Param{{Key: "id", Value: "1"}, {Key: "none"}}
	got := ""
	for _, sp := range sample().Address(s, vars) {
		got += fmt.Sprint(s[sp.From:sp.To], " ", sp.Role == theme.Variable, "; ")
	}
	if want := "{{url}} true; :id true; :none false; "; got != want {
		t.Errorf("marked %q, want %q", got, want)
	}
}
