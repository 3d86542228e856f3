package events_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/engine/payload"
	"postern/engine/payload/events"
)

// laid is the layout of a stream that came at once.
func laid(t testing.TB, stream string) string {
	t.Helper()
	s := events.New(payload.FromBytes([]byte(stream)))
	if err := s.Grow(t.Context()); err != nil {
		t.Fatal(err)
	}
	return text(t, s)
}

func text(t testing.TB, s *events.Stream) string {
	t.Helper()
	p, err := s.Body().Bytes(1 << 30)
	if err != nil {
		t.Fatal(err)
	}
	return string(p)
}

// The rules of the HTML standard, section 9.2.6.
func TestEvents(t *testing.T) {
	for _, tt := range []struct{ name, stream, want string }{
		{"one", "data: a\n\n", "#1 message|  a"},
		{"its name and id", "event: tick\nid: 7\ndata: a\n\n", "#1 tick · id 7|  a"},
		{"a name after the data", "data: a\nevent: tick\n\n", "#1 tick|  a"},
		{"lines of data", "data: a\ndata:\ndata:  b\n\n", "#1 message|  a|  |   b"},
		{"CR", "data: a\rdata: b\r\rdata: c\r\r", "#1 message|  a|  b|#2 message|  c"},
		{"CR LF", "data: a\r\n\r\ndata: b\r\n\r\n", "#1 message|  a|#2 message|  b"},
		{"two lines with CR LF", "data: a\r\ndata: b\r\n\r\n", "#1 message|  a|  b"},
		{"LF after CR LF", "data: a\r\n\n", "#1 message|  a"},
		{"a byte order mark", "\ufeffdata: a\n\n", "#1 message|  a"},
		{"a second byte order mark", "\ufeff\ufeffdata: a\n\n", ""},
		{"comments", ":\n: hello\ndata: a\n:data: b\n\n", "#1 message|  a"},
		{"no blank behind the colon", "data:a\nid:1\n\n", "#1 message · id 1|  a"},
		{"only one blank is left out", "data:  a\n\n", "#1 message|   a"},
		{"no colon", "data\n\ndata\ndata\n\ndata: a", "#1 message|#2 message|  |  |#3 message|  a|#  the stream ended inside this event"},
		{"an unknown field", "date: a\nDATA: b\n data: c\n\n", ""},
		{"an event without data is none", "event: tick\nid: 3\n\ndata: a\n\n", "#1 message · id 3|  a"},
		{"an id stays", "id: 3\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", "#1 message · id 3|  a|#2 message · id 3|  b|#3 message|  c"},
		{"an id with a NUL", "id: 3\nid: 4\x00\ndata: a\n\n", "#1 message · id 3|  a"},
		{"a name ends with its event", "event: tick\ndata: a\n\ndata: b\n\n", "#1 tick|  a|#2 message|  b"},
		{"an empty name", "event: tick\nevent\ndata: a\n\n", "#1 message|  a"},
		{"when to ask again", "retry: 3000\n\nretry: 1x\nretry: -1\ndata: a\nretry: 5\n\n", "#  ask again after 3000 ms|#1 message · ask again after 5 ms|  a"},
		{"blank lines", "\n\n\ndata: a\n\n\n\n", "#1 message|  a"},
		{"no end", "data: a\n\ndata: b\ndata: c", "#1 message|  a|#2 message|  b|  c|#  the stream ended inside this event"},
		{"nothing", "", ""},
		{"short JSON stays in its row", `data: {"n":1}` + "\n\n", `#1 message|  {"n":1}`},
		{
			"long JSON is laid out", `data: {"n":1,"s":"` + strings.Repeat("x", 60) + `"}` + "\n\n",
			`#1 message|  {|    "n": 1,|    "s": "` + strings.Repeat("x", 60) + `"|  }`,
		},
		{"what only looks like JSON", "data: {" + strings.Repeat("x", 80) + "\n\n", "#1 message|  {" + strings.Repeat("x", 80)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := strings.ReplaceAll(tt.want, "|", "\n")
			if want != "" {
				want += "\n"
			}
			if got := laid(t, tt.stream); got != want {
				t.Errorf("laid out\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// An event tells when it came, as long as anybody knows.
func TestEventsTellWhenTheyCame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := payload.NewWriter(payload.Limits{})
		w.KeepTimes()
		for range 3 {
			time.Sleep(1500 * time.Millisecond)
			_, _ = w.Write([]byte("data: a\n"))
			_, _ = w.Write([]byte("\n"))
		}
		s := events.New(w.Body())
		if err := s.Grow(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := text(t, s)
		for i := range 3 {
			at := time.Now().Add(time.Duration(i-2) * 1500 * time.Millisecond).Format("15:04:05.000")
			if !strings.Contains(got, fmt.Sprintf("#%d message · %s\n", i+1, at)) {
				t.Errorf("event %d does not tell that it came at %s:\n%s", i+1, at, got)
			}
		}
	})
}

// An event without an end is laid out as it comes, and nothing is held of it.
func TestAnEventWithoutEndIsLaidOutInPieces(t *testing.T) {
	w := payload.NewWriter(payload.Limits{Memory: 1 << 20})
	s := events.New(w.Body())
	put := func(p []byte) {
		t.Helper()
		if _, err := w.Write(p); err != nil {
			t.Fatal(err)
		}
		if err := s.Grow(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	put([]byte("event: " + strings.Repeat("n", 1<<20) + "\nid: 4\ndata: "))
	for range 64 {
		put(bytes.Repeat([]byte("ü"), 32<<10))
	}
	if s.Count() != 1 || s.Body().Size() < 3<<20 {
		t.Fatalf("%d events in %d bytes", s.Count(), s.Body().Size())
	}
	put([]byte("\n\ndata: b\n\n"))
	lines, err := payload.Index(t.Context(), s.Body())
	if err != nil {
		t.Fatal(err)
	}
	last := lines.Lines() - 1
	if got := string(lines.Line(last-1).Text) + string(lines.Line(last).Text); got != "#2 message · id 4  b" {
		t.Errorf("the next event is %q", got)
	}
	total := 0
	for i := range last - 1 {
		l := lines.Line(i)
		if i > 0 && !bytes.HasPrefix(l.Text, []byte("  ü")) || l.Part > 0 {
			t.Fatalf("row %d begins with %q", i, l.Text[:min(len(l.Text), 20)])
		}
		total += bytes.Count(l.Text, []byte("ü"))
	}
	if total != 64*(32<<10) {
		t.Errorf("%d characters of data, want %d", total, 64*(32<<10))
	}
}

// FuzzStream cuts a stream anywhere: the layout is that of the whole. What the
// server sends begins no row that tells of an event.
func FuzzStream(f *testing.F) {
	f.Add([]byte("\ufeffid: 1\r\ndata: a\r\rretry: 1\n\ndata: #1 x"), uint8(5))
	f.Add([]byte("event: a\x1b[2J\u202e\ndata: {\"a\":[1,2]}\n\n"), uint8(9))
	f.Fuzz(func(t *testing.T, stream []byte, cut uint8) {
		whole := laid(t, string(stream))
		w := payload.NewWriter(payload.Limits{})
		s := events.New(w.Body())
		n := 0
		if len(stream) > 0 {
			n = int(cut) % len(stream)
		}
		for _, p := range [][]byte{stream[:n], stream[n:], nil} {
			if _, err := w.Write(p); err != nil {
				t.Fatal(err)
			}
			if p == nil {
				_, _ = w.Close()
			}
			if err := s.Grow(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if got := text(t, s); got != whole {
			t.Errorf("cut at %d:\n%q\nwant\n%q", n, got, whole)
		}
		heads := 0
		for l := range strings.Lines(whole) {
			if !strings.HasPrefix(l, "  ") && !strings.HasPrefix(l, "#  ") {
				heads++
			}
			if tokens, _ := events.Tokens([]byte(strings.TrimSuffix(l, "\n")), 0); len(tokens) > 0 && tokens[len(tokens)-1].End != len(l)-1 {
				t.Errorf("not all of %q has a colour", l)
			}
		}
		if int64(heads) != s.Count() {
			t.Errorf("%d rows look like events, %d are:\n%s", heads, s.Count(), whole)
		}
	})
}

func BenchmarkStream(b *testing.B) {
	stream := bytes.Repeat([]byte("event: tick\nid: 12\ndata: {\"n\":1,\"text\":\"some words of an answer\",\"more\":[1,2,3],\"last\":true}\n\n"), 10_000)
	b.SetBytes(int64(len(stream)))
	for b.Loop() {
		if err := events.New(payload.FromBytes(stream)).Grow(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
