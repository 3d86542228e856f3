package body

import (
	"strings"
)

// Attached is a file that a body names, as it was found.
type Attached struct {
	// Row is that of the form, from 0; 0 for a body that is a file.
	Row int
	// Path is as it would be sent: its names are resolved.
	Path string
	Size int64
	// Err is why it cannot be sent, a [*FileError]; nil if it can.
	Err error
}

// Attachments looks for the files that a body names, without reading them.
// Rows that are off name none.
func Attachments(in Input) []Attached {
	var out []Attached
	look := func(row int, src string) {
		if src = in.expand(src); src == "" {
			return
		}
		size, err := in.Files.Size(src)
		out = append(out, Attached{Row: row, Path: src, Size: size, Err: err})
	}
	switch strings.ToLower(in.Body.Mode) {
	case file{}.Name():
		look(0, in.Body.File.Src)
	case formData{}.Name():
		for i, part := range in.Body.Form {
			if part.Disabled || part.Type != "file" {
				continue
			}
			for _, src := range part.Src {
				look(i, src)
			}
		}
	}
	return out
}
