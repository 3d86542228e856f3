package uitest_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

const blank = `{
  "info": {"name": "Files", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
  "item": [
    {"name": "Upload", "request": {"method": "POST", "url": "http://tenant.test/upload", "body": {"mode": "formdata", "formdata": [
      {"key": "title", "type": "text", "value": "x"},
      {"key": "scans", "type": "file", "src": []}
    ]}}},
    {"name": "Whole", "request": {"method": "PUT", "url": "http://tenant.test/upload", "body": {"mode": "file"}}}
  ]
}
`

// received answers with what came in a body.
func received(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "whole: %s", body)
		return
	}
	for _, f := range r.MultipartForm.File["scans"] {
		fmt.Fprintf(w, "%s has %d bytes\n", f.Filename, f.Size)
	}
}

// uploading is a folder with files to send, and one beside it that may not be.
func uploading(t *testing.T, w, h int) uitest.Options {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "work")
	files := map[string]string{
		"work/" + shopFile: blank, "work/scans/one.png": strings.Repeat("1", 1536), "work/scans/two.png": "22", "work/notes.txt": "some notes",
		"work/evil\x1b[31m.txt": "", "secret.txt": "secret",
	}
	for name, text := range files {
		path := filepath.Join(filepath.Dir(dir), name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return uitest.Options{Width: w, Height: h, Dir: dir, Files: map[string][]byte{}, Paths: []string{dir}, Handler: http.HandlerFunc(received)}
}

// Two files are picked for a row of a form, one for the next request, and both
// are sent. What may not be sent is shown with the reason.
func TestPickFilesAndSend(t *testing.T) {
	for _, size := range []struct{ w, h int }{{120, 40}, {80, 24}} {
		t.Run(fmt.Sprint(size.w, "x", size.h), func(t *testing.T) {
			uitest.Run(t, uploading(t, size.w, size.h), func(s *uitest.Session) {
				s.Open("Upload")
				s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.NextTab, keymap.Down)
				s.Sees("no file yet: enter chooses one")
				s.Do(keymap.Open)
				s.Sees("Choose files", "scans/", "notes.txt", "evil")
				s.Press("left")
				s.Sees("Outside: bodies take files from", "secret.txt")
				s.Type("secret")
				s.Press("enter")
				s.Sees("Choose files", "outside") // it cannot be taken
				s.Press("ctrl+u", "enter")        // back into the folder that the cursor is on
				s.Sees("notes.txt")
				s.Type("scan")
				s.Press("enter", "tab", "tab")
				s.Sees("2 marked", "● one.png", "1.5 KiB")
				s.Press("enter")
				s.SeesNot("Choose files")
				s.Sees("scans/one.png, scans/two.png", "file ✓ 1.5 K", "● unsaved")
				s.Do(keymap.Send)
				s.Sees("200 OK", "one.png has 1536 bytes", "two.png has 2 bytes")
				s.Open("Whole")
				s.Do(keymap.Pane2, keymap.PickFile)
				s.Type("nts")
				s.Press("enter")
				s.Sees("File ✓ 10 B  notes.txt")
				s.Do(keymap.Send)
				s.Sees("whole: some notes")
				s.Do(keymap.Pane1, keymap.Undo)
				s.Do(keymap.Pane2)
				s.SeesNot("notes.txt")
			})
		})
	}
}

// A path is completed while it is typed: in a row, where something is brought in
// and where something is saved.
func TestPathsAreCompleted(t *testing.T) {
	for _, size := range []struct{ w, h int }{{120, 40}, {80, 24}} {
		t.Run(fmt.Sprint(size.w, "x", size.h), func(t *testing.T) {
			o := uploading(t, size.w, size.h)
			uitest.Run(t, o, func(s *uitest.Session) {
				s.Open("Whole")
				s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.NextTab, keymap.EditValue)
				s.Type("s")
				s.Sees("▸scans/", shopFile)
				s.Press("tab")
				s.Sees("one.png  1.5 KiB", "two.png")
				s.Type("tw")
				s.Press("enter", "enter")
				s.Sees("File ✓ 2 B  scans/two.png")
				s.Do(keymap.Send)
				s.Sees("whole: 22")
				s.Do(keymap.Pane3, keymap.SaveBody)
				s.Type("scans/o")
				s.Sees("one.png")
				s.Press("enter") // a new name stays as it was typed
				s.Sees("saved ")
				if got := s.File("scans/o"); got != "whole: 22" {
					t.Errorf("saved %q", got)
				}
				s.Do(keymap.Import)
				s.Type(o.Dir + "/sh")
				s.Sees("▸" + shopFile)
				s.Press("enter")
				s.Sees("Open or import")
				s.Press("enter")
				s.SeesNot("path, link, or the text itself", "Not imported")
			})
		})
	}
}

// The dialog and the list fit every terminal.
func TestFilePickFrames(t *testing.T) {
	folder := regexp.MustCompile(`(/|…)[^ │]*/work`) // it has another name each time
	for _, size := range []struct {
		name string
		w, h int
	}{{"120x40", 120, 40}, {"80x24", 80, 24}, {"40x12", 40, 12}} {
		t.Run(size.name, func(t *testing.T) {
			o := uploading(t, size.w, size.h)
			uitest.Run(t, o, func(s *uitest.Session) {
				shot := func(name string) {
					t.Helper()
					frame := folder.ReplaceAllStringFunc(s.Screen(), func(path string) string {
						return "/work" + strings.Repeat(" ", ansi.StringWidth(path)-len("/work"))
					})
					golden(t, size.name+"-"+name+".txt", frame)
				}
				s.Open("Upload")
				s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.NextTab, keymap.Down, keymap.Open)
				s.Press("down", "tab")
				shot("pickfile")
				s.Press("esc")
				s.Do(keymap.EditValue)
				s.Type("s")
				shot("paths")
			})
		})
	}
}
