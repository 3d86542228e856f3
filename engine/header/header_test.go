package header_test

import (
	"strings"
	"testing"

	"postern/auth"
	"postern/engine/header"
)

func TestCheck(t *testing.T) {
	for _, tt := range []struct{ name, value, want string }{
		{"X-A", "plain\ttext ÿ", ""},
		{"X-A", "", ""},
		{"", "x", "is not a header name"},
		{"X A", "x", "is not a header name"},
		{"X:", "x", "is not a header name"},
		{"Ä", "x", "is not a header name"},
		{"X-A", "a\r\nb", "U+000D at 2"},
		{"X-A", "a\x7f", "U+007F"},
		{"X-A", "snow ☃", `holds '☃'`},
	} {
		f, ok := header.Check(tt.name, tt.value)
		if ok != (tt.want == "") || !strings.Contains(f.What, tt.want) || ok == (f.Where != "") || ok == (f.Hint != "") {
			t.Errorf("%q: %q is %+v, want %q", tt.name, tt.value, f, tt.want)
		}
	}
}

// A character up to U+00FF goes out as one byte; bytes that are no text go as
// they are.
func TestLatin1(t *testing.T) {
	for in, want := range map[string]string{"plain": "plain", "é": "\xe9", "\xe9\xff": "\xe9\xff"} {
		if got := header.Latin1(in); got != want {
			t.Errorf("%q goes out as %q, want %q", in, got, want)
		}
	}
}

func TestSpelling(t *testing.T) {
	r := &auth.Request{Header: []auth.Header{{Name: "x-API-key"}}}
	if got := header.Spelling(r, "X-Api-Key"); got != "x-API-key" {
		t.Errorf("it is spelt %s", got)
	}
	if got := header.Spelling(r, "Cookie"); got != "Cookie" {
		t.Errorf("another is spelt %s", got)
	}
}
