// Package answer reads what token endpoints answer, which they do in many ways.
// Its rule is that a good access token is never lost because another field is
// odd: each field is read by itself, and what cannot be read becomes a warning.
//
// It does not fetch, and does not judge what a refusal means: that is
// [postern/auth/oauth2/refusal]. To understand one more oddity, teach it to
// [Read] and add a row to the tests.
package answer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"postern/auth"
	"postern/auth/claims"
	"postern/auth/oauth2/mask"
)

// MaxBytes is the most that an answer may be long.
const MaxBytes = 1 << 20

// Reply is what came back from a token endpoint. Body holds at most one byte
// more than [MaxBytes].
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
	// Received is when, by our clock.
	Received time.Time
}

// Answer is a token answer, or the error it tells of.
type Answer struct {
	Access, Refresh, ID, Type, Scope string
	// Issued is the issued_token_type of RFC 8693.
	Issued string
	// Extra is what else was in it, by lower-case name, in words for people:
	// what looks like a secret is masked.
	Extra map[string]string
	// Lifetime is how long the token lives; Timed says that the server told.
	// It is zero for a token that is over already.
	Lifetime time.Duration
	Timed    bool

	// Code, Description and URI are those of RFC 6749, section 5.2.
	Code, Description, URI string

	// Warnings are oddities that did not stop the reading.
	Warnings []string
	// Received is when it came, by our clock.
	Received time.Time
	// date is the server's clock, zero if it did not say.
	date time.Time
}

// maxLifetime caps expires_in: no token lives longer, and durations overflow.
const maxLifetime = 10 * 365 * 24 * time.Hour

// maxDepth is how deep an answer may nest.
const maxDepth = 64

// The ways an answer holds no token.
var (
	ErrTooLarge = errors.New("the answer is larger than 1 MiB")
	ErrNoToken  = errors.New("the answer is no token answer")
	ErrBadToken = errors.New("the access token holds a control character")
	ErrRefused  = errors.New("the server refused")
)

// Read reads an answer. With [ErrRefused] the answer holds the server's reason.
func Read(r Reply) (Answer, error) {
	if len(r.Body) > MaxBytes {
		return Answer{}, ErrTooLarge
	}
	a := Answer{Received: r.Received}
	fields, ok := a.fields(r.Body)
	if !ok {
		return a, ErrNoToken
	}
	a.Code, _ = fields.text("error")
	a.Description, _ = fields.text("error_description")
	a.URI, _ = fields.text("error_uri")
	if a.Code != "" || r.Status < 200 || r.Status > 299 {
		return a, ErrRefused
	}
	if a.Access, _ = fields.text("access_token"); a.Access == "" {
		return a, ErrNoToken
	}
	if i := strings.IndexFunc(a.Access, unicode.IsControl); i >= 0 {
		return a, fmt.Errorf("%w at byte %d", ErrBadToken, i)
	}
	if strings.ContainsFunc(a.Access, func(c rune) bool { return c == ' ' || c > unicode.MaxASCII }) {
		a.warn("the access token holds characters that do not belong in a header")
	}
	a.Refresh, _ = fields.text("refresh_token")
	if a.ID, _ = fields.text("id_token"); strings.ContainsFunc(a.ID, unicode.IsControl) {
		a.ID = ""
		a.warn("the ID token holds a control character and is left out")
	}
	a.Type, _ = fields.text("token_type")
	switch {
	case a.Type == "", strings.EqualFold(a.Type, "bearer"):
	case strings.EqualFold(a.Type, "N_A"):
		a.warn("the token type is N_A: the server says that this is no access token; it is sent with the header prefix of the config all the same")
	default:
		a.warn("the token type is " + mask.Clean(a.Type, 20) + ", and is sent with the header prefix of the config all the same")
	}
	a.Issued, _ = fields.text("issued_token_type")
	a.Scope = fields.words("scope")
	a.readLifetime(fields)
	a.Extra = fields.extra()
	if t, err := http.ParseTime(r.Header.Get("Date")); err == nil {
		a.date = t
	}
	return a, nil
}

// maxWarnings is how many oddities are told: more would only fill the screen.
const maxWarnings = 20

func (a *Answer) warn(text string) {
	if len(a.Warnings) < maxWarnings {
		a.Warnings = append(a.Warnings, text)
	}
}

// fields are the members of an answer by lower-case name, each as raw JSON.
type fields map[string]json.RawMessage

// fields splits a body, JSON or form, whatever its content type claims.
func (a *Answer) fields(body []byte) (fields, bool) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if len(body) == 0 {
		return nil, false
	}
	if body[0] == '{' {
		return a.fromJSON(body)
	}
	return a.fromForm(string(body))
}

func (a *Answer) fromJSON(body []byte) (fields, bool) {
	if depth(body) > maxDepth {
		return nil, false
	}
	d := json.NewDecoder(bytes.NewReader(body))
	if _, err := d.Token(); err != nil {
		return nil, false
	}
	f := fields{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, false
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, false
		}
		key, _ := name.(string) // a member's name is a string
		a.add(f, key, value)
	}
	if _, err := d.Token(); err != nil {
		return nil, false
	}
	return f, true
}

// fromForm accepts a form only if it looks like nothing else: a web page with
// a link in it also parses as one.
func (a *Answer) fromForm(body string) (fields, bool) {
	if strings.ContainsAny(body, "<> \t\r\n\"{}") {
		return nil, false
	}
	f := fields{}
	for pair := range strings.SplitSeq(body, "&") {
		key, value, _ := strings.Cut(pair, "=")
		key, err := url.QueryUnescape(key)
		if err != nil {
			return nil, false
		}
		value, err = url.QueryUnescape(value)
		if err != nil {
			return nil, false
		}
		raw, err := json.Marshal(value)
		if err != nil {
			return nil, false
		}
		a.add(f, key, raw)
	}
	return f, f["access_token"] != nil || f["error"] != nil || f["device_code"] != nil
}

// add stores a member; of two with the same name the later counts.
func (a *Answer) add(f fields, key string, value json.RawMessage) {
	key = strings.ToLower(key)
	if _, ok := f[key]; ok {
		a.warn("the answer holds " + mask.Clean(key, 40) + " more than once; the last one counts")
	}
	f[key] = value
}

// text returns a member that is a string.
func (f fields) text(key string) (string, bool) {
	var s *string
	if json.Unmarshal(f[key], &s) != nil || s == nil {
		return "", false
	}
	return *s, true
}

// words returns a member that is a string or a list of strings.
func (f fields) words(key string) string {
	if s, ok := f.text(key); ok {
		return s
	}
	var list []string
	if json.Unmarshal(f[key], &list) != nil {
		return ""
	}
	return strings.Join(list, " ")
}

// word returns a member that is a string or a number.
func (f fields) word(key string) string {
	if s, ok := f.text(key); ok {
		return s
	}
	var n json.Number
	if json.Unmarshal(f[key], &n) != nil {
		return ""
	}
	return n.String()
}

// The limits of what is kept of members nobody asked for.
const (
	maxExtra     = 32
	maxExtraText = 500
)

// extra are the members that mean nothing here.
func (f fields) extra() map[string]string {
	var out map[string]string
	for _, name := range slices.Sorted(maps.Keys(f)) {
		switch name {
		case "access_token", "refresh_token", "id_token", "token_type", "scope", "expires_in", "issued_token_type",
			"error", "error_description", "error_uri", "state", "":
			continue
		}
		if len(out) == maxExtra {
			break
		}
		if out == nil {
			out = map[string]string{}
		}
		value, isText := f.text(name)
		if !isText {
			value = mask.Masker{}.Body(f[name])
		}
		out[mask.Clean(name, 60)] = mask.Masker{}.Value(name, value, maxExtraText)
	}
	return out
}

// seconds reads a length of time, which servers write as a number, a fraction
// or a text. told says that there is one; odd says what is wrong with it.
func (f fields) seconds(key string) (n float64, told bool, odd string) {
	raw, ok := f[key]
	if !ok || string(raw) == "null" {
		return 0, false, ""
	}
	s, isText := f.text(key)
	if !isText {
		s = string(raw)
	}
	s = strings.TrimSpace(s)
	n, err := strconv.ParseFloat(s, 64)
	switch {
	case s == "":
		return 0, false, key + " is empty"
	case err != nil && !math.IsInf(n, 0), math.IsNaN(n), strings.ContainsAny(s, "xXnN"):
		return 0, false, key + " is no number"
	}
	return n, true, ""
}

// readLifetime reads expires_in. Zero and what cannot be read mean that the end
// is unknown; only a number below zero means that it is past.
func (a *Answer) readLifetime(f fields) {
	switch seconds, told, odd := f.seconds("expires_in"); {
	case odd != "":
		a.warn(odd + "; the end of the token is unknown")
	case !told:
	case seconds < 0:
		a.Timed = true
		a.warn("expires_in is below zero; the token is over already")
	case seconds > 0:
		a.Timed = true
		a.Lifetime = maxLifetime
		if seconds < maxLifetime.Seconds() {
			a.Lifetime = time.Duration(seconds * float64(time.Second))
		}
	}
}

// Token makes a token of a.
func (a Answer) Token() auth.Token {
	t := auth.Token{
		Access:   auth.Secret(a.Access),
		Refresh:  auth.Secret(a.Refresh),
		ID:       auth.Secret(a.ID),
		Type:     a.Type,
		Scope:    a.Scope,
		Issued:   a.Issued,
		Extra:    a.Extra,
		Obtained: a.Received,
	}
	if a.Timed {
		t.Expiry = a.Received.Add(a.Lifetime)
		return t
	}
	if left, ok := a.jwtLeft(); ok {
		t.Expiry = a.Received.Add(left)
	}
	return t
}

// jwtLeft reads how long an access token in JWT form lives, by the clock of
// the server that wrote it. The signature is not checked: it is a hint for us,
// and the API decides.
func (a Answer) jwtLeft() (time.Duration, bool) {
	jwt, err := claims.Decode(a.Access)
	end := jwt.Expiry()
	if err != nil || end.IsZero() {
		return 0, false
	}
	clock := a.date
	if clock.IsZero() {
		clock = a.Received
	}
	left := end.Sub(clock.Truncate(time.Second)).Truncate(time.Second)
	return left, left > 0 && left <= maxLifetime
}

// depth returns how deep JSON text nests, without parsing it.
func depth(text []byte) int {
	deepest, now, inString := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}
