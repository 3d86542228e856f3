package uitest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// Before a search has seen all of a body its first hit is on screen, with how
// much was searched.
func TestTheFirstHitIsShownBeforeTheSearchEnds(t *testing.T) {
	rows := strings.Repeat("nothing to be found in this row\n", 1<<14)
	early := ""
	watch := func(frame string) {
		if early == "" && strings.Contains(frame, "searching… 1 of") {
			early = frame
		}
	}
	handler := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, rows+"a needle\n"+rows+"a needle\n"+rows+"a needle\n")
	}
	uitest.Run(t, uitest.Options{Files: streamFiles(), Handler: http.HandlerFunc(handler), Watch: watch}, func(s *uitest.Session) {
		s.Open("List")
		s.Do(keymap.Zoom, keymap.Send, keymap.Pane3)
		s.Do(keymap.Search)
		s.Type("/n[e]{2}dle/")
		s.Press("enter")
		s.Sees("1 of 3   n next", "a needle")
	})
	if !strings.Contains(early, "a needle") || !strings.Contains(early, "searching… 1 of 1 in 49 %") {
		t.Errorf("nothing was shown before the end:\n%s", early)
	}
}
