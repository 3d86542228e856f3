package mask

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"postern/auth"
)

// maxBody is how much of a body is shown, in bytes.
const maxBody = 64 << 10

// Body is the body of an answer as people may see it: JSON and forms member by
// member, everything else as a line of text. Members with a secret's name, and
// values that look like a token whatever their name, are masked.
func (m Masker) Body(body []byte) string {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if len(body) == 0 {
		return ""
	}
	if len(body) <= maxBody && json.Valid(body) {
		if s, ok := m.json(body); ok {
			return s
		}
	}
	if len(body) <= maxBody && bytes.ContainsRune(body, '=') && !bytes.ContainsAny(body, "<>{} \t\r\n\"") {
		return m.form(string(body))
	}
	return m.hide(string(body[:min(len(body), maxBody)]), 2000)
}

// Value is the text of a member as people may see it, most runes of it.
func (m Masker) Value(name, value string, most int) string {
	if value != "" && (IsSecret(name) || looksSecret(name, value)) {
		return auth.Mask
	}
	return m.Text(value, most)
}

// looksSecret reports whether value looks like a token. What servers call by
// these names is long and tells nothing.
func looksSecret(name, value string) bool {
	name = strings.ToLower(name)
	known := []string{"scope", "error", "error_description", "trace_id", "correlation_id", "session_state", "jti", "sub", "iss", "aud", "client_id", "issued_token_type", "token_type"}
	return !slices.Contains(known, name) && regexp.MustCompile(`^(?:`+opaque+`)$`).MatchString(value)
}

// form is a form body. What is no field of one is a text like any other.
func (m Masker) form(body string) string {
	var pairs []string
	for pair := range strings.SplitSeq(body, "&") {
		key, value, has := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(key)
		plain, err2 := url.QueryUnescape(value)
		switch {
		case err != nil || err2 != nil || !has:
			pair = m.hide(pair, 2000)
		case m.Value(name, plain, 2000) == auth.Mask:
			pair = m.Text(key, 200) + "=" + auth.Mask
		default:
			pair = m.Text(key, 200) + "=" + m.Text(value, 2000)
		}
		pairs = append(pairs, pair)
	}
	return strings.Join(pairs, "&")
}

// json is a JSON text, laid out over lines, its members in their order. ok is
// false for one that nests too deep.
func (m Masker) json(body []byte) (s string, ok bool) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var b bytes.Buffer
	if m.element(d, &b, "", 0) != nil {
		return "", false
	}
	var out bytes.Buffer
	if json.Indent(&out, b.Bytes(), "", "  ") != nil {
		return "", false
	}
	return out.String(), true
}

// maxDepth is how deep a shown JSON text may nest.
const maxDepth = 64

// element copies one value, which stands under name.
func (m Masker) element(d *json.Decoder, b *bytes.Buffer, name string, depth int) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	if depth > maxDepth {
		return io.ErrShortBuffer
	}
	switch t := t.(type) {
	case json.Delim:
		return m.composite(d, b, name, t, depth)
	case string:
		return write(b, m.Value(name, t, 2000))
	case nil:
		return write(b, nil)
	default:
		if IsSecret(name) {
			return write(b, auth.Mask)
		}
		return write(b, t)
	}
}

// composite copies a list or an object after its opening bracket. What stands
// in a list has the name of the list, what stands under a secret's name is one.
func (m Masker) composite(d *json.Decoder, b *bytes.Buffer, name string, open json.Delim, depth int) error {
	b.WriteRune(rune(open))
	for first := true; d.More(); first = false {
		if !first {
			b.WriteByte(',')
		}
		key := name
		if open == '{' {
			t, err := d.Token()
			if err != nil {
				return err
			}
			member, _ := t.(string) // a member's name is a string
			if err := write(b, m.Text(member, 200)); err != nil {
				return err
			}
			b.WriteByte(':')
			if !IsSecret(name) {
				key = member
			}
		}
		if err := m.element(d, b, key, depth+1); err != nil {
			return err
		}
	}
	end, err := d.Token()
	if err != nil {
		return err
	}
	if c, ok := end.(json.Delim); ok {
		b.WriteRune(rune(c))
	}
	return nil
}

func write(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
