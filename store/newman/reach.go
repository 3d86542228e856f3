package newman

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// asked is why an option is not taken from the file of a folder: who made a clone
// of it did not write it, and may not have looked.
const asked = "a folder may come from elsewhere; --trust takes it, or say it yourself: --"

// reaches reports whether an option of a folder's own file lowers a guard, or
// leads out of the folder.
func (o *Option) reaches() bool {
	switch {
	case slices.Contains([]string{"insecure", "sslExtraCaCerts", "envVar", "globalVar"}, o.Key):
		return true
	case o.Flag == "environment", o.Flag == "globals", o.Flag == "iteration-data", o.Flag == "working-dir", strings.HasPrefix(o.Flag, "ssl-client-"),
		o.Flag == "cookie-jar", strings.HasPrefix(o.Flag, "export-"), strings.HasSuffix(o.Flag, "-export"):
		return o.Flag != "ssl-client-passphrase" && !slices.ContainsFunc(o.Values, inside)
	}
	return false
}

// inside reports whether a path leads to what is in this folder, by way of links
// too.
func inside(path string) bool {
	if !filepath.IsLocal(path) || strings.Contains(path, "://") {
		return false
	}
	here, err := filepath.EvalSymlinks(".")
	if err == nil {
		here, err = filepath.Abs(here)
	}
	if err != nil {
		return false
	}
	for at := path; at != "."; at = filepath.Dir(at) { // as much of it as is there
		if _, err := os.Lstat(at); err != nil {
			continue
		}
		real, err := filepath.EvalSymlinks(at)
		if err == nil {
			real, err = filepath.Abs(real)
		}
		if err != nil {
			return false
		}
		rel, err := filepath.Rel(here, real)
		return err == nil && filepath.IsLocal(rel)
	}
	return true
}
