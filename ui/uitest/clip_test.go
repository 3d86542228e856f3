package uitest_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"postern/ui/clip/board"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

// What is too large for the clipboard of a terminal goes to a file: exactly the
// text that was to be copied, however long it is.
func TestWhatIsTooLargeToBeCopied(t *testing.T) {
	long := strings.Repeat("0123456789abcde\\n", 100<<10) // 1.6 MiB
	var objects, csv strings.Builder
	csv.WriteString("id,name\r\n")
	for i := range 60_000 {
		if i > 0 {
			objects.WriteByte(',')
		}
		fmt.Fprintf(&objects, `{"id":%d,"name":"name %d"}`, i, i)
		fmt.Fprintf(&csv, "%d,name %d\r\n", i, i)
	}
	list := "[" + objects.String() + "]"
	body := `{"text":"` + long + `","list":` + list + "}"
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, body)
	})
	o := uitest.Options{Files: map[string][]byte{oauthFile: []byte(linked)}, Handler: h}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("One")
		s.Do(keymap.Send, keymap.Pane3)
		for _, c := range []struct {
			name, said, want string
			do               []keymap.ID
		}{
			{"body.json", "the body has 3.", body, []keymap.ID{keymap.Top, keymap.CopyAll}},
			{"text.txt", "the value has 1.7 MiB", strings.ReplaceAll(long, `\n`, "\n"), []keymap.ID{keymap.Top, keymap.Down, keymap.Copy}},
			{"list.json", "the value has 1.9 MiB", list, []keymap.ID{keymap.Top, keymap.Down, keymap.Down, keymap.Copy}},
			{"list.csv", "the table as CSV is too large", csv.String(), []keymap.ID{keymap.Top, keymap.Down, keymap.Down, keymap.Table, keymap.CopyAll}},
		} {
			s.Do(c.do...)
			s.Sees("Save what was copied", c.said)
			s.Type(c.name)
			s.Press("enter")
			s.Sees("saved " + filepath.Join(s.Dir, c.name)[:30])
			if got := s.File(c.name); got != c.want {
				t.Errorf("%s has %d bytes, want %d", c.name, len(got), len(c.want))
			}
		}
		s.Do(keymap.CopyAll)
		s.Press("esc")
		if files, _ := os.ReadDir(s.Dir); len(files) != 5 || len(s.Copied) != 0 {
			t.Errorf("there are %d files and %d texts", len(files), len(s.Copied))
		}
	})
}

// tool is the clipboard of a machine.
type tool struct {
	mu   sync.Mutex
	took []string
	err  error
}

func (c *tool) Put(ctx context.Context, text string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.took = append(c.took, text)
	}
	return c.err
}

// On the person's own machine its clipboard gets what the terminal gets, and what
// is too large for that. A file is asked for only where that fails.
func TestTheClipboardOfTheMachine(t *testing.T) {
	long := `"` + strings.Repeat("0123456789abcdef", 10<<10) + `"`
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, long)
	})
	c := &tool{}
	o := uitest.Options{Files: map[string][]byte{oauthFile: []byte(linked)}, Handler: h, Clipboard: c}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("One")
		s.Do(keymap.Send, keymap.Pane3, keymap.CopyAll)
		s.Sees("copied the body")
		s.SeesNot("Save what was copied")
		if len(c.took) != 1 || c.took[0] != long || len(s.Copied) != 0 {
			t.Fatalf("the tool has %d texts, the terminal %d", len(c.took), len(s.Copied))
		}
		s.Do(keymap.CopyPath)
		if len(c.took) != 2 || len(s.Copied) != 1 || c.took[1] != s.Copied[0] {
			t.Fatalf("the tool has %q, the terminal %q", c.took[1:], s.Copied)
		}
		c.err = board.ErrNone
		s.Do(keymap.CopyPath)
		s.Sees("copied")
		s.SeesNot("clipboard")
		s.Do(keymap.CopyAll)
		s.Sees("Save what was copied", "the body has 160")
	})
}
