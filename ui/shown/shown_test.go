package shown_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"postern/engine"
	"postern/engine/payload"
	"postern/ui/shown"
)

// coming is an exchange whose body is being written.
func coming(contentType string) (*engine.Exchange, *payload.Writer) {
	w := payload.NewWriter(payload.Limits{})
	return &engine.Exchange{ID: "x", Response: &engine.Response{Status: 200, Header: http.Header{"Content-Type": {contentType}}, Body: w.Body()}}, w
}

func rows(doc payload.Document) string {
	var out []string
	for i := range doc.Lines() {
		out = append(out, string(doc.Line(i).Text))
	}
	return strings.Join(out, "|")
}

const pixel = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\b\x06\x00\x00\x00\x1f\x15\xc4\x89"

// What is shown while a body comes, and when all of it is there.
func TestForms(t *testing.T) {
	for _, tt := range []struct {
		name, contentType string
		// first comes before rest; early is what is on show then, "" for nothing.
		first, rest, early string
		form, whole        string
		final, laid        string
	}{
		{"json", "application/json", `{"a":`, `1}`, `{"a":`, "raw", `{"a":1}`, "pretty", `{|  "a": 1|}`},
		{"text", "text/plain; charset=utf-8", "L\xc3\xb6\xc3", "\xb6n", "Lö", "raw", "Löön", "raw", "Löön"},
		{"latin 1", "text/plain; charset=latin1", "L\xf6v", "\xf6n", "Löv", "raw", "Lövön", "raw", "Lövön"},
		{"text that may turn out otherwise", "text/plain", "a", "bcdef", "", "raw", "abcdef", "raw", "abcdef"},
		{"a page that may name its charset", "text/html", "<html>", "<meta charset=latin1>\xf6", "", "raw", "<html><meta charset=latin1>ö", "raw", "<html><meta charset=latin1>ö"},
		{"a charset nobody knows", "text/plain; charset=klingon", "nuqneH", "!", "nuqneH", "raw", "nuqneH!", "raw", "nuqneH!"},
		{"events", "text/event-stream", "data: a\n\ndata", ": b\n\n", "#1 message|  a", "events", "#1 message|  a|#2 message|  b", "events", "#1 message|  a|#2 message|  b"},
		{"no events", "text/event-stream", "oops", "!", "", "events", "", "raw", "oops!"},
		{"bytes", "application/octet-stream", "\x00\x01\x02\x03", "\x04", "hex", "hex", "hex", "hex", "hex"},
		{"a picture", "image/png", pixel[:20], pixel[20:], "hex", "hex", "hex", "picture", "hex"},
		{"the beginning of a picture", "image/png", pixel[:20], "", "hex", "hex", "hex", "hex", "hex"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x, w := coming(tt.contentType)
			said := func(d shown.Document) string {
				t.Helper()
				switch {
				case d.Err != nil:
					t.Fatal(d.Err)
				case d.Doc == nil:
					return ""
				case d.Doc == payload.Hex(x.Response.Body):
					return "hex"
				}
				return rows(d.Doc)
			}
			_, _ = w.Write([]byte(tt.first))
			d := shown.Arriving(t.Context(), x, nil)
			if got := said(d); got != tt.early {
				t.Errorf("at first %q, want %q", got, tt.early)
			}
			_, _ = w.Write([]byte(tt.rest))
			_, _ = w.Close()
			before := d.Doc
			d = shown.Arriving(t.Context(), x, before)
			if got := said(d); got != tt.whole || d.Form != tt.form {
				t.Errorf("then %q as %s, want %q as %s", got, d.Form, tt.whole, tt.form)
			}
			if before != nil && d.Doc != before {
				t.Error("it began anew")
			}
			d = shown.Pretty(t.Context(), x)
			if got := said(d); got != tt.laid || d.Form != tt.final {
				t.Errorf("in the end %q as %s, want %q as %s", got, d.Form, tt.laid, tt.final)
			}
			if (d.Picture != nil) != (d.Form == "picture") {
				t.Errorf("the picture is %v", d.Picture)
			}
		})
	}
}

func TestFirst(t *testing.T) {
	x, w := coming("application/json")
	_, _ = w.Write([]byte(`{"a":1}`))
	doc := shown.Arriving(t.Context(), x, nil).Doc
	if d := shown.First(t.Context(), x, doc); d.Doc != nil {
		t.Error("what is on show is shown again")
	}
	if d := shown.First(t.Context(), x, nil); d.Doc == nil || rows(d.Doc) != `{"a":1}` {
		t.Error("nothing is shown at first")
	}
}

func TestWhatStaysRaw(t *testing.T) {
	x, w := coming("text/event-stream")
	_, _ = w.Write([]byte("data: a\n\n"))
	if shown.StaysRaw(shown.Arriving(t.Context(), x, nil).Doc, x) {
		t.Error("events are taken for the raw stream")
	}
	if !shown.StaysRaw(shown.Text(t.Context(), x).Doc, x) {
		t.Error("the raw stream is not known")
	}
	other, _ := coming("text/event-stream")
	if shown.StaysRaw(shown.Text(t.Context(), x).Doc, other) || shown.StaysRaw(nil, nil) {
		t.Error("another's is taken for it")
	}
}

// A search that nobody listens to ends with the program.
func TestFindEndsWithTheProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		program, quit := context.WithCancel(t.Context())
		lines := payload.NewLines(payload.FromBytes([]byte(strings.Repeat("hit\n", 1<<18))))
		f := shown.Find(program, t.Context(), lines, payload.Query{Text: "hit"}, 0)
		if told := f.Next(); told.Done || told.Total == 0 || told.Searched == 0 {
			t.Errorf("told %+v", told)
		}
		synctest.Wait() // it waits to tell more
		quit()
		synctest.Wait()
		if told := f.Next(); !told.Done || !errors.Is(told.Err, context.Canceled) {
			t.Errorf("told %+v", told)
		}
	})
}
