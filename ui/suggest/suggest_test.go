package suggest_test

import (
	"net/textproto"
	"slices"
	"strings"
	"testing"

	"postern/ui/suggest"
)

func TestOffer(t *testing.T) {
	for _, c := range []struct {
		name  string
		words suggest.Words
		line  string
		word  string // "" means that nothing is offered
		has   string
	}{
		{"a name", suggest.HeaderNames(), "acc", "acc", "Accept"},
		{"nothing typed", suggest.HeaderNames(), "", "", ""},
		{"a value", suggest.HeaderValues("Content-Type"), "js", "js", "application/json"},
		{"one of several", suggest.HeaderValues("accept"), "text/html, app", "app", "application/json"},
		{"behind the comma", suggest.HeaderValues("accept"), "text/html, ", "", ""},
		{"a header without usual values", suggest.HeaderValues("X-Trace"), "a", "a", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, ok := c.words.Offer(c.line, len(c.line))
			if ok != (c.word != "") || o.Word != c.word || ok && c.line[o.From:o.To] != c.word {
				t.Errorf("offered %t for %q at %d–%d", ok, o.Word, o.From, o.To)
			}
			found := c.has == ""
			for _, p := range o.Options {
				found = found || p.Name == c.has
			}
			if !found {
				t.Errorf("%q is not offered", c.has)
			}
		})
	}
	if _, ok := suggest.HeaderNames().Offer("accept", 3); ok {
		t.Error("words are offered in the middle of a text")
	}
}

func TestLists(t *testing.T) {
	names := suggest.HeaderNames().List
	if !slices.IsSorted(names) {
		t.Error("the names are not in order")
	}
	for _, n := range names {
		if n == "traceparent" || n == "tracestate" { // W3C writes them small
			continue
		}
		if !strings.EqualFold(textproto.CanonicalMIMEHeaderKey(n), n) {
			t.Errorf("%q is no name of a header", n)
		}
	}
	for _, s := range suggest.ContentTypes().List {
		if strings.Count(s, "/") != 1 || strings.ToLower(s) != s {
			t.Errorf("%q is no media type", s)
		}
	}
}
