package uitest_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"postern/store/state"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

// twoVars is a workspace whose environment has two variables without a value.
func twoVars() map[string][]byte {
	return map[string][]byte{
		"a.postman_collection.json":    []byte(`{"info":{"name":"A"},"item":[{"name":"Get","request":{"method":"GET","url":"http://tenant.test/odd/text"}}]}`),
		"dev.postman_environment.json": []byte(`{"id":"e1","name":"dev","values":[{"key":"one","value":""},{"key":"two","value":""}],"_postman_variable_scope":"environment"}`),
	}
}

// setCurrent types a variable's current value.
func setCurrent(s *uitest.Session, name, value string) {
	s.Helper()
	s.Do(keymap.OpenEnv)
	s.Select(name)
	s.Do(keymap.Open)
	s.Press("ctrl+u")
	s.Type(value)
}

// The keyring or another postern may keep the private values waiting. What is
// typed meanwhile must neither be lost nor cost the values that are not read
// yet.
func TestAnEditBeforeThePrivateValuesAreRead(t *testing.T) {
	o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir(), Files: twoVars()}
	uitest.Run(t, o, func(s *uitest.Session) {
		setCurrent(s, "one", "kept-one")
		s.Press("enter")
		setCurrent(s, "two", "kept-two")
		s.Press("enter")
	})
	for _, tt := range []struct {
		name string
		then func(s *uitest.Session, read func())
	}{
		{"kept at once", func(_ *uitest.Session, read func()) { read() }},
		{"saved", func(s *uitest.Session, read func()) {
			s.Do(keymap.Toggle, keymap.Toggle, keymap.Save)
			read()
		}},
		{"undone", func(s *uitest.Session, read func()) {
			read()
			s.Do(keymap.Undo)
			s.Sees("kept-two")
		}},
		{"quit", func(s *uitest.Session, _ func()) { s.Do(keymap.Quit) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			unlock, err := state.New(o.StateDir).Lock(context.Background(), "open")
			if err != nil {
				t.Fatal(err)
			}
			defer unlock()
			value := "early " + tt.name
			uitest.Run(t, o, func(s *uitest.Session) {
				setCurrent(s, "one", value)
				s.Press("enter")
				s.SeesNot("kept-two")
				unlock()
				tt.then(s, func() {
					s.Wait(time.Second)
					s.Sees(value, "kept-two")
				})
			})
			uitest.Run(t, o, func(s *uitest.Session) { // the next morning
				s.Sees(value, "kept-two")
			})
		})
	}
}

func TestWhatIsTypedIsKeptWhenQuitting(t *testing.T) {
	for _, tt := range []struct {
		name string
		quit func(*uitest.Session)
	}{
		{"after it was entered", func(s *uitest.Session) { s.Press("enter"); s.Do(keymap.Quit) }},
		{"while it is typed", func(s *uitest.Session) { s.Do(keymap.QuitNow) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir(), Files: twoVars()}
			uitest.Run(t, o, func(s *uitest.Session) {
				setCurrent(s, "one", "typed-last")
				tt.quit(s)
				if !s.Ended() {
					t.Fatal("the program still runs")
				}
			})
			uitest.Run(t, o, func(s *uitest.Session) { s.Sees("typed-last") })
		})
	}
}

// Other files take the place of the open ones, not of what is unsaved in them.
func TestOpeningOtherFilesLosesNothing(t *testing.T) {
	o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir(), Files: twoVars()}
	other := filepath.Join(t.TempDir(), "other.postman_collection.json")
	if err := os.WriteFile(other, []byte(`{"info":{"name":"Other"},"item":[{"name":"Elsewhere","request":{"method":"GET","url":"http://tenant.test/x"}}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	uitest.Run(t, o, func(s *uitest.Session) {
		open := func() {
			s.Do(keymap.Pane1, keymap.Import)
			s.Paste(other)
			s.Press("enter")
			s.Press("o") // instead of what is open
		}
		setCurrent(s, "one", "kept")
		s.Press("enter")
		s.Do(keymap.Toggle)
		open()
		s.Sees("unsaved edits would be lost", "● unsaved", "kept")
		s.SeesNot("Elsewhere")
		s.Do(keymap.Save)
		open()
		s.Sees("Other")
		s.SeesNot("unsaved", "kept")
	})
	uitest.Run(t, o, func(s *uitest.Session) { s.Sees("kept") })
}
