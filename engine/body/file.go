package body

import (
	"encoding/base64"
	"fmt"
	"io"
)

// file is a body that is one file.
type file struct{}

func (file) Name() string { return "file" }

// Encode streams the file, or decodes the content that stands in the
// collection itself. Without either there is no body.
func (file) Encode(in Input) (Encoded, error) {
	ref := in.Body.File
	if src := in.expand(ref.Src); src != "" {
		size, err := in.Files.Size(src)
		if err != nil {
			return Encoded{}, err
		}
		return Encoded{
			ContentType: typeByName(src),
			Size:        size,
			Open:        func() (io.ReadCloser, error) { return in.Files.Open(src) },
		}, nil
	}
	if ref.Content == "" {
		return Encoded{}, nil
	}
	p, err := base64.StdEncoding.DecodeString(in.expand(ref.Content))
	if err != nil {
		return Encoded{}, fmt.Errorf("decode the body's base64 content: %w", err)
	}
	return fromBytes("", p), nil
}
