package filepick

import (
	"errors"
	"io/fs"
	"strconv"
	"strings"

	"postern/engine/payload"
	"postern/ui/dialog"
	"postern/ui/folders"
	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/match"
	"postern/ui/widget/text"
)

// The widest the dialog gets, and its height: it does not change from one folder
// to the next.
const (
	maxWidth = 84
	height   = 20
)

// View returns the box.
func (p *Picker) View() string { return p.Cached(p.draw) }

func (p *Picker) draw() string {
	f := p.frame()
	w, h := f.Inner()
	none := safe.Lit("nothing matches")
	switch {
	case !p.came:
		none = safe.Lit("reading…")
	case p.finder.Query.Empty():
		none = safe.Lit("nothing is in this folder")
	}
	over := dialog.Rendered(p.Env, p.told(w), w)
	return p.Box(f, p.finder.Draw(p.Env, w, h, p.counted(), over, none, func(i, width int) text.Line {
		return p.row(p.shown.Entries[i], width)
	}))
}

// told is which folder this is, and what there is to know about it.
func (p *Picker) told(w int) []text.Line {
	lines := []text.Line{text.Of(theme.Strong, tail(p.shown.Dir, w))}
	if !p.said.Empty() {
		lines = append(lines, dialog.Paragraph(theme.Error, p.said, w)...)
	}
	if p.shown.Outside {
		lines = append(lines, dialog.Paragraph(theme.Warn, p.outside(), w)...)
	}
	if p.shown.Cut {
		lines = append(lines, text.Of(theme.Warn, safe.Clean("only the first "+strconv.Itoa(folders.Most)+" entries are shown")))
	}
	return lines
}

// outside is why nothing can be taken from here.
func (p *Picker) outside() safe.Text {
	from := p.ask.Place.Dir
	if from == "" || from == here {
		from = "the folder postern was started in"
	}
	return safe.Clean("Outside: bodies take files from " + from + " only, so that a collection cannot send others. Copy the file there, or start postern with a folder that holds both.")
}

// tail is the end of a path, as wide as there is room.
func tail(dir string, w int) safe.Text {
	t := safe.Clean(dir)
	if over := t.Width() - w; over > 0 && w > 0 {
		return safe.Lit("…").Plus(t.Slice(over+1, t.Width()))
	}
	return t
}

// row draws a mark, the name, and at the right end the size, or why the file
// cannot be taken.
func (p *Picker) row(e folders.Entry, width int) text.Line {
	var line text.Line
	if p.ask.Many {
		mark := safe.Lit("  ")
		if p.markOf(e) >= 0 {
			mark = safe.Lit("● ")
		}
		line = line.Plus(theme.OK, mark)
	}
	name, role := safe.Clean(e.Name), theme.Plain
	note, noteRole := safe.Clean(payload.FormatSize(e.Size)), theme.Faint
	switch {
	case e.Folder:
		role, note = theme.Accent, safe.Text{}
	case e.Off != "":
		role, note, noteRole = theme.Faint, safe.Clean(e.Off), theme.Warn
	}
	if e.Folder {
		name = name.Plus(safe.Lit("/"))
	}
	room := max(width-line.Width()-note.Width()-2, 1)
	line = append(line, match.Fit(role, name, p.finder.Query.Ranges(name.String())[0], room)...)
	gap := safe.Clean(strings.Repeat(" ", max(width-line.Width()-note.Width(), 0)))
	return line.Plus(theme.Plain, gap).Plus(noteRole, note)
}

// counted is how many entries there are.
func (p *Picker) counted() safe.Text {
	if !p.came {
		return safe.Text{}
	}
	return safe.Clean(strconv.Itoa(len(p.finder.Found)) + " of " + strconv.Itoa(max(p.all, len(p.finder.Found))))
}

func (p *Picker) frame() dialog.Frame {
	f := p.FrameFor(maxWidth, height)
	f.Title = safe.Lit("Choose a file")
	take := safe.Lit("open, take")
	if p.ask.Many {
		f.Title = safe.Lit("Choose files")
	}
	if n := len(p.marked); n > 0 {
		f.Note = safe.Clean(strconv.Itoa(n) + " marked")
		take = safe.Clean("open, take the " + strconv.Itoa(n))
	}
	f.Hints = []dialog.Hint{dialog.HintOf(p.Env, keymap.Accept, take), {Key: safe.Lit("←"), Title: safe.Lit("up")}}
	if p.ask.Many {
		f.Hints = append(f.Hints, dialog.Hint{Key: safe.Lit("tab"), Title: safe.Lit("mark")})
	}
	f.Hints = append(f.Hints, dialog.HintOf(p.Env, keymap.Close, safe.Lit("close")))
	return f
}

// reason is an error without the path, which is on screen.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error() + ": " + pe.Path
	}
	return err.Error()
}
