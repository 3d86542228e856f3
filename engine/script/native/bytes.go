package native

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode/utf16"

	"github.com/dop251/goja"
)

// bytesGroup turns bytes into text and back, by the names of encodings that
// Node.js has.
func bytesGroup(rt *goja.Runtime) map[string]any {
	return map[string]any{
		"encode": func(b goja.ArrayBuffer, from, to int, encoding string) goja.Value {
			return encode(rt, b.Bytes()[from:to], encoding)
		},
		"decode": func(s goja.Value, encoding string) goja.ArrayBuffer {
			return rt.NewArrayBuffer(decode(s.ToString().(goja.String), encoding))
		},
	}
}

func encode(rt *goja.Runtime, b []byte, encoding string) goja.Value {
	switch encoding {
	case "hex":
		return rt.ToValue(hex.EncodeToString(b))
	case "base64":
		return rt.ToValue(base64.StdEncoding.EncodeToString(b))
	case "base64url":
		return rt.ToValue(base64.RawURLEncoding.EncodeToString(b))
	case "latin1", "binary", "ascii":
		mask := byte(0xff)
		if encoding == "ascii" {
			mask = 0x7f
		}
		out := make([]uint16, len(b))
		for i, c := range b {
			out[i] = uint16(c & mask)
		}
		return goja.StringFromUTF16(out)
	case "utf16le", "ucs2", "utf-16le", "ucs-2":
		out := make([]uint16, len(b)/2)
		for i := range out {
			out[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
		}
		return goja.StringFromUTF16(out)
	}
	return rt.ToValue(strings.ToValidUTF8(string(b), "\ufffd"))
}

func decode(s goja.String, encoding string) []byte {
	switch encoding {
	case "hex":
		text := s.String()
		n := 0
		for n+1 < len(text) && isHex(text[n]) && isHex(text[n+1]) {
			n += 2
		}
		b, _ := hex.DecodeString(text[:n]) // it is hex so far
		return b
	case "base64", "base64url":
		return fromBase64(s.String())
	case "latin1", "binary", "ascii":
		out := make([]byte, s.Length())
		for i := range out {
			out[i] = byte(s.CharAt(i))
		}
		return out
	case "utf16le", "ucs2", "utf-16le", "ucs-2":
		out := make([]byte, 0, 2*s.Length())
		for i := range s.Length() {
			out = append(out, byte(s.CharAt(i)), byte(s.CharAt(i)>>8))
		}
		return out
	}
	return []byte(s.String())
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

// fromBase64 reads both alphabets, and stops at nothing, as Node.js does.
func fromBase64(s string) []byte {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r == '-':
			return '+'
		case r == '_':
			return '/'
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '+', r == '/':
			return r
		}
		return -1
	}, strings.SplitN(s, "=", 2)[0])
	if len(clean)%4 == 1 {
		clean = clean[:len(clean)-1]
	}
	b, _ := base64.RawStdEncoding.DecodeString(clean) // cleaned just now
	return b
}

// utf16Of is a text in the units that JavaScript counts in.
func utf16Of(s string) []uint16 { return utf16.Encode([]rune(s)) }
