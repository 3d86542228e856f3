package uitest_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"postern/auth/tenant"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

var update = flag.Bool("update", false, "write the golden frames anew")

// golden compares a frame with testdata/name, which begins with the size of the
// terminal: "120x40-start.txt".
func golden(t *testing.T, name, got string) {
	t.Helper()
	width, _ := size(t, name)
	for i, l := range strings.Split(got, "\n") {
		if ansi.StringWidth(l) != width {
			t.Errorf("%s: line %d has %d cells: %q", name, i, ansi.StringWidth(l), l)
		}
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run the test with -update", err)
	}
	if got+"\n" != string(want) {
		t.Errorf("%s is not what it was; look, and run with -update if it is right. Now:\n%s", name, got)
	}
}

// size reads a size from the beginning of a name.
func size(t *testing.T, name string) (w, h int) {
	t.Helper()
	if _, err := fmt.Sscanf(name, "%dx%d", &w, &h); err != nil {
		t.Fatalf("%q begins with no size: %v", name, err)
	}
	return w, h
}

// atSizes runs a scenario in terminals of the sizes, such as "120x40". shot
// compares what is on screen with the golden frame of a name.
func atSizes(t *testing.T, o uitest.Options, sizes []string, scenario func(s *uitest.Session, shot func(name string))) {
	for _, at := range sizes {
		t.Run(at, func(t *testing.T) {
			o.Width, o.Height = size(t, at)
			uitest.Run(t, o, func(s *uitest.Session) {
				scenario(s, func(name string) {
					t.Helper()
					golden(t, at+"-"+name+".txt", s.Screen())
				})
			})
		})
	}
}

func TestFrames(t *testing.T) {
	atSizes(t, uitest.Options{}, []string{"120x40", "80x24", "200x60"}, func(s *uitest.Session, shot func(string)) {
		shot("start")
		s.Open("Users", "List users")
		shot("request")
		s.Do(keymap.Send, keymap.Pane3)
		shot("response")
		s.Do(keymap.OpenEnv)
		shot("environment")
		s.Do(keymap.Help)
		shot("help")
		s.Press("esc")
		s.Do(keymap.Palette)
		shot("palette")
		s.Press("esc")
		s.Do(keymap.Tokens)
		shot("tokens")
		s.Press("esc")
		s.Do(keymap.Pane2, keymap.AuthType)
		shot("choice")
		s.Press("esc")
		s.Do(keymap.AuthSource)
		shot("auth")
	})
}

func TestWithoutColour(t *testing.T) {
	uitest.Run(t, uitest.Options{NoColor: true}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Send)
		frame := s.Styled()
		for _, colour := range []string{"\x1b[38;", "\x1b[48;", "\x1b[3", ";38;2", ";48;2"} {
			if i := strings.Index(frame, colour); i >= 0 && !strings.HasPrefix(frame[i:], "\x1b[3m") {
				t.Fatalf("a colour is used: %q", frame[i:min(i+20, len(frame))])
			}
		}
		if !strings.Contains(frame, "\x1b[7m") && !strings.Contains(frame, ";7m") {
			t.Error("the selected row is not marked")
		}
	})
}

func TestTooSmallSaysSo(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Resize(30, 8)
		s.Sees("40 × 10")
		s.Resize(80, 24)
		s.Sees("Collections")
	})
}

func TestTheTreeFoldsAndFilters(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.SeesNot("List groups")
		s.Do(keymap.UnfoldAll)
		s.Sees("List groups", "List users")
		s.Do(keymap.FoldAll)
		s.SeesNot("List groups")
		s.Do(keymap.Search)
		s.Type("discov")
		s.Sees("Discovery")
		s.SeesNot("List users")
		s.Press("enter")
		s.Do(keymap.Bottom)
		s.Sees("Tokens › Discovery")
		s.Do(keymap.Cancel)
		s.SeesNot("discov ")
	})
}

func TestAFolderTellsWhatItIs(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Sees("collection v2.1 · 35 requests", "auth: OAuth 2.0, set by Tenant API")
		s.Do(keymap.Down)
		s.Sees("Users", "folder of Tenant API · 12 requests")
	})
}

// A file that cannot be read stands in the tree and takes the cursor from
// nothing.
func TestABrokenFileStandsAside(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.postman_collection.json"), []byte(`{"info":`), 0o600); err != nil {
		t.Fatal(err)
	}
	uitest.Run(t, uitest.Options{Dir: dir}, func(s *uitest.Session) {
		s.Sees("! a.postman_collection.json", "collection v2.1 · 35 requests")
	})
}

func TestTheMouse(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Click("Users")
		s.Click("List users")
		s.Sees("Users › List users")
		s.Click("Send")
		s.Sees("200 OK")
		s.Click("Timeline")
		s.Sees("client_credentials")
	})
}

func TestZoomAndPanes(t *testing.T) {
	uitest.Run(t, uitest.Options{Width: 80, Height: 24}, func(s *uitest.Session) {
		s.Sees("1 Collections", "4 Environment")
		s.SeesNot("2 Request")
		s.Do(keymap.Pane2)
		s.Sees("2 Collection", "3 Response")
		s.SeesNot("1 Collections")
		s.Do(keymap.Zoom)
		s.SeesNot("3 Response")
		s.Do(keymap.Cancel)
		s.Sees("3 Response")
	})
}

func TestInOneColumnASendShowsTheAnswer(t *testing.T) {
	uitest.Run(t, uitest.Options{Width: 80, Height: 24}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Pane1, keymap.Send)
		s.Sees("200 OK", `"status": "ACTIVE"`)
	})
}

func TestTheTour(t *testing.T) {
	o := uitest.Options{Width: 80, Height: 24, Tour: true, Tenant: tenant.Options{TokenTTL: 20 * time.Second, RefreshForClients: true}}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Sees("Tour 1/7")
		s.Open("Users", "List users")
		s.Sees("Tour 2/7", "ctrl+r sends it")
		s.Do(keymap.Send)
		s.Sees("Tour 3/7", "for the environment", "● Tenant · 20s")
		s.Do(keymap.OpenEnv)
		s.Sees("Tour 4/7", "limit")
		s.Select("limit")
		s.Do(keymap.Open)
		s.Press("ctrl+u")
		s.Type("3")
		s.Press("enter")
		s.Sees("Tour 5/7")
		s.Wait(3 * time.Second)
		s.Do(keymap.Send)
		s.Sees("Tour 6/7", "200 OK")
		s.Wait(20 * time.Second)
		s.Do(keymap.Send)
		s.Sees("Tour 7/7", "● Tenant · 20s", "q quits")
		s.Do(keymap.Cancel)
		s.SeesNot("Tour")
	})
}

// E on a {{name}} says where its value comes from, and twice shows them all.
func TestQuickLookAtAName(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.QuickLook)
		s.Sees("Variables", "limit", "counts: only the environment “Tenant” has it")
		s.SeesNot("↳", "key_client_id")
		s.Press("E")
		s.Sees("key_client_id")
		s.Press("E")
		s.Do(keymap.OpenEnv)
		s.Select("userId")
		s.Do(keymap.QuickLook)
		s.Sees("Variables ", "(empty)", "counts: only")
	})
}
