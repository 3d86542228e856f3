package charset_test

import (
	"testing"

	"postern/engine/payload/charset"
)

func TestOf(t *testing.T) {
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
		if got := charset.Of(c.contentType, []byte(c.head)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Settled must not be wrong: what is settled says the same of every longer
// beginning.
func TestSettled(t *testing.T) {
	for _, c := range []struct{ name, contentType, text string }{
		{"json", "application/json", `{"a": "b", "charset": "none"}`},
		{"a mark", "text/plain; charset=iso-8859-1", "\xef\xbb\xbftext"},
		{"utf-16", "", "\xff\xfe{\x00}\x00"},
		{"utf-16 without a mark", "application/json", "\x00{\x00\"\x00a"},
		{"late in a page", "text/html", "  <html><head><title>none</title><meta charset=windows-1251>"},
		{"no charset in a page", "text/html", "<!doctype html><HTML><BODY><p>charset=none <meta charset=latin1>"},
		{"a page with a head", "text/html", "<html><head><meta charset=latin1></head><meta charset=koi8-r>"},
		{"xml", "text/xml", `<?xml version="1.0" encoding="ISO-8859-15"?><a/>`},
		{"named", "text/html; charset=koi8-r", "<html>"},
	} {
		want := charset.Of(c.contentType, []byte(c.text))
		settled := false
		for n := range len(c.text) {
			head := []byte(c.text[:n])
			if settled = charset.Settled(c.contentType, head); settled && charset.Of(c.contentType, head) != want {
				t.Errorf("%s: %q is settled as %s, and is %s", c.name, head, charset.Of(c.contentType, head), want)
			}
		}
		if !settled && c.name != "late in a page" {
			t.Errorf("%s is never settled", c.name)
		}
	}
}
