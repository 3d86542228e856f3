package payload

import "bytes"

// The states of the markup lexer.
const (
	markupText State = iota
	// markupTag is between the attributes of a tag.
	markupTag
	markupDouble
	markupSingle
	markupComment
)

// MarkupTokens colours one row of XML or HTML: tags, attributes, comments and
// entities. It knows no grammar beyond that, so the inside of a script is
// text.
func MarkupTokens(row []byte, st State) ([]Token, State) {
	var toks []Token
	for i := 0; i < len(row); {
		var class Class
		end := i
		switch st {
		case markupTag:
			class, end, st = tagToken(row, i)
		case markupDouble:
			class = ClassString
			end, st = until(row, i, `"`, st, markupTag)
		case markupSingle:
			class = ClassString
			end, st = until(row, i, `'`, st, markupTag)
		case markupComment:
			class = ClassComment
			end, st = until(row, i, "-->", st, markupText)
		default:
			class, end, st = outsideToken(row, i)
		}
		toks = add(toks, class, i, end)
		i = end
	}
	return toks, st
}

// until ends a token behind the mark, or with the row.
func until(row []byte, i int, mark string, inside, after State) (int, State) {
	if k := bytes.Index(row[i:], []byte(mark)); k >= 0 {
		return i + k + len(mark), after
	}
	return len(row), inside
}

// outsideToken is the token at i between two tags.
func outsideToken(row []byte, i int) (Class, int, State) {
	rest := row[i:]
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		end, st := until(row, i, "-->", markupComment, markupText)
		return ClassComment, end, st
	case rest[0] == '<' && len(rest) > 1 && (isLetter(rest[1]) || bytes.IndexByte([]byte("/!?_"), rest[1]) >= 0):
		return ClassTag, span(row, i+2, isName), markupTag
	case rest[0] == '&':
		if k := bytes.IndexByte(rest[:min(len(rest), 12)], ';'); k > 1 {
			return ClassEscape, i + k + 1, markupText
		}
	}
	k := bytes.IndexAny(rest[1:], "<&")
	if k < 0 {
		return ClassText, len(row), markupText
	}
	return ClassText, i + 1 + k, markupText
}

// tagToken is the token at i inside a tag.
func tagToken(row []byte, i int) (Class, int, State) {
	switch c := row[i]; {
	case c == '>':
		return ClassTag, i + 1, markupText
	case c == '/' || c == '?':
		return ClassTag, i + 1, markupTag
	case c == '=':
		return ClassPunct, i + 1, markupTag
	case c == '"':
		end, st := until(row, i+1, `"`, markupDouble, markupTag)
		return ClassString, end, st
	case c == '\'':
		end, st := until(row, i+1, `'`, markupSingle, markupTag)
		return ClassString, end, st
	case isName(c):
		end := span(row, i, isName)
		if i > 0 && row[i-1] == '=' {
			return ClassString, end, markupTag // an attribute without quotes
		}
		return ClassAttr, end, markupTag
	}
	return ClassText, i + 1, markupTag
}

func isName(c byte) bool {
	return isLetter(c) || c >= '0' && c <= '9' || c == '-' || c == '_' || c == ':' || c == '.' || c >= 0x80
}
