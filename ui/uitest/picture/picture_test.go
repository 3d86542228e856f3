package picture_test

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/auth/tenant"
	"postern/ui/keymap"
	"postern/ui/uitest"
	"postern/ui/uitest/picture"
)

var update = flag.Bool("update", false, "draw the README's picture anew")

const (
	path  = "../../../docs/screen.svg"
	title = "postern: a list of users in the response, the environment and the token's time left below"
)

// The picture in the README is what the program shows.
func TestThePictureIsFresh(t *testing.T) {
	var frame string
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		const takes = 38 * time.Millisecond
		s.Tenant.Fault(tenant.Fault{Path: "/api/v1/users", Delay: takes})
		s.Open("Users", "List users")
		s.Do(keymap.Send)
		s.Wait(time.Second)
		s.Do(keymap.Pane3)
		s.Sees("200 OK", "tony.stark")
		frame = s.Styled()
	})
	if *update {
		if err := os.WriteFile(path, picture.SVG(title, frame, 120, 40), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	svg, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(picture.Text(svg), picture.Plain(frame)); diff != "" {
		t.Errorf("docs/screen.svg shows another screen; run docs/screenshot.sh:\n%s", diff)
	}
}

func TestDrawing(t *testing.T) {
	for _, tc := range []struct {
		name, frame string
		want        []string
	}{
		{"text", "\x1b[38;2;1;2;3mhello\x1b[m", []string{`fill="#010203"`, ">hello</text>"}},
		{"background", "\x1b[48;2;9;9;9m  x\x1b[m", []string{`width="25.2" height="18.0" fill="#090909"`, `<text x="16.8"`}},
		{"bold", "\x1b[1mb\x1b[m", []string{`font-weight="bold"`}},
		{"lines", "╭─╮", []string{`<path d="M4.2 18.0V13.0Q`, `H16.8`}},
		{"markup", `<a href="x">&`, []string{"&lt;a href=&#34;x&#34;&gt;&amp;</text>"}},
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
