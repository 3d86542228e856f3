package postman

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"postern/store/postman/jsondoc"
)

// What an archive may be, whatever it says of itself.
const (
	// maxEntries is how many entries an archive may list.
	maxEntries = maxParts
	// maxUnpacked is how many bytes its entries may come to in all.
	maxUnpacked = 256 << 20
)

// zipMagic begins an archive, zipEntry an entry of its directory, and emptyZIP
// an archive without any.
const (
	zipMagic = "PK\x03\x04"
	zipEntry = "PK\x01\x02"
	emptyZIP = "PK\x05\x06"
)

func isZIP(data []byte) bool {
	return bytes.HasPrefix(data, []byte(zipMagic)) || bytes.HasPrefix(data, []byte(emptyZIP))
}

// listing is the entry in which a data export says what else is in it.
const listing = "archive.json"

// archive takes a ZIP archive apart: a data export, or any with Postman files
// in it. The names in it are shown to people and never used as paths.
func (u *unpacker) archive(data []byte) {
	const hint = "export it from Postman again, or unpack it and import the files"
	// Opening the archive makes room for all that it lists.
	if n := bytes.Count(data, []byte(zipEntry)); n > maxEntries {
		u.fail("", fmt.Errorf("read ZIP archive: more than %d entries", maxEntries), hint)
		return
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		u.fail("", fmt.Errorf("read ZIP archive: %w", err), hint)
		return
	}
	var left int64 = maxUnpacked
	files := map[string]bool{}
	var listed []byte
	for _, f := range r.File {
		if f.FileInfo().IsDir() || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		if !strings.EqualFold(path.Ext(f.Name), ".json") {
			if !u.leave(f.Name, "", "this is no JSON file and is left behind") {
				return
			}
			continue
		}
		text, err := unpack(f, &left)
		switch {
		case errors.Is(err, errUnpacked):
			u.fail(f.Name, err, "unpack it and import the files one by one")
			return
		case err != nil:
			if !u.fail(f.Name, err, hint) {
				return
			}
		case f.Name == listing:
			listed = text
			continue
		case !u.json(text, f.Name):
			return
		}
		files[f.Name] = true
	}
	u.missing(listed, files)
}

// errUnpacked says that an archive holds more than is taken out of one.
var errUnpacked = fmt.Errorf("the archive comes to more than %d MiB: the rest is not read", maxUnpacked>>20)

// unpack returns what an entry holds. What it says of its own size is not
// believed.
func unpack(f *zip.File, left *int64) ([]byte, error) {
	if f.Flags&1 != 0 {
		return nil, errors.New("unpack: the entry is encrypted")
	}
	rc, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	defer rc.Close()
	most := min(*left, jsondoc.MaxSize)
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(rc, most+1))
	*left -= min(n, *left)
	switch {
	case n > most && most < jsondoc.MaxSize:
		return nil, errUnpacked
	case n > most:
		return nil, fmt.Errorf("unpack: %w", jsondoc.ErrTooLarge)
	case err != nil:
		return nil, fmt.Errorf("unpack: %w", err)
	}
	return b.Bytes(), nil
}

// missing tells which documents a data export lists and does not have. An
// entry that came and could not be read has been told already.
func (u *unpacker) missing(listed []byte, files map[string]bool) {
	if listed == nil {
		return
	}
	doc, _, err := parse(listed)
	if err != nil {
		u.fail(listing, fmt.Errorf("read JSON: %w", err), "all else was read; check that nothing is missing")
		return
	}
	for _, kind := range []string{"collection", "environment"} {
		for id := range doc.Root().Get(kind).Members() {
			name := kind + "/" + id + ".json"
			if files[name] {
				continue
			}
			if !u.take(name) || !u.fail(name, errors.New("it is listed in "+listing+" and not there"), "export it from Postman again") {
				return
			}
		}
	}
}
