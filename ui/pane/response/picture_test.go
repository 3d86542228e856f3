package response_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"testing"

	"postern/engine/payload"
	"postern/engine/payload/picture"
	"postern/ui/pane"
	"postern/ui/pane/response"
	"postern/ui/theme"
	"postern/ui/widget"
)

// pictured is a pane with a picture on a terminal that has colours.
func pictured(t *testing.T) (*response.Pane, func(form string)) {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 300, 100))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	x := answered("x", "i", b.String())
	p := response.New(widget.DefaultEnv())
	p.CanDraw(true)
	p.Resize(62, 12)
	p.SetExchange(x)
	return p, func(form string) {
		t.Helper()
		pic, err := picture.Open(x.Response.Body)
		if err != nil {
			t.Fatal(err)
		}
		p.SetDocument("x", payload.Hex(x.Response.Body), nil, response.Layout{Form: form, Picture: pic})
	}
}

// wished is what the pane wishes for, done.
func wished(t *testing.T, p *response.Pane) response.Answer {
	t.Helper()
	work, ok := p.Wish().(pane.Work)
	if !ok {
		t.Fatal("no work is wished for")
	}
	a, ok := work.Do(context.Background()).(response.Answer)
	if !ok {
		t.Fatal("the work has no answer")
	}
	return a
}

func TestAPictureIsAskedForOnceInASize(t *testing.T) {
	p, show := pictured(t)
	if p.Wish() != nil {
		t.Error("work is wished for without a picture")
	}
	show("picture")
	sees(t, p, "PNG picture · 300 × 100", "drawing…")
	first := wished(t, p)
	if p.Wish() != nil {
		t.Error("the same is wished for twice")
	}
	p.Resize(32, 12)
	second := wished(t, p)
	first.Show(p) // too late
	sees(t, p, "drawing…")
	second.Show(p)
	if n := strings.Count(screen(p), "▀"); n != 30*5 {
		t.Errorf("drawn in %d cells:\n%s", n, screen(p))
	}
	show("raw")
	if p.Wish() != nil || strings.Contains(screen(p), "▀") {
		t.Errorf("its bytes are not on show:\n%s", screen(p))
	}
	show("picture") // it is known already, and so are its pixels
	if p.Wish() != nil {
		t.Error("it is drawn anew")
	}
	sees(t, p, "▀▀▀")
}

func TestAPictureNeedsColours(t *testing.T) {
	p, show := pictured(t)
	show("picture")
	p.Resize(72, 12)
	p.CanDraw(false)
	sees(t, p, "not drawn: it needs 256 colours", "89 50 4e 47")
	p.CanDraw(true)
	env := widget.DefaultEnv()
	env.Theme = theme.New(theme.Mono())
	p.Restyle(env)
	if p.Wish() != nil {
		t.Error("it is drawn without colours")
	}
	sees(t, p, "not drawn", "89 50 4e 47")
}
