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

// changed returns the lines of a file that differ from before, "-" and "+".
func changed(before, after string) []string {
	old, now := strings.Split(before, "\n"), strings.Split(after, "\n")
	var out []string
	for i := range max(len(old), len(now)) {
		a, b := "", ""
		if i < len(old) {
			a = old[i]
		}
		if i < len(now) {
			b = now[i]
		}
		if a != b {
			out = append(out, "-"+strings.TrimSpace(a), "+"+strings.TrimSpace(b))
		}
	}
	return out
}

func TestEditAndSaveARequest(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		before := s.File(tenant.SampleCollectionFile)
		s.Open("Users", "Find users by name")
		s.Sees("susan")
		s.Do(keymap.Pane2, keymap.Open) // the first row's value
		s.Press("ctrl+u")
		s.Type("tony")
		s.Press("enter")
		s.Sees("q=tony", "● unsaved")
		if got := s.File(tenant.SampleCollectionFile); got != before {
			t.Fatal("the file changed before it was saved")
		}
		s.Do(keymap.Save)
		s.Sees("saved 1 file")
		s.SeesNot("● unsaved")
		diff := changed(before, s.File(tenant.SampleCollectionFile))
		for _, l := range diff {
			if !strings.Contains(l, "susan") && !strings.Contains(l, "tony") {
				t.Errorf("another line changed too: %s", l)
			}
		}
		if len(diff) != 4 { // the raw URL and the row's value
			t.Errorf("%d lines of difference:\n%s", len(diff), strings.Join(diff, "\n"))
		}
		s.Do(keymap.Send)
		s.Sees("200 OK", `"firstName": "Tony"`)
	})
}

func TestSwitchAParameterOff(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "Find users by name")
		s.Do(keymap.Pane2, keymap.Toggle)
		s.SeesNot("q=susan")
		s.Do(keymap.Toggle)
		s.Sees("q=susan")
	})
}

func TestChangeTheMethod(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Pane2, keymap.Method)
		s.Type("d")
		s.Press("enter")
		s.Sees("DELETE ▾")
	})
}

func TestHeadersAndPreview(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.Add)
		s.Type("X-Trace")
		s.Press("tab")
		s.Type("{{nobody}} {{client_secret}}")
		s.Press("enter")
		s.Press("esc")
		s.Do(keymap.PrevTab, keymap.PrevTab, keymap.PrevTab) // the last tab is the preview
		s.Sees("GET http://tenant.test/api/v1/users?limit=25", "X-Trace: {{nobody}} ••••••••", "Authorization: Bearer", "nobody")
		s.SeesNot("demo-client-secret")
	})
}

func TestEditABody(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Odd answers", "Echo")
		s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.NextTab)
		s.Sees("JSON ▾")
		s.Do(keymap.EditValue)
		s.Press("ctrl+home")
		s.Paste("[1,\n")
		s.Press("ctrl+end")
		s.Paste(",2]")
		s.Do(keymap.Send)
		s.Sees("200 OK")
		s.Do(keymap.Pane3, keymap.NextTab, keymap.NextTab)
		s.Sees("[1,", ",2]")
	})
}

func TestUnsavedEditsAreNotLostOnQuit(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "Find users by name")
		s.Do(keymap.Pane2, keymap.Toggle, keymap.Quit)
		s.Sees("Unsaved edits", "save and quit")
		s.Press("esc")
		if s.Ended() {
			t.Fatal("staying quit the program")
		}
		s.Do(keymap.Quit)
		s.Press("s")
		if !s.Ended() {
			t.Fatal("the program still runs")
		}
		if !strings.Contains(s.File(tenant.SampleCollectionFile), `"disabled": true`) {
			t.Error("the edit was not saved")
		}
	})
}

func TestCurrentValuesStayPrivate(t *testing.T) {
	dir, state := t.TempDir(), t.TempDir()
	o := uitest.Options{Dir: dir, StateDir: state}
	uitest.Run(t, o, func(s *uitest.Session) {
		before := s.File(tenant.SampleEnvironmentFile)
		s.Do(keymap.OpenEnv, keymap.Bottom, keymap.Add)
		s.Type("canary")
		s.Press("enter")
		s.Paste("s3cr3t-canary-value")
		s.Press("enter")
		s.Sees("canary", "s3cr3t-can")
		s.Press("esc")
		s.Do(keymap.Save)
		after := s.File(tenant.SampleEnvironmentFile)
		if strings.Contains(after, "s3cr3t-canary-value") {
			t.Error("a current value is in the workspace's file")
		}
		if !strings.Contains(after, `"canary"`) || before == after {
			t.Error("the new variable's name is not in the file")
		}
	})
	uitest.Run(t, o, func(s *uitest.Session) { // the next morning
		s.Do(keymap.OpenEnv, keymap.Bottom, keymap.Up)
		s.Sees("s3cr3t-can")
	})
	err := filepath.WalkDir(state, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if strings.Contains(string(b), "s3cr3t-canary-value") {
			t.Errorf("%s holds the value in clear", filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSecretsAreMaskedAndLeaveTheFile(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: map[string][]byte{
		"a.postman_collection.json":    []byte(`{"info":{"name":"A"},"item":[]}`),
		"dev.postman_environment.json": []byte("{\n\t\"name\": \"dev\",\n\t\"values\": [\n\t\t{\n\t\t\t\"key\": \"pin\",\n\t\t\t\"value\": \"top-secret-pin\",\n\t\t\t\"type\": \"default\"\n\t\t}\n\t]\n}\n"),
	}}, func(s *uitest.Session) {
		s.Do(keymap.OpenEnv)
		s.Sees("top-secret-pin")
		s.Do(keymap.MarkSecret)
		s.SeesNot("top-secret-pin")
		s.Sees("pin", "••••••••")
		s.Do(keymap.QuickLook)
		s.SeesNot("top-secret-pin")
		s.Press("esc")
		s.Do(keymap.Reveal)
		s.Sees("top-secret-pin")
		s.Do(keymap.Save)
		file := s.File("dev.postman_environment.json")
		if strings.Contains(file, "top-secret-pin") || !strings.Contains(file, `"secret"`) {
			t.Errorf("the file is\n%s", file)
		}
	})
}

func TestEnvironments(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: map[string][]byte{
		"a.postman_collection.json":     []byte(`{"info":{"name":"A"},"item":[{"name":"Get","request":{"method":"GET","url":"{{url}}/odd/text"}}]}`),
		"dev.postman_environment.json":  []byte(`{"name":"dev","values":[{"key":"url","value":"http://tenant.test","enabled":true}]}`),
		"prod.postman_environment.json": []byte(`{"name":"prod","values":[{"key":"url","value":"http://prod.test","enabled":true}]}`),
	}}, func(s *uitest.Session) {
		s.Sees("no environment ▾")
		s.Do(keymap.SwitchEnv)
		s.Sees("no environment", "dev", "prod")
		s.Type("prod")
		s.Press("enter")
		s.Sees("4 Environment ─ prod", "http://prod.test", "prod ▾")
		s.Do(keymap.SwitchEnv)
		s.Type("dev")
		s.Press("enter")
		s.Open("Get")
		s.Do(keymap.Send)
		s.Sees("200 OK")
		s.Do(keymap.OpenEnv, keymap.Toggle)
		s.Open("Get")
		s.Do(keymap.Send)
		s.Sees("{{url}}")
		s.Wait(time.Second)
		s.Press("esc")
		s.Do(keymap.OpenEnv, keymap.Rename)
		s.Press("ctrl+u")
		s.Type("staging")
		s.Press("enter")
		s.Sees("staging ▾")
		s.Do(keymap.RemoveVar)
		s.Do(keymap.Save)
		file := s.File("dev.postman_environment.json")
		if !strings.Contains(file, `"staging"`) || strings.Contains(file, `"url"`) {
			t.Errorf("the file is %s", file)
		}
	})
}

func TestAnEnvironmentThatIsNotThere(t *testing.T) {
	uitest.Run(t, uitest.Options{Env: "nope"}, func(s *uitest.Session) {
		s.Sees("✗", "nope", "no environment ▾")
	})
}

func TestQuickLook(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Do(keymap.QuickLook)
		s.Sees("url", "http://tenant.test", "environment", "Tenant", "••••••••")
	})
}

// Many quick edits end with the last one, in the state too, however soon the
// program ends.
func TestTheLastEditIsKept(t *testing.T) {
	o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir()}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.OpenEnv)
		s.Select("limit")
		for _, v := range []string{"1", "2", "3", "47"} {
			s.Do(keymap.Open)
			s.Press("ctrl+u")
			s.Type(v)
			s.Press("enter")
		}
	})
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.OpenEnv)
		s.Sees("47")
	})
}
