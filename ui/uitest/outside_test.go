package uitest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// A body opens in the person's own pager and editor, and the screen is back
// when they end.
func TestTheBodyInThePersonsOwnPrograms(t *testing.T) {
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("skipped: needs a shell")
	}
	out := t.TempDir()
	for _, name := range []string{"PAGER", "VISUAL"} {
		path := filepath.Join(out, strings.ToLower(name))
		if err := os.WriteFile(path, []byte("#!/bin/sh\ncp \"$1\" \""+path+".got\"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv(name, path)
	}
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Pane3, keymap.Pager)
		s.Sees("nothing was sent yet")
		s.Do(keymap.Send)
		s.Sees("200 OK")
		for id, name := range map[keymap.ID]string{keymap.Pager: "pager", keymap.Editor: "visual"} {
			s.Do(id)
			s.Wait(time.Second) // the program takes the terminal
			got, err := os.ReadFile(filepath.Join(out, name+".got"))
			if err != nil || !strings.HasPrefix(string(got), "[{") || !strings.Contains(string(got), "tony.stark@example.com") {
				t.Errorf("the %s got %.80q: %v", name, got, err)
			}
			s.Sees("200 OK", `"firstName": "Tony"`)
		}
		t.Setenv("PAGER", filepath.Join(out, "none"))
		s.Do(keymap.Pager)
		s.Wait(time.Second)
		s.Sees("the pager none failed")
	})
}
