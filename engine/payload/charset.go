package payload

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// ErrCharset is returned by [Decode] for a charset it does not know. The body
// is best shown as it is.
var ErrCharset = errors.New("unknown charset")

// utf8Label is the charset that needs no decoding.
const utf8Label = "utf-8"

// charsets are the encodings still met in APIs. Where the name is a subset of
// a Windows code page, that is what servers mean by it.
var charsets = []struct {
	name string
	enc  encoding.Encoding
}{
	{utf8Label, nil},
	{"utf8", nil},
	{"us-ascii", nil},
	{"ascii", nil},
	{"utf-16", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
	{"utf-16be", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
	{"utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
	{"iso-8859-1", charmap.Windows1252},
	{"latin1", charmap.Windows1252},
	{"windows-1252", charmap.Windows1252},
	{"cp1252", charmap.Windows1252},
	{"iso-8859-2", charmap.ISO8859_2},
	{"windows-1250", charmap.Windows1250},
	{"windows-1251", charmap.Windows1251},
	{"koi8-r", charmap.KOI8R},
	{"iso-8859-15", charmap.ISO8859_15},
}

// Charset is the name of the encoding of a body, in lower case: what a byte
// order mark says, else the Content-Type, else the text itself, else "utf-8".
func Charset(contentType string, head []byte) string {
	head = head[:min(len(head), SniffLen)]
	if label := bomLabel(head); label != "" {
		return label
	}
	if _, params, err := mime.ParseMediaType(contentType); err == nil && params["charset"] != "" {
		return strings.ToLower(strings.Trim(params["charset"], `"' `))
	}
	if label := wideLabel(head); label != "" {
		return label
	}
	if k := markupKind(bytes.TrimLeft(head, " \t\r\n")); k == XML || k == HTML {
		return markupCharset(head)
	}
	return utf8Label
}

// Decode brings a body to UTF-8. Bytes that mean nothing in the charset
// become U+FFFD. A body that is UTF-8 already is returned itself, unchecked;
// any other body is new and to be closed on its own.
func Decode(ctx context.Context, b *Body, charset string) (*Body, error) {
	for _, c := range charsets {
		if !strings.EqualFold(c.name, charset) {
			continue
		}
		if c.enc == nil {
			return b, nil
		}
		r := transform.NewReader(&contextReader{ctx, b.Reader()}, c.enc.NewDecoder())
		w := NewWriter(Limits{})
		if _, err := io.Copy(w, r); err != nil && !errors.Is(err, ErrFull) {
			return nil, errors.Join(fmt.Errorf("decode %s: %w", c.name, err), w.Abort())
		}
		return w.Close()
	}
	return nil, fmt.Errorf("%w %q", ErrCharset, charset)
}

// contextReader stops reading when its context ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// namesCharset says that a Content-Type vouches for text by naming a charset
// other than UTF-8, in which case odd bytes are no sign of binary data.
func namesCharset(contentType string) bool {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	name := params["charset"]
	for _, c := range charsets {
		if c.enc != nil && strings.EqualFold(c.name, name) {
			return true
		}
	}
	return false
}

func bomLabel(p []byte) string {
	switch {
	case bytes.HasPrefix(p, []byte("\xef\xbb\xbf")):
		return utf8Label
	case bytes.HasPrefix(p, []byte("\xff\xfe")):
		return "utf-16le"
	case bytes.HasPrefix(p, []byte("\xfe\xff")):
		return "utf-16be"
	}
	return ""
}

// wideLabel recognises UTF-16 by its mark, and without one by the zeros
// beside the first two characters, which are ASCII in every JSON and XML text
// (RFC 4627 section 3).
func wideLabel(p []byte) string {
	if l := bomLabel(p); l != "" {
		return strings.TrimPrefix(l, utf8Label)
	}
	if len(p) < 4 {
		return ""
	}
	switch zero := [4]bool{p[0] == 0, p[1] == 0, p[2] == 0, p[3] == 0}; zero {
	case [4]bool{true, false, true, false}:
		return "utf-16be"
	case [4]bool{false, true, false, true}:
		return "utf-16le"
	}
	return ""
}

// narrow is the beginning of a UTF-16 text as UTF-8.
func narrow(p []byte, label string) []byte {
	for _, c := range charsets {
		if c.name != label || c.enc == nil {
			continue
		}
		if out, err := c.enc.NewDecoder().Bytes(p[:len(p)&^1]); err == nil {
			return out
		}
	}
	return p
}

// markupCharset is the encoding an XML declaration or an HTML meta tag names.
func markupCharset(p []byte) string {
	re := regexp.MustCompile(`(?i)<(?:\?xml|meta)[^>]*?(?:encoding|charset)\s*=\s*["']?([-\w]+)`)
	if m := re.FindSubmatch(p); m != nil {
		return strings.ToLower(string(m[1]))
	}
	return utf8Label
}
