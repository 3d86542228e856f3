package history_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/engine/script"
	"postern/engine/vars"
	"postern/store/history"
	"postern/store/state"
)

// What scripts tested and printed is kept without a secret: neither one of the
// send, nor one of the answer that a script names by itself, nor one that it
// puts into a variable.
func TestWhatScriptsSayHasNoSecrets(t *testing.T) {
	dir := t.TempDir()
	x := exchange("login", `{"access_token": "`+mark+`-of-the-answer", "id": "00u1"}`)
	x.Secrets = []auth.Secret{mark + "-of-the-send"}
	x.Before = &script.Outcome{
		Changes: []script.Change{{Scope: vars.Environment, Op: script.Set, Var: script.Var{Key: "client_secret", Value: mark + "-of-a-variable"}}},
		Console: []script.Line{{Level: "log", Text: "got " + mark + "-of-a-variable", Args: []string{"'" + mark + "-of-a-variable'"}}},
	}
	x.After = &script.Outcome{
		Tests: []script.Test{{Name: "sent " + mark + "-of-the-send", Error: "AssertionError", Message: "expected '" + mark + "-of-the-answer' to be empty", Differences: []string{"id: got 1", "token: got '" + mark + "-of-the-answer'"}}},
		Console: []script.Line{
			{Level: "log", Text: mark + "-of-the-answer for 00u1"},
			{Level: "log", Text: `{"refresh_token": "` + mark + `-by-its-name"}`},
			{Level: "log", Text: "see https://x.test/?code=" + mark + "-in-an-address"},
		},
		Errors: []script.Error{{Name: "Error", Message: "no " + mark + "-of-the-send"}},
	}
	l := in(t, dir, history.Limits{})
	got, _, err := l.Get(t.Context(), add(t, l, x, history.Meta{}))
	if err != nil {
		t.Fatal(err)
	}
	const dots = auth.Mask
	want := &script.Outcome{
		Tests: []script.Test{{Name: "sent " + dots, Error: "AssertionError", Message: "expected '" + dots + "' to be empty", Differences: []string{"id: got 1", "token: got '" + dots + "'"}}},
		Console: []script.Line{
			{Level: "log", Text: dots + " for 00u1"},
			{Level: "log", Text: `{"refresh_token": "` + dots + `"}`},
			{Level: "log", Text: "see https://x.test/?code=" + dots},
		},
		Errors: []script.Error{{Name: "Error", Message: "no " + dots}},
	}
	if d := cmp.Diff(want, got.After); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(&script.Outcome{Console: []script.Line{{Level: "log", Text: "got " + dots}}}, got.Before); d != "" {
		t.Error(d)
	}
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if strings.Contains(string(b), mark) {
			t.Errorf("a secret is in %s", d.Name())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// Where the secrets of an answer cannot be found, nothing is kept that may be
// one of them.
func TestWhatScriptsSayOfAnAnswerThatCannotBeRead(t *testing.T) {
	x := exchange("login", "gone")
	if err := x.Response.Body.Close(); err != nil {
		t.Fatal(err)
	}
	x.Before, x.After = nil, &script.Outcome{
		Tests:   []script.Test{{Name: "a", Message: mark, Differences: []string{mark}}},
		Console: []script.Line{{Level: "log", Text: mark}},
		Errors:  []script.Error{{Name: "Error", Message: mark}},
	}
	l := in(t, t.TempDir(), history.Limits{})
	got, _, err := l.Get(t.Context(), add(t, l, x, history.Meta{}))
	if err != nil {
		t.Fatal(err)
	}
	want := &script.Outcome{Tests: []script.Test{{Name: "a"}}, Errors: []script.Error{{Name: "Error"}}, Cut: true}
	if d := cmp.Diff(want, got.After); d != "" {
		t.Error(d)
	}
}

// A console without end is cut, and says so.
func TestALongConsoleIsCut(t *testing.T) {
	x := exchange("list", "{}")
	x.Before, x.After = nil, &script.Outcome{}
	for range 100 {
		x.After.Console = append(x.After.Console, script.Line{Level: "log", Text: strings.Repeat("x", 1000)})
	}
	l := in(t, t.TempDir(), history.Limits{})
	got, _, err := l.Get(t.Context(), add(t, l, x, history.Meta{}))
	if err != nil || len(got.After.Console) != 65 || !got.After.Cut {
		t.Fatalf("%d lines, cut %v, %v", len(got.After.Console), got.After.Cut, err)
	}
}

// Sends are found by what came of their tests.
func TestSendsAreFoundByTheirTests(t *testing.T) {
	l := in(t, t.TempDir(), history.Limits{})
	for name, o := range map[string]*script.Outcome{
		"none":   nil,
		"silent": {Console: []script.Line{{Text: "tests"}}},
		"passed": {Tests: []script.Test{{Name: "a", Passed: true}, {Name: "b", Skipped: true}}},
		"failed": {Tests: []script.Test{{Name: "a", Passed: true}, {Name: "b"}}},
	} {
		x := exchange("of-"+name, "")
		x.Before, x.After = nil, o
		add(t, l, x, history.Meta{})
	}
	for text, want := range map[string]string{"tests failed": "of-failed", "tests passed": "of-passed"} {
		if got := items(t, l, history.Query{Text: text}); len(got) != 1 || got[0] != want {
			t.Errorf("%q finds %v", text, got)
		}
	}
}

// Records of before, and those of today, stay readable: these are their words.
func TestRecordsStayReadable(t *testing.T) {
	s := state.New(t.TempDir())
	t.Cleanup(func() { _ = s.Close() })
	tables := state.TablesIn(func() *state.State { return s })
	l := history.New(tables, nil)
	id := add(t, l, exchange("list", "{}"), history.Meta{})
	for text, want := range map[string]*script.Outcome{
		`{"id": "1", "sent": {"method": "GET", "url": "https://x.test"}, "timing": {}}`: nil,
		`{"id": "1", "sent": {"method": "GET", "url": "https://x.test"}, "timing": {}, "after": {
			"tests": [{"Name": "a", "Passed": true, "Skipped": false, "Message": "m", "Place": {"Script": 1, "Owner": "o", "Line": 2, "Column": 3}}],
			"console": [{"Level": "log", "Text": "t", "Args": null, "Place": {"Owner": "o"}}], "errors": [{"Name": "n", "Message": "m"}], "cut": true}}`: {
			Tests:   []script.Test{{Name: "a", Passed: true, Message: "m", Place: script.Place{Script: 1, Owner: "o", Line: 2, Column: 3}}},
			Console: []script.Line{{Level: "log", Text: "t", Place: script.Place{Owner: "o"}}},
			Errors:  []script.Error{{Name: "n", Message: "m"}}, Cut: true,
		},
	} {
		err := tables.Change(t.Context(), func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, `UPDATE history_exchanges SET record = ? WHERE id = ?`, text, id)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := l.Get(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got.After); d != "" {
			t.Error(d)
		}
	}
}
