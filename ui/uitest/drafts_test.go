package uitest_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/auth/tenant"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

// twice runs two stories after each other in the same folders: what the first
// leaves unsaved, the second is offered.
func twice(t *testing.T, first, then func(*uitest.Session)) {
	t.Helper()
	dir, private := t.TempDir(), t.TempDir()
	uitest.Run(t, uitest.Options{Dir: dir, StateDir: private}, first)
	uitest.Run(t, uitest.Options{Dir: dir, StateDir: private}, func(s *uitest.Session) {
		s.Wait(time.Second) // what opens by itself takes no keys at first
		then(s)
	})
}

// edit renames a request, which is not saved.
func edit(s *uitest.Session) {
	s.Open("Users", "Find users by name")
	s.Do(keymap.Pane1, keymap.RenameItem)
	s.Press("ctrl+a", "ctrl+k")
	s.Type("Search people")
	s.Press("enter")
	s.Sees("● unsaved")
}

func TestUnsavedEditsComeBack(t *testing.T) {
	before := ""
	twice(t, func(s *uitest.Session) {
		before = s.File(tenant.SampleCollectionFile)
		edit(s)
	}, func(s *uitest.Session) {
		s.Sees("Unsaved edits from before", "Tenant API", "renaming of Find users by name")
		s.Press("r")
		s.Sees("recovered 1 document", "● unsaved")
		s.Do(keymap.Pane1, keymap.UnfoldAll)
		s.Sees("Search people")
		if s.File(tenant.SampleCollectionFile) != before {
			t.Fatal("recovering wrote the file")
		}
		s.Do(keymap.Undo)
		s.Sees("Find users by name")
		s.SeesNot("● unsaved")
		s.Do(keymap.Redo)
		s.Sees("Search people", "● unsaved")
		s.Do(keymap.Save)
		s.Sees("saved 1 file")
		s.SeesNot("unsaved")
		if now := s.File(tenant.SampleCollectionFile); len(changed(before, now)) != 2 || !strings.Contains(now, "Search people") {
			t.Errorf("saving changed %q", changed(before, now))
		}
	})
}

// They are offered until something is decided, and then no more.
func TestUnsavedEditsAreOfferedUntilItIsDecided(t *testing.T) {
	dir, private := t.TempDir(), t.TempDir()
	run := func(story func(*uitest.Session)) {
		uitest.Run(t, uitest.Options{Dir: dir, StateDir: private}, func(s *uitest.Session) {
			s.Wait(time.Second)
			story(s)
		})
	}
	run(edit)
	run(func(s *uitest.Session) {
		s.Sees("Unsaved edits from before")
		s.Press("esc")
		s.Sees("are kept: f7")
		s.Do(keymap.Pane1, keymap.UnfoldAll)
		s.Sees("Find users by name")
		s.SeesNot("Search people")
		s.Do(keymap.RecoverEdits) // or at once, when the person wants them
		s.Sees("Unsaved edits from before", "renaming of Find users by name")
		s.Press("l")
		s.Sees("are kept: f7")
	})
	run(func(s *uitest.Session) {
		s.Press("d")
		s.Sees("are gone")
		s.Do(keymap.Pane1, keymap.UnfoldAll)
		s.SeesNot("● unsaved", "Search people")
	})
	run(func(s *uitest.Session) {
		s.SeesNot("Unsaved edits from before")
		s.Do(keymap.RecoverEdits)
		s.SeesNot("Unsaved edits from before")
		s.Sees("nothing was left unsaved")
	})
}

// They can be taken later in the same session.
func TestUnsavedEditsThatWerePutOffComeBackWhenAsked(t *testing.T) {
	twice(t, edit, func(s *uitest.Session) {
		s.Press("l")
		s.Open("Users", "List users")
		s.Do(keymap.Pane1, keymap.RenameItem)
		s.Press("ctrl+a", "ctrl+k")
		s.Type("Everybody")
		s.Press("enter")
		s.Do(keymap.Palette)
		s.Type("recover unsaved")
		s.Press("enter")
		s.Sees("Unsaved edits from before", "They take the place of what is unsaved now")
		s.Press("r")
		s.Sees("recovered 1 document", "● unsaved")
		s.Do(keymap.Pane1, keymap.UnfoldAll)
		s.Sees("Search people", "List users")
		s.Do(keymap.Undo)
		s.Sees("Find users by name", "Everybody", "● unsaved")
	})
}

// Who quits without saving has decided.
func TestWhatIsGivenUpIsNotOffered(t *testing.T) {
	twice(t, func(s *uitest.Session) {
		edit(s)
		s.Wait(5 * time.Second)
		s.Do(keymap.Quit)
		s.Press("d")
		if !s.Ended() {
			t.Fatal("it has not ended")
		}
	}, func(s *uitest.Session) { s.SeesNot("Unsaved edits from before") })
}

func TestWhatIsSavedIsNotOffered(t *testing.T) {
	twice(t, func(s *uitest.Session) {
		edit(s)
		s.Wait(5 * time.Second)
		s.Do(keymap.Save)
		s.Sees("saved 1 file")
	}, func(s *uitest.Session) { s.SeesNot("Unsaved edits from before") })
}

// Somebody else wrote the file meanwhile: it is told, and theirs stays until the
// person decides.
func TestRecoveredEditsAndAnOutsideEdit(t *testing.T) {
	theirs := ""
	twice(t, func(s *uitest.Session) {
		edit(s)
		theirs = strings.Replace(s.File(tenant.SampleCollectionFile), "Tenant API", "Their API", 1)
		if err := os.WriteFile(filepath.Join(s.Dir, tenant.SampleCollectionFile), []byte(theirs), 0o600); err != nil {
			t.Fatal(err)
		}
	}, func(s *uitest.Session) {
		s.Sees("Their API", "Its file has changed since")
		s.Press("r")
		s.Sees("Tenant API", "● unsaved")
		s.Do(keymap.Pane1, keymap.UnfoldAll)
		s.Sees("Search people")
		s.Do(keymap.Save)
		s.Sees("Changed on disk, and here")
		if s.File(tenant.SampleCollectionFile) != theirs {
			t.Fatal("the other program's edit was overwritten")
		}
		s.Wait(time.Second)
		s.Press("r")
		s.Sees("Their API")
		s.SeesNot("● unsaved")
	})
}

// A new collection, an environment's initial value and the globals come back,
// too, and nothing of them is plain in the private state.
func TestUnsavedDocumentsOfEveryKindComeBack(t *testing.T) {
	const canary = "canary-5f-in-a-draft"
	twice(t, func(s *uitest.Session) {
		s.Do(keymap.NewCollection)
		s.Type("Fresh")
		s.Press("enter")
		s.Do(keymap.NewRequest)
		s.Press("enter")
		s.Paste("https://api.example.com/" + canary)
		s.Press("enter")
		s.Do(keymap.OpenEnv, keymap.Initial)
		s.Press("ctrl+a", "ctrl+k")
		s.Paste("https://" + canary)
		s.Press("enter")
		s.Wait(5 * time.Second)
		err := filepath.WalkDir(s.StateDir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			if bytes.Contains(b, []byte(canary)) {
				t.Errorf("%s holds it in plain text", d.Name())
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}, func(s *uitest.Session) {
		s.Sees("Unsaved edits from before", "Fresh", "new collection", "edit of Tenant")
		s.Press("enter")
		s.Sees("recovered 2 documents", "Fresh", "● unsaved")
		s.Open("New request")
		s.Sees(canary)
		s.Do(keymap.Save)
		s.Sees("saved 2 files")
		if env := s.File(tenant.SampleEnvironmentFile); !strings.Contains(env, canary) {
			t.Errorf("the environment is %s", env)
		}
		if all, err := filepath.Glob(filepath.Join(s.Dir, "Fresh*.postman_collection.json")); err != nil || len(all) != 1 {
			t.Errorf("there is %v, %v", all, err)
		}
	})
}

// What is asked about drafts and links stands on a small screen, too.
func TestFramesOfBringingIn(t *testing.T) {
	for _, size := range []struct {
		name string
		w, h int
	}{{"80x24", 80, 24}, {"40x12", 40, 12}} {
		o := uitest.Options{Width: size.w, Height: size.h, Dir: t.TempDir(), StateDir: t.TempDir()}
		uitest.Run(t, o, func(s *uitest.Session) {
			s.Do(keymap.Pane1, keymap.RenameItem)
			s.Type("!")
			s.Press("enter")
		})
		uitest.Run(t, o, func(s *uitest.Session) {
			s.Wait(time.Second)
			golden(t, size.name+"-recover.txt", s.Screen())
			s.Press("l")
			s.Do(keymap.Import)
			golden(t, size.name+"-import.txt", s.Screen())
			s.Paste("http://localhost:8080/api/openapi.json?key=1")
			s.Press("enter")
			golden(t, size.name+"-link.txt", s.Screen())
		})
	}
}

// Who types a long text and never leaves it loses no more than who does: what is
// typed so far is kept while the typing goes on.
func TestTextThatIsBeingTypedIsKept(t *testing.T) {
	dir, private, crashed := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "copy")
	uitest.Run(t, uitest.Options{Dir: dir, StateDir: private}, func(s *uitest.Session) {
		s.Open("Odd answers", "Echo")
		s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.NextTab, keymap.EditValue)
		s.Press("ctrl+a")
		s.Type("typed for")
		s.Wait(5 * time.Second)
		s.Sees("● unsaved")
		s.Type(" a long time")
		s.Sees("typed for a long time") // the cursor is where it was
		s.Wait(5 * time.Second)
		if err := os.CopyFS(crashed, os.DirFS(private)); err != nil { // as a crash would leave it
			t.Fatal(err)
		}
		s.Press("ctrl+z")
		s.SeesNot("a long time")
		s.Press("esc")
		s.Do(keymap.Pane1, keymap.Undo, keymap.Undo, keymap.Undo)
		s.SeesNot("typed for", "● unsaved")
	})
	uitest.Run(t, uitest.Options{Dir: dir, StateDir: crashed}, func(s *uitest.Session) {
		s.Wait(time.Second)
		s.Sees("edit of Echo")
		s.Press("r")
		s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.NextTab)
		s.Sees("typed for a long time")
	})
}
