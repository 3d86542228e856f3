package syntax_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"postern/engine/payload"
	"postern/ui/syntax"
)

// paint writes the class of every byte as a letter.
func paint(row string, toks []payload.Token) string {
	const letters = ".ksenblptac"
	var out strings.Builder
	for _, t := range toks {
		out.WriteString(strings.Repeat(letters[t.Class:t.Class+1], t.End-t.Start))
	}
	return out.String()
}

func TestJavaScript(t *testing.T) {
	for _, c := range []struct{ name, row, want string }{
		{"a declaration", `const n = 12;`, `kkkkk...p.nnp`},
		{"a call", `pm.test("ok", () => {`, `..p....pssssp.pp.pp.p`},
		{"escapes", `'a\'b'`, `sseess`},
		{"a template", "`a ${b}`", `ssssssss`},
		{"an open text", `"abc`, `ssss`},
		{"values", `true null undefined NaN 1.5e-3`, `bbbb.llll.lllllllll.lll.nnnnnn`},
		{"a comment", `x // y`, `..ccccc`[:2] + `cccc`},
		{"a comment within", `a /* b */ c`, `..ccccccc..`},
		{"in the middle of a comment", ` * a 'b'`, `cccccccc`},
		{"a regular expression", `x = /a"b/.test(y)`, `..p.sssssp....p.p`},
		{"a division", `(a) / b / c`, `p.p.p...p..`},
		{"a word that only begins well", `constant`, `........`},
	} {
		toks, _ := syntax.JavaScript([]byte(c.row), 0)
		if got := paint(c.row, toks); got != c.want {
			t.Errorf("%s: %s\npainted %s\nwant    %s", c.name, c.row, got, c.want)
		}
	}
}

func TestGraphQL(t *testing.T) {
	for _, c := range []struct{ name, row, want string }{
		{"a query", `query Q($id: ID!) {`, `kkkkk..p...p...pp.p`},
		{"arguments", `user(id: "a\"b", n: 12) # all`, `....p..p.sseessp..p.nnp.ccccc`},
	} {
		toks, _ := syntax.GraphQL([]byte(c.row), 0)
		if got := paint(c.row, toks); got != c.want {
			t.Errorf("%s: %s\npainted %s\nwant    %s", c.name, c.row, got, c.want)
		}
	}
}

// The tokens cover any row, without gaps.
func TestJavaScriptCoversEveryRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := rapid.OneOf(rapid.String(), rapid.StringMatching("[a/*'\"`\\\\ 1e+.]{0,20}")).Draw(t, "row")
		toks, _ := syntax.JavaScript([]byte(row), 0)
		at := 0
		for _, k := range toks {
			if k.Start != at || k.End <= k.Start {
				t.Fatalf("a token from %d to %d behind %d", k.Start, k.End, at)
			}
			at = k.End
		}
		if at != len(row) {
			t.Fatalf("%d of %d bytes are covered", at, len(row))
		}
	})
}
