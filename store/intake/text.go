package intake

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"postern/store/format"
	"postern/store/format/draft"
)

// inUTF8 is a text in the encoding that the other tools' formats are read in.
// note says what had to be guessed, "" if nothing had.
func inUTF8(data []byte) (text []byte, note string) {
	switch {
	case bytes.HasPrefix(data, []byte("PK")):
		return data, "" // an archive
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return fromUTF16(data[2:], binary.LittleEndian), ""
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return fromUTF16(data[2:], binary.BigEndian), ""
	case len(data) > 3 && data[0] != 0 && data[1] == 0 && data[2] != 0 && data[3] == 0:
		return fromUTF16(data, binary.LittleEndian), "it is read as UTF-16"
	case len(data) > 3 && data[0] == 0 && data[1] != 0 && data[2] == 0 && data[3] != 0:
		return fromUTF16(data, binary.BigEndian), "it is read as UTF-16"
	case utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0:
		return data, ""
	}
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for _, c := range data {
		b.WriteRune(rune(c))
	}
	return []byte(b.String()), "it is no UTF-8 and is read as Latin-1"
}

func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		units = append(units, order.Uint16(data[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}

// unknown says what is wrong with what is of no tool, if that can be told
// without parsing it; nil leaves it to Postman's reader.
func unknown(text []byte) error {
	start := bytes.TrimLeft(bytes.TrimPrefix(text, []byte("\ufeff")), " \t\r\n")
	lower := bytes.ToLower(start[:min(len(start), 64)])
	switch {
	case len(start) == 0:
		return draft.Fail("export it again", "there is nothing in it")
	case bytes.HasPrefix(start, []byte("PK")), start[0] == '{', start[0] == '[':
		return nil
	case bytes.HasPrefix(lower, []byte("<!doctype html")), bytes.HasPrefix(lower, []byte("<html")):
		return draft.Fail("if it was to be something else, the server may want a login: download it with your browser", "this is a web page")
	case bytes.IndexByte(text[:min(len(text), format.Head)], 0) >= 0, !utf8.Valid(text):
		return draft.Fail("choose the file that another tool exported", "this is no text")
	}
	var names []string
	for _, f := range format.All() {
		names = append(names, f.Name)
	}
	return draft.Fail("export it as one of these", "this is nothing of Postman's, nor %s", strings.Join(names, ", "))
}
