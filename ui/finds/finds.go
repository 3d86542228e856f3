// Package finds is what responses offer for the next request: the ids and the
// links in them, the ids seen so far in each environment, and the lookup that
// fills a hole of a request with one.
//
//	@ ─▶ a hole? ─▶ ids that fit were seen ─▶ choose ─▶ filled
//	        │               └─ none ─▶ choose a list request ─▶ sent ─┐
//	        └─ none: a word                     ids that fit ◀────────┘
//
// It sends nothing and edits nothing: what is to be sent or filled goes up as
// an intent. Finding is done by engine/lookup, in commands.
package finds

import (
	"context"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/lookup"
	"postern/engine/lookup/hole"
	"postern/engine/lookup/ids"
	"postern/engine/lookup/link"
	"postern/engine/lookup/seen"
	"postern/engine/redact"
	"postern/ui/dialog"
	"postern/ui/pane"
	"postern/ui/widget"
)

// maxBody is how much of a body is searched, in bytes.
const maxBody = 32 << 20

// Finds is the state of all that. Make one with [New].
type Finds struct {
	ctx context.Context
	env widget.Env
	// seen are the ids by environment.
	seen map[string]*seen.Index
	// ask is the hole that is being filled, put the id that is put somewhere.
	ask ask
	put put
	// last are the latest findings, by exchange, oldest first.
	last []Found
	ids  int
}

// maxKept is how many findings are kept: as many as there are exchanges.
const maxKept = 40

// Of returns what was found in an exchange.
func (f *Finds) Of(exchangeID string) Found {
	for _, x := range f.last {
		if x.ExchangeID == exchangeID {
			return x
		}
	}
	return Found{ExchangeID: exchangeID}
}

// New returns an empty Finds; ctx ends what it has under way.
func New(ctx context.Context, env widget.Env) *Finds {
	return &Finds{ctx: ctx, env: env, seen: map[string]*seen.Index{}}
}

// Restyle makes the dialogs to come look like env.
func (f *Finds) Restyle(env widget.Env) { f.env = env }

// Msg is the result of one of the commands.
type Msg interface {
	apply(f *Finds) (tea.Cmd, pane.Intent)
}

// Update takes a result in. The intent is for the rest of the screen.
func (f *Finds) Update(msg Msg) (tea.Cmd, pane.Intent) { return msg.apply(f) }

// The intents.
type (
	// Opened is a dialog to show.
	Opened = dialog.Opened
	// Noted is a word to the person.
	Noted = pane.Noted
	// Found are the ids and links of an exchange.
	Found struct {
		ExchangeID string
		IDs        []lookup.ID
		Links      []link.Link
	}
	// VariableSet gives a variable of the environment a value.
	VariableSet struct{ Name, Value string }
	// RequestFilled is the request of an item with its hole filled.
	RequestFilled struct {
		ItemID  string
		Request collection.Request
		Note    string
	}
	// SendAsked asks to send another request, for the ids in its answer.
	SendAsked struct{ Collection, Item string }
	// CopyAsked is a text for the clipboard, and what it is.
	CopyAsked = pane.CopyAsked
)

// Look searches an exchange of an environment. Its body is read in a command;
// one that was given up meanwhile has nothing.
func (f *Finds) Look(x *engine.Exchange, realm string) tea.Cmd {
	if x == nil || x.Response == nil {
		return nil
	}
	r := lookup.Response{URL: x.Sent.URL, Status: x.Response.Status, Header: x.Response.Header}
	body, red := x.Response.Body, x.Redactor()
	return func() tea.Msg {
		if body != nil {
			r.Body, _ = body.Bytes(maxBody) // what can be read is looked at
		}
		return foundMsg{
			exchange: x.ID, item: x.ItemID, realm: realm, at: time.Now(),
			ids: harmless(ids.Find(r, lookup.Limits{}).IDs, red), links: link.Find(r, lookup.Limits{}).Links,
		}
	}
}

// harmless leaves out the ids that are secrets, and masks those in the names of
// the others.
func harmless(found []lookup.ID, red redact.Redactor) []lookup.ID {
	var out []lookup.ID
	for _, id := range found {
		if id.Credential() || red.Text(id.Value) != id.Value {
			continue
		}
		id.Label, id.Detail = red.Text(id.Label), red.Text(id.Detail)
		out = append(out, id)
	}
	return out
}

// foundMsg brings what an exchange holds.
type foundMsg struct {
	exchange, item, realm string
	at                    time.Time
	ids                   []lookup.ID
	links                 []link.Link
}

func (msg foundMsg) apply(f *Finds) (tea.Cmd, pane.Intent) {
	f.index(msg.realm).Add(msg.at, msg.ids)
	found := Found{ExchangeID: msg.exchange, IDs: msg.ids, Links: msg.links}
	if f.last = append(f.last, found); len(f.last) > maxKept {
		f.last = f.last[1:]
	}
	out := pane.Batch{found}
	if f.ask.waits == msg.item && msg.item != "" {
		f.ask.waits = ""
		out = append(out, f.choose())
	}
	return nil, out
}

func (f *Finds) index(realm string) *seen.Index {
	if f.seen[realm] == nil {
		f.seen[realm] = &seen.Index{}
	}
	return f.seen[realm]
}

// Failed says that the list request somebody waits for brought no answer.
func (f *Finds) Failed(itemID string) {
	if f.ask.waits == itemID {
		f.ask = ask{}
	}
}

// Subject is the request whose hole is to be filled.
type Subject struct {
	ItemID  string
	Request collection.Request
	// Value is what a {{name}} stands for; false if it is unknown.
	Value func(name string) (string, bool)
	// Realm is the environment, "" for none.
	Realm string
	// Candidates are the requests of its collection; their ID is that of
	// [SendAsked.Item], Collection theirs.
	Candidates []hole.Candidate
	Collection string
}

// SubjectOf is the subject of a job of a collection.
func SubjectOf(j collection.Job, c *collection.Collection) Subject {
	s := Subject{
		ItemID: j.ItemID, Request: j.Request, Realm: j.Auth.Realm, Collection: c.ID,
		Value: func(name string) (string, bool) {
			v, _, ok := j.Scopes.Lookup(name)
			return v.Value, ok
		},
	}
	for _, r := range c.Requests() {
		s.Candidates = append(s.Candidates, hole.Candidate{
			ID: r.Item.ID, Name: r.Item.Name, Method: r.Item.Request.Method, URL: r.Item.Request.URL.Text(),
		})
	}
	return s
}

func (f *Finds) newID() string {
	f.ids++
	return "finds " + strconv.Itoa(f.ids)
}
