// Package format reads the files of other tools: each becomes collections and
// environments of ours, with notes of what was lost.
//
// Postman's own files are package store/postman's. A format is added by a
// folder of its own and a line in [All]; the tests of this package range over
// the list and take what is in testdata/<name> for its samples.
package format

import (
	"io/fs"
	"path"
	"strings"

	"postern/store/format/bruno"
	"postern/store/format/curl"
	"postern/store/format/draft"
	"postern/store/format/har"
	"postern/store/format/insomnia"
	"postern/store/format/openapi"
)

// Imported is what was found in a file.
type Imported = draft.Imported

// Format is one kind of files. Errors of its functions are [*draft.Error]s.
type Format struct {
	// Name is shown to people.
	Name string
	// Detect tells by a file's name and its first bytes, [Head] of them or
	// the whole file, whether it is of the kind.
	Detect func(name string, head []byte) bool
	// Read reads a file. name is what its contents are called if they do not
	// say themselves.
	Read func(name string, data []byte) (Imported, error)
	// DetectFolder and ReadFolder are the same for a folder; nil for kinds that
	// are never one.
	DetectFolder func(dir fs.FS) bool
	ReadFolder   func(name string, dir fs.FS) (Imported, error)
}

// Head is how many bytes [Format.Detect] wants to see at most.
const Head = 64 << 10

// All are the formats, the surest first.
func All() []Format {
	return []Format{
		{Name: "OpenAPI", Detect: openapi.Detect, Read: openapi.Read},
		{Name: "Insomnia", Detect: insomnia.Detect, Read: insomnia.Read},
		{Name: "HAR", Detect: har.Detect, Read: har.Read},
		{Name: "Bruno", Detect: bruno.Detect, Read: bruno.Read, DetectFolder: bruno.DetectFolder, ReadFolder: bruno.ReadFolder},
		{Name: "curl", Detect: curl.Detect, Read: curl.Read},
	}
}

// Find returns the format of a file.
func Find(name string, data []byte) (Format, bool) {
	head := data[:min(len(data), Head)]
	for _, f := range All() {
		if f.Detect(name, head) {
			return f, true
		}
	}
	return Format{}, false
}

// FindFolder returns the format of a folder.
func FindFolder(dir fs.FS) (Format, bool) {
	for _, f := range All() {
		if f.DetectFolder != nil && f.DetectFolder(dir) {
			return f, true
		}
	}
	return Format{}, false
}

// Stem is what the contents of a file are called if they have no name.
func Stem(file string) string {
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	if name := strings.TrimSuffix(base, path.Ext(base)); name != "" {
		return name
	}
	return base
}
