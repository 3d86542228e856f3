package body

import "strings"

// raw is a body of text as it was typed.
type raw struct{}

func (raw) Name() string { return "raw" }

// Encode derives the type from the language the user picked. An empty text is
// no body.
func (raw) Encode(in Input) (Encoded, error) {
	text := in.expand(in.Body.Raw)
	if text == "" {
		return Encoded{}, nil
	}
	if jsonText(in.Body.Language, in.ContentType) {
		text = StripComments(text)
	}
	return fromText(languageType(in.Body.Language), text), nil
}

func languageType(language string) string {
	switch language {
	case "json":
		return "application/json"
	case "xml":
		return "application/xml"
	case "html":
		return "text/html"
	case "javascript":
		return "application/javascript"
	}
	return "text/plain"
}

// jsonText reports whether comments are to be stripped: the language is JSON,
// or none was picked and the user's Content-Type says JSON.
func jsonText(language, contentType string) bool {
	if language != "" {
		return language == "json"
	}
	// Postman's pattern: no other case, and only the beginning counts.
	media, ok := strings.CutPrefix(contentType, "application/")
	if !ok {
		return false
	}
	word, _, _ := strings.Cut(media, " ")
	return strings.HasPrefix(word, "json") || strings.LastIndex(word, "+json") > 0
}

// StripComments removes // and /* */ comments that stand outside strings and
// keeps everything else, white space included. An unterminated comment ends
// with the text. As in Postman the carriage return before the line feed that
// ends a comment goes with it, and a quote behind a backslash is none, inside
// of strings and outside.
func StripComments(text string) string {
	if !strings.Contains(text, "//") && !strings.Contains(text, "/*") {
		return text
	}
	var out strings.Builder
	out.Grow(len(text))
	inString := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text) && (text[i+1] == '\\' || text[i+1] == '"'):
			out.WriteByte(c)
			i++
		case c == '"':
			inString = !inString
		case !inString && strings.HasPrefix(text[i:], "//"):
			n := strings.IndexByte(text[i:], '\n')
			if n < 0 {
				return out.String()
			}
			i += n
		case !inString && strings.HasPrefix(text[i:], "/*"):
			n := strings.Index(text[i+2:], "*/")
			if n < 0 {
				return out.String()
			}
			i += 2 + n + 1
			continue
		}
		out.WriteByte(text[i])
	}
	return out.String()
}
