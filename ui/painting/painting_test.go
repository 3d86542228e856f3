package painting_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"postern/engine/payload"
	"postern/engine/payload/picture"
	"postern/ui/painting"
	"postern/ui/pane"
	"postern/ui/widget"
)

func open(t *testing.T, width, height int) *picture.Picture {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	p, err := picture.Open(payload.FromBytes(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// answer does what was wished for.
func answer(t *testing.T, in pane.Intent) painting.Answer {
	t.Helper()
	w, ok := in.(pane.Work)
	if !ok {
		t.Fatalf("the wish is %T", in)
	}
	return w.Do(context.Background()).(painting.Answer)
}

func able() *painting.Painting {
	p := new(painting.Painting)
	p.CanDraw(true)
	return p
}

func TestRows(t *testing.T) {
	p, of, th := able(), open(t, 8, 8), widget.DefaultEnv().Theme
	in := p.Ask(of, 6, 2)
	if got := ansi.Strip(strings.Join(p.Rows(of, th, 20, 4), "\n")); !strings.Contains(got, "drawing…") {
		t.Errorf("before it has come it is %q", got)
	}
	if p.Ask(of, 6, 2) != nil {
		t.Error("it is asked for twice")
	}
	if !p.Take(answer(t, in)) {
		t.Fatal("the answer is dropped")
	}
	for _, tt := range []struct{ width, height, want int }{{20, 4, 2}, {20, 1, 1}, {20, -1, 0}, {5, 4, 2}, {4, 4, 0}} {
		rows := p.Rows(of, th, tt.width, tt.height)
		if len(rows) != tt.want {
			t.Errorf("%d by %d cells: %d rows, want %d", tt.width, tt.height, len(rows), tt.want)
		}
		for _, r := range rows {
			if ansi.StringWidth(r) != tt.width {
				t.Errorf("a row has %d cells, want %d", ansi.StringWidth(r), tt.width)
			}
		}
	}
}

// What is late is dropped: for another picture, for another size, and what was
// given up.
func TestLate(t *testing.T) {
	p, a, b := able(), open(t, 8, 8), open(t, 4, 4)
	first := p.Ask(a, 6, 2)
	second := p.Ask(a, 9, 3)
	third := p.Ask(b, 9, 3)
	for i, in := range []pane.Intent{first, second} {
		if p.Take(answer(t, in)) {
			t.Errorf("wish %d is still waited for", i)
		}
	}
	if p.Ask(nil, 9, 3) != nil || p.Take(answer(t, third)) {
		t.Error("what nobody wants any more is taken")
	}
	if got := answer(t, p.Ask(b, 9, 3)); !p.Take(got) || p.Take(first.(pane.Work).Do(context.Background()).(painting.Answer)) {
		t.Error("the last wish is not what is taken")
	}
	if p.Ask(b, 0, 3) != nil || p.Ask(b, 9, -1) != nil {
		t.Error("a picture is asked for where there is no room")
	}
}

func TestDraws(t *testing.T) {
	th, of := widget.DefaultEnv().Theme, open(t, 8, 8)
	var none painting.Painting
	if none.Draws(of, th) || !able().Draws(of, th) {
		t.Error("whether it draws is not what the terminal can do")
	}
	none.Ask(of, 6, 2)
	if none.Draws(of, th) {
		t.Error("a wish gives the terminal colours")
	}
	cut := payload.FromBytes([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x08\x00\x00\x00\x08\x08\x06\x00\x00\x00\xc4\x0f\xbe\x8b"))
	broken, err := picture.Open(cut)
	if err != nil {
		t.Fatal(err)
	}
	p := able()
	if !p.Take(answer(t, p.Ask(broken, 6, 2))) || p.Draws(broken, th) || !p.Draws(of, th) {
		t.Error("one that cannot be read is drawn")
	}
	if got := p.Label(broken, 99, widget.DefaultEnv(), false, false).String(); !strings.Contains(got, "   ! ") {
		t.Errorf("why it is not drawn is told as %q", got)
	}
}

func TestLabel(t *testing.T) {
	of, env := open(t, 8, 6), widget.DefaultEnv()
	for _, tt := range []struct {
		name       string
		of         *painting.Painting
		shown, raw bool
		want       string
	}{
		{"drawn", able(), true, false, " PNG picture · 8 × 6 · 2.0 KiB   p shows its bytes"},
		{"as bytes", able(), false, true, " PNG picture · 8 × 6 · 2.0 KiB   p shows it"},
		{"where it cannot be drawn", new(painting.Painting), false, true, " PNG picture · 8 × 6 · 2.0 KiB   not drawn: it needs 256 colours"},
	} {
		if got := tt.of.Label(of, 2048, env, tt.shown, tt.raw).String(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// The pictures that were shown last keep their pixels, and no more of them.
func TestSame(t *testing.T) {
	p := able()
	if p.Same(nil) != nil {
		t.Error("there is none that is known")
	}
	var all []*picture.Picture
	for range 5 {
		all = append(all, p.Same(open(t, 8, 8)))
	}
	for i, of := range all[1:] {
		if again, err := picture.Open(of.Body()); err != nil || p.Same(again) != of {
			t.Errorf("picture %d is not known any more, %v", i+1, err)
		}
	}
	if again, err := picture.Open(all[0].Body()); err != nil || p.Same(again) == all[0] {
		t.Errorf("the first is still held, %v", err)
	}
}
