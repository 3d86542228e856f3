package form

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/ui/keymap"
)

// pick is a choice while its options are open.
type pick struct {
	row     string
	part    part
	param   int
	options []Option
	at      int
	// typed is what was typed to find an option, since the last other key.
	typed string
}

// on reports whether l is the line below which the options stand.
func (p *pick) on(r *rows, l line) bool {
	q := r.of(l)
	return q != nil && q.ID == p.row && l.part == p.part && l.at == p.param
}

// holds reports whether what is chosen for is still there.
func (p *pick) holds(r *rows) bool {
	q := r.byID(p.row)
	if q == nil || q.Locked || !slices.Equal(q.Options, p.options) {
		return false
	}
	return p.part == rowPart && q.Kind == Choice || p.part == paramPart && q.Kind == Params && p.param < len(q.Params)
}

// choose opens the options of a row, or of a parameter's place.
func (f hand) choose(row string, on part, param int, options []Option, value string) {
	if len(options) == 0 {
		return
	}
	at := slices.IndexFunc(options, func(o Option) bool { return o.Value == value })
	f.pick = &pick{row: row, part: on, param: param, options: options, at: max(at, 0)}
	f.arrange()
}

// picking handles a key press while options are open.
func (f hand) picking(k tea.KeyPressMsg) []Fact {
	p := f.pick
	e, s := f.env.Edit.Read(k)
	if e != keymap.Insert {
		p.typed = ""
	}
	switch e {
	case keymap.NewLine:
		return f.picked(p.at)
	case keymap.Abandon:
		f.Commit()
	case keymap.CursorUp, keymap.CursorLeft, keymap.PrevField:
		p.at = max(p.at-1, 0)
	case keymap.CursorDown, keymap.CursorRight, keymap.NextField:
		p.at = min(p.at+1, len(p.options)-1)
	case keymap.LineStart:
		p.at = 0
	case keymap.LineEnd:
		p.at = len(p.options) - 1
	case keymap.Insert:
		p.jump(s)
	}
	return nil
}

// jump goes to the option that what was typed so far means: one that begins
// with it, else one that holds it. Where none does, s begins anew and goes on to
// the next; so does a blank by itself.
func (p *pick) jump(s string) {
	if at, ok := p.find(p.typed+s, p.at, 0); ok && p.typed != "" {
		p.typed, p.at = p.typed+s, at
		return
	}
	p.typed = strings.TrimSpace(s)
	if at, ok := p.find(p.typed, p.at, 1); ok {
		p.at = at
	}
}

// find returns the first option of a text, from skip behind at, and round.
func (p *pick) find(text string, at, skip int) (int, bool) {
	text = strings.ToLower(text)
	for _, means := range []func(s, text string) bool{strings.HasPrefix, strings.Contains} {
		for i := range p.options {
			n := (at + skip + i) % len(p.options)
			if means(strings.ToLower(p.options[n].Label.String()), text) {
				return n, true
			}
		}
	}
	return at, false
}

// picked takes an option and closes them.
func (f hand) picked(at int) []Fact {
	p := f.pick
	v := p.options[at].Value
	f.Commit()
	q := f.rows.byID(p.row)
	switch {
	case p.part == paramPart && q.Params[p.param].In != v:
		q.Params = slices.Clone(q.Params)
		q.Params[p.param].In = v
		return f.changed(q)
	case p.part == rowPart && start(q) != v:
		q.Value, q.Unset = v, false
		return []Fact{Changed{q.ID, v}}
	}
	return nil
}
