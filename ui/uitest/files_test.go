package uitest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/auth/tenant"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

// shared is where the real vendors' files are, beside the repository.
func shared(t *testing.T) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "collections")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("skipped: needs ../shared (real Postman files beside the repository)")
	}
	return dir
}

// Okta's own files, as its guide says: open them, set url and apikey, send
// List Users.
func TestOktasOwnCollection(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"okta__okta-developer-docs__users.json", "okta__okta-developer-docs__example.oktapreview.com.environment.json"} {
		b, err := os.ReadFile(filepath.Join(shared(t), name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	uitest.Run(t, uitest.Options{Dir: dir, Paths: []string{dir}}, func(s *uitest.Session) {
		s.Sees("Users (Okta API)", "{yourOktaDomain}")
		set := func(name, value string) {
			s.Select(name)
			s.Do(keymap.Open)
			s.Press("ctrl+a", "ctrl+k")
			s.Paste(value)
			s.Press("enter")
		}
		s.Do(keymap.OpenEnv)
		set("url", uitest.Base)
		set("apikey", tenant.DemoAPIKey)
		s.Open("List Users")
		s.Do(keymap.Send)
		s.Sees("200 OK", `"firstName": "Tony"`)
		if !strings.Contains(s.Styled(), "\x1b[") {
			t.Error("the answer has no colours")
		}
		s.Do(keymap.Pane3, keymap.NextTab, keymap.NextTab, keymap.NextTab, keymap.NextTab, keymap.NextTab)
		s.Sees("Authorization: SSWS ••••••••")
		s.SeesNot(tenant.DemoAPIKey)
	})
}

func TestEveryPublishedFileOpens(t *testing.T) {
	dir := shared(t)
	uitest.Run(t, uitest.Options{Paths: []string{dir}}, func(s *uitest.Session) {
		s.Sees("WhoAmI")
		s.Do(keymap.UnfoldAll)
		for range 120 {
			s.Do(keymap.PageDown)
			if bad := uitest.Foreign(s.Styled()); bad != "" {
				t.Fatalf("%q reached the terminal", bad)
			}
		}
	})
}

func TestABrokenFileIsNamedAndTheRestOpens(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: map[string][]byte{
		"good.postman_collection.json":   []byte(`{"info":{"name":"Good"},"item":[]}`),
		"broken.postman_collection.json": []byte("{\n  \"info\": {\"name\": \"Bad\",},\n  \"item\": []\n}"),
	}}, func(s *uitest.Session) {
		s.Sees("Good", "1 file could not be read", "broken.postman_coll")
		s.Do(keymap.Bottom, keymap.Open)
		s.Sees("broken.postman_collection.json", "line 2, column 26")
	})
}

func TestNothingToOpen(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: map[string][]byte{}}, func(s *uitest.Session) {
		s.Sees("demo", "open or import files")
	})
}

func TestAnOutsideEditIsNotOverwritten(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "Find users by name")
		s.Do(keymap.Pane2, keymap.Toggle)
		path := filepath.Join(s.Dir, tenant.SampleCollectionFile)
		theirs := strings.Replace(s.File(tenant.SampleCollectionFile), "Tenant API", "Their API", 1)
		if err := os.WriteFile(path, []byte(theirs), 0o600); err != nil {
			t.Fatal(err)
		}
		s.Do(keymap.Save)
		s.Sees("Changed on disk, and here", "● unsaved")
		s.Press("o") // typed before anybody could have read the question
		if s.File(tenant.SampleCollectionFile) != theirs {
			t.Fatal("a stray key overwrote the other program's edit")
		}
		s.Wait(time.Second)
		s.Press("k")
		if s.File(tenant.SampleCollectionFile) != theirs {
			t.Error("the other program's edit was overwritten")
		}
		s.Sees("● unsaved")
		s.Do(keymap.Save)
		s.Wait(time.Second)
		s.Press("r")
		s.Sees("Their API")
		s.SeesNot("unsaved")
	})
}

func TestWhatIsNotUnderstoodIsListed(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: map[string][]byte{
		"odd.postman_collection.json": []byte(`{"info":{"name":"Odd"},"item":[{"name":"Get","request":{"method":"GET","url":"http://tenant.test/odd/text",
			"body":{"mode":"telepathy"},"header":[3]}}]}`),
	}}, func(s *uitest.Session) {
		s.Sees("could not be understood")
		s.Do(keymap.Report)
		s.Sees("Not understood", "odd.postman_collection.json", "Get")
	})
}

// A file of the first format becomes one of the present, which the person is
// told, and the old one stays.
func TestAVersion1FileIsConverted(t *testing.T) {
	const old = `{"id":"c1","name":"Old","order":["r1"],"folders":[],"requests":[{"id":"r1","name":"Ping","url":"http://tenant.test/odd/text","method":"GET","headers":"X-A: b\n","dataMode":"params","data":[],"collectionId":"c1"}]}`
	uitest.Run(t, uitest.Options{Files: map[string][]byte{"old.postman_collection.json": []byte(old)}}, func(s *uitest.Session) {
		s.Open("Ping")
		s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.Toggle, keymap.Save)
		s.Sees("saved 1 file", "v2.1", "old.postman_collection.json.v1.bak")
		if s.File("old.postman_collection.json.v1.bak") != old {
			t.Error("the old file was not kept")
		}
		if now := s.File("old.postman_collection.json"); !strings.Contains(now, "v2.1.0") || !strings.Contains(now, `"disabled": true`) {
			t.Errorf("the new file is %s", now)
		}
		s.Do(keymap.Toggle, keymap.Save)
		s.Sees("saved 1 file")
		s.SeesNot("v1.bak")
	})
}

// Nothing is open, and every action there is comes up all the same.
func TestNothingIsOpen(t *testing.T) {
	for _, a := range keymap.Actions() {
		if a.ID == keymap.Quit || a.ID == keymap.QuitNow || a.ID == keymap.OpenDemo || len(a.Keys) == 0 {
			continue
		}
		t.Run(string(a.ID), func(t *testing.T) {
			uitest.Run(t, uitest.Options{Files: map[string][]byte{}}, func(s *uitest.Session) {
				for _, pane := range []keymap.ID{keymap.Pane1, keymap.Pane2, keymap.Pane3, keymap.Pane4} {
					s.Do(pane, a.ID)
					s.Type("x")
					s.Press("enter", "esc")
				}
			})
		})
	}
}

// From nothing to an API of one's own that wants a token.
func TestFirstCollection(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: map[string][]byte{}}, func(s *uitest.Session) {
		s.Sees("No collection is open")
		s.Do(keymap.NewCollection)
		s.Type("My API")
		s.Press("enter")
		s.Sees("My API", "● unsaved")
	})
}

func TestWhatCannotBeReadDoesNotReplaceTheWorkspace(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		notes := filepath.Join(t.TempDir(), "notes.txt")
		if err := os.WriteFile(notes, []byte("buy milk\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		s.Do(keymap.Import)
		s.Paste(notes)
		s.Press("enter")
		s.Sees("Not imported", "import notes.txt: ", "Tenant API")
	})
}
