package facts

import (
	"bytes"
	"encoding/json"
	"strings"

	"postern/engine"
	"postern/engine/redact"
	"postern/engine/script"
	"postern/engine/script/visual"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/pager"
	"postern/ui/widget/text"
)

// visualOf is the page that scripts made for the eye; nil if they made none.
func visualOf(x *engine.Exchange) *script.Visual {
	var v *script.Visual
	for _, o := range x.Outcomes() {
		if o.Visual != nil {
			v = o.Visual
		}
	}
	return v
}

// HasVisual reports whether scripts made a page for the eye.
func HasVisual(x *engine.Exchange) bool { return visualOf(x) != nil }

// maxVisual is how many lines of a page's data are shown.
const maxVisual = 5000

// Visual is the page that scripts made for the eye, as text: its tables line by
// line. Of one that draws by scripts of its own the data are shown, since those
// do not run.
func Visual(x *engine.Exchange) pager.Lines {
	v := visualOf(x)
	if v == nil {
		return nil
	}
	said, page := visualText(v, x.Redactor())
	var out pager.Lines
	for _, s := range said {
		out = append(out, text.Of(theme.Warn, safe.Clean(s)))
	}
	for _, s := range page {
		out = append(out, text.Of(theme.Plain, safe.Clean(s)))
	}
	return out
}

// VisualText is what [Visual] shows, for where there is no screen; mask takes
// the secrets out.
func VisualText(x *engine.Exchange, mask redact.Redactor) []string {
	v := visualOf(x)
	if v == nil {
		return nil
	}
	said, page := visualText(v, mask)
	return append(said, page...)
}

// visualText is a page, and what there is to say of it.
func visualText(v *script.Visual, mask redact.Redactor) (said, page []string) {
	if len(v.Text) > 0 { // of the past
		return nil, v.Text
	}
	if v.Problem != "" {
		said = append(said, "the template of pm.visualizer made nothing: "+mask.Text(v.Problem))
	} else if page = visual.Lines(v.HTML, visual.Look{Mask: mask.Text, Width: width}); len(page) > 0 {
		return nil, page
	} else {
		said = append(said, "this page draws itself with scripts, which do not run here")
	}
	var b bytes.Buffer
	if len(v.Data) == 0 || json.Indent(&b, v.Data, "", "  ") != nil {
		return said, nil
	}
	said = append(said, "its data are:")
	page = strings.Split(mask.Body(b.String()), "\n")
	return said, page[:min(len(page), maxVisual)]
}

// width is how many cells a text takes once it is clean.
func width(s string) int { return safe.Clean(s).Width() }
