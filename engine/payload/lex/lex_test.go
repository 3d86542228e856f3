package lex_test

import (
	"encoding/json"
	"strings"
	"testing"

	"postern/engine/payload/lex"
)

func TestPlainStopsAtTheFirstByteThatIsNot(t *testing.T) {
	for _, stop := range []string{`"`, `\`, "\n", "\x00", "\x1f"} {
		for n := range 40 {
			plain := strings.Repeat("é!#[]~\x7f\xff", 5)[:n]
			if got := lex.Plain([]byte(plain + stop + `"x\`)); got != n {
				t.Errorf("%q behind %d bytes: stopped at %d", stop, n, got)
			}
			if got := lex.Plain([]byte(plain)); got != n {
				t.Errorf("%d plain bytes: stopped at %d", n, got)
			}
		}
	}
}

func TestNumbersAreThoseOfTheStandardLibrary(t *testing.T) {
	const alphabet = "-+01.eE9"
	var try func(prefix string)
	try = func(prefix string) {
		if prefix != "" {
			if got, want := isNumber(prefix), json.Valid([]byte(prefix)); got != want {
				t.Errorf("%q is a number: %v, want %v", prefix, got, want)
			}
		}
		if len(prefix) == 5 {
			return
		}
		for _, c := range alphabet {
			try(prefix + string(c))
		}
	}
	try("")
}

func isNumber(s string) bool {
	if s[0] != '-' && (s[0] < '0' || s[0] > '9') {
		return false
	}
	n := lex.FirstDigit(s[0])
	for i := 1; i < len(s); i++ {
		if n = n.Step(s[i]); n == lex.NumberEnd {
			return false
		}
	}
	return n.Complete()
}
