package callback

import (
	"errors"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxPaste is the longest address that is looked at.
const maxPaste = 64 << 10

var (
	errPasteEmpty  = errors.New("nothing usable was pasted; paste the whole address the browser ended at")
	errPasteLong   = errors.New("what was pasted is too long for an address")
	errPasteState  = errors.New("the pasted address belongs to another login")
	errPasteIssuer = errors.New("the pasted address comes from another server than the one that was asked")
	errPasteBare   = errors.New("the pasted text has no state; paste the whole address the browser ended at")
)

// Pasted reads what a person brought back from the browser: the whole address,
// its query or its fragment, or the bare code. Without a state it is taken only
// if proven says that the proof of PKCE ties the code to this login.
func Pasted(text string, e Expect, proven bool) (url.Values, error) {
	if len(text) > maxPaste {
		return nil, errPasteLong
	}
	if !utf8.ValidString(text) {
		return nil, errPasteEmpty
	}
	text = unwrap(text)
	if text == "" {
		return nil, errPasteEmpty
	}
	values, ok := answerOf(text)
	if !ok {
		if strings.ContainsAny(text, " <>\"{}") || strings.Contains(text, "://") {
			return nil, errPasteEmpty
		}
		if decoded, err := url.PathUnescape(text); err == nil {
			text = decoded
		}
		values = url.Values{"code": {text}}
	}
	switch {
	case values.Has("state") && !same(values.Get("state"), e.State):
		return nil, errPasteState
	case (values.Has("state") || values.Has("iss")) && e.checkIssuer(values) != nil:
		return nil, errPasteIssuer
	case !values.Has("state") && !proven:
		return nil, errPasteBare
	}
	return values, nil
}

// answerOf finds the parameters in an address, a query or a fragment.
func answerOf(text string) (url.Values, bool) {
	rest, fragment, _ := strings.Cut(text, "#")
	_, query, found := strings.Cut(rest, "?")
	if !found {
		query = rest
	}
	for _, part := range []string{query, fragment} {
		values, _ := url.ParseQuery(part) // what is malformed is left out
		if values.Get("code") != "" || values.Get("error") != "" || values.Get("access_token") != "" {
			return values, true
		}
	}
	return nil, false
}

// unwrap removes what terminals and mail programs put around an address: paste
// marks, control characters, line breaks, quotes and angle brackets.
func unwrap(text string) string {
	text = strings.NewReplacer("\x1b[200~", "", "\x1b[201~", "").Replace(text)
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
	return strings.Trim(strings.TrimSpace(text), `"'<>`+"`")
}
