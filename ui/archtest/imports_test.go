package archtest

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// pkg is what `go list -json` tells of a package.
type pkg struct {
	ImportPath string
	Dir        string
	Name       string
	GoFiles    []string
	Imports    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,Name,GoFiles,Imports", "./...")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var ps []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return ps
		} else if err != nil {
			t.Fatal(err)
		}
		ps = append(ps, p)
	}
}

func root(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		t.Fatalf("go env GOMOD: %v", err)
	}
	return filepath.Dir(strings.TrimSpace(string(out)))
}

// rule forbids imports to a package and all below it.
type rule struct {
	pkg string
	// bad are import paths, each with all below it.
	bad []string
	// but are packages below pkg that the rule leaves out.
	but []string
	why string
}

const bubbletea = "charm.land/bubbletea"

func rules() []rule {
	domain := []string{"postern/engine", "postern/store", "postern/auth"}
	return []rule{
		{
			pkg: "postern/auth", bad: []string{"postern/engine", "postern/store", "postern/ui", bubbletea},
			why: "auth is the leaf of the house",
		},
		{
			pkg: "postern/engine", bad: []string{"postern/store", "postern/ui", bubbletea},
			why: "the engine is the same with and without files and screen",
		},
		{
			pkg: "postern/engine/collection", bad: []string{"os", "net/http"},
			why: "the document model is pure data",
		},
		{pkg: "postern/engine/vars", bad: []string{"net/http", "postern/auth"}, why: "names resolve without network"},
		{pkg: "postern/engine/payload", bad: []string{"net/http", "postern/auth"}, why: "a body is bytes, wherever it came from"},
		{pkg: "postern/engine/lookup", bad: []string{"net/http"}, why: "looking at a response needs no network"},
		{pkg: "postern/store", bad: []string{"postern/ui", bubbletea}, why: "data flows down: the screen uses the store"},
		{pkg: "postern/store/format", bad: []string{"os", "net/http"}, why: "nothing that a file refers to is read: importers get bytes"},
		{pkg: "postern/ui/safe", bad: append([]string{"os", "net", bubbletea}, domain...), why: "safe is the leaf of the screen"},
		{pkg: "postern/ui/theme", bad: append([]string{"os", "net", bubbletea}, domain...), why: "looks know no content"},
		{pkg: "postern/ui/layout", bad: append([]string{"os", "net", bubbletea}, domain...), why: "layout is arithmetic"},
		{pkg: "postern/ui/keymap", bad: append([]string{"os", "net"}, domain...), why: "keys are data"},
		{pkg: "postern/ui/widget", bad: append([]string{"os", "net", "time", "postern/ui/pane", "postern/ui/dialog"}, domain...), why: "widgets draw rows and know no content"},
		{pkg: "postern/ui/pane", bad: []string{"os", "net", "postern/store", "postern/ui/dialog"}, why: "panes do no I/O: they return intents"},
		{pkg: "postern/ui/dialog", bad: []string{"os", "net", "postern/store"}, why: "dialogs do no I/O: they return intents"},
		{pkg: "postern/ui/cli", bad: []string{"postern/ui/pane", "postern/ui/dialog", bubbletea}, why: "the command line has no screen"},
	}
}

// allowed are the imports a rule forbids in general and allows in particular.
func allowed(from, to string) bool {
	// net/http's Header type and status texts are data; no request can be sent
	// with them, and the rules above keep clients out.
	return strings.HasPrefix(from, "postern/ui/pane/") && to == "net/http"
}

func within(path, parent string) bool { return path == parent || strings.HasPrefix(path, parent+"/") }

func TestImports(t *testing.T) {
	ps := packages(t)
	for _, r := range rules() {
		for _, p := range ps {
			if !within(p.ImportPath, r.pkg) || slices.ContainsFunc(r.but, func(b string) bool { return within(p.ImportPath, b) }) {
				continue
			}
			for _, im := range p.Imports {
				for _, bad := range r.bad {
					if within(im, bad) && !allowed(p.ImportPath, im) && !within(im, p.ImportPath) {
						t.Errorf("%s imports %s: %s", p.ImportPath, im, r.why)
					}
				}
			}
		}
	}
}

// No pane knows another pane, and nobody but the workbench and the command line
// knows the tenant.
func TestNeighbours(t *testing.T) {
	for _, p := range packages(t) {
		for _, im := range p.Imports {
			if strings.HasPrefix(p.ImportPath, "postern/ui/pane/") && strings.HasPrefix(im, "postern/ui/pane/") {
				t.Errorf("%s imports %s: no pane knows another", p.ImportPath, im)
			}
			if within(im, "postern/auth/tenant") && !within(p.ImportPath, "postern/ui/cli") && !within(p.ImportPath, "postern/auth/tenant") && !within(p.ImportPath, "postern/ui/uitest") {
				t.Errorf("%s imports %s: the tenant is for the demo and for tests", p.ImportPath, im)
			}
		}
	}
}
