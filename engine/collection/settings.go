package collection

import "slices"

// Settings are what a collection, a folder or a request has beside what it
// sends and its auth.
type Settings struct {
	// Description is Markdown, usually.
	Description string
	Events      []Event
	// Vars are a collection's only.
	Vars []Variable
}

// Clone returns a copy.
func (s Settings) Clone() Settings {
	s.Events, s.Vars = slices.Clone(s.Events), slices.Clone(s.Vars)
	return s
}

// Settings returns a copy of the collection's own.
func (c *Collection) Settings() Settings {
	return Settings{Description: c.Description, Events: c.Events, Vars: c.Vars}.Clone()
}

// Settings returns a copy of the item's own.
func (it *Item) Settings() Settings {
	return Settings{Description: *it.description(), Events: it.Events}.Clone()
}

// SetSettings gives the item with that id, or the collection itself if id is
// "", other settings.
func (c *Collection) SetSettings(id string, s Settings) (undo func(), ok bool) {
	s = s.Clone()
	if id == "" {
		old := Settings{Description: c.Description, Events: c.Events, Vars: c.Vars}
		c.Description, c.Events, c.Vars = s.Description, s.Events, s.Vars
		return func() { c.Description, c.Events, c.Vars = old.Description, old.Events, old.Vars }, true
	}
	it := c.item(id)
	if it == nil {
		return nil, false
	}
	at, events := it.description(), it.Events
	text := *at
	*at, it.Events = s.Description, s.Events
	return func() { *at, it.Events = text, events }, true
}

// description is where an item's description stands: with a request rather
// than beside it, as Postman writes it, unless it is beside it already.
func (it *Item) description() *string {
	if it.Request != nil && (it.Request.Description != "" || it.Description == "") {
		return &it.Request.Description
	}
	return &it.Description
}

// The events that run before a request and after its response.
const (
	BeforeRequest = "prerequest"
	AfterResponse = "test"
)

// ScriptOf returns the first script of a kind, and how many there are.
func ScriptOf(events []Event, listen string) (e Event, n int) {
	for _, x := range events {
		if x.Listen != listen {
			continue
		}
		if n++; n == 1 {
			e = x
		}
	}
	return e, n
}

// WithScript returns a copy of the events in which the first script of a kind
// is another text. One that no file has yet goes when its text does.
func WithScript(events []Event, listen, text string) []Event {
	events = slices.Clone(events)
	i := slices.IndexFunc(events, func(e Event) bool { return e.Listen == listen })
	switch {
	case i < 0 && text == "":
		return events
	case i < 0:
		return append(events, Event{Listen: listen, Script: text})
	case text == "" && events[i].Origin == 0:
		return slices.Delete(events, i, i+1)
	}
	events[i].Script = text
	return events
}
