package hostile_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"postern/store/conformance/page"
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
			page.ShownBy(t, "../../..", name)
		}
	}
}

// The table of the documentation says what is shown.
func TestDocs(t *testing.T) {
	var want strings.Builder
	want.WriteString("| | what comes | what becomes of it | shown by |\n|---|---|---|---|\n")
	for _, r := range rows() {
		fmt.Fprintf(&want, "| %s | %s | %s | `%s` |\n", r.id, r.input, r.does, strings.Join(r.tests, "` `"))
	}
	page.Written(t, *update, "../../../docs/hostile-input.md", "rows", "go test ./ui/uitest/hostile -run TestDocs", want.String())
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
