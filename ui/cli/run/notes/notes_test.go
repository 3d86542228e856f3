package notes_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/redact"
	"postern/engine/runner"
	"postern/engine/script"
	"postern/engine/vars"
	"postern/ui/cli/run/notes"
	"postern/ui/safe"
)

func item(url string) *collection.Item {
	it := &collection.Item{Request: &collection.Request{}}
	it.Request.URL = it.Request.URL.WithText(url)
	return it
}

func sent(it *collection.Item, url string, status int) runner.Done {
	x := &engine.Exchange{Sent: engine.Sent{URL: url}, Secrets: []auth.Secret{"s3cret"}}
	if status > 0 {
		x.Response = &engine.Response{Status: status}
	}
	return runner.Done{Cursor: runner.Cursor{Iterations: 1}, Ref: collection.Ref{Item: it, Chain: []*collection.Item{it}}, Exchange: x}
}

func TestAddressesOf(t *testing.T) {
	mask := func(x *engine.Exchange) redact.Redactor { return x.Redactor() }
	users, pages := item("{{url}}/users/{{id}}"), item("{{url}}/pages")
	a := notes.Addresses{}
	rows := sent(users, "https://h/users/1", 200)
	rows.Iterations, rows.Exchange.Uses = 3, []vars.Use{{Name: "id", Scope: vars.Data}}
	elsewhere := rows
	elsewhere.Exchange = sent(nil, "https://h/users/1", 200).Exchange
	elsewhere.Exchange.Uses = []vars.Use{{Name: "body", Scope: vars.Data}}
	tested := sent(pages, "https://h/pages", 404)
	tested.Exchange.After = &script.Outcome{Tests: []script.Test{{Passed: true}}}
	broken := sent(pages, "https://h/pages", 200)
	broken.Err = errors.New("broken")
	for _, tt := range []struct {
		name  string
		of    runner.Done
		want  string
		wrong bool
	}{
		{"went nowhere", runner.Done{}, "", false},
		{"has no address yet", sent(pages, "", 0), "", false},
		{"went there first", sent(pages, "https://h/pages", 200), "", false},
		{"went there again", sent(pages, "https://h/pages", 200), "", false},
		{"was refused", sent(pages, "https://h/pages", 400), "https://h/pages", true},
		{"was refused, which is tested", tested, "", false},
		{"has failed", broken, "https://h/pages", true},
		{"went elsewhere", sent(pages, "https://h/pages?key=s3cret", 200), "https://h/pages?key=" + auth.Mask, false},
		{"has a row's value in its address", rows, "https://h/users/1", false},
		{"has one elsewhere", elsewhere, "", false},
	} {
		if url, wrong := a.Of(tt.of, mask); url != tt.want || wrong != tt.wrong {
			t.Errorf("%s: %q, %v", tt.name, url, wrong)
		}
	}
}

func TestTarget(t *testing.T) {
	for url, want := range map[string]string{
		"https://h.test/a?b=c": "/a?b=c", "https://h.test": "https://h.test", "": "", "h.test/a": "h.test/a",
	} {
		if got := notes.Target(url); got != want {
			t.Errorf("%q is %q, want %q", url, got, want)
		}
	}
}

func TestWithin(t *testing.T) {
	for _, tt := range []struct {
		url   string
		width int
		want  string
	}{
		{"/users/1", 0, "/users/1"},
		{"/users/1", -3, "/users/1"},
		{"/users/1", 8, "/users/1"},
		{"/users/1", 7, "/u…rs/1"},
		{"/users/1", 2, "…1"},
		{"/users/1", 1, "…"},
	} {
		if got := notes.Within(tt.url, tt.width); got != tt.want {
			t.Errorf("%d columns: %q, want %q", tt.width, got, tt.want)
		}
	}
	for width := 1; width < 20; width++ {
		if got := safe.Clean(notes.Within("/日本/日本/日本/日本", width)).Width(); got > width {
			t.Errorf("%d columns of %d", got, width)
		}
	}
}

func TestWarnings(t *testing.T) {
	var w notes.Warnings
	w.Add("a", []string{"{{x}} is not set", "odd"})
	w.Add("b", []string{"{{x}} is not set"})
	want := notes.Warnings{{Text: "{{x}} is not set", As: []string{"a", "b"}}, {Text: "odd", As: []string{"a"}}}
	if d := cmp.Diff(want, w); d != "" {
		t.Error(d)
	}
}

// A warning is told with the first request that has it, and at the end how many
// others had it too, each counted once.
func TestWarned(t *testing.T) {
	var w notes.Warned
	a, b, c := item("a"), item("b"), item("c")
	for _, tt := range []struct {
		text string
		of   *collection.Item
		want bool
	}{
		{"x", a, true}, {"x", a, false}, {"x", b, false}, {"x", b, false}, {"y", a, true}, {"y", b, false}, {"y", c, false}, {"z", c, true},
	} {
		if got := w.First(tt.text, tt.of); got != tt.want {
			t.Errorf("%s is the first: %v", tt.text, got)
		}
	}
	if d := cmp.Diff([]string{"and one more request: x", "and 2 more requests: y"}, w.More()); d != "" {
		t.Error(d)
	}
}

// What a run without an end is warned of does not grow without one.
func TestWarnedIsBounded(t *testing.T) {
	var w notes.Warned
	for i := range 2000 {
		w.First(fmt.Sprint(i), item("a"))
		w.First(fmt.Sprint(i), item("b"))
	}
	if n := len(w.More()); n != 1000 {
		t.Errorf("%d warnings are known", n)
	}
}
