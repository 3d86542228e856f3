package diff_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postern/engine"
	"postern/engine/diff"
	"postern/engine/payload"
	"postern/engine/script"
)

// marked writes lines as diff does.
func marked(ls []diff.Line) string {
	var b strings.Builder
	for _, l := range ls {
		b.WriteString([]string{" ", "-", "+"}[l.Op] + l.Text + "\n")
	}
	return b.String()
}

func split(s string) []string { return strings.Fields(s) }

func TestLines(t *testing.T) {
	for _, tc := range []struct{ name, before, after, want string }{
		{"nothing", "", "", ""},
		{"the same", "a b", "a b", " a\n b\n"},
		{"all new", "", "a b", "+a\n+b\n"},
		{"all gone", "a b", "", "-a\n-b\n"},
		{"changed", "a b c", "a x c", " a\n-b\n+x\n c\n"},
		{"in between", "a c", "a b c", " a\n+b\n c\n"},
		{"moved", "a b c", "c a b", "+c\n a\n b\n-c\n"},
		{"with lines that repeat", "{ x } { y }", "{ x } { z } { y }", " {\n x\n }\n {\n+z\n+}\n+{\n y\n }\n"},
		{"without a line to hold on to", "a a b b", "a b a b", " a\n-a\n b\n+a\n b\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if d := cmp.Diff(tc.want, marked(diff.Lines(split(tc.before), split(tc.after)))); d != "" {
				t.Error(d)
			}
		})
	}
}

// Both texts can be read from the lines, with their numbers.
func TestLinesLoseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.SampledFrom([]string{"{", "}", "a", "b", "c", "d", "e", "f", "g"}), 0, 60)
		before, after := texts.Draw(t, "before"), texts.Draw(t, "after")
		var a, b []string
		for _, l := range diff.Lines(before, after) {
			if l.Op != diff.Added {
				if a = append(a, l.Text); l.Old != len(a) {
					t.Fatalf("line %d of the old text has number %d", len(a), l.Old)
				}
			}
			if l.Op != diff.Removed {
				if b = append(b, l.Text); l.New != len(b) {
					t.Fatalf("line %d of the new text has number %d", len(b), l.New)
				}
			}
		}
		if !slices.Equal(a, before) || !slices.Equal(b, after) {
			t.Fatalf("%q, %q", a, b)
		}
	})
}

func exchange(status int, contentType, body string) *engine.Exchange {
	return &engine.Exchange{
		Sent: engine.Sent{Method: "GET", URL: "https://api.test/users"},
		Response: &engine.Response{
			Status: status, Reason: "OK", Proto: "HTTP/1.1", Body: payload.FromBytes([]byte(body)),
			Header: http.Header{"Content-Type": {contentType}, "Set-Cookie": {"a=1", "b=2"}},
		},
	}
}

func compare(t *testing.T, a, b *engine.Exchange) map[string]diff.Section {
	t.Helper()
	list, err := diff.Exchanges(t.Context(), a, b)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]diff.Section{}
	for _, s := range list {
		out[s.Title] = s
	}
	return out
}

func TestExchanges(t *testing.T) {
	a := exchange(200, "application/json", `{"id":1,"name":"Ada","n":10000000000000000001}`)
	b := exchange(404, "application/json", `{"id":1,"name":"Bob","n":10000000000000000001}`)
	b.Response.Header.Del("Set-Cookie")
	got := compare(t, a, b)
	for title, want := range map[string]string{
		"Request": " GET https://api.test/users\n",
		"Status":  "-HTTP/1.1 200 OK\n+HTTP/1.1 404 OK\n",
		"Headers": " Content-Type: application/json\n-Set-Cookie: a=1\n-Set-Cookie: b=2\n",
		"Body":    " {\n   \"id\": 1,\n-  \"name\": \"Ada\",\n+  \"name\": \"Bob\",\n   \"n\": 10000000000000000001\n }\n",
	} {
		if d := cmp.Diff(want, marked(got[title].Lines)); d != "" || got[title].Differs() != (title != "Request") {
			t.Errorf("%s: %s", title, d)
		}
	}
}

// What came of the tests is compared where there were some.
func TestTestsAreCompared(t *testing.T) {
	a, b := exchange(200, "text/plain", "a"), exchange(200, "text/plain", "a")
	if _, there := compare(t, a, b)["Tests"]; there {
		t.Error("there are tests")
	}
	tests := func(passed bool) *script.Outcome {
		return &script.Outcome{Tests: []script.Test{{Name: "one", Passed: true}, {Name: "two", Passed: passed, Message: "why"}, {Name: "three", Skipped: true}}}
	}
	a.After, b.After = tests(true), tests(false)
	b.Before = &script.Outcome{Errors: []script.Error{{Name: "TypeError", Message: "x"}}}
	want := "+✗ a script broke off: TypeError: x\n ✓ one\n-✓ two\n+✗ two: why\n – three\n"
	if got := marked(compare(t, a, b)["Tests"].Lines); got != want {
		t.Errorf("got\n%s", got)
	}
}

// What cannot be compared is told.
func TestLimitsAreTold(t *testing.T) {
	png := "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00", 90)
	long := `[` + strings.Repeat(`"0123456789",`, 400_000) + `1]` // 5.2 MB
	many := strings.Repeat("x\n", 150_000)
	failed := exchange(0, "", "")
	failed.Response, failed.Err = nil, &engine.Error{Summary: "cannot connect"}
	for _, tc := range []struct {
		name    string
		a, b    *engine.Exchange
		differs bool
		note    string
	}{
		{"the same picture", exchange(200, "image/png", png), exchange(200, "image/png", png), false, "the bytes are the same"},
		{"another picture", exchange(200, "image/png", png), exchange(200, "image/png", png[:97]+"x"), true, "the bytes differ"},
		{"a picture and a text", exchange(200, "image/png", png), exchange(200, "text/plain", "x"), true, "the bytes differ"},
		{"too large", exchange(200, "application/json", long), exchange(200, "application/json", "[]"), true, "of the older body the first 4.0 MiB"},
		{"too many lines", exchange(200, "text/plain", "x"), exchange(200, "text/plain", many), true, "of the newer body the first 100000 lines are compared, 50000 are not"},
		{"no response", failed, exchange(200, "text/plain", "x"), true, ""},
		{"no body", exchange(204, "", ""), exchange(204, "", ""), false, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			body := compare(t, tc.a, tc.b)["Body"]
			if body.Differs() != tc.differs || !strings.Contains(strings.Join(body.Notes, "\n"), tc.note) {
				t.Errorf("differs %v, notes %q", body.Differs(), body.Notes)
			}
			if tc.note == "" && len(body.Notes) > 0 {
				t.Errorf("notes %q", body.Notes)
			}
		})
	}
}

func TestLongLinesAreCutBetweenLetters(t *testing.T) {
	got := compare(t, exchange(200, "text/plain", "a"+strings.Repeat("ü", 5000)), exchange(200, "text/plain", "b"))["Body"]
	if l := got.Lines[0].Text; len(l) > 4200 || strings.ToValidUTF8(l, "?") != l || !strings.HasSuffix(l, "ü…") {
		t.Errorf("%d bytes, ending in %q", len(l), l[len(l)-8:])
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	x := exchange(200, "application/json", `{}`)
	if _, err := diff.Exchanges(ctx, x, x); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if err := x.Response.Body.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := diff.Exchanges(t.Context(), x, x); err == nil {
		t.Error("a body that is gone compares")
	}
}

// BenchmarkLines compares two texts of 100,000 lines.
func BenchmarkLines(b *testing.B) {
	text := func(mod int) []string {
		var out []string
		for i := range 100_000 {
			l := bytes.Repeat([]byte{'a' + byte(i%23)}, 20)
			if i%3 > 0 {
				l = append(l, []byte{byte(i), byte(i >> 8), byte(i >> 16)}...)
			}
			if i%mod == 0 {
				l = append(l, '!')
			}
			out = append(out, string(l))
		}
		return out
	}
	for name, mod := range map[string]int{"alike": 1000, "apart": 1} {
		before, after := text(1_000_000), text(mod)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				diff.Lines(before, after)
			}
		})
	}
}
