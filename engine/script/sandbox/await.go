package sandbox

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"

	"postern/engine/script/native"
)

// maxLoops is how many loops of one script may wait for their values.
const maxLoops = 50

// parseLoops is parse for a script with loops that await, which the interpreter
// does not know. Each is written as one that asks for the next value itself:
//
//	for await (const x of list) { … }
//	for (const $n = $each(list); await $n.next(); ) { const x = $n.value; … }
//
// The lines stay where they are.
func parseLoops(classes *native.Classes, name, head, source string) (code *goja.Program, err error) {
	for n := range maxLoops {
		code, err = parse(classes, name, head+source+tail)
		var list parser.ErrorList
		if err == nil || !errors.As(err, &list) || len(list) == 0 || list[0].Message != "Unexpected token await" {
			return code, err
		}
		p := list[0].Position
		column := p.Column
		if p.Line == 1 {
			column -= len(head)
		}
		next, ok := withoutAwait(source, p.Line, column, n)
		if !ok {
			return nil, err
		}
		source = next
	}
	return code, err
}

// withoutAwait rewrites the loop whose await is at a place.
func withoutAwait(source string, line, column, n int) (string, bool) {
	at := 0
	for range line - 1 {
		i := strings.IndexByte(source[at:], '\n')
		if i < 0 {
			return "", false
		}
		at += i + 1
	}
	at += column - 1
	if at < 0 || at > len(source) || !strings.HasPrefix(source[at:], "await") || !regexp.MustCompile(`\bfor\s*$`).MatchString(source[:at]) {
		return "", false
	}
	rest := source[at+len("await"):]
	open := strings.IndexByte(rest, '(')
	if open < 0 || strings.TrimSpace(rest[:open]) != "" {
		return "", false
	}
	end := closing(rest[open:])
	parts := regexp.MustCompile(`^\(\s*((?:const|let|var)\s+)?((?s:.+?))\s+of\s+((?s:.+))\)$`).FindStringSubmatch(rest[open : open+end])
	if end == 0 || parts == nil {
		return "", false
	}
	body := rest[open+end:]
	brace := strings.IndexByte(body, '{')
	if brace < 0 || strings.TrimSpace(body[:brace]) != "" {
		return "", false
	}
	name := fmt.Sprintf("$each%d", n)
	head := fmt.Sprintf("(const %s = globalThis[Symbol.for('postern.each')](%s); await %s.next(); )", name, parts[3], name)
	return source[:at] + head + body[:brace+1] + " " + parts[1] + parts[2] + " = " + name + ".value; " + body[brace+1:], true
}

// closing is where the bracket that a text begins with is closed, 0 if nowhere.
// Texts are passed over.
func closing(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '\'', '"', '`':
			for i++; i < len(s) && s[i] != c; i++ {
				if s[i] == '\\' {
					i++
				}
			}
		}
	}
	return 0
}
