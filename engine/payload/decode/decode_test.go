package decode_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"

	"postern/engine/payload"
	"postern/engine/payload/charset"
	"postern/engine/payload/decode"
)

func utf16(t testing.TB, text string, order unicode.Endianness, mark unicode.BOMPolicy) []byte {
	t.Helper()
	p, err := unicode.UTF16(order, mark).NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func read(t testing.TB, b *payload.Body) []byte {
	t.Helper()
	p, err := b.Bytes(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestBody(t *testing.T) {
	const text = "Löve €"
	for _, c := range []struct{ name, charset, src, want string }{
		{"latin-1", "iso-8859-1", "L\xf6ve \x80", text},
		{"upper case", "ISO-8859-15", "L\xf6ve \xa4", text},
		{"utf-16le", "utf-16le", string(utf16(t, text, unicode.LittleEndian, unicode.IgnoreBOM)), text},
		{"utf-16 with a mark", "utf-16", string(utf16(t, text, unicode.LittleEndian, unicode.UseBOM)), text},
		{"shift_jis", "Shift_JIS", "\x83\x89\x83u 1", "ラブ 1"},
		{"euc-jp", "euc-jp", "\xa5\xe9\xa5\xd6", "ラブ"},
		{"iso-2022-jp", "iso-2022-jp", "\x1b$B%i%V\x1b(B!", "ラブ!"},
		{"euc-kr", "euc-kr", "\xbb\xe7\xb6\xfb", "사랑"},
		{"gb18030", "gb2312", "\xb0\xae", "爱"},
		{"big5", "big5", "\xb7R", "愛"},
		{"koi8-r", "koi8-r", "\xec\xc0\xc2", "Люб"},
		{"windows-1251", "cp1251", "\xcb\xfe\xe1", "Люб"},
		{"half a character", "utf-16be", "\x00a\x00", "a\ufffd"},
	} {
		src := payload.FromBytes([]byte(c.src))
		b, err := decode.Body(t.Context(), src, c.charset)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := string(read(t, b)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestUTF8IsLeftAlone(t *testing.T) {
	b := payload.FromBytes([]byte("\xff not quite"))
	for _, charset := range []string{"utf-8", "UTF8", "us-ascii"} {
		if got, err := decode.Body(t.Context(), b, charset); got != b || err != nil {
			t.Errorf("%s: another body, %v", charset, err)
		}
	}
}

func TestBodyFails(t *testing.T) {
	if _, err := decode.Body(t.Context(), payload.FromBytes(nil), "klingon"); !errors.Is(err, decode.ErrCharset) || !strings.Contains(err.Error(), "klingon") {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := decode.Body(ctx, payload.FromBytes([]byte("x")), "latin1"); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// text is what the rows of a document say.
func text(l *payload.Lines) string {
	var b strings.Builder
	for i := range l.Lines() {
		b.Write(l.Line(i).Text)
		b.WriteByte('\n')
	}
	return b.String()
}

// A body that comes byte by byte shows at each moment the beginning of what it
// says in the end, and nothing else: no half character, no other charset's.
func TestNoCharacterIsShownBeforeItIsThere(t *testing.T) {
	const said = "Löve ラブ\nЛюбовь 爱 🙂\n"
	for _, name := range []string{"utf-8", "utf-16le", "utf-16be", "utf-16", "shift_jis", "euc-jp", "gb18030", "windows-1251", "iso-8859-1"} {
		t.Run(name, func(t *testing.T) {
			raw, want := []byte(said), said
			if enc, _ := charset.Encoding(name); enc != nil {
				var b strings.Builder
				for _, r := range said { // as far as the charset has them
					if p, err := enc.NewEncoder().String(string(r)); err == nil {
						b.WriteString(p)
					}
				}
				raw = []byte(b.String())
				switch name {
				case "utf-16":
					raw = utf16(t, said, unicode.LittleEndian, unicode.UseBOM)
				case "utf-16le":
					raw = utf16(t, said, unicode.LittleEndian, unicode.IgnoreBOM)
				case "utf-16be":
					raw = utf16(t, said, unicode.BigEndian, unicode.IgnoreBOM)
				}
				p, err := enc.NewDecoder().Bytes(raw)
				if err != nil {
					t.Fatal(err)
				}
				want = string(p)
			}
			w := payload.NewWriter(payload.Limits{})
			lines, err := decode.Arriving(w.Body(), name)
			if err != nil {
				t.Fatal(err)
			}
			for i := range raw {
				if _, err := w.Write(raw[i : i+1]); err != nil {
					t.Fatal(err)
				}
				if err := lines.Grow(t.Context()); err != nil {
					t.Fatal(err)
				}
				if got := strings.TrimSuffix(text(lines), "\n"); !strings.HasPrefix(want, got) || !utf8.ValidString(got) {
					t.Fatalf("after %d bytes: %q", i+1, got)
				}
			}
			if _, err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if err := lines.Grow(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := text(lines); got != want || !strings.Contains(want, "ve ") {
				t.Errorf("in the end: %q, want %q", got, want)
			}
			if lines.Source() != w.Body() {
				t.Error("it is not known what arrives")
			}
		})
	}
}

// FuzzArriving cuts a body anywhere: the rows are those of the whole.
func FuzzArriving(f *testing.F) {
	f.Add([]byte("\xff\xfea\x00\r\x00\n\x00"), uint8(3), "utf-16")
	f.Add([]byte("\x1b$B%i%V\x1b(B!"), uint8(5), "iso-2022-jp")
	f.Add([]byte("\x81\x30\x81"), uint8(1), "gb18030")
	f.Fuzz(func(t *testing.T, raw []byte, cut uint8, name string) {
		if _, ok := charset.Encoding(name); !ok || len(raw) == 0 {
			t.Skip()
		}
		whole, err := decode.Body(t.Context(), payload.FromBytes(raw), name)
		if err != nil {
			t.Fatal(err)
		}
		w := payload.NewWriter(payload.Limits{})
		lines, err := decode.Arriving(w.Body(), name)
		if err != nil {
			t.Fatal(err)
		}
		n := int(cut) % len(raw)
		for _, p := range [][]byte{raw[:n], raw[n:]} {
			if _, err := w.Write(p); err != nil {
				t.Fatal(err)
			}
			if err := lines.Grow(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := lines.Grow(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, want := read(t, lines.Body()), read(t, whole); string(got) != string(want) {
			t.Errorf("%s cut at %d: %q, want %q", name, n, got, want)
		}
	})
}
