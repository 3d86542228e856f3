package bruno

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"postern/auth"
	"postern/engine/collection"
	"postern/store/format/draft"
	"postern/store/postman/jsondoc"
)

// Limits of a folder.
const (
	// maxFiles is how many entries are looked at.
	maxFiles = 10_000
	// maxTotal is how much is read of all files, in bytes.
	maxTotal = 200 << 20
	// maxFile is the longest file, in bytes.
	maxFile = 16 << 20
)

// DetectFolder reports whether a folder is a collection of Bruno's.
func DetectFolder(dir fs.FS) bool {
	for _, name := range []string{"bruno.json", "collection.bru"} {
		if info, err := fs.Stat(dir, name); err == nil && info.Mode().IsRegular() {
			return true
		}
	}
	return false
}

// ReadFolder reads a folder. name is what the collection is called if
// bruno.json does not say. Links, and what is no regular file, are left out:
// a folder that came from elsewhere must not show what is outside of it.
func ReadFolder(name string, dir fs.FS) (draft.Imported, error) {
	w := &walker{reader: &reader{c: &collection.Collection{}}, dir: dir, files: maxFiles, bytes: maxTotal}
	config, err := w.config()
	if err != nil {
		return draft.Imported{}, err
	}
	w.c.Name = cmp.Or(config.Get("name").Text(), name, "Bruno")
	if config.Get("clientCertificates").Get("certs").Len() > 0 || config.Get("proxy").Get("enabled").True() {
		w.log.Add("", "bruno.json", "certificates and proxies are set in the settings")
	}
	if f, ok := w.file("", "collection.bru"); ok {
		w.c.Auth = w.inherited("", f)
		w.c.Description = w.docs("", f)
		w.variables("", f)
		w.folderHeaders("", f)
	}
	var ignore []string
	for _, e := range config.Get("ignore").Children() {
		ignore = append(ignore, e.Text())
	}
	w.ignore = append(ignore, "node_modules", ".git")
	if w.c.Items, err = w.folder("", ".", 1); err != nil {
		return draft.Imported{}, err
	}
	if err := w.envs(); err != nil {
		return draft.Imported{}, err
	}
	return w.log.Done([]*collection.Collection{w.c}, w.environments), nil
}

// walker reads the files of a folder.
type walker struct {
	*reader
	dir    fs.FS
	ignore []string
	// files and bytes are how much may still be looked at.
	files, bytes int
}

// config is bruno.json, absent if there is none.
func (w *walker) config() (jsondoc.Value, error) {
	data, err := w.read("bruno.json")
	if errors.Is(err, fs.ErrNotExist) {
		return jsondoc.Value{}, nil
	}
	if err != nil {
		return jsondoc.Value{}, draft.Fail("check the folder's permissions", "read bruno.json: %w", err)
	}
	doc, err := jsondoc.Parse(strings.TrimPrefix(string(data), "\ufeff"))
	if err != nil {
		return jsondoc.Value{}, draft.Fail("repair that place", "read bruno.json: %w", err)
	}
	return doc.Root(), nil
}

var errLimit = errors.New("larger than what is read of a folder")

// read is the contents of a regular file.
func (w *walker) read(name string) ([]byte, error) {
	info, err := fs.Lstat(w.dir, name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("is no regular file")
	case info.Size() > maxFile || int(info.Size()) > w.bytes:
		return nil, errLimit
	}
	w.bytes -= int(info.Size())
	return fs.ReadFile(w.dir, name)
}

// file is a parsed file. One that cannot be read is told and left out.
func (w *walker) file(where, name string) (file, bool) {
	data, err := w.read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false
	}
	if err == nil {
		var f file
		if f, err = w.parse(name, data); err == nil {
			return f, true
		}
	}
	w.log.Add(where, name, "is left behind: %v", err)
	return nil, false
}

// inherited is the auth of a folder or collection, nil where it has none.
func (w *walker) inherited(where string, f file) *auth.Config {
	b, ok := f.get("auth")
	if mode := b.value("mode"); ok && mode != "none" && mode != "" {
		return w.auth(where, mode, f)
	}
	return nil
}

// folderHeaders adds headers to those that requests below get.
func (w *walker) folderHeaders(where string, f file) {
	b, _ := f.get("headers")
	if len(b.rows) == 0 {
		return
	}
	w.log.Add(where, "headers", "are in each request now: only requests have headers here")
	for _, h := range w.rows(where, "headers", b.rows) {
		same := func(x collection.Param) bool { return strings.EqualFold(x.Key, h.Key) }
		w.headers = append(slices.DeleteFunc(slices.Clone(w.headers), same), h)
	}
}

// entry is an item with its place among the others.
type entry struct {
	it  *collection.Item
	seq float64
}

// folder makes the items of a folder, in the order that its files say.
func (w *walker) folder(where, dir string, depth int) ([]*collection.Item, error) {
	list, err := fs.ReadDir(w.dir, dir)
	if err != nil {
		return nil, draft.Fail("check the folder's permissions", "read folder %s: %w", dir, err)
	}
	var out []entry
	for _, e := range list {
		name := path.Join(dir, e.Name())
		if w.files--; w.files < 0 {
			w.log.Add("", "", "has more than %d files; the rest is left behind", maxFiles)
			break
		}
		switch {
		case slices.Contains(w.ignore, e.Name()) || slices.Contains(w.ignore, name):
		case e.Type()&fs.ModeSymlink != 0:
			w.log.Add(where, e.Name(), "is a link, which is not followed")
		case e.IsDir() && (dir != "." || e.Name() != "environments"):
			sub, err := w.subfolder(where, name, depth)
			if err != nil {
				return nil, err
			}
			out = append(out, sub...)
		case strings.HasSuffix(e.Name(), ".bru") && e.Name() != "folder.bru" && e.Name() != "collection.bru":
			f, ok := w.file(where, name)
			if !ok || !w.log.Take() {
				continue
			}
			if _, ok := method(f); !ok {
				w.log.Add(where, e.Name(), "is no HTTP request and is left behind")
				continue
			}
			out = append(out, entry{w.request(where, strings.TrimSuffix(e.Name(), ".bru"), f), seq(f)})
		}
	}
	slices.SortStableFunc(out, func(a, b entry) int { return cmp.Compare(a.seq, b.seq) })
	items := make([]*collection.Item, len(out))
	for i, e := range out {
		items[i] = e.it
	}
	return items, nil
}

// seq is a file's place among its siblings.
func seq(f file) float64 {
	meta, _ := f.get("meta")
	n, _ := strconv.ParseFloat(meta.value("seq"), 64)
	return n // 0 without one
}

// subfolder makes a folder, unless there is nothing of Bruno's in it.
func (w *walker) subfolder(where, dir string, depth int) ([]entry, error) {
	if depth > draft.MaxFolders || !w.log.Take() {
		w.log.Add(where, path.Base(dir), "folders are deeper than %d, or too many, and are left behind", draft.MaxFolders)
		return nil, nil
	}
	outer := w.headers
	defer func() { w.headers = outer }()
	it := &collection.Item{Name: path.Base(dir), Folder: true}
	at := draft.Join(where, it.Name)
	f, ok := w.file(at, path.Join(dir, "folder.bru"))
	if ok {
		meta, _ := f.get("meta")
		it.Name = cmp.Or(meta.value("name"), it.Name)
		at = draft.Join(where, it.Name)
		it.Auth = w.inherited(at, f)
		it.Description = w.docs(at, f)
		w.variables(at, f)
		w.folderHeaders(at, f)
	}
	var err error
	if it.Items, err = w.folder(at, dir, depth+1); err != nil || len(it.Items) == 0 && !ok {
		return nil, err
	}
	return []entry{{it, seq(f)}}, nil
}

// envs reads the folder environments.
func (w *walker) envs() error {
	list, err := fs.ReadDir(w.dir, "environments")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return draft.Fail("check the folder's permissions", "read folder environments: %w", err)
	}
	for _, e := range list {
		if name, ok := strings.CutSuffix(e.Name(), ".bru"); ok && w.files > 0 {
			w.files--
			if f, ok := w.file("", path.Join("environments", e.Name())); ok {
				w.environment(name, f)
			}
		}
	}
	return nil
}
