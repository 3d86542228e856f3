package finds

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/engine/lookup"
	"postern/engine/lookup/hole"
	"postern/engine/lookup/seen"
	"postern/ui/dialog/picker"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
)

// ask is a hole on its way to be filled. All of it happens in one dialog, so
// that what is typed ahead finds its place.
type ask struct {
	box     *picker.Picker
	name    string
	subject Subject
	hole    hole.Hole
	// holes are those to choose from first, then those that come after hole.
	holes []hole.Hole
	// rows are the ids that fit, lists the requests that would bring some of a
	// type.
	rows  *rows
	lists []Candidate
	typ   string
	// waits is the list request whose answer is waited for, said what came of
	// the one before.
	waits Candidate
	said  string
	// outer asked for a list request, whose own hole this one is to fill.
	outer *ask
}

// maxLists is how many list requests are offered.
const maxLists = 12

// Ask begins to fill a hole of a request: the only one, or one that is chosen.
// With none left, one that was filled before can be filled anew.
func (f *Finds) Ask(s Subject) (tea.Cmd, pane.Intent) {
	holes := s.holes()
	if len(holes) == 0 {
		put := map[string]string{}
		for _, c := range f.choices[s.Realm].In(s.ItemID) {
			put[c.Hole] = c.Text
		}
		holes = s.filled(put)
	}
	if len(holes) == 0 {
		return nil, Noted{Text: "this request lacks nothing that could be looked up"}
	}
	a := &ask{name: f.newID(), subject: s, holes: holes}
	a.box = picker.New(f.env, picker.Options{Name: a.name, Stay: true})
	f.ask = a
	opened := Opened{Dialog: a.box}
	if len(holes) == 1 {
		cmd, in := f.turn(0)
		return cmd, pane.Batch{opened, in}
	}
	items := make([]picker.Item, len(holes))
	for i, h := range holes {
		items[i] = picker.Item{ID: strconv.Itoa(i), Title: safe.Clean(h.Name), Detail: safe.Clean(where(h))}
	}
	a.box.Fill(picker.Options{Name: a.name, Title: safe.Lit("Which one?"), Items: items, Stay: true})
	return nil, opened
}

// where says what a hole wants and where it is.
func where(h hole.Hole) string {
	place := map[hole.Place]string{
		hole.InURL: "in the URL", hole.InPathVariable: "in the path", hole.InHeader: "in header " + h.Row, hole.InBody: "in the body",
	}[h.Place]
	return strings.TrimSpace(h.Type + " " + place)
}

// turn turns to one of the holes; those of the URL behind it come next.
func (f *Finds) turn(i int) (tea.Cmd, pane.Intent) {
	a := f.ask
	a.hole = a.holes[i]
	a.holes = slices.DeleteFunc(slices.Clone(a.holes[i+1:]), func(h hole.Hole) bool { return !inURL(h) || !inURL(a.hole) || a.subject.value(h) != "" })
	a.rows, a.lists, a.said = nil, nil, ""
	if a.hole.Kind == hole.Variable && a.subject.Realm == "" {
		a.show(picker.Options{Stay: true, None: safe.Clean("no environment is chosen to keep " + a.hole.Name + ": " + f.env.Keys.Shown(keymap.SwitchEnv) + " chooses one")})
		return nil, nil
	}
	return f.find(), nil
}

// title is that of the dialog.
func (a *ask) title() safe.Text {
	t := "Look up " + a.hole.Name
	if a.outer != nil {
		t += ", to send " + a.subject.Name
	}
	return safe.Clean(t)
}

// show fills the dialog; o lacks only what is the same throughout.
func (a *ask) show(o picker.Options) {
	o.Name, o.Title, o.Said = a.name, a.title(), safe.Clean(a.said)
	o.Stay = o.Stay || a.outer != nil || len(a.holes) > 0
	a.box.Fill(o)
}

// find looks for the ids that fit the hole, or else for requests that would
// bring some.
func (f *Finds) find() tea.Cmd {
	a := *f.ask
	a.box.Clear()
	f.ask.show(picker.Options{None: safe.Lit("looking…"), Stay: true})
	last, _ := f.choices[a.subject.Realm].Last(a.subject.ItemID, a.hole.Name)
	now := a.subject.value(a.hole)
	chosen := func(id seen.ID) bool {
		if now != "" {
			return a.hole.Value(id.ID) == now
		}
		return last.Of(id)
	}
	known, ctx := f.known, f.ctx
	return func() tea.Msg {
		msg := fitMsg{name: a.name, hole: a.hole.Name}
		var ids []seen.ID
		ids, msg.err = known.fitting(ctx, a.subject.Realm, near(a.subject.Origin, a.hole.Fits))
		msg.rows = newRows(ids, a.subject.Origin, a.hole.Type, chosen)
		if len(ids) == 0 {
			msg.lists, msg.typ = a.subject.lists(a.hole)
		}
		return msg
	}
}

// fitMsg brings what fits a hole.
type fitMsg struct {
	name, hole string
	rows       *rows
	// lists are requests that list things of a type.
	lists []Candidate
	typ   string
	err   error
}

func (msg fitMsg) apply(f *Finds) (tea.Cmd, pane.Intent) {
	a := f.ask
	if a == nil || a.name != msg.name || a.hole.Name != msg.hole {
		return nil, f.told(msg.err)
	}
	a.rows, a.lists, a.typ = msg.rows, msg.lists, msg.typ
	if a.rows.Len() > 0 {
		a.said = ""
		a.show(picker.Options{Rows: a.rows, Current: a.rows.current()})
	} else {
		a.offer()
	}
	return nil, f.told(msg.err)
}

// offer offers the requests that would list what the hole wants.
func (a *ask) offer() {
	what := cmp.Or(a.typ, "id")
	if len(a.lists) == 0 {
		a.show(picker.Options{Stay: true, None: safe.Clean("no " + what + " was seen yet, and no request here lists them: send one that does, then look again")})
		return
	}
	if a.said == "" {
		a.said = "No " + what + " was seen yet: send one of these"
	}
	items := make([]picker.Item, len(a.lists))
	for i, c := range a.lists {
		detail := c.Request.URL.Text()
		if needs := a.subject.of(c).holes(); len(needs) > 0 {
			detail = "needs " + needs[0].Name + " first · " + detail
		}
		items[i] = picker.Item{ID: strconv.Itoa(i), Title: safe.Clean(c.Name), Detail: safe.Clean(detail), Tag: safe.Clean(c.Request.Method), Role: theme.Method(c.Request.Method)}
	}
	a.show(picker.Options{Items: items, Stay: true})
}

// Picked carries out the choice of a picker. It has none for another's.
func (f *Finds) Picked(in picker.Picked) (tea.Cmd, pane.Intent) {
	a := f.ask
	if a == nil || in.Picker != a.name {
		return f.putPicked(in)
	}
	i, err := strconv.Atoi(in.ID)
	switch {
	case err != nil:
		return nil, nil
	case a.rows == nil && i < len(a.holes):
		return f.turn(i)
	case a.rows != nil && i < a.rows.Len():
		return f.chose(a.rows.ids[i])
	case i < len(a.lists):
		return f.bring(a.lists[i])
	}
	return nil, nil
}

// Left gives up the hole whose picker was closed. It waits for an id that is put
// there from elsewhere.
func (f *Finds) Left(name string) {
	a := f.ask
	if a == nil || a.name != name {
		return
	}
	f.ask = nil
	for a.outer != nil {
		a = a.outer
	}
	if a.hole.Name != "" {
		f.waiting = a
	}
}

// bring sends a list request, once its own holes are filled.
func (f *Finds) bring(c Candidate) (tea.Cmd, pane.Intent) {
	a := f.ask
	a.waits = c
	s := a.subject.of(c)
	if holes := s.holes(); len(holes) > 0 {
		f.ask = &ask{name: a.name, box: a.box, subject: s, holes: holes, outer: a}
		return f.turn(0)
	}
	return nil, f.send(s)
}

// send sends the list request that f.ask waits for.
func (f *Finds) send(s Subject) pane.Intent {
	f.ask.said = ""
	f.ask.box.Clear()
	f.ask.show(picker.Options{Stay: true, None: safe.Clean("sending " + s.Name + "…")})
	return SendAsked{Collection: s.Collection, Item: s.ItemID, Request: s.Request}
}

// chose puts an id into the hole, and goes on with the next.
func (f *Finds) chose(id seen.ID) (tea.Cmd, pane.Intent) {
	a := f.ask
	value := a.hole.Value(id.ID)
	if value == "" {
		return nil, Noted{Warn: true, Text: "its " + a.hole.Field + " is not known"}
	}
	keep := f.remember(a.subject, a.hole, id, value)
	done := putInto(&a.subject, a.hole, id.ID, value)
	if len(a.holes) > 0 {
		next := a.holes
		a.holes = slices.DeleteFunc(a.subject.holes(), func(h hole.Hole) bool {
			return !slices.ContainsFunc(next, func(n hole.Hole) bool { return n.Kind == h.Kind && n.Name == h.Name })
		})
	}
	if a.outer != nil {
		done = onlyVariable(done)
	}
	switch {
	case len(a.holes) > 0:
		cmd, in := f.turn(0)
		return tea.Batch(keep, cmd), pane.Batch{done, in}
	case a.outer != nil:
		f.ask = a.outer
		return keep, pane.Batch{done, f.send(a.subject)}
	}
	f.ask = nil
	return keep, done
}

// putInto puts a value into the hole of a subject and returns the wish that does
// the same to what is open.
func putInto(s *Subject, h hole.Hole, id lookup.ID, value string) pane.Intent {
	if h.Kind == hole.Variable {
		*s = s.with(h.Name, value)
		return VariableSet{Name: h.Name, Value: value, Label: id.Label}
	}
	s.Request = fill(s.Request, h, value)
	return RequestFilled{ItemID: s.ItemID, Request: s.Request, Note: h.Name + " is " + cmp.Or(id.Label, value)}
}

// onlyVariable drops an edit of a request that is only to be sent once.
func onlyVariable(in pane.Intent) pane.Intent {
	if v, ok := in.(VariableSet); ok {
		return v
	}
	return nil
}

// remember notes what was chosen for a hole.
func (f *Finds) remember(s Subject, h hole.Hole, id seen.ID, value string) tea.Cmd {
	c := seen.Choice{Item: s.ItemID, Hole: h.Name, Value: id.Value, Type: id.Type, Text: value}
	f.choices[s.Realm] = f.choices[s.Realm].With(c)
	known, ctx := f.known, f.ctx
	return func() tea.Msg { return keptMsg{known.choose(ctx, s.Realm, c)} }
}

// answered tells the hole that waits for an item what its answer brought: why is
// what went wrong, "" for nothing.
func (f *Finds) answered(itemID, why string) tea.Cmd {
	a := f.ask
	if a == nil || itemID == "" || a.waits.ID != itemID {
		return nil
	}
	name := a.waits.Name
	a.waits = Candidate{}
	if why != "" {
		a.said = name + ": " + why
		a.offer()
		return nil
	}
	cmd := f.find()
	a.said = name + " has answered, and brought none"
	return cmd
}
