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

// harmless are the options that lower no guard and name no file, and paths those
// that name one. What is in neither list, reaches.
var (
	harmless = []string{
		"iterationCount", "delayRequest", "timeout", "timeoutRequest", "timeoutScript", "folder", "bail", "reporters",
		"ignoreRedirects", "suppressExitCode", "silent", "color", "disableUnicode", "verbose",
		"insecureFileRead", "sslClientPassphrase", "postmanApiKey",
	}
	paths = []string{
		"environment", "globals", "iterationData", "workingDir", "sslClientCert", "sslClientKey", "sslClientCertList",
		"cookieJar", "exportCookieJar", "exportEnvironment", "exportGlobals", "exportCollection",
	}
)

// reaches reports whether an option of a folder's own file lowers a guard, or
// leads out of the folder.
func (o *Option) reaches() bool {
	switch {
	case slices.Contains(paths, o.Key), strings.HasSuffix(o.Flag, "-export"):
		return !slices.ContainsFunc(o.Values, inside)
	case strings.HasPrefix(o.Flag, "reporter-"):
		return false
	}
	return !slices.Contains(harmless, o.Key)
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
