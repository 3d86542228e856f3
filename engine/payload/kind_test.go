package payload_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"postern/engine/payload"
)

func utf16(t testing.TB, text string, order unicode.Endianness, mark unicode.BOMPolicy) []byte {
	t.Helper()
	p, err := unicode.UTF16(order, mark).NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestSniff(t *testing.T) {
	wide := string(utf16(t, `{"a":1}`, unicode.LittleEndian, unicode.IgnoreBOM))
	marked := string(utf16(t, "plain words", unicode.BigEndian, unicode.UseBOM))
	for _, c := range []struct {
		name, contentType, head string
		want                    payload.Kind
	}{
		{"nothing", "application/json", "", payload.Empty},
		{"json", "application/json; charset=utf-8", `{"a":1}`, payload.JSON},
		{"json suffix", "application/problem+json", `{"a":1}`, payload.JSON},
		{"json scalar by type", "application/json", `"hi"`, payload.JSON},
		{"json lines", "application/x-ndjson", "{}\n{}", payload.JSON},
		{"json without a type", "", " \n[1,2]", payload.JSON},
		{"json as text", "text/plain", `{"a":1}`, payload.JSON},
		{"json with a byte order mark", "", "\ufeff{}", payload.JSON},
		{"json with a broken type", "application/json;;=", "[]", payload.JSON},
		{"json labelled xml", "text/xml", `{"a":1}`, payload.JSON},
		{"json in utf-16", "application/json", wide, payload.JSON},
		{"an error page labelled json", "application/json", "<!DOCTYPE html><html>", payload.HTML},
		{"soap labelled json", "application/json", "<?xml version=\"1.0\"?><a/>", payload.XML},
		{"words in brackets", "text/plain", "[note] hello", payload.Text},
		{"braces in text", "", "{name} is here", payload.Text},
		{"html", "text/html", "hello", payload.HTML},
		{"html without a type", "", "\n<HTML><body>", payload.HTML},
		{"xhtml", "application/xhtml+xml", "<html/>", payload.HTML},
		{"xml", "application/scim+xml", "<a/>", payload.XML},
		{"xml without a type", "", "<?xml version='1.0'?><a/>", payload.XML},
		{"svg is text", "image/svg+xml", "<svg/>", payload.XML},
		{"text", "text/plain", "hello", payload.Text},
		{"text as octets", "application/octet-stream", "a,b\n1,2\n", payload.Text},
		{"text with colours", "", "\x1b[31mred\x1b[0m", payload.Text},
		{"utf-16 text", "", marked, payload.Text},
		{"less-than is no tag", "", "< 5", payload.Text},
		{"png", "", "\x89PNG\r\n\x1a\n\x00\x00", payload.Image},
		{"png labelled json", "application/json", "\x89PNG\r\n\x1a\n\x00\x00", payload.Image},
		{"webp", "", "RIFF\x00\x00\x00\x00WEBPVP8 ", payload.Image},
		{"unknown picture", "image/x-new", "\x00\x01\x02\x03", payload.Image},
		{"zip", "application/json", "PK\x03\x04\x00\x00\x08", payload.Binary},
		{"noise", "", "\xfe\xfd\x80\x81\x82\x83\x84", payload.Binary},
		{"latin-1 letters", "text/plain; charset=iso-8859-1", "\xe9\xe8\xe0\xe7", payload.Text},
		{"a zero", "text/plain", "abc\x00def", payload.Binary},
	} {
		if got := payload.Sniff(c.contentType, []byte(c.head)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestCharset(t *testing.T) {
	for _, c := range []struct{ name, contentType, head, want string }{
		{"default", "application/json", "{}", "utf-8"},
		{"declared", `text/plain; charset="ISO-8859-1"`, "x", "iso-8859-1"},
		{"the mark wins", "text/plain; charset=iso-8859-1", "\xef\xbb\xbfx", "utf-8"},
		{"mark of utf-16", "", "\xff\xfe{\x00", "utf-16le"},
		{"zeros of utf-16", "application/json", "\x00{\x00}", "utf-16be"},
		{"xml says so", "text/xml", `<?xml version="1.0" encoding="ISO-8859-15"?>`, "iso-8859-15"},
		{"html says so", "text/html", `<html><meta charset=windows-1251>`, "windows-1251"},
		{"json cannot say so", "application/json", `{"encoding":"x"}`, "utf-8"},
	} {
		if got := payload.Charset(c.contentType, []byte(c.head)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestDecode(t *testing.T) {
	const text = "Löve €"
	for _, c := range []struct{ name, charset, src, want string }{
		{"latin-1", "iso-8859-1", "L\xf6ve \x80", text},
		{"upper case", "ISO-8859-15", "L\xf6ve \xa4", text},
		{"utf-16le", "utf-16le", string(utf16(t, text, unicode.LittleEndian, unicode.IgnoreBOM)), text},
		{"utf-16 with a mark", "utf-16", string(utf16(t, text, unicode.LittleEndian, unicode.UseBOM)), text},
		{"half a character", "utf-16be", "\x00a\x00", "a\ufffd"},
	} {
		src := payload.FromBytes([]byte(c.src))
		b, err := payload.Decode(t.Context(), src, c.charset)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := string(read(t, b)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestDecodeLeavesUTF8Alone(t *testing.T) {
	b := payload.FromBytes([]byte("\xff not quite"))
	for _, charset := range []string{"utf-8", "UTF8", "us-ascii"} {
		if got, err := payload.Decode(t.Context(), b, charset); got != b || err != nil {
			t.Errorf("%s: another body, %v", charset, err)
		}
	}
}

func TestDecodeFails(t *testing.T) {
	if _, err := payload.Decode(t.Context(), payload.FromBytes(nil), "klingon"); !errors.Is(err, payload.ErrCharset) || !strings.Contains(err.Error(), "klingon") {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := payload.Decode(ctx, payload.FromBytes([]byte("x")), "latin1"); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func FuzzSniff(f *testing.F) {
	f.Add("application/json", []byte("\xff\xfe{\x00"))
	f.Add("text/html; charset=", []byte("<"))
	f.Fuzz(func(t *testing.T, contentType string, head []byte) {
		k := payload.Sniff(contentType, head)
		if (k == payload.Empty) != (len(head) == 0) || k.String() == "unknown" {
			t.Errorf("%d bytes are %s", len(head), k)
		}
		if charset := payload.Charset(contentType, head); charset == "" {
			t.Error("no charset")
		}
	})
}
