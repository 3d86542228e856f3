package payload_test

import (
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

func FuzzSniff(f *testing.F) {
	f.Add("application/json", []byte("\xff\xfe{\x00"))
	f.Add("text/html; charset=", []byte("<"))
	f.Fuzz(func(t *testing.T, contentType string, head []byte) {
		k := payload.Sniff(contentType, head)
		if (k == payload.Empty) != (len(head) == 0) || k.String() == "unknown" {
			t.Errorf("%d bytes are %s", len(head), k)
		}
	})
}
