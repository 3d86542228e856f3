package postman

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"postern/store/postman/jsondoc"
)

// encoding is how a file spells its text.
type encoding int

const (
	utf8Plain encoding = iota
	utf8BOM
	utf16LE
	utf16BE
	latin1
)

const (
	bomUTF8 = "\xef\xbb\xbf"
	bomLE   = "\xff\xfe"
	bomBE   = "\xfe\xff"
)

// textOf turns a file into UTF-8 text. A file that is neither UTF-16 with a
// byte order mark nor valid UTF-8 is taken for Latin-1, where every byte is a
// character and nothing can go wrong.
func textOf(data []byte) (string, encoding) {
	s := string(data)
	switch {
	case strings.HasPrefix(s, bomUTF8) && utf8.ValidString(s):
		return s[len(bomUTF8):], utf8BOM
	case strings.HasPrefix(s, bomLE):
		return decodeUTF16(data[2:], binary.LittleEndian), utf16LE
	case strings.HasPrefix(s, bomBE):
		return decodeUTF16(data[2:], binary.BigEndian), utf16BE
	case utf8.ValidString(s):
		return s, utf8Plain
	}
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for _, c := range data {
		b.WriteRune(rune(c))
	}
	return b.String(), latin1
}

func decodeUTF16(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		units = append(units, order.Uint16(data[i:]))
	}
	return string(utf16.Decode(units))
}

// bytesOf is the inverse of textOf. A character that Latin-1 lacks can only
// stand inside a JSON string, where it is escaped.
func bytesOf(text string, e encoding) []byte {
	switch e {
	case utf8BOM:
		return append([]byte(bomUTF8), text...)
	case utf16LE:
		return encodeUTF16(text, bomLE, binary.LittleEndian)
	case utf16BE:
		return encodeUTF16(text, bomBE, binary.BigEndian)
	case latin1:
		b := make([]byte, 0, len(text))
		for _, r := range text {
			if r < 0x100 {
				b = append(b, byte(r))
				continue
			}
			for _, u := range utf16.AppendRune(nil, r) {
				const hex = "0123456789abcdef"
				b = append(b, '\\', 'u', hex[u>>12], hex[u>>8&15], hex[u>>4&15], hex[u&15])
			}
		}
		return b
	}
	return []byte(text)
}

func encodeUTF16(text, bom string, order binary.AppendByteOrder) []byte {
	b := append(make([]byte, 0, 2*len(text)+2), bom...)
	for _, u := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, u)
	}
	return b
}

// parse reads a file's bytes as a JSON document.
func parse(data []byte) (*jsondoc.Doc, encoding, error) {
	if len(data) > jsondoc.MaxSize {
		return nil, 0, jsondoc.ErrTooLarge
	}
	text, enc := textOf(data)
	doc, err := jsondoc.Parse(text)
	return doc, enc, err
}
