//go:build unix

package body_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"postern/engine/body"
	"postern/engine/collection"
)

func TestFilesStayInside(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	write(t, filepath.Join(outside, "secret"), "S")
	write(t, filepath.Join(dir, "in.txt"), "hello")
	must(t, os.Mkdir(filepath.Join(dir, "sub"), 0o700))
	must(t, os.Symlink(filepath.Join(outside, "secret"), filepath.Join(dir, "link")))
	must(t, os.Symlink(outside, filepath.Join(dir, "dirlink")))
	must(t, os.Symlink("in.txt", filepath.Join(dir, "inlink")))
	must(t, syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600))
	for path, want := range map[string]string{
		"in.txt":                               "",
		"inlink":                               "",
		"sub/../in.txt":                        "",
		filepath.Join(dir, "in.txt"):           "",
		"link":                                 `file "link" is outside the working directory`,
		"dirlink/secret":                       `file "dirlink/secret" is outside the working directory`,
		"../x":                                 `file "../x" is outside the working directory`,
		filepath.Join(outside, "secret"):       "outside the working directory",
		"missing":                              `file "missing" does not exist`,
		"sub":                                  `file "sub": not a regular file`,
		"pipe":                                 `file "pipe": not a regular file`,
		"/proc/self/environ":                   "outside the working directory",
		strings.Repeat("../", 20) + "dev/zero": "outside the working directory",
	} {
		enc, err := body.Encode(body.Input{
			Body: collection.Body{Mode: "file", File: collection.FileRef{Src: path}}, Files: body.Files{Dir: dir},
		})
		var fe *body.FileError
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", path, err)
		case want == "":
			if got := read(t, enc); got != "hello" {
				t.Errorf("%s: %q", path, got)
			}
		case !errors.As(err, &fe) || !strings.Contains(err.Error(), want):
			t.Errorf("%s: error %v, want %q", path, err, want)
		}
	}
	if _, err := (body.Files{}).Open("in.txt"); err == nil || !strings.Contains(err.Error(), "no working directory") {
		t.Errorf("without a directory: %v", err)
	}
}
