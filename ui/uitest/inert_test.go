package uitest_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// Every action does something that is seen, or says why not: in every pane, with
// nothing open, with a request, with an answer.
func TestNoActionIsSilent(t *testing.T) {
	// These have nothing to say: moves at an end, the pane that has the keys
	// already, backing out of nothing, and what ends the program.
	quiet := []keymap.ID{
		keymap.Up, keymap.Down, keymap.Left, keymap.Right, keymap.PageUp, keymap.PageDown, keymap.Top, keymap.Bottom,
		keymap.Pane1, keymap.Pane2, keymap.Pane3, keymap.Pane4, keymap.OpenEnv, keymap.Cancel, keymap.Interrupt, keymap.Quit, keymap.QuitNow,
		keymap.Pager, keymap.Editor, keymap.EditOutside, // other programs
		keymap.Send, keymap.RunAll, // the answer may be the same
	}
	states := map[string]struct {
		o  uitest.Options
		to func(s *uitest.Session)
	}{
		"nothing":  {uitest.Options{Files: map[string][]byte{}}, func(*uitest.Session) {}},
		"request":  {uitest.Options{}, func(s *uitest.Session) { s.Open("Users", "List users") }},
		"response": {uitest.Options{}, func(s *uitest.Session) { s.Open("Users", "List users"); s.Do(keymap.Send) }},
	}
	keys := keymap.New(keymap.Actions(), nil)
	for name, state := range states {
		for pane, focus := range []keymap.ID{keymap.Pane1, keymap.Pane2, keymap.Pane3, keymap.Pane4} {
			scope := []keymap.Scope{keymap.Tree, keymap.Request, keymap.Response, keymap.Environment}[pane]
			t.Run(fmt.Sprintf("%s/%v", name, scope), func(t *testing.T) {
				uitest.Run(t, state.o, func(s *uitest.Session) {
					state.to(s)
					for _, a := range keymap.Actions() {
						if len(a.Keys) == 0 || slices.Contains(quiet, a.ID) || a.Scope != scope && a.Scope != keymap.Global && a.Scope != keymap.Anywhere {
							continue
						}
						s.Do(focus)
						if id, ok := keys.Find(uitest.Key(a.Keys[0]), scope, keymap.Global, keymap.Anywhere); !ok || id != a.ID {
							continue // here its key is another action's
						}
						s.Wait(5 * time.Second) // no note is left
						before := s.Styled()
						s.Do(a.ID)
						if s.Styled() == before && len(s.Copied) == 0 {
							t.Errorf("%s (%s): nothing is seen of it", a.ID, a.Title)
						}
						s.Copied = nil
						s.Press("esc", "esc", "esc")
					}
				})
			})
		}
	}
}
