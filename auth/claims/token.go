package claims

import (
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tidwall/gjson"
)

// The limits of what [Decode] reads. Real tokens are a few KiB and a few levels
// deep; servers refuse a header of a tenth of this.
const (
	maxSize  = 256 << 10
	maxDepth = 64
)

// Unverified is what a viewer says above a decoded token.
const Unverified = "decoded only: the signature was not checked"

// Why there is nothing to show of a token.
var (
	// ErrOpaque: the token is no JWT; its server alone knows what it stands for.
	ErrOpaque = errors.New("the token is opaque: only its server can tell what it means")
	// ErrEncrypted: the token is a JWE, RFC 7516.
	ErrEncrypted = errors.New("the token is encrypted: only the API it is for can read it")
	// ErrTooLarge: the token has more than 256 KiB.
	ErrTooLarge = errors.New("the token is too large to decode: it has more than 256 KiB")
	// ErrTooDeep: its JSON is nested deeper than 64 levels.
	ErrTooDeep = errors.New("the token is nested too deeply to decode")
)

// Token is a JWT taken apart, RFC 7519. Nothing of it was verified.
type Token struct {
	// Header and Payload have their members in the order of the token.
	Header, Payload Object
}

// Object is the members of a JSON object, duplicates included.
type Object []Member

// Member is one member of an [Object].
type Member struct {
	Name string
	// JSON is the value's text as the server spelled it: a number of twenty
	// digits keeps them all.
	JSON string
}

// Decode takes a JWT apart without verifying it. It puts up with base64
// padding, white space around and a "Bearer " in front. Of an encrypted token
// it returns the header together with [ErrEncrypted]. No error holds a part of
// the token.
func Decode(text string) (Token, error) {
	if len(text) > maxSize {
		return Token{}, ErrTooLarge
	}
	text = strings.TrimSpace(text)
	if scheme, rest, ok := strings.Cut(text, " "); ok && strings.EqualFold(scheme, "bearer") {
		text = strings.TrimSpace(rest)
	}
	first, rest, _ := strings.Cut(text, ".")
	dots := strings.Count(rest, ".")
	if dots != 1 && dots != 3 {
		return Token{}, ErrOpaque
	}
	header, err := decodeObject(first)
	if errors.Is(err, ErrTooDeep) {
		return Token{}, err
	}
	if err != nil { // three words with dots between them are no JWT
		return Token{}, ErrOpaque
	}
	if dots == 3 {
		return Token{Header: header}, ErrEncrypted
	}
	second, _, _ := strings.Cut(rest, ".")
	payload, err := decodeObject(second)
	if err != nil {
		return Token{Header: header}, fmt.Errorf("read the token's payload: %w", err)
	}
	return Token{Header: header, Payload: payload}, nil
}

func decodeObject(part string) (Object, error) {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(part, "="))
	if err != nil {
		return nil, err
	}
	return Parse(string(b))
}

// Parse reads a JSON object as it is, within the limits of [Decode]: what a
// server answers about a token (RFC 7662) or its user has the same members. No
// error holds a part of the text.
func Parse(text string) (Object, error) {
	if len(text) > maxSize {
		return nil, ErrTooLarge
	}
	if tooDeep(text) {
		return nil, ErrTooDeep
	}
	if !gjson.Valid(text) {
		return nil, errors.New("it is not JSON")
	}
	root := gjson.Parse(text)
	if !root.IsObject() {
		return nil, errors.New("it is not a JSON object")
	}
	o := make(Object, 0, 16)
	root.ForEach(func(name, value gjson.Result) bool {
		o = append(o, Member{Name: name.Str, JSON: value.Raw})
		return true
	})
	return o, nil
}

// tooDeep measures the nesting without recursion, because validating is
// recursive.
func tooDeep(text string) bool {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// Get returns the JSON text of a member, the last of several of that name, as
// RFC 7519 section 4 lets a reader do.
func (o Object) Get(name string) (json string, ok bool) {
	for _, m := range slices.Backward(o) {
		if m.Name == name {
			return m.JSON, true
		}
	}
	return "", false
}

// Text returns a member that is a string, else "".
func (o Object) Text(name string) string {
	raw, _ := o.Get(name)
	if !strings.HasPrefix(raw, `"`) {
		return ""
	}
	return gjson.Parse(raw).Str
}

// Texts returns the strings of a member that is an array of strings or one
// string.
func (o Object) Texts(name string) []string {
	raw, _ := o.Get(name)
	v := gjson.Parse(raw)
	if v.Type == gjson.String {
		return []string{v.Str}
	}
	if !v.IsArray() {
		return nil
	}
	var out []string
	v.ForEach(func(_, e gjson.Result) bool {
		if e.Type == gjson.String {
			out = append(out, e.Str)
		}
		return true
	})
	return out
}

// Time returns a member that is a NumericDate, in UTC: seconds since 1970,
// perhaps with a fraction, perhaps (some servers do) in quotes. It is zero when
// the member is absent or no time before the year 10000.
func (o Object) Time(name string) time.Time {
	raw, _ := o.Get(name)
	return numericDate(raw)
}

func numericDate(raw string) time.Time {
	const first, last = -62135596800, 253402300799 // the years 1 to 9999
	raw = strings.Trim(raw, `"`)
	sec, err := strconv.ParseInt(raw, 10, 64)
	var frac float64
	if err != nil {
		f, err := strconv.ParseFloat(raw, 64)
		if err != nil || !(f >= first && f <= last) {
			return time.Time{}
		}
		whole := math.Floor(f)
		sec, frac = int64(whole), f-whole
	}
	if sec < first || sec > last {
		return time.Time{}
	}
	return time.Unix(sec, int64(frac*1e9)).UTC().Round(time.Millisecond)
}

// Subject is whom the token speaks for, as its server names them.
func (t Token) Subject() string { return t.Payload.Text("sub") }

// Issuer is the server that made the token.
func (t Token) Issuer() string { return t.Payload.Text("iss") }

// Audience is who should accept the token.
func (t Token) Audience() []string { return t.Payload.Texts("aud") }

// Client is the client the token was issued to, whatever its server calls the
// claim: client_id (RFC 9068), cid (Okta), azp (OpenID Connect) or appid
// (Entra).
func (t Token) Client() string {
	for _, name := range [...]string{"client_id", "cid", "azp", "appid"} {
		if c := t.Payload.Text(name); c != "" {
			return c
		}
	}
	return ""
}

// Scopes are what was granted: a text with spaces between the names (RFC 9068)
// or an array, under scope or scp.
func (t Token) Scopes() []string {
	for _, name := range [...]string{"scope", "scp"} {
		var out []string
		for _, s := range t.Payload.Texts(name) {
			out = append(out, strings.Fields(s)...)
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// Expiry is when the token ends, zero if it does not say.
func (t Token) Expiry() time.Time { return t.Payload.Time("exp") }

// Type is the media type in the header without "application/": "JWT", or
// "at+jwt" for an access token by RFC 9068.
func (t Token) Type() string {
	typ := t.Header.Text("typ")
	if i := len("application/"); len(typ) > i && strings.EqualFold(typ[:i], "application/") {
		return typ[i:]
	}
	return typ
}
