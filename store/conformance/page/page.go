// Package page holds the documentation against the code, for tests: tables that
// are written from what the code says, and the tests that a table names.
package page

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Written compares what stands between two marks of a page with what should, or
// puts it there. The first mark names the command that does so.
func Written(t testing.TB, update bool, path, mark, command, want string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- "+mark+": written by `"+command+" -update` -->\n", "<!-- /"+mark+" -->"
	before, rest, opened := strings.Cut(string(data), begin)
	got, after, closed := strings.Cut(rest, end)
	if !opened || !closed {
		t.Fatalf("%s has lost a mark of its %s", path, mark)
	}
	if update {
		if err := os.WriteFile(path, []byte(before+begin+want+end+after), 0o644); err != nil { //nolint:gosec // a page of the repository
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the %s of %s are stale; run this test with -update:\n%s", mark, path, diff)
	}
}

// ShownBy fails unless the repository at root has a test, named "folder.Test".
func ShownBy(t testing.TB, root, name string) {
	t.Helper()
	dir, test, _ := strings.Cut(name, ".")
	files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(dir), "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == test {
				return
			}
		}
	}
	t.Errorf("there is no test %q in %q", test, dir)
}
