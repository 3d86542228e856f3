package folders

import (
	"path/filepath"
	"strings"

	"postern/engine/payload"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget/complete"
)

// Paths offers what is in the folder whose path is being typed. It knows one
// folder at a time: that of which the path was typed last. [Paths.Offer] notes
// which one that is, [Paths.Want] asks for it, and what comes is handed to
// [Paths.Take]. The zero Paths offers what is below the folder the program was
// started in.
type Paths struct {
	Place Place
	// New says that a new file is to be named: nothing is taken unasked.
	New bool

	// typed is the folder as it was typed last, asked and known those that were
	// asked for and that came; nil is none.
	typed, asked, known *string
	all, visible        []complete.Option
}

// NewFile offers paths for a new file, from a folder.
func NewFile(dir string) *Paths { return &Paths{Place: Place{Dir: dir}, New: true} }

// Offer returns the entries that fit what was typed, at the end of the text
// only; it is a [complete.Source]. Hidden ones are offered after a dot.
func (p *Paths) Offer(line string, at int) (complete.Offer, bool) {
	if p.typed = nil; at != len(line) || line == "" {
		return complete.Offer{}, false
	}
	from := strings.LastIndexFunc(line, isSeparator) + 1
	head, word := line[:from], line[from:]
	if strings.Contains(head, "{{") || strings.Contains(head, "://") {
		return complete.Offer{}, false
	}
	if p.typed = &head; p.known == nil || *p.known != head {
		return complete.Offer{}, false
	}
	o := complete.Offer{From: from, To: at, Word: word, Free: p.New, Tab: true, Options: p.visible}
	if strings.HasPrefix(word, ".") {
		o.Options = p.all
	}
	if p.homely(head) {
		o.From = 0
	}
	for _, e := range o.Options {
		switch e.Name {
		case word: // a file is named in full
			return complete.Offer{}, false
		case word + "/": // a folder may be meant as it is
			o.Free = true
		}
	}
	return o, len(o.Options) > 0
}

func isSeparator(r rune) bool { return r == '/' || r == filepath.Separator }

// homely reports whether a path has to be written otherwise: a body knows no
// home.
func (p *Paths) homely(head string) bool { return p.Place.Body && strings.HasPrefix(head, "~") }

// Want wishes for the folder that is being typed, if nobody asked for it yet.
func (p *Paths) Want() pane.Intent {
	if p.typed == nil || p.known != nil && *p.known == *p.typed || p.asked != nil && *p.asked == *p.typed {
		return nil
	}
	p.asked = p.typed
	return Look(p.Place, *p.typed)
}

// Take takes a folder that came, and reports whether it was asked for.
func (p *Paths) Take(l Listed) bool {
	if p.asked == nil || l.Typed != *p.asked || l.Place != p.Place {
		return false
	}
	p.known, p.all, p.visible = p.asked, nil, nil
	for _, e := range l.Entries {
		o := option(e)
		if p.homely(l.Typed) {
			o.Put = p.Place.From(filepath.Join(l.Dir, e.Name)) + o.Name[len(e.Name):]
		}
		if p.all = append(p.all, o); !strings.HasPrefix(e.Name, ".") {
			p.visible = append(p.visible, o)
		}
	}
	return true
}

// Forget drops what is known, as when the typing is over: a folder can change.
func (p *Paths) Forget() { *p = Paths{Place: p.Place, New: p.New} }

func option(e Entry) complete.Option {
	o := complete.Option{Name: e.Name, ValueRole: theme.Faint, Value: safe.Clean(payload.FormatSize(e.Size))}
	if e.Folder {
		o.Name, o.Role, o.Value, o.Goes = e.Name+"/", theme.Accent, safe.Text{}, true
	}
	if e.Off != "" {
		o.Value, o.ValueRole = safe.Clean(e.Off), theme.Warn
	}
	return o
}
