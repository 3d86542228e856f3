// Package complete is the small list that opens below a text while it is typed
// and says what may stand there.
//
// It knows neither what is typed into nor what is offered: the owner gives the
// [Input] that has the cursor and a [Source] that reads its line. The box takes
// only keys that mean something to it:
//
//	         a change for which the source has offers
//	closed ────────────────────────────────────────────▶ open
//	   ▲       enter, tab, click: puts the chosen in       │
//	   └───── esc; the cursor goes elsewhere ◀─────────────┘
//
// After esc it stays closed until another word begins. While nothing is chosen,
// enter goes to the input as if there were no box. It is drawn over what its
// owner has drawn, below the line of the cursor or above it, and never on it.
package complete

import (
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	tea "charm.land/bubbletea/v2"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/widget"
)

// Input is a text with a cursor in it.
type Input interface {
	// Typed returns the line the cursor is in, its number, and the cursor's
	// offset in it.
	Typed() (line string, row, at int)
	// Splice puts s in the place of some bytes of that line, and the cursor
	// behind it.
	Splice(from, to int, s string)
}

// Typing is an input that has the keys, and the cell of its cursor.
type Typing struct {
	In   Input // nil if nothing is typed
	X, Y int
}

// Down returns t as seen from some lines further up.
func (t Typing) Down(lines int) Typing {
	t.Y += lines
	return t
}

// Source returns what may stand in a line where the cursor is.
type Source func(line string, at int) (Offer, bool)

// Offer is what may stand in the place of some bytes of a line.
type Offer struct {
	From, To int
	// Word is what was typed so far of it.
	Word string
	// Free says that any other text is as good: nothing is chosen unasked.
	Free bool
	// Tab says that tab takes the first option all the same.
	Tab     bool
	Options []Option
}

// Option is one of the texts to choose from.
type Option struct {
	// Name is what is looked for, and Put what is put in; "" is the name.
	Name, Put string
	Role      theme.Role
	// Goes says that more is to be chosen behind it, as behind a folder.
	Goes bool
	// Value and Note tell about it.
	Value, Note safe.Text
	ValueRole   theme.Role
}

// none is the choice of no option.
const none = -1

// hit is an option that fits what was typed, and the bytes that do.
type hit struct {
	option int
	at     []int
}

// Box is the list. Make one with [New].
type Box struct {
	env   widget.Env
	open  bool
	offer Offer
	found []hit
	at    int // in found, or none
	top   int

	// in is the input that was last looked at, as it was then.
	in          Input
	line        string
	row, cursor int
	// left is where the word begins that was left by esc, or none.
	left int

	area area
}

// area is where the box was last drawn.
type area struct{ x, y, w, h int }

// New returns a closed box.
func New(env widget.Env) *Box { return &Box{env: env, at: none, left: none} }

// Restyle makes the box draw with env.
func (b *Box) Restyle(env widget.Env) { b.env = env }

// Open reports whether there is something to choose.
func (b *Box) Open() bool { return b.open }

// Follow is told of the input after every event, and opens, narrows or closes
// the box. in is nil while nothing is typed.
func (b *Box) Follow(in Input, source Source) {
	if in == nil {
		b.close()
		b.in, b.left = nil, none
		return
	}
	line, row, at := in.Typed()
	same, moved := in == b.in && row == b.row, at != b.cursor
	changed := line != b.line
	b.in, b.line, b.row, b.cursor = in, line, row, at
	switch {
	case !same:
		b.close()
		b.left = none
	case changed:
		b.look(line, at, source)
	case moved:
		b.close()
	}
}

// Again asks the source anew, which has learnt more, about what was typed last.
func (b *Box) Again(source Source) {
	if b.in != nil {
		b.look(b.line, b.cursor, source)
	}
}

// look asks the source anew.
func (b *Box) look(line string, at int, source Source) {
	if source == nil {
		b.close()
		return
	}
	o, ok := source(line, at)
	if !ok {
		b.close()
		b.left = none
		return
	}
	if o.From == b.left {
		return
	}
	b.left = none
	b.offer, b.found = o, rank(o)
	if b.open = len(b.found) > 0; !b.open {
		return
	}
	if b.at, b.top = 0, 0; o.Free || o.Word == "" {
		b.at = none
	}
}

// rank returns the options that fit the word, the best first: those that are
// it, begin with it and contain it, in the order they are offered, and then
// those that have its characters.
func rank(o Offer) []hit {
	if o.Word == "" {
		out := make([]hit, len(o.Options))
		for i := range out {
			out[i].option = i
		}
		return out
	}
	names := make([]string, len(o.Options))
	for i, p := range o.Options {
		names[i] = p.Name
	}
	word := strings.ToLower(o.Word)
	class := func(h hit) int {
		switch name := strings.ToLower(names[h.option]); {
		case name == word:
			return 0
		case strings.HasPrefix(name, word):
			return 1
		case strings.Contains(name, word):
			return 2
		}
		return 3
	}
	var out []hit
	for _, m := range fuzzy.Find(o.Word, names) {
		h := hit{m.Index, m.MatchedIndexes}
		// Letters that are strewn over a name score below zero; where any text
		// will do, nothing far-fetched is offered at all.
		if class(h) < 3 || m.Score > 0 && !o.Free {
			out = append(out, h)
		}
	}
	if o.Free && slices.Contains(names, o.Word) {
		return nil
	}
	slices.SortStableFunc(out, func(x, y hit) int {
		if c := class(x); c < 3 && c == class(y) {
			return x.option - y.option
		}
		return class(x) - class(y)
	})
	return out
}

func (b *Box) close() { b.open, b.found, b.area = false, nil, area{} }

// Key handles a key press while the box is open, and reports whether it was
// for the box.
func (b *Box) Key(k tea.KeyPressMsg) bool {
	if !b.open {
		return false
	}
	e, _ := b.env.Edit.Read(k)
	switch e {
	case keymap.CursorDown:
		b.move(1)
	case keymap.EditPageDown:
		b.move(rows)
	case keymap.CursorUp, keymap.EditPageUp:
		if b.at == none {
			b.close()
			return false
		}
		if e == keymap.EditPageUp {
			b.move(-rows)
		} else {
			b.at-- // from the first one to none
		}
	case keymap.NewLine:
		return b.take(b.at)
	case keymap.NextField, keymap.Indent:
		if b.at == none && (b.offer.Tab || !b.offer.Free) {
			b.at = 0
		}
		return b.take(b.at)
	case keymap.Abandon:
		b.left = b.offer.From
		b.close()
	default:
		return false
	}
	return true
}

func (b *Box) move(by int) { b.at = min(max(b.at+by, 0), len(b.found)-1) }

// take puts an option in and closes the box.
func (b *Box) take(at int) bool {
	if at < 0 || at >= len(b.found) {
		b.close()
		return false
	}
	o := b.offer.Options[b.found[at].option]
	put := o.Put
	if put == "" {
		put = o.Name
	}
	b.in.Splice(b.offer.From, b.offer.To, put)
	if !o.Goes { // else the owner's next Follow finds another line
		b.line, b.row, b.cursor = b.in.Typed()
	}
	b.left = none
	b.close()
	return true
}

// Click takes the option at a cell, and reports whether the box has that cell.
func (b *Box) Click(x, y int) bool {
	a := b.area
	if !b.open || x < a.x || x >= a.x+a.w || y < a.y || y >= a.y+a.h {
		return false
	}
	b.take(b.top + y - a.y)
	return true
}

// Wheel moves the choice while the box is open.
func (b *Box) Wheel(lines int) bool {
	if b.open {
		b.move(lines)
	}
	return b.open
}
