package hostile_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"postern/ui/safe"
)

var update = flag.Bool("update", false, "write the table of docs/hostile-input.md")

// row is a line of the table: a kind of hostile input, and what comes of it.
type row struct {
	id, input, does string
	// tests show it, as "folder.Test".
	tests []string
}

func rows() []row {
	const here = "ui/uitest/hostile."
	return []row{
		{
			"A35", "texts that a terminal acts upon: control characters of both sets, raw and as UTF-8; titles, clipboard, links, colours, modes, questions to the terminal; what hides or turns text round; invalid and unfinished bytes",
			"shown as visible symbols, and what stands behind them is seen; the terminal gets nothing but what postern itself has a reason to send",
			[]string{here + "TestA35EverySinkThatShowsForeignText", here + "TestA35TheCommandsAtATerminal", "ui/pane/response.TestAHostileCertificate", "ui/uitest/terminal.TestRefuses"},
		},
		{
			"A36", "any bytes at all, tried at random",
			"no control character comes out, on one line, valid, at most ten times as long, the same when it is cleaned twice",
			[]string{here + "TestA36TheSanitizer", "ui/safe.TestCleanIsSafe", "ui/safe.FuzzClean"},
		},
		{
			"A38", "window title, links of the terminal (OSC 8), names of files",
			"cleaned; only web addresses that the person is asked to open become links; a file is made in its folder under a clean name, and none under a name that a server gave",
			[]string{here + "TestA38TitlesLinksAndNames", "ui/safe.TestAddress"},
		},
		{
			"A39", "emoji, flags, CJK, right-to-left text, a thousand combining marks",
			"borders stay straight at every width",
			[]string{"ui/widget/cells.TestDrawIsExact", "ui/safe.TestCutAndSliceKeepTheirWidth"},
		},
		{
			"A40", "gzip, brotli and zstd bodies that unpack without end, one in the other; pictures of billions of pixels in a few bytes",
			"stopped at a thousand times the size that came or at 512 MiB; what fitted is kept, on disk from 16 MiB on; more than three encodings are not unpacked; a picture beyond 64 million pixels or 256 MiB is not decoded",
			[]string{here + "TestA40BombsStopAtTheCap", "engine.TestIncompleteBodies", "engine.TestDecoding", "engine/payload/picture.TestWhatIsTooLargeIsRefused", "ui/uitest.TestHostilePictures"},
		},
		{
			"A41", "bodies, events, headers, 103s, status lines, chunk extensions and trailers without end, and drop by drop",
			"ended by a limit that is named, or by the person at once; nothing is left running",
			[]string{here + "TestA41EndlessAnswers", "engine.TestCancel", "engine.TestTimers", "ui/uitest.TestAStreamWithoutEndIsShownAndStopped", "engine/payload/events.TestAnEventWithoutEndIsLaidOutInPieces"},
		},
		{
			"A42", "JSON ten million deep, with a million keys, a number of a million digits, a text of 100 MB, broken in every way",
			"shown, folded, searched, filtered, laid out and copied, as text where it is deeper than 500; the memory it takes is bounded",
			[]string{here + "TestA42HostileJSON", "engine/payload/tree.TestHostileDocuments", "engine/payload/table.TestHostileLists", "engine/payload.TestPrettyBoundsDepth", "engine/payload.TestPrettyBoundsGrowth"},
		},
		{
			"A43", "filters that multiply, nest or dig",
			"refused with the reason, or bounded: a second, 64 MiB",
			[]string{here + "TestA43HostileFilters", "engine/payload/filter.TestFilterRefuses", "engine/payload/filter.FuzzFilter", "engine/payload.TestSearchRefuses"},
		},
	}
}

func TestRowsAreShown(t *testing.T) {
	for _, r := range rows() {
		for _, name := range r.tests {
			mustExist(t, name)
		}
	}
}

// mustExist fails when no test file of the folder has that test.
func mustExist(t *testing.T, name string) {
	t.Helper()
	dir, test, _ := strings.Cut(name, ".")
	files, err := filepath.Glob(filepath.Join("..", "..", "..", filepath.FromSlash(dir), "*_test.go"))
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
	t.Errorf("there is no test %s in %s", test, dir)
}

// The table of the documentation says what is shown.
func TestDocs(t *testing.T) {
	const path, begin, end = "../../../docs/hostile-input.md", "<!-- rows: written by `go test ./ui/uitest/hostile -run TestDocs -update` -->\n", "<!-- /rows -->"
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	want.WriteString("| | what comes | what becomes of it | shown by |\n|---|---|---|---|\n")
	for _, r := range rows() {
		fmt.Fprintf(&want, "| %s | %s | %s | `%s` |\n", r.id, r.input, r.does, strings.Join(r.tests, "` `"))
	}
	before, rest, ok := strings.Cut(string(b), begin)
	got, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatal("docs/hostile-input.md has lost a mark")
	}
	if *update {
		if err := os.WriteFile(path, []byte(before+begin+want.String()+end+after), 0o644); err != nil { //nolint:gosec // a page of the repository
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want.String(), got); diff != "" {
		t.Errorf("docs/hostile-input.md is stale; run this test with -update:\n%s", diff)
	}
}

// Every text of the corpus, alone, between others and twice.
func TestA36TheSanitizer(t *testing.T) {
	for _, c := range corpus() {
		for _, in := range []string{c.raw, "a" + c.raw + "b", c.raw + c.raw, "\x1b" + c.raw, c.raw + "\u0301", "👩" + c.raw + "👩"} {
			out := safe.Clean(in).String()
			bad := strings.IndexFunc(out, func(r rune) bool {
				return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == '\u200b' || r >= 0xe0000
			})
			if bad >= 0 || !utf8.ValidString(out) || ansi.Strip(out) != out || len(out) > 10*len(in) || safe.Clean(out).String() != out {
				t.Errorf("%s: %q becomes %q", c.name, in, out)
			}
		}
	}
}
