package uitest_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// painted is a PNG whose upper half is red and whose lower half is green.
func painted(t *testing.T, w, h int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, image.Rect(0, 0, w, h/2), image.NewUniform(color.NRGBA{R: 200, A: 255}), image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(0, h/2, w, h), image.NewUniform(color.NRGBA{G: 150, A: 255}), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func answering(contentType string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(body)
	}
}

// blocks are the rows of the screen with a picture in them, and the columns of
// the widest.
func blocks(s *uitest.Session) (rows, columns int) {
	for _, l := range strings.Split(s.Screen(), "\n") {
		if n := strings.Count(l, "▀"); n > 0 {
			rows, columns = rows+1, max(columns, n)
		}
	}
	return rows, columns
}

func TestAPictureIsDrawn(t *testing.T) {
	o := uitest.Options{Files: streamFiles(), Handler: answering("image/png", painted(t, 400, 100))}
	uitest.Run(t, o, func(s *uitest.Session) {
		fits := func(w int) {
			t.Helper()
			for i, l := range strings.Split(s.Screen(), "\n") {
				if ansi.StringWidth(l) != w {
					t.Errorf("line %d has %d cells: %q", i, ansi.StringWidth(l), l)
				}
			}
		}
		s.Open("List")
		s.Do(keymap.Zoom, keymap.Send, keymap.Pane3)
		s.Sees("PNG picture · 400 × 100 · ", "p shows its bytes")
		if rows, columns := blocks(s); columns != 116 || rows != 15 {
			t.Errorf("drawn in %d × %d cells", columns, rows)
		}
		if !strings.Contains(s.Styled(), "38;2;200;0;0") || !strings.Contains(s.Styled(), "48;2;0;150;0") {
			t.Error("its colours are not on screen")
		}
		fits(120)
		s.Do(keymap.Raw)
		s.Sees("89 50 4e 47", "|.PNG....", "PNG picture · 400 × 100", "p shows it")
		s.SeesNot("▀")
		s.Do(keymap.Raw, keymap.Copy)
		s.Sees("a picture is no text: W saves it to a file", "▀▀▀")
		s.Do(keymap.NextTab)
		s.SeesNot("▀", "PNG picture")
		s.Do(keymap.PrevTab)
		s.Sees("▀▀▀")
		s.Do(keymap.Zoom)
		s.Resize(80, 24)
		if rows, columns := blocks(s); columns != 76 || rows != 10 {
			t.Errorf("in a smaller terminal it is drawn in %d × %d cells", columns, rows)
		}
		fits(80)
		s.Resize(40, 12)
		fits(40)
	})
}

func TestAPictureIsToldOfWhereItCannotBeDrawn(t *testing.T) {
	o := uitest.Options{Files: streamFiles(), Handler: answering("image/png", painted(t, 40, 10)), NoColor: true}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("List")
		s.Do(keymap.Zoom, keymap.Send, keymap.Pane3)
		s.Sees("PNG picture · 40 × 10", "not drawn: it needs 256 colours", "89 50 4e 47")
		s.SeesNot("▀")
	})
}

func TestHostilePictures(t *testing.T) {
	good := painted(t, 64, 64)
	for _, tt := range []struct {
		name, contentType string
		body              []byte
		sees              []string
	}{
		{"truncated", "image/png", good[:len(good)-40], []string{"PNG picture · 64 × 64", "! read the picture: ", "89 50 4e 47"}},
		{"only its first bytes", "image/png", good[:12], []string{"read the picture: ", "89 50 4e 47"}},
		{"one pixel wide", "image/png", painted(t, 1, 65000), []string{"PNG picture · 1 × 65000", "▀"}},
		{"a kind that is not known", "image/avif", []byte("\x00\x00\x00\x20ftypavif\x00\x00\x00\x00"), []string{"not a picture of a known format", "|... ftypavif"}},
		{"said to be JSON", "application/json", good, []string{"PNG picture · 64 × 64", "▀"}},
		{"a picture that is text", "image/svg+xml", []byte("<svg/>"), []string{"<svg/>"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			uitest.Run(t, uitest.Options{Files: streamFiles(), Handler: answering(tt.contentType, tt.body)}, func(s *uitest.Session) {
				s.Open("List")
				s.Do(keymap.Zoom, keymap.Send, keymap.Pane3)
				s.Sees(tt.sees...)
			})
		})
	}
}
