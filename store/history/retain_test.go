package history_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"postern/engine"
	"postern/store/history"
)

func TestRetention(t *testing.T) {
	for _, tc := range []struct {
		name   string
		limits history.Limits
		after  time.Duration
		want   []string
	}{
		{"young and small", history.Limits{}, 29 * 24 * time.Hour, []string{"c", "b", "a"}},
		{"too old", history.Limits{}, 31 * 24 * time.Hour, []string{}},
		{"too old by the settings", history.Limits{Age: time.Hour}, 61 * time.Minute, []string{}},
		{"too much, the newest stays", history.Limits{Bytes: 30_000}, 0, []string{"c"}},
		{"far too much", history.Limits{Bytes: 1}, 0, []string{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			l := in(t, dir, tc.limits)
			first := in(t, dir, history.Limits{}) // the first addition looks at the limits
			for _, item := range []string{"a", "b", "c"} {
				add(t, first, exchange(item, strings.Repeat("x", 20_000)), history.Meta{})
			}
			l.SetNow(func() time.Time { return time.Now().Add(tc.after) })
			if err := l.Retain(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := items(t, l, history.Query{}); !slices.Equal(got, tc.want) {
				t.Errorf("left are %q", got)
			}
			if n := len(files(t, dir)); n != len(tc.want) {
				t.Errorf("%d bodies are left", n)
			}
		})
	}
}

// Nobody has to ask for the limits to be kept.
func TestAddingKeepsTheLimits(t *testing.T) {
	l := in(t, t.TempDir(), history.Limits{Bytes: 100_000})
	for range 65 {
		add(t, l, exchange("a", strings.Repeat("x", 10_000)), history.Meta{})
	}
	if n := len(items(t, l, history.Query{Limit: 1000})); n > 42 {
		t.Errorf("%d entries of 10 kB within 100 kB", n)
	}
}

// A body without a row is removed once nobody can be about to write it.
func TestOrphanedBodies(t *testing.T) {
	dir := t.TempDir()
	l := in(t, dir, history.Limits{})
	add(t, l, exchange("a", "body"), history.Meta{})
	mine := files(t, dir)[0]
	orphan := filepath.Join(filepath.Dir(mine), filepath.Base(mine)[:2]+strings.Repeat("0", 30))
	stranger := filepath.Join(filepath.Dir(mine), "notes.txt")
	for _, f := range []string{orphan, stranger} {
		if err := os.WriteFile(f, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	left := func() []string {
		for range 4000 { // each looks into one folder of 256, by chance
			if err := l.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		return files(t, dir)
	}
	if got := left(); len(got) != 3 {
		t.Errorf("a young orphan is gone: %q", got)
	}
	l.SetNow(func() time.Time { return time.Now().Add(2 * time.Hour) })
	if got := left(); slices.Contains(got, orphan) || !slices.Contains(got, mine) || !slices.Contains(got, stranger) {
		t.Errorf("left are %q", got)
	}
}

// What is deleted is in no file any more.
func TestDeletedIsGone(t *testing.T) {
	const trace = "a-word-to-look-for"
	for name, forget := range map[string]func(*history.Log, int64) error{
		"delete": func(l *history.Log, id int64) error { return l.Delete(t.Context(), id, 4711) },
		"purge":  func(l *history.Log, _ int64) error { return l.Purge(t.Context()) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			l := in(t, dir, history.Limits{})
			for range 50 {
				add(t, l, exchange("other", "body"), history.Meta{})
			}
			id := add(t, l, exchange(trace, "body of "+trace+strings.Repeat(" more", 5000)), history.Meta{})
			if !anywhere(t, dir, trace) {
				t.Fatal("it was never there")
			}
			if err := forget(l, id); err != nil {
				t.Fatal(err)
			}
			if anywhere(t, dir, trace) {
				t.Error("a trace of it is left")
			}
			want := 50
			if name == "purge" {
				want = 0
			}
			if n := len(items(t, l, history.Query{Limit: 100})); n != want || len(files(t, dir)) != want {
				t.Errorf("%d entries and %d bodies are left", n, len(files(t, dir)))
			}
			if again := add(t, l, exchange("new", ""), history.Meta{}); again <= id {
				t.Errorf("the id %d is used again", again)
			}
		})
	}
}

// anywhere reports whether a file of the state has the words in it.
func anywhere(t *testing.T, dir, words string) bool {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, "state.db*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(list, files(t, dir)...) {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(words)) {
			t.Logf("%s has %q", filepath.Base(f), words)
			return true
		}
	}
	return false
}

// A body whose end did not come may end in the middle of a secret.
func TestACutBodyShowsNoHalfSecret(t *testing.T) {
	for name, body := range map[string]string{
		"an open member":      `{"user":1,"access_token":"eyJhbGciOi-canary`,
		"and a backslash":     `{"user":1,"access_token":"eyJhbGciOi-canary\`,
		"half a known secret": `{"user":1,"note":"top-canary`,
	} {
		t.Run(name, func(t *testing.T) {
			l := in(t, t.TempDir(), history.Limits{})
			x := exchange("list", body)
			x.Err = &engine.Error{Stage: engine.StageTransfer, Summary: "the connection broke"}
			x.Secrets = append(x.Secrets, "top-canary-secret")
			x.Sent.Body, x.Sent.BodyCut = []byte(body), true
			got, _, err := l.Get(t.Context(), add(t, l, x, history.Meta{}))
			if err != nil {
				t.Fatal(err)
			}
			for what, text := range map[string]string{"response": bodyOf(t, got), "request": string(got.Sent.Body)} {
				if strings.Contains(text, "canary") || !strings.HasPrefix(text, `{"user":1,"`) {
					t.Errorf("the %s is kept as %s", what, text)
				}
			}
		})
	}
	l := in(t, t.TempDir(), history.Limits{})
	x := exchange("list", `{"a":"b"`)
	x.Err = &engine.Error{Stage: engine.StageCancelled, Summary: "cancelled"}
	got, _, err := l.Get(t.Context(), add(t, l, x, history.Meta{}))
	if err != nil || bodyOf(t, got) != `{"a":"b"` {
		t.Errorf("a cut body without a secret became %q, %v", bodyOf(t, got), err)
	}
}
