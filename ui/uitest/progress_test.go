package uitest_test

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// trickle answers with a list that comes at a mebibyte a second.
func trickle(known bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		const piece, pieces = 1 << 16, 20 * 16
		w.Header().Set("Content-Type", "application/json")
		if known {
			w.Header().Set("Content-Length", strconv.Itoa(piece*pieces))
		}
		line := `"0123456789abcdefghijklmnopqrs",` // of 32 bytes
		for i := range pieces {
			for k := range piece / 32 {
				switch {
				case i == 0 && k == 0:
					fmt.Fprint(w, "["+line[:len(line)-2]+`",`)
				case i == pieces-1 && k == piece/32-1:
					fmt.Fprint(w, line[:len(line)-2]+`"`+"]")
				default:
					fmt.Fprint(w, line)
				}
			}
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
				return
			case <-time.After(time.Second / 16):
			}
		}
	}
}

// What comes for longer than a second says how fast and how long still, on every
// tab and in the last line, and can be stopped.
func TestHowFarADownloadIs(t *testing.T) {
	o := uitest.Options{Files: map[string][]byte{oauthFile: []byte(linked)}, Handler: trickle(true)}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("One")
		s.Do(keymap.Send, keymap.Pane3)
		s.Wait(500 * time.Millisecond)
		s.Sees(" of 20.0 MiB")
		s.SeesNot("left")
		s.Wait(4500 * time.Millisecond)
		s.Sees("receiving 5.", " of 20.0 MiB · 25 % · 1.0 MiB/s · 15 s left", "esc cancel")
		s.Do(keymap.NextTab)
		s.Sees("receiving 5.", "15 s left")
		s.Do(keymap.Cancel)
		s.Wait(time.Second)
		s.Sees("cancelled")
		s.SeesNot("receiving")
	})
}

func TestHowFarADownloadIsWithoutALength(t *testing.T) {
	o := uitest.Options{Files: map[string][]byte{oauthFile: []byte(linked)}, Handler: trickle(false)}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("One")
		s.Do(keymap.Send, keymap.Pane3)
		s.Wait(5 * time.Second)
		s.Sees("receiving 5.", " MiB · 1.0 MiB/s   esc cancel")
		s.SeesNot(" left")
		s.Wait(20 * time.Second)
		s.Sees("200 OK", "20.0 MiB")
	})
}

// The pages of a list say how many came and what they hold, on every tab; to stop
// them keeps what came.
func TestHowFarThePagesAre(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("n"))
		if n > 0 {
			select {
			case <-r.Context().Done():
				return
			case <-time.After(time.Second):
			}
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"items":[{"id":"a%d"},{"id":"b%d"}],"next":"http://%s/one?n=%d"}`, n, n, r.Host, n+1)
	})
	o := uitest.Options{Files: map[string][]byte{oauthFile: []byte(linked)}, Handler: h}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("One")
		s.Do(keymap.Send, keymap.Pane3, keymap.LoadPages)
		s.Wait(2500 * time.Millisecond)
		s.Sees("loading page 4 · 6 members so far · 2.5 s", "esc cancel", `"a0"`)
		s.Do(keymap.NextTab)
		s.Sees("loading page 4", "Content-Type: application/json")
		s.Do(keymap.Cancel)
		s.Wait(time.Second)
		s.Do(keymap.PrevTab)
		s.Sees(`"b2"`)
		s.SeesNot("loading", `"a3"`)
	})
}
