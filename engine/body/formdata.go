package body

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"postern/engine/collection"
)

// formData is a multipart form whose files are streamed from disk.
type formData struct{}

func (formData) Name() string { return "formdata" }

// Encode lays the parts out one after the other; nothing is read before the
// body is sent but the files' sizes.
func (formData) Encode(in Input) (Encoded, error) {
	boundary, own := userBoundary(in.ContentType)
	if !own {
		boundary = newBoundary(in.Rand)
	}
	form := form{in: in, boundary: boundary}
	for i, part := range in.Body.Form {
		if part.Disabled {
			continue
		}
		if err := form.add(part); err != nil {
			return Encoded{}, fmt.Errorf("row %d of the form, %w", i+1, err)
		}
	}
	if len(form.segments) == 0 {
		return Encoded{}, nil
	}
	form.text("--" + boundary + "--\r\n")
	return Encoded{
		ContentType: "multipart/form-data; boundary=" + boundary,
		Replace:     !own,
		Size:        form.size,
		Open:        func() (io.ReadCloser, error) { return &segmentReader{segments: form.segments}, nil },
	}, nil
}

// userBoundary returns the boundary of the user's own type, if that is a form.
// Other types are replaced, as nobody could read the body by them.
func userBoundary(contentType string) (string, bool) {
	if !strings.HasPrefix(contentType, "multipart/form-data") {
		return "", false
	}
	for param := range strings.SplitSeq(contentType, ";") {
		key, value, _ := strings.Cut(strings.TrimSpace(param), "=")
		if value = strings.Trim(value, `" `); strings.EqualFold(key, "boundary") && value != "" {
			return value, true
		}
	}
	return "", false
}

// newBoundary has Postman's shape: 26 dashes and 24 digits.
func newBoundary(random func() uint64) string {
	b := []byte(strings.Repeat("-", 26))
	for range 24 {
		b = append(b, '0'+byte(random()%10))
	}
	return string(b)
}

// form collects the segments of a multipart body.
type form struct {
	in       Input
	boundary string
	segments []segment
	size     int64
}

func (f *form) text(s string) {
	f.size += int64(len(s))
	f.segments = append(f.segments, segment{text: s})
}

// add appends one part: a text, or one part for every file of a row.
func (f *form) add(part collection.FormPart) error {
	name, contentType := f.in.expand(part.Key), f.in.expand(part.ContentType)
	fileName := f.in.expand(part.FileName)
	if part.Type != "file" {
		f.content(name, fileName, contentType, partText(f.in, part.Param))
		return nil
	}
	var paths []string
	for _, src := range part.Src {
		if src = f.in.expand(src); src != "" {
			paths = append(paths, src)
		}
	}
	if len(paths) == 0 {
		f.inline(part, name, fileName, contentType)
	}
	for _, src := range paths {
		if err := f.file(name, src, fileName, contentType); err != nil {
			return err
		}
	}
	return nil
}

// partText is the value of a text part. One that is an array or an object in
// the file is sent as JSON without blanks.
func partText(in Input, p collection.Param) string {
	text := in.expand(p.Value)
	var compact bytes.Buffer
	if !p.Literal() || json.Compact(&compact, []byte(text)) != nil {
		return text
	}
	return compact.String()
}

func (f *form) file(name, src, fileName, contentType string) error {
	size, err := f.in.Files.Size(src)
	if err != nil {
		return fmt.Errorf("part %q: %w", name, err)
	}
	fileName = first(fileName, filepath.Base(filepath.FromSlash(src)))
	f.head(name, disposition(fileName), first(contentType, typeByName(src)))
	files := f.in.Files
	f.segments = append(f.segments, segment{open: func() (io.ReadCloser, error) { return files.Open(src) }})
	f.size += size
	f.text("\r\n")
	return nil
}

// content writes a part that is in memory. With a file name it looks like a
// file.
func (f *form) content(name, fileName, contentType, text string) {
	if fileName == "" {
		f.head(name, "", contentType)
	} else {
		f.head(name, disposition(fileName), first(contentType, typeByName(fileName)))
	}
	f.text(text + "\r\n")
}

// inline writes a file's part without a file: its content may stand in the
// collection itself, in base64. Else none was chosen, which is an empty part.
func (f *form) inline(part collection.FormPart, name, fileName, contentType string) {
	if p, err := base64.StdEncoding.DecodeString(f.in.expand(part.Value)); err == nil && len(p) > 0 {
		if fileName == "" {
			contentType = first(contentType, octets)
		}
		f.content(name, fileName, contentType, string(p))
		return
	}
	f.head(name, `; filename=""`, contentType)
	f.text("\r\n")
}

// disposition names a part's file.
func disposition(fileName string) string {
	d := `; filename="` + fileName + `"`
	if !ascii(fileName) {
		d += "; filename*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(fileName), "+", "%20")
	}
	return d
}

// head writes a part's header. Like Postman it does not escape quotes; a line
// break is escaped as browsers do, because it would end the header.
func (f *form) head(name, disposition, contentType string) {
	h := `Content-Disposition: form-data; name="` + oneLine(name) + `"` + oneLine(disposition)
	if contentType != "" {
		h += "\r\nContent-Type: " + oneLine(contentType)
	}
	f.text("--" + f.boundary + "\r\n" + h + "\r\n\r\n")
}

func oneLine(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r", "%0D"), "\n", "%0A")
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
