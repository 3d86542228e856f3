package prelude

import (
	"io/fs"
	"strings"
	"testing"
)

// Every module compiles, and none is longer than a file of ours may be.
func TestModules(t *testing.T) {
	l := New()
	all, err := fs.Glob(files, "js/*.js")
	if err != nil || len(all) < 30 {
		t.Fatalf("%d modules, %v", len(all), err)
	}
	for _, f := range all {
		if _, err := l.Program(strings.TrimSuffix(strings.TrimPrefix(f, "js/"), ".js")); err != nil {
			t.Errorf("%s: %v", f, err)
		}
		b, err := files.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(b), "\n"); n > 400 {
			t.Errorf("%s has %d lines, more than 400: split by noun", f, n)
		}
		if !strings.HasPrefix(string(b), "// ") {
			t.Errorf("%s does not begin by saying what it is for", f)
		}
	}
	if _, err := l.Program("nothing"); err == nil {
		t.Error("there is a module that is not there")
	}
}
