package uitest_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// dripping answers with a text, some bytes in twenty milliseconds.
func dripping(contentType string, body []byte, n int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType)
		for len(body) > 0 && r.Context().Err() == nil {
			k := min(n, len(body))
			_, _ = w.Write(body[:k])
			_ = http.NewResponseController(w).Flush()
			body = body[k:]
			<-time.After(20 * time.Millisecond)
		}
	}
}

// A stream is shown event by event, its end in view, until the reader goes
// elsewhere, and again when they come back.
func TestAStreamFollowsItsEnd(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: streamFiles(), Handler: http.HandlerFunc(slowly)}, func(s *uitest.Session) {
		s.Open("Events")
		s.Do(keymap.Zoom, keymap.Send, keymap.Pane3)
		s.Wait(time.Second)
		s.Sees("following", "#95 tick · 00:00:00.940", `{"n":94}`)
		s.SeesNot("#1 tick")
		s.Do(keymap.PageUp)
		there := visible(s)
		s.Wait(time.Second)
		if now := visible(s); now != there {
			t.Errorf("moved away from the end, the view went from\n%s\nto\n%s", there, now)
		}
		s.SeesNot("following")
		s.Sees("G follows")
		s.Do(keymap.Bottom)
		s.Wait(time.Second)
		s.Sees("following", "#295 tick")
		s.Do(keymap.NextTab)
		s.Wait(time.Second)
		s.Do(keymap.PrevTab)
		s.Wait(100 * time.Millisecond)
		s.Sees("following", "#405 tick")

		s.Do(keymap.Raw) // as it comes, and still at its end
		s.Wait(100 * time.Millisecond)
		s.Sees(`data: {"n":410}`, "event: tick", "following")
		s.Do(keymap.Raw)
		s.Wait(100 * time.Millisecond)
		s.Sees("#420 tick", "following")

		s.Do(keymap.Cancel)
		s.Sees("cancelled")
		s.SeesNot("following", "receiving")
		s.Do(keymap.Top)
		s.Sees("1 #1 tick")

		s.Do(keymap.Send) // what is seen raw stays raw
		s.Wait(time.Second)
		s.Do(keymap.Raw, keymap.Cancel)
		s.Sees("cancelled", `data: {"n":9`)
		s.SeesNot("#1 tick")
	})
}

// visible are the rows of the body that are on screen.
func visible(s *uitest.Session) string {
	rows := strings.Split(s.Screen(), "\n")
	return strings.Join(rows[3:len(rows)-2], "\n")
}

// The end of an ordinary body is followed by those who go there.
func TestAnOrdinaryBodyStaysAtItsBeginning(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: streamFiles(), Handler: http.HandlerFunc(slowly)}, func(s *uitest.Session) {
		s.Open("List")
		s.Do(keymap.Zoom, keymap.Send, keymap.Pane3)
		s.Wait(time.Second)
		s.Sees(`"item-0"`)
		s.SeesNot("follow")
		s.Do(keymap.Bottom)
		s.Wait(time.Second)
		s.Sees(`"item-190"`, "following")
		s.Do(keymap.Up)
		s.SeesNot("following")
	})
}

func TestEventsAreLaidOutOneByOne(t *testing.T) {
	const stream = "\ufeff: hello\r\nretry: 2500\r\n\r\n" +
		"event: user\r\nid: 41\r\ndata: {\"name\":\"Tony Stark\",\"tags\":[\"a\",\"b\"],\"email\":\"tony.stark@example.com\",\"active\":true}\r\n\r\n" +
		"event: \x1b]0;owned\x07\x1b[2J\u202e\rdata: first\rdata: second\r\r" +
		"data: cut off"
	handler := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		_, _ = io.WriteString(w, stream)
	}
	uitest.Run(t, uitest.Options{Files: streamFiles(), Handler: http.HandlerFunc(handler)}, func(s *uitest.Session) {
		s.Open("Events")
		s.Do(keymap.Send, keymap.Pane3)
		s.Sees(
			"3 events", "ask again after 2500 ms", "#1 user · id 41", `    "name": "Tony Stark",`, "#2 ^[]0;owned^G^[[2J\\u{202e} · id 41",
			"  first", "  second", "#3 message · id 41", "  cut off", "the stream ended inside this event",
		)
		s.Do(keymap.Search)
		s.Type("stark@")
		s.Press("enter")
		s.Sees("1 of 1")
		s.Do(keymap.Cancel, keymap.Raw)
		s.Sees("retry: 2500", "data: first")
		s.Do(keymap.Raw)
		s.Sees("#1 user")
	})
}

func TestWhatIsNoStreamIsShownAsItCame(t *testing.T) {
	handler := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, "{\"error\":\"nobody\"}\n")
	}
	uitest.Run(t, uitest.Options{Files: streamFiles(), Handler: http.HandlerFunc(handler)}, func(s *uitest.Session) {
		s.Open("Events")
		s.Do(keymap.Send, keymap.Pane3)
		s.Sees(`{"error":"nobody"}`, "there is no event in this stream")
	})
}

// A body in any charset is readable in every frame while it drips.
func TestNoFrameShowsAnotherCharset(t *testing.T) {
	for _, tt := range []struct {
		name, contentType, says, letters string
		enc                              encoding.Encoding
	}{
		{"latin 1", "text/plain; charset=iso-8859-1", "", "äöüé", charmap.Windows1252},
		{"cyrillic", "text/html", "<html><head><title>" + strings.Repeat("long ", 30) + "</title><meta charset=windows-1251></head><body>\n", "Любовь", charmap.Windows1251},
		{"shift_jis", "text/plain; charset=Shift_JIS", "", "ラブ愛", japanese.ShiftJIS},
		{"utf-16 with a mark", "text/plain", "[\n", "äЛ愛🙂", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
		{"utf-16 without", "text/plain", "[\n", "äЛ愛🙂", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
		{"utf-8", "text/plain", "", "äЛ愛🙂", unicode.UTF8},
	} {
		t.Run(tt.name, func(t *testing.T) {
			said := tt.says
			for i := range 300 {
				said += fmt.Sprintf("%d %s\n", i, tt.letters)
			}
			body, err := tt.enc.NewEncoder().Bytes([]byte(said))
			if err != nil {
				t.Fatal(err)
			}
			early, wrong := false, ""
			watch := func(frame string) {
				receiving := strings.Contains(frame, "receiving")
				early = early || receiving && strings.Contains(frame, tt.letters)
				_, pane, _ := strings.Cut(frame, "─3 Response")
				for _, r := range pane {
					if r > 0x7f && !strings.ContainsRune(tt.letters+"─│╭╮╰╯·●⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏▾▸…", r) || r == '\\' || r == '^' {
						wrong = fmt.Sprintf("%q in\n%s", r, frame)
					}
				}
			}
			uitest.Run(t, uitest.Options{Files: streamFiles(), Handler: dripping(tt.contentType, body, 13), Watch: watch}, func(s *uitest.Session) {
				s.Open("List")
				s.Do(keymap.Zoom, keymap.Send, keymap.Pane3)
				s.Wait(20 * time.Second)
				s.Sees("200 OK", "12 "+tt.letters)
			})
			if !early {
				t.Error("nothing was shown before the end")
			}
			if wrong != "" {
				t.Error(wrong)
			}
		})
	}
}
