package payload_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"postern/engine/payload"
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

func TestTokens(t *testing.T) {
	for _, c := range []struct {
		name string
		lex  payload.Lexer
		row  string
		want string
	}{
		{"pretty member", payload.Tokens, `  "id": "00u1",`, `..kkkkp.ssssssp`},
		{"scalars", payload.Tokens, `[true,false,null,-1.5e+3]`, `pbbbbpbbbbbpllllpnnnnnnnp`},
		{"escapes", payload.Tokens, `"a\n\u001b\"z"`, `sseeeeeeeeeess`},
		{"escape in a key", payload.Tokens, `{"\u0041" : 1}`, `pkeeeeeek.p.np`},
		{"no JSON", payload.Tokens, `Hello, world`, `.....p......`},
		{"a word that only begins well", payload.Tokens, `trueish`, `.......`},
		{"an open string", payload.Tokens, `"abc`, `ssss`},
		{"bytes that are no text", payload.Tokens, "\xff\"\xfe\"", `.sss`},
		{"tag", payload.MarkupTokens, `<a href="x" b='y' c=z>t &amp; u</a>`, `tt.aaaapsss.apsss.apst..eeeee..tttt`},
		{"comment", payload.MarkupTokens, `x<!-- <b> -->y`, `.cccccccccccc.`},
		{"declaration", payload.MarkupTokens, `<?xml version="1.0"?>`, `ttttt.aaaaaaapssssstt`},
		{"a lone bracket", payload.MarkupTokens, `1 < 2 & 3`, `.........`},
	} {
		toks, _ := c.lex([]byte(c.row), 0)
		if got := paint(c.row, toks); got != c.want {
			t.Errorf("%s:\n     %s\ngot  %s\nwant %s", c.name, c.row, got, c.want)
		}
	}
}

func TestTokensCoverEveryRow(t *testing.T) {
	lexers := map[string]payload.Lexer{"json": payload.LexerFor(payload.JSON), "markup": payload.LexerFor(payload.XML)}
	rapid.Check(t, func(t *rapid.T) {
		row := []byte(rapid.OneOf(
			rapid.StringOfN(rapid.SampledFrom([]rune(`"\u0:{}[],tn1-<>!=/'& ab`)), 0, 40, -1),
			rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) }),
		).Draw(t, "row"))
		st := payload.State(rapid.IntRange(0, 4).Draw(t, "state"))
		for name, lex := range lexers {
			toks, _ := lex(row, st)
			at := 0
			for _, tok := range toks {
				if tok.Start != at || tok.End <= at {
					t.Fatalf("%s: %q has the tokens %v", name, row, toks)
				}
				at = tok.End
			}
			if at != len(row) {
				t.Fatalf("%s: %q is covered to %d", name, row, at)
			}
		}
	})
}

func TestTokensGoOnInTheNextRow(t *testing.T) {
	for _, c := range []struct {
		name     string
		lex      payload.Lexer
		text     string
		from, to int // where the row may be cut without cutting a mark
	}{
		{"json", payload.Tokens, `["one \"two\" \\", "three\n"]`, 0, 29},
		{"attribute", payload.MarkupTokens, `<a b="c d"><!-- x --></a>`, 5, 11},
		{"comment", payload.MarkupTokens, `<a b="c d"><!-- x --></a>`, 15, 18},
		{"other quotes", payload.MarkupTokens, `<a b='"d">'>`, 6, 10},
	} {
		toks, _ := c.lex([]byte(c.text), 0)
		want := paint(c.text, toks)
		for cut := c.from; cut <= c.to; cut++ {
			head, st := c.lex([]byte(c.text[:cut]), 0)
			tail, _ := c.lex([]byte(c.text[cut:]), st)
			if got := paint(c.text[:cut], head) + paint(c.text[cut:], tail); got != want {
				t.Errorf("%s cut at %d:\n     %s\ngot  %s\nwant %s", c.name, cut, c.text, got, want)
			}
		}
	}
}

func TestResume(t *testing.T) {
	base64 := `"data": "` + strings.Repeat("QUJDREVGR0g=", 1000) + `"`
	text := `{"text":"` + strings.Repeat("Words, and more: of them [sic]. ", 400) + `"}`
	list := "[" + strings.Repeat(`{"id":1,"name":"Ada Lovelace","ok":true},`, 200) + "{}]"
	for _, c := range []struct {
		name, text string
		from, to   int
	}{
		{"inside base64", base64, 4096, 8192},
		{"inside prose", text, 4096, 8192},
		{"from a string to its end", text, 12000, len(text)},
		{"between members", list, 4097, 8000},
		{"inside a name", list, strings.Index(list, "Love"), 4000},
	} {
		_, want := payload.Tokens([]byte(c.text[:c.from]), 0)
		if got := payload.Resume([]byte(c.text[c.from:c.to])); got != want {
			t.Errorf("%s: state %d, want %d", c.name, got, want)
		}
	}
}

func TestLexerFor(t *testing.T) {
	for _, k := range []payload.Kind{payload.Text, payload.Binary, payload.Empty, payload.Image} {
		if payload.LexerFor(k) != nil {
			t.Errorf("there is a lexer for %s", k)
		}
	}
}
