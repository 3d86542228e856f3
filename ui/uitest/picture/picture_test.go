package picture_test

import (
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"postern/ui/theme"
	"postern/ui/uitest"
	"postern/ui/uitest/picture"
)

var update = flag.Bool("update", false, "draw the pictures and the painted frames anew")

// The pictures in docs are what the program shows.
func TestThePicturesAreFresh(t *testing.T) {
	for _, sc := range picture.Screens() {
		t.Run(sc.Name, func(t *testing.T) {
			var frame string
			uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
				sc.Go(s)
				frame = s.Styled()
			})
			path := "../../../docs/" + sc.Name + ".svg"
			if *update {
				write(t, path, picture.SVG(sc.Title, frame, 120, 40))
			}
			svg, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(picture.Text(svg), picture.Plain(frame)); diff != "" {
				t.Errorf("%s shows another screen; run docs/screenshot.sh:\n%s", path, diff)
			}
		})
	}
}

// look is a way that a terminal may be.
type look struct {
	uitest.Options
	theme.Palette
	// file is the end of the painted frame's name.
	file string
}

func looks() map[string]look {
	return map[string]look{
		"dark":      {Palette: theme.Dark(), file: ".txt"},
		"light":     {Options: uitest.Options{Light: true}, Palette: theme.Light(), file: ".txt"},
		"no colour": {Options: uitest.Options{NoColor: true}, Palette: theme.Mono(), file: "-no-colour.txt"},
	}
}

// The main screens hold the same text in every look, at every size. Their
// colours and attributes are those of the painted frames: one for dark and
// light, whose colours have the same names, and one without any.
func TestFrames(t *testing.T) {
	for _, sc := range picture.Screens() {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
			t.Run(fmt.Sprintf("%s-%dx%d", sc.Name, size[0], size[1]), func(t *testing.T) {
				texts := map[string]string{}
				for name, l := range looks() {
					o := l.Options
					o.Width, o.Height = size[0], size[1]
					uitest.Run(t, o, func(s *uitest.Session) {
						sc.Go(s)
						texts[name] = s.Screen()
						if size[0] == 120 {
							golden(t, sc.Name+l.file, picture.Painted(s.Styled(), size[0], size[1], l.Palette))
						}
					})
				}
				for name, text := range texts {
					if diff := cmp.Diff(texts["dark"], text); diff != "" {
						t.Errorf("dark and %s differ:\n%s", name, diff)
					}
				}
				for i, row := range strings.Split(texts["dark"], "\n") {
					if w := ansi.StringWidth(row); w != size[0] {
						t.Errorf("row %d has %d cells", i, w)
					}
				}
			})
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		write(t, path, []byte(got))
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run the test with -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is not what it was; look, and run with -update if it is right:\n%s", name, diff)
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestPainted(t *testing.T) {
	got := picture.Painted("a\x1b[1;38;2;94;196;255mb\x1b[m \x1b[7mc\x1b[m\n\x1b[38;2;1;2;3md\x1b[m", 5, 2, theme.Dark())
	if want := "a‹accent bold›b‹› ‹reverse›c‹›\n‹#010203›d‹›\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestDrawing(t *testing.T) {
	for _, tc := range []struct {
		name, frame string
		want        []string
	}{
		{"text", "\x1b[38;2;1;2;3mhello\x1b[m", []string{`fill="#010203"`, ">hello</text>"}},
		{"background", "\x1b[48;2;9;9;9m  x\x1b[m", []string{`width="25.2" height="18.0" fill="#090909" shape-rendering="crispEdges"`, `<text x="16.8"`}},
		{"bold", "\x1b[1mb\x1b[m", []string{`font-weight="bold"`}},
		{"lines", "╭─╮", []string{`<path d="M4.2 18.0V13.0Q`, `H16.8`}},
		{"markup", `<a href="x">&`, []string{"&lt;a href=&#34;x&#34;&gt;&amp;</text>"}},
		{"spaces", "a ─   b c", []string{">a\u00a0\u00a0\u00a0\u00a0 b c</text>"}},
		{"wide", "世界", []string{`textLength="33.6"`}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			svg := picture.SVG("t", tc.frame, 20, 1)
			for _, w := range tc.want {
				if !strings.Contains(string(svg), w) {
					t.Errorf("no %q in\n%s", w, svg)
				}
			}
			if got, want := picture.Text(svg), picture.Plain(tc.frame); got != want {
				t.Errorf("the text is %q, want %q", got, want)
			}
			for d := xml.NewDecoder(strings.NewReader(string(svg))); ; {
				_, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("no XML: %v", err)
				}
			}
		})
	}
}
