package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// What a search of a folder is bounded by.
const (
	maxDepth   = 3
	maxEntries = 50_000
	maxFiles   = 2_000
)

// candidate is a file that may be one of Postman's.
type candidate struct {
	path string
	// real is the path behind all symbolic links.
	real string
	// named says that its name, or the user, calls it a Postman file: then
	// what is wrong with it must be told.
	named bool
	// envOnly says that only an environment or globals are wanted.
	envOnly bool
}

// suffixes are what Postman's exports are called.
var suffixes = []string{collectionSuffix, collectionSuffixLegacy, environmentSuffix, globalsSuffix}

const (
	collectionSuffix       = ".postman_collection.json"
	collectionSuffixLegacy = ".json.postman_collection"
	environmentSuffix      = ".postman_environment.json"
	globalsSuffix          = ".postman_globals.json"
)

// named reports whether a file is called like one of Postman's exports.
func named(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(name, s) })
}

func isJSON(name string) bool { return strings.EqualFold(filepath.Ext(name), ".json") }

// skipped are folders nobody keeps collections in, and which may be vast.
var skipped = []string{"node_modules", "vendor", "__pycache__"}

func (f *found) add(c candidate) { f.candidates = append(f.candidates, c) }

// scan adds the files of dir and of the folders below, down to depth. Links
// to files are followed, links to folders are not.
func (f *found) scan(dir string, depth int) {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real // the walk does not follow even the first link
	}
	entries := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			f.problems = append(f.problems, Problem{File: path, What: "cannot be read: " + reason(err), Hint: "check its permissions"})
			return fs.SkipDir
		}
		if entries++; entries > maxEntries || len(f.candidates) >= maxFiles {
			f.problems = append(f.problems, Problem{
				File: dir, What: fmt.Sprintf("is too large; looking stopped at %s", path),
				Hint: "open the folder with the collections",
			})
			return fs.SkipAll
		}
		if path == dir {
			return nil
		}
		if d.IsDir() {
			if strings.HasPrefix(d.Name(), ".") || slices.Contains(skipped, d.Name()) || below(dir, path) > depth {
				return fs.SkipDir
			}
			return nil
		}
		if isOurs := named(d.Name()); isOurs || isJSON(d.Name()) && !strings.HasPrefix(d.Name(), ".") {
			f.add(candidate{path: path, named: isOurs})
		}
		return nil
	})
	if err != nil { // the function returns none
		f.problems = append(f.problems, Problem{File: dir, What: reason(err)})
	}
}

// below counts the folders from dir down to path.
func below(dir, path string) int {
	rel, err := filepath.Rel(dir, path)
	if err != nil {
		return maxDepth + 1
	}
	return strings.Count(filepath.ToSlash(rel), "/") + 1
}

// beside adds the environments in the folder of a single collection: people
// export them into the same place and expect them to be there.
func (f *found) beside(path string) {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return // the collection opens all the same
	}
	for _, e := range entries {
		name := strings.ToLower(e.Name())
		other := filepath.Join(filepath.Dir(path), e.Name())
		if other == path || !isJSON(name) || strings.HasPrefix(name, ".") || strings.HasSuffix(name, collectionSuffix) || len(f.candidates) >= maxFiles {
			continue
		}
		f.add(candidate{path: other, named: named(name), envOnly: true})
	}
}

// dedupe drops paths that lead to the same file; the first one stays.
func (f *found) dedupe() {
	seen := map[string]bool{}
	var out []candidate
	for _, c := range f.candidates {
		c.real = realPath(c.path)
		if !seen[c.real] {
			seen[c.real] = true
			out = append(out, c)
		}
	}
	f.candidates = out
}

// realPath resolves links as far as there is something to resolve.
func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return path
}

// reason is err without the path, which stands beside it anyway.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}
