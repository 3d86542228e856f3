package login

import (
	"cmp"

	"postern/ui/dialog"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/qr"
	"postern/ui/widget/text"
)

// maxWidth is the widest the dialog gets.
const maxWidth = 84

// part is a group of lines. When the box is too low for all, the parts with
// the highest rank go first.
type part struct {
	rank  int
	lines []text.Line
	// gap asks for an empty line above.
	gap bool
	// cut says that lines at its end were left out.
	cut bool
	// field marks the part that is drawn by the text field.
	field bool
}

func (l *Login) draw() string {
	w := l.InnerWidth(maxWidth)
	parts := l.parts(w)
	code := l.qrCode(w, height(parts))
	if l.qr && code == nil {
		parts = append(parts, part{rank: 7, lines: dialog.Paragraph(theme.Faint, safe.Lit("A larger terminal has room for the QR code."), w)})
	}
	f := l.frame(height(parts) + len(code))
	_, h := f.Inner()
	parts = fit(parts, h-len(code))
	var lines []string
	for _, p := range parts {
		if p.gap && len(lines) > 0 {
			lines = append(lines, l.Env.Theme.Space(theme.None, w))
		}
		if p.field {
			l.fieldY = len(lines) + 1
			lines = append(lines, l.fieldLine(w))
			continue
		}
		lines = append(lines, dialog.Rendered(l.Env, p.lines, w)...)
	}
	return l.Box(f, append(lines, code...))
}

// qrCode are the rows of the QR code with an empty one above, none where it is
// not wanted or does not fit below some lines of text: half a code is of no
// use. It goes before the address, which it says as well.
func (l *Login) qrCode(w, above int) []string {
	if !l.qr {
		return nil
	}
	codeW, codeH := qr.Size(l.prompt.URL)
	_, room := l.FrameFor(w, l.Height).Inner()
	if codeW == 0 || codeW > w || codeH+1+min(above, leastText) > room {
		return nil
	}
	if l.code == nil {
		l.code, _ = qr.Render(l.Env.Theme, l.prompt.URL)
	}
	out := []string{l.Env.Theme.Space(theme.None, w)}
	for _, row := range l.code {
		out = append(out, row+l.Env.Theme.Space(theme.None, w-codeW))
	}
	return out
}

// leastText are the lines that must stand above a QR code.
const leastText = 5

// parts are what is said, from top to bottom.
func (l *Login) parts(w int) []part {
	a := parse(l.prompt.URL)
	host := ascii(a.host)
	name := safe.Clean(cmp.Or(l.prompt.TokenName, "a token"))
	where := safe.Lit("”, log in with your browser at")
	if l.byDevice() {
		where = safe.Lit("”, log in with a browser, on this machine or any other, at")
	}
	parts := []part{
		{rank: 4, lines: dialog.Paragraph(theme.Plain, safe.Lit("To get “").Plus(name, where), w)},
		{rank: 0, lines: dialog.Paragraph(theme.Strong, safe.Clean(host), w)},
	}
	if !isASCII(a.host) {
		parts = append(parts, part{rank: 1, lines: dialog.Paragraph(theme.Warn, safe.Lit("which is written with other letters than it seems: ").Plus(safe.Clean(a.host)), w)})
	}
	if !a.secure() {
		parts = append(parts, part{rank: 1, lines: dialog.Paragraph(theme.Warn, safe.Lit("without encryption: anyone on the way can read along"), w)})
	}
	if l.byDevice() {
		return append(parts, l.deviceParts(w)...)
	}
	parts = append(parts, part{rank: 6, gap: true, lines: url(a, l.prompt.URL, w)})
	how := safe.Lit("The browser comes back by itself. If it cannot reach this machine, paste the address it shows then:")
	if !l.prompt.Listening {
		how = safe.Lit("Afterwards the browser shows a page that does not open. Paste that page's address:")
	}
	parts = append(parts, part{rank: 5, gap: true, lines: dialog.Paragraph(theme.Faint, how, w)})
	if l.prompt.Problem != "" {
		parts = append(parts, part{rank: 2, lines: dialog.Paragraph(theme.Error, safe.Clean(l.prompt.Problem), w)})
	}
	return append(parts, part{rank: 3, field: true, lines: []text.Line{nil}})
}

// deviceParts are the address to open and the code to type there.
func (l *Login) deviceParts(w int) []part {
	page := parse(cmp.Or(l.prompt.Page, l.prompt.URL))
	code := text.Of(theme.Faint, safe.Lit("and enter the code  ")).Plus(theme.Accent, safe.Clean(l.prompt.UserCode))
	out := []part{
		{rank: 2, gap: true, lines: url(page, l.prompt.URL, w)},
		{rank: 0, gap: true, lines: []text.Line{code}},
	}
	if l.prompt.Page != "" && l.prompt.URL != l.prompt.Page {
		out = append(out, part{rank: 5, gap: true, lines: dialog.Paragraph(theme.Faint,
			safe.Lit("The QR code, and the address that is copied, hold the code: the page shows it, and it must be this one."), w)})
	}
	return out
}

// url is the whole address with its host standing out. A click on any line of
// it leads to the whole of target, however it is broken.
func url(a address, target string, w int) []text.Line {
	link := safe.Address(target)
	whole := safe.Clean(a.before + a.host + a.after)
	from := safe.Clean(a.before).Width()
	to := from + safe.Clean(a.host).Width()
	var out []text.Line
	for at, end := 0, whole.Width(); at < end; {
		next := min(at+max(w, 1), end)
		var line text.Line
		for _, cut := range []struct {
			from, to int
			role     theme.Role
		}{{at, min(next, from), theme.Faint}, {max(at, from), min(next, to), theme.Accent}, {max(at, to), next, theme.Faint}} {
			if cut.from < cut.to {
				line = line.Plus(cut.role, whole.Slice(cut.from, cut.to))
			}
		}
		out = append(out, line.To(link))
		at = next
	}
	return out
}

func height(parts []part) int {
	n := 0
	for i, p := range parts {
		n += len(p.lines)
		if p.gap && i > 0 {
			n++
		}
	}
	return n
}

// fit makes the parts fit into h lines: first the gaps go, then lines of the
// parts of the highest rank.
func fit(parts []part, h int) []part {
	if height(parts) <= h {
		return parts
	}
	for i := range parts {
		parts[i].gap = false
	}
	for height(parts) > h {
		last := 0
		for i, p := range parts {
			if len(p.lines) > 0 && (len(parts[last].lines) == 0 || p.rank > parts[last].rank) {
				last = i
			}
		}
		p := &parts[last]
		if len(p.lines) == 0 {
			break
		}
		p.lines = p.lines[:len(p.lines)-1]
		p.cut = true
	}
	out := parts[:0]
	for _, p := range parts {
		if n := len(p.lines); n > 0 {
			if p.cut {
				p.lines[n-1] = p.lines[n-1].Plus(theme.Faint, safe.Lit(" …"))
			}
			out = append(out, p)
		}
	}
	return out
}

// mark stands before the field.
func mark() safe.Text { return safe.Lit("› ") }

func (l *Login) fieldLine(w int) string {
	mark := mark().Cut(w)
	l.field.Resize(w - mark.Width())
	return l.Env.Theme.Paint(theme.None, l.fieldRole(), mark) + l.field.View(theme.None, l.typing)
}
