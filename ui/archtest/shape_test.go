package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The limits. A limit that makes a file worse is one to argue with, not to
// dodge.
const (
	maxFile      = 400
	maxTestFile  = 600
	maxFunc      = 60
	maxFields    = 25
	maxMethods   = 30
	maxInterface = 7
	maxPackage   = 2500
)

// source is one parsed file.
type source struct {
	path  string // relative to the module
	test  bool
	lines int
	text  string
	file  *ast.File
	set   *token.FileSet
}

func sources(t *testing.T) []source {
	t.Helper()
	top := root(t)
	var out []source
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") && path != top {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, b, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(top, path)
		out = append(out, source{
			path: rel, test: strings.HasSuffix(path, "_test.go"), text: string(b),
			lines: strings.Count(string(b), "\n"), file: f, set: set,
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSizes(t *testing.T) {
	perPackage, methods := map[string]int{}, map[string]int{}
	for _, s := range sources(t) {
		limit := maxFile
		if s.test {
			limit = maxTestFile
		}
		if s.lines > limit {
			t.Errorf("%s has %d lines, more than %d: split by noun", s.path, s.lines, limit)
		}
		if s.test {
			continue
		}
		dir := filepath.Dir(s.path)
		perPackage[dir] += s.lines
		ast.Inspect(s.file, func(n ast.Node) bool {
			checkNode(t, s, n, func(typ string) { methods[dir+"."+typ]++ })
			return true
		})
	}
	for p, n := range perPackage {
		if n > maxPackage {
			t.Errorf("package %s has %d lines, more than %d", p, n, maxPackage)
		}
	}
	for m, n := range methods {
		if n > maxMethods {
			t.Errorf("type %s has %d methods, more than %d", m, n, maxMethods)
		}
	}
}

func checkNode(t *testing.T, s source, n ast.Node, method func(string)) {
	at := func(n ast.Node) string { return fmt.Sprintf("%s:%d", s.path, s.set.Position(n.Pos()).Line) }
	switch n := n.(type) {
	case *ast.FuncDecl:
		if n.Recv != nil {
			method(receiver(n))
		}
		if n.Name.Name == "init" && n.Recv == nil {
			t.Errorf("%s: no init functions: lists are literals", at(n))
		}
		if l := lines(s, n); l > maxFunc && !isTable(n) {
			t.Errorf("%s: %s has %d lines, more than %d", at(n), n.Name.Name, l, maxFunc)
		}
	case *ast.TypeSpec:
		switch typ := n.Type.(type) {
		case *ast.StructType:
			if c := typ.Fields.NumFields(); c > maxFields {
				t.Errorf("%s: struct %s has %d fields, more than %d", at(n), n.Name.Name, c, maxFields)
			}
		case *ast.InterfaceType:
			if c := typ.Methods.NumFields(); c > maxInterface {
				t.Errorf("%s: interface %s has %d methods, more than %d", at(n), n.Name.Name, c, maxInterface)
			}
		}
	}
}

func lines(s source, n ast.Node) int {
	return s.set.Position(n.End()).Line - s.set.Position(n.Pos()).Line + 1
}

func receiver(f *ast.FuncDecl) string {
	typ := f.Recv.List[0].Type
	if p, ok := typ.(*ast.StarExpr); ok {
		typ = p.X
	}
	if g, ok := typ.(*ast.IndexExpr); ok {
		typ = g.X
	}
	id, _ := typ.(*ast.Ident)
	if id == nil {
		return "?"
	}
	return id.Name
}

// isTable reports whether a function does nothing but return a literal, after
// declarations: the lists of the house.
func isTable(f *ast.FuncDecl) bool {
	if f.Body == nil || len(f.Body.List) == 0 {
		return false
	}
	for i, st := range f.Body.List {
		ret, last := st.(*ast.ReturnStmt)
		if last {
			if i != len(f.Body.List)-1 || len(ret.Results) != 1 {
				return false
			}
			_, lit := ret.Results[0].(*ast.CompositeLit)
			return lit
		}
		switch st.(type) {
		case *ast.DeclStmt, *ast.AssignStmt:
		default:
			return false
		}
	}
	return false
}

// Package variables are errors, lists and embedded files; anything else is
// state that every caller shares.
func TestNoGlobals(t *testing.T) {
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		for _, d := range s.file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, sp := range g.Specs {
				v := sp.(*ast.ValueSpec)
				if !isConstantLike(s, g, v) {
					t.Errorf("%s:%d: package variable %s", s.path, s.set.Position(v.Pos()).Line, v.Names[0].Name)
				}
			}
		}
	}
}

func isConstantLike(s source, g *ast.GenDecl, v *ast.ValueSpec) bool {
	doc := s.text[max(0, s.set.Position(g.Pos()).Offset-200):s.set.Position(v.End()).Offset]
	if strings.Contains(doc, "//go:embed") || v.Names[0].Name == "_" {
		return true
	}
	for _, val := range v.Values {
		switch val := val.(type) {
		case *ast.CompositeLit: // a list
		case *ast.CallExpr:
			name := fmt.Sprint(val.Fun)
			if sel, ok := val.Fun.(*ast.SelectorExpr); ok {
				name = fmt.Sprint(sel.X) + "." + sel.Sel.Name
			}
			switch name {
			case "errors.New", "fmt.Errorf", "strings.NewReplacer", "regexp.MustCompile":
			default:
				return false
			}
		default:
			return false
		}
	}
	return len(v.Values) > 0
}

// keyName finds a key press compared as text.
var keyName = regexp.MustCompile(`(\.String\(\)|\.Keystroke\(\)) *[!=]= *"|case "(enter|esc|tab|space|up|down|left|right|ctrl\+)`)

func TestKeysStayInTheKeymap(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || !strings.HasPrefix(s.path, "ui/") || strings.HasPrefix(s.path, "ui/keymap/") {
			continue
		}
		if m := keyName.FindString(s.text); m != "" {
			t.Errorf("%s compares a key name (%s): use the keymap", s.path, m)
		}
	}
}

// colour finds a colour or an escape sequence made by hand.
var colour = regexp.MustCompile(`lipgloss\.(Color|NewStyle)|\\x1b\[|\\033\[|"#[0-9a-fA-F]{6}"`)

func TestColoursStayInTheTheme(t *testing.T) {
	for _, s := range sources(t) {
		// What looks at colours, in uitest, has to name them.
		if s.test || !strings.HasPrefix(s.path, "ui/") || strings.HasPrefix(s.path, "ui/theme/") || strings.HasPrefix(s.path, "ui/uitest/") {
			continue
		}
		if m := colour.FindString(s.text); m != "" {
			t.Errorf("%s makes a colour (%s): use a role of the theme", s.path, m)
		}
	}
}

func TestNoSleepInTests(t *testing.T) {
	for _, s := range sources(t) {
		if s.test && strings.Contains(s.text, "time.Sleep(") && !strings.Contains(s.text, "synctest") {
			t.Errorf("%s sleeps on real time: run under synctest or wait for the fact", s.path)
		}
	}
}

// Every package says what it is for.
func TestPackagesAreDocumented(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range sources(t) {
		if !s.test {
			dir := filepath.Dir(s.path)
			documented[dir] = documented[dir] || s.file.Doc != nil
		}
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("package %s has no doc comment", dir)
		}
	}
}
