package payload_test

import (
	"bytes"
	"errors"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"postern/engine/payload"
)

// longRow is the documented length of a row.
const longRow = 4 << 10

// naiveRows cuts a text the obvious way.
func naiveRows(src []byte) []payload.Line {
	var rows []payload.Line
	off := 0
	for n := 1; off < len(src); n++ {
		line := src[off:]
		next := len(src)
		if k := bytes.IndexByte(line, '\n'); k >= 0 {
			line, next = line[:k], off+k+1
		}
		for part := 0; ; part++ {
			cut := len(line)
			if cut > longRow {
				cut = longRow
				for i := range 4 {
					if utf8.RuneStart(line[longRow-i]) {
						cut = longRow - i
						break
					}
				}
			}
			text := line[:cut]
			if next <= len(src) && cut == len(line) && src[next-1] == '\n' {
				text = bytes.TrimSuffix(text, []byte("\r"))
			}
			rows = append(rows, payload.Line{Text: text, Offset: int64(off), Number: n, Part: part})
			off += cut
			if line = line[cut:]; len(line) == 0 {
				break
			}
		}
		off = next
	}
	return rows
}

// texts are texts with lines around every length that matters.
func texts() *rapid.Generator[[]byte] {
	line := rapid.OneOf(
		rapid.SampledFrom([]string{"", "a", "x\r", "\r\r", "€", "\xff\xfe", strings.Repeat("ab", longRow/2-1)}),
		rapid.Custom(func(t *rapid.T) string {
			unit := rapid.SampledFrom([]string{"a", "é", "€", "😀", "\x80", "x\r"}).Draw(t, "unit")
			pad := rapid.IntRange(0, 5).Draw(t, "pad")
			n := rapid.IntRange(longRow-8, 3*longRow).Draw(t, "n")
			return strings.Repeat("p", pad) + strings.Repeat(unit, n/len(unit))
		}),
		rapid.StringN(0, 20, 40),
	)
	return rapid.Custom(func(t *rapid.T) []byte {
		lines := rapid.SliceOfN(line, 0, 10).Draw(t, "lines")
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end")
		out := strings.Join(lines, end)
		if rapid.Bool().Draw(t, "last line ends") {
			out += end
		}
		return []byte(out)
	})
}

// diffRows is cmp.Diff, asked only when there is a difference: it is slow.
func diffRows(want, got []payload.Line) string {
	same := slices.EqualFunc(want, got, func(a, b payload.Line) bool {
		return bytes.Equal(a.Text, b.Text) && a.Offset == b.Offset && a.Number == b.Number && a.Part == b.Part && b.Err == nil
	})
	if same {
		return ""
	}
	return cmp.Diff(want, got, cmpopts.EquateEmpty())
}

func allRows(l *payload.Lines) []payload.Line {
	var rows []payload.Line
	for i := range l.Lines() {
		rows = append(rows, l.Line(i))
	}
	return rows
}

func TestLinesEqualNaiveSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := texts().Draw(t, "text")
		l, err := payload.Index(t.Context(), payload.FromBytes(src))
		if err != nil {
			t.Fatal(err)
		}
		want := naiveRows(src)
		if d := diffRows(want, allRows(l)); d != "" {
			t.Fatal(d)
		}
		for range 10 {
			if len(want) == 0 {
				break
			}
			i := rapid.IntRange(0, len(want)-1).Draw(t, "row")
			if d := diffRows(want[i:i+1], []payload.Line{l.Line(i)}); d != "" {
				t.Errorf("row %d: %s", i, d)
			}
			off := rapid.IntRange(0, len(src)-1).Draw(t, "offset")
			row, col, err := l.Locate(int64(off))
			if err != nil {
				t.Fatal(err)
			}
			if at := want[row].Offset + int64(col); at != int64(off) {
				t.Errorf("offset %d is at row %d, col %d, which is %d", off, row, col, at)
			}
		}
	})
}

func TestLinesGrowAsTheyWouldAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := texts().Draw(t, "text")
		w := payload.NewWriter(payload.Limits{Memory: rapid.Int64Range(1, 1<<16).Draw(t, "memory")})
		defer w.Abort()
		l := payload.NewLines(w.Body())
		for rest := src; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "piece")
			if _, err := w.Write(rest[:n]); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
			if err := l.Grow(t.Context()); err != nil {
				t.Fatal(err)
			}
			if l.Size() != int64(len(src)-len(rest)) {
				t.Errorf("indexed %d of %d bytes", l.Size(), len(src)-len(rest))
			}
			if d := diffRows(naiveRows(src[:len(src)-len(rest)]), allRows(l)); d != "" {
				t.Fatal(d)
			}
		}
	})
}

func TestLinesOutside(t *testing.T) {
	l, err := payload.Index(t.Context(), payload.FromBytes(nil))
	if err != nil {
		t.Fatal(err)
	}
	if l.Lines() != 0 || l.Line(0).Text != nil || l.Line(-1).Text != nil {
		t.Errorf("an empty body has %d rows", l.Lines())
	}
	if row, col, err := l.Locate(7); row != 0 || col != 0 || err != nil {
		t.Errorf("Locate in nothing: %d, %d, %v", row, col, err)
	}
}

func TestOneLongLineIsNoWorse(t *testing.T) {
	src := bytes.Repeat([]byte("0123456789"), 1<<20)
	l, err := payload.Index(t.Context(), payload.FromBytes(src))
	if err != nil {
		t.Fatal(err)
	}
	if want := len(src) / longRow; l.Lines() != want {
		t.Errorf("%d rows, want %d", l.Lines(), want)
	}
	last := l.Line(l.Lines() - 1)
	if last.Number != 1 || last.Part != l.Lines()-1 || len(last.Text) != longRow {
		t.Errorf("the last row is line %d, part %d, %d bytes", last.Number, last.Part, len(last.Text))
	}
}

func TestFirstScreenNeedsNoWholeIndex(t *testing.T) {
	l := payload.NewLines(payload.FromBytes(bytes.Repeat([]byte("row\n"), 1<<20)))
	if err := l.GrowTo(t.Context(), 1<<10); err != nil {
		t.Fatal(err)
	}
	if l.Lines() != 256 || string(l.Line(255).Text) != "row" {
		t.Errorf("%d rows, the last is %q", l.Lines(), l.Line(255).Text)
	}
}

func TestClosedBodyIsReportedInTheRow(t *testing.T) {
	b := payload.FromBytes([]byte("a\nb\n"))
	l, err := payload.Index(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if ln := l.Line(1); !errors.Is(ln.Err, os.ErrClosed) {
		t.Errorf("error %v", ln.Err)
	}
	if ln := payload.Hex(b).Line(0); !errors.Is(ln.Err, os.ErrClosed) {
		t.Errorf("error %v", ln.Err)
	}
}

func TestLinesAreReadWhileTheyGrow(t *testing.T) {
	w := payload.NewWriter(payload.Limits{Memory: 1 << 14})
	defer w.Abort()
	l := payload.NewLines(w.Body())
	var wg sync.WaitGroup
	wg.Go(func() {
		for l.Lines() < 4000 {
			runtime.Gosched()
			if n := l.Lines(); n > 1 {
				if got := string(l.Line(n - 2).Text); got != "a row of text" {
					t.Errorf("row %d is %q", n-2, got)
					return
				}
			}
		}
	})
	for range 4000 {
		if _, err := w.Write([]byte("a row of text\n")); err != nil {
			t.Fatal(err)
		}
		if err := l.Grow(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	wg.Wait()
}

func TestHex(t *testing.T) {
	d := payload.Hex(payload.FromBytes([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR~\x7f\xff")))
	want := []string{
		"00000000  89 50 4e 47 0d 0a 1a 0a  00 00 00 0d 49 48 44 52  |.PNG........IHDR|",
		"00000010  7e 7f ff                                          |~..|",
	}
	var got []string
	for i := range d.Lines() {
		got = append(got, string(d.Line(i).Text))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if d.Line(2).Text != nil || d.Line(1).Offset != 16 {
		t.Errorf("row 2 is %q, row 1 begins at %d", d.Line(2).Text, d.Line(1).Offset)
	}
}

func FuzzLines(f *testing.F) {
	for _, s := range []string{"", "\n", "a\r\nb", "\r", strings.Repeat("é", 3000), strings.Repeat("x\n", 20000)} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		l, err := payload.Index(t.Context(), payload.FromBytes(src))
		if err != nil {
			t.Fatal(err)
		}
		if d := diffRows(naiveRows(src), allRows(l)); d != "" {
			t.Error(d)
		}
	})
}
