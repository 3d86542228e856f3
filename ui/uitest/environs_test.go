package uitest_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// initial is the value of a variable in an environment's file.
func initial(t *testing.T, file, name string) string {
	t.Helper()
	var e struct {
		Values []struct{ Key, Value string }
	}
	if err := json.Unmarshal([]byte(file), &e); err != nil {
		t.Fatal(err)
	}
	for _, v := range e.Values {
		if v.Key == name {
			return v.Value
		}
	}
	t.Fatalf("no %s in the file", name)
	return ""
}

// environmentFile is the only file of an environment in the workspace.
func environmentFile(s *uitest.Session) string {
	s.Helper()
	found, err := filepath.Glob(filepath.Join(s.Dir, "*.postman_environment.json"))
	if err != nil || len(found) != 1 {
		s.Fatalf("%v, %v", found, err)
	}
	return filepath.Base(found[0])
}

// A value is tried here, goes back, is tried again and then shared with all.
func TestCurrentAndInitialValues(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		file := environmentFile(s)
		s.Do(keymap.OpenEnv)
		s.Select("limit")
		s.Press("enter", "ctrl+u")
		s.Type("7")
		s.Press("enter")
		s.Sees("•limit")
		s.Select("limit")
		s.Do(keymap.ResetVar)
		s.Sees("Back to the initial value", "reset limit", "brings them back")
		s.Press("o")
		s.Sees("reset 1 value")
		s.SeesNot("•limit")
		s.Do(keymap.Undo)
		s.Sees("•limit")
		s.Select("limit")
		s.Do(keymap.PublishVar)
		s.Sees("Everybody who gets the file sees them")
		s.Press("o")
		s.Sees("initial now: 1 value", "● unsaved")
		if got := initial(t, s.File(file), "limit"); got != "25" {
			t.Errorf("the file has %q before it is saved", got)
		}
		s.Do(keymap.Save)
		if got := initial(t, s.File(file), "limit"); got != "7" {
			t.Errorf("the file has %q", got)
		}
	})
}

// All values are edited as text; a mistake is told with its line, secrets stay
// dots, and the edit can be undone.
func TestBulkEdit(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Do(keymap.OpenEnv, keymap.BulkEnv)
		s.Sees("Current values of Tenant", "apikey: ••••••••", "limit: 25")
		s.Paste("stage: test\nno colon\n")
		s.Sees("✗ line 2: a name and its value")
		s.Do(keymap.Save)
		s.Sees("Current values of Tenant")
		s.Press("backspace")
		for range len("no colon") {
			s.Press("backspace")
		}
		s.Do(keymap.Save)
		s.SeesNot("Current values of Tenant")
		s.Sees("stage", "apikey")
		s.Open("Users", "List users")
		s.Do(keymap.Send)
		s.Sees("200 OK") // the secrets are what they were
		s.Do(keymap.OpenEnv, keymap.Undo)
		s.SeesNot("stage")
	})
}

// A copy is changed and compared, written to a file without its secrets, and
// brought in again.
func TestEnvironmentsAsAWhole(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.json")
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Do(keymap.OpenEnv, keymap.DuplicateEnv)
		s.Sees("Tenant copy ▾", "•apikey")
		s.Select("limit")
		s.Press("enter", "ctrl+u")
		s.Type("7")
		s.Press("enter")
		s.Do(keymap.CompareEnv)
		s.Sees("Compare Tenant copy with")
		s.Press("enter")
		s.Sees("Tenant copy and Tenant", "≠ limit")
		s.SeesNot("= url")
		s.Do(keymap.Toggle)
		s.Sees("= url", "= apikey", "••••••••")
		s.Press("esc")
		s.Do(keymap.ExportEnv)
		s.Sees("which the first two leave empty", "for everybody to read")
		s.Press("c")
		s.Sees("Write to", "Tenant copy.postman_environment.json")
		s.Press("ctrl+u")
		s.Type(out)
		s.Press("enter")
		s.Sees("saved ")
		s.Do(keymap.ImportEnv)
		s.Type(out)
		s.Press("enter")
		s.Sees("Tenant copy copy ▾")
		s.Do(keymap.Save)
		s.Sees("saved 2 files")
	})
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if got := initial(t, string(data), "limit"); got != "7" {
		t.Errorf("the limit in the file is %q", got)
	}
	for _, name := range []string{"apikey", "client_secret", "password", "private_key"} {
		if got := initial(t, string(data), name); strings.TrimSpace(got) != "" {
			t.Errorf("the file has %s", name)
		}
	}
}

// An environment is brought in by its path, as a text, by a link or from the
// clipboard.
func TestBringInAnEnvironment(t *testing.T) {
	const text = "{\n  \"name\": \"Staging\", \"values\": [{\"key\": \"url\", \"value\": \"https://staging.test\"}]\n}"
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Do(keymap.Pane4, keymap.ImportEnv)
		s.Sees("path, link, or the text itself")
		s.Paste(text)
		s.Sees("Staging ▾")
		s.Do(keymap.ImportEnv)
		s.Type("https://x.test/dev.json")
		s.Press("enter")
		s.Sees("https://x.test/dev.json", "fetch")
		s.Press("esc")
		s.Do(keymap.ImportEnv)
		s.Press("enter")
		s.Clipboard(text)
		s.Sees("what was pasted is Postman", "Staging: environment with 1 variable")
	})
}
