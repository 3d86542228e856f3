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

const (
	diskFile = "users.postman_collection.json"
	diskEnv  = "dev.postman_environment.json"
)

func diskFiles() map[string][]byte {
	return map[string][]byte{
		diskFile: []byte(`{"info": {"name": "Users", "_postman_id": "u", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
	"item": [{"name": "Folder", "item": [{"name": "Ask", "request": {"method": "GET", "url": "{{url}}/odd/echo?was=old"}}]},
		{"name": "Other", "request": {"method": "GET", "url": "{{url}}/odd/echo?other=1"}}]}`),
		diskEnv: []byte(`{"id": "dev", "name": "dev", "values": [{"key": "url", "value": "` + uitest.Base + `"}, {"key": "limit", "value": "25"}]}`),
	}
}

// onDisk does what another program does to a file.
func onDisk(s *uitest.Session, name, old, now string) {
	s.Helper()
	before := s.File(name)
	after := strings.Replace(before, old, now, 1)
	if after == before {
		s.Fatalf("%q is not in %s", old, name)
	}
	if err := os.WriteFile(filepath.Join(s.Dir, name), []byte(after), 0o600); err != nil {
		s.Fatal(err)
	}
}

// A file without edits of one's own is read anew: what is chosen and unfolded,
// the tab and the answer stay.
func TestAFileChangedOnDiskIsReadAnew(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: diskFiles()}, func(s *uitest.Session) {
		s.Open("Folder", "Ask")
		s.Do(keymap.Send)
		s.Sees(`was=old`, "200 OK")
		s.Do(keymap.Pane2, keymap.NextTab)
		before := s.Screen()
		onDisk(s, diskFile, "was=old", "was=new")
		s.SeesNot("was=new")
		s.Wait(3 * time.Second)
		s.Sees(diskFile+" was changed on disk and read anew", "?was=new", "200 OK", "was=old", "Ask")
		s.SeesNot("unsaved", "≠ disk")
		above := func(screen string) string { return screen[:strings.LastIndex(strings.TrimRight(screen, "\n"), "\n")] }
		if want := strings.Replace(above(before), "was=old", "was=new", 1); above(s.Screen()) != want {
			t.Errorf("more is another one than the address:\n%s\nwas\n%s", s.Screen(), before)
		}
		s.Do(keymap.Send)
		s.SeesNot("was=old")
		s.Do(keymap.Pane1, keymap.Undo)
		s.Sees("nothing was edited")
	})
}

// A send looks itself: nobody waits for the clock.
func TestASendSendsWhatTheFileHasNow(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: diskFiles()}, func(s *uitest.Session) {
		s.Open("Folder", "Ask")
		onDisk(s, diskFile, "was=old", "was=new")
		onDisk(s, diskEnv, `"25"`, `"50"`)
		s.Do(keymap.Send)
		s.Sees("200 OK", `was=new`, diskEnv+" and "+diskFile+" were changed on disk and read anew", "limit   50")
		s.SeesNot("was=old")
		onDisk(s, diskFile, `"name": "Ask"`, `"name": "Renamed"`)
		s.Do(keymap.Send)
		s.Sees("Renamed")
	})
}

// What is edited here is never written over by what comes from disk, until the
// person says so; the question at saving is the one the toast leads to.
func TestEditsStayBesideAFileChangedOnDisk(t *testing.T) {
	for _, c := range []struct{ key, file, sees string }{
		{"r", "was=theirs", "was=theirs"}, {"o", "was=mine", "was=mine"}, {"k", "was=theirs", "≠ disk"},
	} {
		t.Run(c.key, func(t *testing.T) {
			uitest.Run(t, uitest.Options{Files: diskFiles()}, func(s *uitest.Session) {
				s.Open("Folder", "Ask")
				s.Do(keymap.Pane2, keymap.EditURL)
				s.Press("ctrl+a", "ctrl+k")
				s.Paste("{{url}}/odd/echo?was=mine")
				s.Press("enter")
				s.Sees("● unsaved")
				onDisk(s, diskFile, "was=old", "was=theirs")
				s.Wait(3 * time.Second)
				s.Sees("changed on disk, and here: ctrl+s asks which to keep of "+diskFile, "was=mine", "≠ disk")
				s.Do(keymap.Pane1)
				s.Wait(20 * time.Second)
				s.SeesNot("asks which to keep") // it is told once
				s.Do(keymap.Send)
				s.Sees("200 OK", "≠ disk", "was=mine")
				s.Do(keymap.Save)
				s.Sees("Changed on disk, and here", "Which is to be kept?")
				s.Wait(time.Second)
				s.Press(c.key)
				s.Sees(c.sees)
				if !strings.Contains(s.File(diskFile), c.file) {
					t.Errorf("the file is %s", s.File(diskFile))
				}
				if c.key != "k" {
					s.SeesNot("≠ disk", "unsaved")
				}
			})
		})
	}
}

// Edits that are taken back make way for what is on disk.
func TestTakenBackEditsMakeWay(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: diskFiles()}, func(s *uitest.Session) {
		s.Open("Other")
		s.Do(keymap.Pane2, keymap.Toggle) // the parameter
		s.Sees("● unsaved")
		onDisk(s, diskFile, "was=old", "was=new")
		s.Wait(3 * time.Second)
		s.Sees("≠ disk")
		s.Do(keymap.Pane1, keymap.Undo)
		s.Sees("changed on disk and read anew")
		s.SeesNot("≠ disk", "unsaved")
	})
}

// The current values of an environment are nobody's but the person's.
func TestAnEnvironmentReadAnewKeepsItsCurrentValues(t *testing.T) {
	dir, state := t.TempDir(), t.TempDir()
	uitest.Run(t, uitest.Options{Files: diskFiles(), Dir: dir, StateDir: state}, func(s *uitest.Session) {
		s.Do(keymap.OpenEnv)
		s.Select("limit")
		s.Do(keymap.Open)
		s.Press("ctrl+a", "ctrl+k")
		s.Paste("7")
		s.Press("enter")
		onDisk(s, diskEnv, `{"key": "url"`, `{"key": "added", "value": "here"}, {"key": "url"`)
		onDisk(s, diskEnv, `"id": "dev"`, `"id": "dev2"`)
		s.Wait(3 * time.Second)
		s.Sees("added   here", "limit   7", "changed on disk and read anew")
	})
	uitest.Run(t, uitest.Options{Dir: dir, StateDir: state, Files: map[string][]byte{}}, func(s *uitest.Session) {
		s.Sees("added   here", "limit   7")
	})
}

// A file that is gone or broken takes nothing from the screen, and comes back by
// itself.
func TestAFileGoneOrBroken(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: diskFiles()}, func(s *uitest.Session) {
		s.Open("Other")
		whole := s.File(diskFile)
		path := filepath.Join(s.Dir, diskFile)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		s.Wait(4 * time.Second)
		s.Sees("deleted or moved on disk, what is open stays: "+diskFile, "≠ disk", "Other")
		if err := os.WriteFile(path, []byte("{\n\"info\": oops"), 0o600); err != nil {
			t.Fatal(err)
		}
		s.Wait(10 * time.Second)
		s.Sees("≠ disk", "Other", "cannot be read any more, what is open stays: "+diskFile+", line 2, column 9")
		s.Do(keymap.OpenEnv)
		s.Select("limit")
		s.Do(keymap.Toggle)
		s.Wait(10 * time.Second)
		s.SeesNot("cannot be read") // an edit elsewhere is no reason to tell it again
		s.Do(keymap.Pane1, keymap.Send)
		s.Sees("200 OK")
		if err := os.WriteFile(path, []byte(strings.Replace(whole, "Other", "Another", 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		s.Wait(3 * time.Second)
		s.Sees("read anew", "Another")
		s.SeesNot("≠ disk")
	})
}

// What is typed is not taken from under the cursor.
func TestAFieldThatIsOpenStaysOpen(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: diskFiles()}, func(s *uitest.Session) {
		s.Open("Other")
		s.Do(keymap.Pane2, keymap.EditURL)
		s.Type("x")
		onDisk(s, diskFile, "other=1", "other=2")
		s.Wait(10 * time.Second)
		s.Sees("other=1x")
		s.Press("esc")
		s.Wait(3 * time.Second)
		s.SeesNot("other=1x")
	})
}

// A script that changed on disk is asked about again.
func TestAScriptChangedOnDiskIsAskedAbout(t *testing.T) {
	c := &child{}
	uitest.Run(t, uitest.Options{Scripts: c, Files: scriptedFiles()}, func(s *uitest.Session) {
		s.Open("List")
		s.Do(keymap.Send)
		s.Wait(time.Second)
		s.Press("t")
		s.Sees("200 OK")
		onDisk(s, "scripted.postman_collection.json", "after()", "after(); steal()")
		s.Do(keymap.Send)
		s.Sees("Trust the scripts of Scripted?", "has 1 script that changed since you", "trusted it:", "of List · 1 line", "+ line 1: after(); steal()", "- 1 line that stood there before")
		s.SeesNot("not trusted yet")
		if strings.Contains(c.scripts(), "steal") {
			t.Error("a script ran that nobody trusted")
		}
		s.Wait(time.Second)
		s.Press("t")
		s.Sees("200 OK")
		onDisk(s, "scripted.postman_collection.json", `"after(); steal()"`, `"after()", "`+strings.Repeat(`x()", "`, 20)+`\u001b[31mred"`)
		onDisk(s, "scripted.postman_collection.json", `{"name": "List", "event": [`, `{"name": "List", "event": [{"listen": "prerequest", "script": {"exec": ["fresh()"]}}, `)
		s.Do(keymap.Send)
		s.Sees("has 2 scripts that are new, or changed", "since you trusted them:", "of List · 1 line · new", "of List · 22 lines · changed", "+ 14 lines more")
	})
}

// An environment with edits of its own is marked where it stands.
func TestAnEnvironmentChangedOnDiskAndHere(t *testing.T) {
	uitest.Run(t, uitest.Options{Width: 80, Height: 24, Files: diskFiles()}, func(s *uitest.Session) {
		s.Do(keymap.OpenEnv)
		s.Select("limit")
		s.Do(keymap.Toggle)
		s.Sees("● unsaved")
		onDisk(s, diskEnv, `"25"`, `"50"`)
		s.Wait(3 * time.Second)
		s.Sees("Environment ─ dev ≠ disk", "changed on disk, and here: ctrl+s asks which to keep of", "25")
		s.Do(keymap.Save)
		s.Wait(time.Second)
		s.Press("o")
		s.SeesNot("≠ disk", "unsaved")
		if got := s.File(diskEnv); strings.Contains(got, "50") || !strings.Contains(got, "false") {
			t.Errorf("the file is %s", got)
		}
	})
}
