package scan_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tidwall/gjson"

	"postern/engine/lookup"
	"postern/engine/lookup/scan"
)

// scalars are the scalars of a text as "path=raw", and how the walk ended.
func scalars(src string, depth int) (out []string, deep, broken bool) {
	s := scan.New([]byte(src), depth)
	for t, ok := s.Next(); ok; t, ok = s.Next() {
		switch t.Kind {
		case scan.String, scan.Number, scan.Literal:
			out = append(out, s.Path()+"="+string(t.Raw))
		}
	}
	return out, s.Cut()&lookup.CutDepth != 0, s.Cut()&lookup.CutBroken != 0
}

func TestNext(t *testing.T) {
	for _, tc := range []struct {
		name, src    string
		want         []string
		deep, broken bool
	}{
		{"all kinds", ` {"a" : "x", "b":[1,-2.5e3,true,null],"e":{},"c":{"d":false}} `, []string{`a="x"`, `b.0=1`, `b.1=-2.5e3`, `b.2=true`, `b.3=null`, `c.d=false`}, false, false},
		{"a scalar alone", `"x"`, []string{`="x"`}, false, false},
		{"a byte order mark", "\ufeff[1]", []string{"0=1"}, false, false},
		{"escapes", `{"a\u002eb":"\"\\"}`, []string{`a\.b="\"\\"`}, false, false},
		{"passed over", `{"a":{"b":{"c":["]",{"x":1}]}},"d":[[[1]]],"e":2}`, []string{"e=2"}, true, false},
		{"under a long name", `{"` + strings.Repeat("k", 2000) + `":{"a":1},"b":{"c":2}}`, []string{"b.c=2"}, true, false},
		{"what follows is not read", `[1]]]]`, []string{"0=1"}, false, false},
		{"the wrong bracket", `{"a":1]`, []string{"a=1"}, false, true},
		{"no end", `{"a":[1,2`, []string{"a.0=1", "a.1=2"}, false, true},
		{"no end of a text", `{"a":"b`, nil, false, true},
		{"no end of a text, escaped", `["b\"]`, nil, false, true},
		{"no colon", `{"a" 1}`, nil, false, true},
		{"no value", `{"a":}`, nil, false, true},
		{"no key", `{1:2}`, nil, false, true},
		{"no JSON", `<html>`, nil, false, true},
		{"empty", ``, nil, false, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, deep, broken := scalars(tc.src, 2)
			if d := cmp.Diff(tc.want, got); d != "" || deep != tc.deep || broken != tc.broken {
				t.Errorf("deep %v, broken %v; -want +got:\n%s", deep, broken, d)
			}
		})
	}
}

// plain are the scalars of valid JSON as encoding/json reads them.
func plain(src []byte) (out []string, err error) {
	d := json.NewDecoder(bytes.NewReader(src))
	d.UseNumber()
	type level struct{ object, key bool }
	var open []level
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		if n := len(open); n > 0 && open[n-1].object && tok != json.Delim('}') {
			open[n-1].key = !open[n-1].key
			if open[n-1].key {
				continue // a member's name
			}
		}
		switch tok := tok.(type) {
		case json.Delim:
			if tok == '{' || tok == '[' {
				open = append(open, level{object: tok == '{'})
			} else {
				open = open[:len(open)-1]
			}
		case nil:
			out = append(out, "null")
		default:
			out = append(out, fmt.Sprint(tok))
		}
	}
}

// Valid JSON is read as encoding/json reads it, anything else without a
// panic, and a path leads back to where it came from.
func FuzzNext(f *testing.F) {
	for _, s := range []string{`{"a":[1,{"b":"\u00e9\n"}],"c":null}`, `[[[[]]]]`, `{"a.b|c":{"":1}}`, `"\\\""`, `{"a":1,"a":2}`, `[1,,2]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		var got []string
		s := scan.New(src, 1000)
		for tok, ok := s.Next(); ok; tok, ok = s.Next() {
			if tok.Raw == nil {
				continue
			}
			if string(src[tok.Start:tok.Start+len(tok.Raw)]) != string(tok.Raw) {
				t.Fatalf("%q is not at %d", tok.Raw, tok.Start)
			}
			_ = s.Path()
			got = append(got, tok.Text())
		}
		if !json.Valid(src) || strings.Contains(string(src), `\`) { // they write bad surrogates differently
			return
		}
		want, err := plain(src)
		if err != nil || !bytes.Equal(src, bytes.ToValidUTF8(src, nil)) {
			return
		}
		if d := cmp.Diff(want, got); d != "" || s.Cut()&lookup.CutBroken != 0 {
			t.Fatalf("%q: cut %q, -want +got:\n%s", src, s.Cut(), d)
		}
	})
}

func TestPathsLeadBack(t *testing.T) {
	const src = `{"a.b":{"c|d":[{"e*f?":1},{"#":2,"@g":3,"!h":4,"i\\j":5,"k\"l":6,"m{n}":7,"0":8,"o:p":9,"\u00fc":10}]}}`
	got, _, _ := scalars(src, 100)
	if len(got) != 10 {
		t.Fatalf("%d scalars", len(got))
	}
	for _, s := range got {
		i := strings.LastIndexByte(s, '=')
		if at := gjson.Get(src, s[:i]); at.Raw != s[i+1:] {
			t.Errorf("%s leads to %q", s, at.Raw)
		}
	}
}

func TestHead(t *testing.T) {
	for _, unit := range []string{"a", "\u00e9", `\u00e9`, `\\`, `\"`, `\ud83d\ude00`, `x\\\n`} {
		raw := []byte(`"` + strings.Repeat(unit, 5000) + `"`)
		whole := scan.Text(raw)
		for chars := range 40 {
			got := strings.TrimSuffix(scan.Head(raw, chars), "\ufffd")
			if !strings.HasPrefix(whole, got) || len([]rune(got)) < chars || len(got) > 12*(chars+1) {
				t.Fatalf("%d of %q: %q", chars, unit, got)
			}
		}
	}
	if got := scan.Head([]byte(`"ab"`), 1); got != "ab" {
		t.Errorf("a short one is %q", got)
	}
}
