// Package body turns a request's body of any mode into bytes to send: it
// derives the Content-Type, knows the size and opens the stream as often as a
// replay needs it.
//
// It resolves no names by itself (the caller hands in how), sends nothing, and
// opens files only below the working directory it is given.
//
// To add a mode, write <mode>.go with a type that implements [Mode] and add one
// line to [Modes].
package body

import (
	"bytes"
	"io"
	"strings"

	"postern/engine/collection"
)

// Mode is one kind of body.
type Mode interface {
	// Name is Postman's name for it, in lower case.
	Name() string
	// Encode builds the body. The zero [Encoded] means that there is none.
	Encode(in Input) (Encoded, error)
}

// Input is what a [Mode] works on.
type Input struct {
	Body collection.Body
	// Expand resolves the {{names}} of a text; nil leaves them.
	Expand func(string) string
	// ContentType is the value of the user's own enabled Content-Type row, ""
	// if there is none.
	ContentType string
	// Files is where files come from.
	Files Files
	// Rand returns random bits, for the boundary of a multipart body.
	Rand func() uint64
}

func (in Input) expand(s string) string {
	if in.Expand == nil {
		return s
	}
	return in.Expand(s)
}

// Encoded is a body ready to be sent.
type Encoded struct {
	// ContentType is what the mode derives; "" derives nothing.
	ContentType string
	// Replace says that ContentType takes the place of the user's own row;
	// otherwise the user's row wins.
	Replace bool
	// Size is the length in bytes.
	Size int64
	// Open opens the body from its start; nil means that there is none.
	Open func() (io.ReadCloser, error)
	// Warnings are oddities that do not keep the body from being sent.
	Warnings []string
}

// Modes lists every mode. It is the one place to register a mode.
func Modes() []Mode {
	return []Mode{raw{}, urlEncoded{}, formData{}, graphQL{}, file{}}
}

// Encode builds the body by its mode, whose name counts in any case. As in
// Postman an unknown mode is treated as raw, and no mode is no body.
func Encode(in Input) (Encoded, error) {
	if in.Body.Disabled || in.Body.Mode == "" {
		return Encoded{}, nil
	}
	for _, m := range Modes() {
		if strings.EqualFold(m.Name(), in.Body.Mode) {
			return m.Encode(in)
		}
	}
	return raw{}.Encode(in)
}

// fromText is a body that is in memory.
func fromText(contentType, text string) Encoded {
	return Encoded{
		ContentType: contentType,
		Size:        int64(len(text)),
		Open:        func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil },
	}
}

func fromBytes(contentType string, p []byte) Encoded {
	return Encoded{
		ContentType: contentType,
		Size:        int64(len(p)),
		Open:        func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(p)), nil },
	}
}
