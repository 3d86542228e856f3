// Package finds is what responses offer for the next request: the ids and the
// links in them, the ids seen so far in each environment, and the lookup that
// fills a hole of a request with one.
//
//	@ ─▶ a hole? ─▶ ids that fit were seen ─▶ choose ─▶ filled, and the next
//	        │               └─ none ─▶ choose a list request ─▶ sent ─┐
//	        │                            └─ a hole of its own: @      │
//	        └─ none: a word                     ids that fit ◀────────┘
//
// It sends nothing and edits nothing: what is to be sent or filled goes up as
// an intent. Finding is done by engine/lookup, in commands; so is everything
// that takes longer with more ids, and what is kept over the end of the program
// ([Store]).
package finds

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/lookup"
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
	ctx   context.Context
	env   widget.Env
	known *known
	// choices are the ids that were chosen, by environment; those of earlier
	// runs were asked for if the workspace is recalled.
	choices  map[string]seen.Choices
	recalled string
	// ask is the hole that is being filled, nil for none; waiting is one that
	// was given up; put is the id that is put somewhere.
	ask, waiting *ask
	put          put
	// last are the latest findings, by exchange, oldest first.
	last []Found
	ids  int
	// failed says that a failure of the store was told: once is enough.
	failed bool
}

// told are the reasons that a person is told of. Many a body is not JSON to its
// end, and has its ids all the same.
const told = lookup.CutCount | lookup.CutSize

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

// New returns an empty Finds; ctx ends what it has under way. A nil store keeps
// nothing.
func New(ctx context.Context, store Store, env widget.Env) *Finds {
	return &Finds{ctx: ctx, env: env, known: &known{store: store}, choices: map[string]seen.Choices{}}
}

// Open turns to the ids of a workspace, which its folder names.
func (f *Finds) Open(workspace string) {
	if workspace != f.known.workspace { // else its files were read again
		f.begin(&known{store: f.known.store, workspace: workspace})
	}
}

// Recall reads the choices of earlier runs, once for a workspace. It is for when
// the private values are there: the two would only wait for each other.
func (f *Finds) Recall() tea.Cmd {
	known, ctx := f.known, f.ctx
	if known.store == nil || known.workspace == f.recalled {
		return nil
	}
	f.recalled = known.workspace
	return func() tea.Msg {
		choices, err := known.store.Choices(ctx, known.workspace)
		return choicesMsg{known, choices, err}
	}
}

// Forget lets go of everything that was seen. The store is cleared by whoever
// clears the history.
func (f *Finds) Forget() {
	f.begin(&known{store: f.known.store, workspace: f.known.workspace, unread: true})
}

func (f *Finds) begin(k *known) {
	f.known, f.choices, f.ask, f.waiting = k, map[string]seen.Choices{}, nil, nil
}

// choicesMsg brings the choices of earlier runs.
type choicesMsg struct {
	known   *known
	choices map[string]seen.Choices
	err     error
}

func (msg choicesMsg) apply(f *Finds) (tea.Cmd, pane.Intent) {
	if f.known != msg.known {
		return nil, nil
	}
	for realm, before := range msg.choices {
		for _, c := range slices.Backward(f.choices[realm]) { // made meanwhile
			before = before.With(c)
		}
		f.choices[realm] = before
	}
	return nil, f.told(msg.err)
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
		// Cut says why the ids are not all there are.
		Cut lookup.Cut
	}
	// VariableSet gives a variable of the environment a value, the id of what
	// is called Label.
	VariableSet struct{ Name, Value, Label string }
	// RequestFilled is the request of an item with its hole filled.
	RequestFilled struct {
		ItemID  string
		Request collection.Request
		Note    string
	}
	// SendAsked asks to send another request, for the ids in its answer. It is
	// sent as Request says.
	SendAsked struct {
		Collection, Item string
		Request          collection.Request
	}
	// CopyAsked is a text for the clipboard, and what it is.
	CopyAsked = pane.CopyAsked
)

// Text says what the variable is now.
func (v VariableSet) Text() string {
	if v.Label == "" || v.Label == v.Value {
		return v.Name + " is " + v.Value
	}
	return v.Name + " is " + v.Value + ", " + v.Label
}

// Look searches an exchange of an environment, and keeps what it has in mind.
// Its body is read in a command; one that was given up meanwhile has nothing.
func (f *Finds) Look(x *engine.Exchange, realm string) tea.Cmd {
	if x == nil {
		return nil
	}
	if x.Response == nil {
		why := "it got no answer"
		if x.Err != nil {
			why = x.Err.Error()
		}
		return f.answered(x.ItemID, x.Redactor().Text(why))
	}
	known, ctx, search := f.known, f.ctx, searching(x)
	return func() tea.Msg {
		msg := search()
		msg.known, msg.realm = known, realm
		msg.keep, msg.err = known.add(ctx, realm, x.Started, msg.ids)
		return msg
	}
}

// Review searches an exchange of the past, whose ids were seen when it was sent.
func (f *Finds) Review(x *engine.Exchange) tea.Cmd {
	if x == nil || x.Response == nil {
		return nil
	}
	search := searching(x)
	return func() tea.Msg { return search() }
}

// Failed says why a request could not be sent.
func (f *Finds) Failed(itemID string, err error) tea.Cmd {
	if err == nil {
		return nil
	}
	return f.answered(itemID, err.Error())
}

// searching is the search of an exchange, for a command.
func searching(x *engine.Exchange) func() foundMsg {
	r := lookup.Response{URL: x.Sent.URL, Status: x.Response.Status, Header: x.Response.Header}
	body, red := x.Response.Body, x.Redactor()
	msg := foundMsg{exchange: x.ID, item: x.ItemID}
	if x.Response.Status >= 400 {
		msg.why = strings.TrimSpace(strconv.Itoa(x.Response.Status) + " " + red.Text(x.Response.Reason))
	}
	return func() foundMsg {
		if body != nil {
			r.Body, _ = body.Bytes(maxBody) // what can be read is looked at
			if body.Size() > maxBody {
				msg.cut, msg.linksCut = lookup.CutSize, lookup.CutSize
			}
		}
		i, l := ids.Find(r, lookup.Limits{}), link.Find(r, lookup.Limits{})
		msg.ids, msg.links = harmless(i.IDs, red), l.Links
		msg.cut, msg.linksCut = (msg.cut|i.Cut)&told, (msg.linksCut|l.Cut)&told
		return msg
	}
}

// harmless leaves out the ids that are secrets, and masks those in the names of
// the others.
func harmless(found []lookup.ID, red redact.Redactor) []lookup.ID {
	var out []lookup.ID
	for _, id := range found {
		if id.Credential() || redact.Sensitive(id.Key) || red.Text(id.Value) != id.Value {
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
	// why says what went wrong with the request, "" for nothing.
	why   string
	ids   []lookup.ID
	links []link.Link
	// cut and linksCut say why they are not all there are.
	cut, linksCut lookup.Cut
	// known has the ids by now, and keep is to be written; err is that of
	// reading. known is nil for an exchange of the past.
	known *known
	keep  []seen.ID
	err   error
}

func (msg foundMsg) apply(f *Finds) (tea.Cmd, pane.Intent) {
	found := Found{ExchangeID: msg.exchange, IDs: msg.ids, Links: msg.links, Cut: msg.cut}
	if f.last = append(f.last, found); len(f.last) > maxKept {
		f.last = f.last[1:]
	}
	out := pane.Batch{found, f.told(msg.err)}
	if cut := msg.cut | msg.linksCut; cut != 0 {
		out = append(out, Noted{Warn: true, Text: "not all ids and links of this response are known: " + cut.String()})
	}
	if msg.known == nil {
		return nil, out
	}
	cmd := f.answered(msg.item, msg.why)
	if msg.known != f.known || len(msg.keep) == 0 {
		return cmd, out
	}
	ctx := f.ctx
	keep := func() tea.Msg { return keptMsg{msg.known.keep(ctx, msg.realm, msg.keep)} }
	return tea.Batch(cmd, keep), out
}

// keptMsg says whether something could be kept.
type keptMsg struct{ err error }

func (msg keptMsg) apply(f *Finds) (tea.Cmd, pane.Intent) { return nil, f.told(msg.err) }

// told is the wish to tell of a failure of the store, if that is to be.
func (f *Finds) told(err error) pane.Intent {
	if err == nil || f.failed || errors.Is(err, context.Canceled) {
		return nil
	}
	f.failed = true
	return pane.Failed{Err: err}
}

func (f *Finds) newID() string {
	f.ids++
	return "finds " + strconv.Itoa(f.ids)
}
