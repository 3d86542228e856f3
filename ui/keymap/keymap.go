// Package keymap holds what a person can do, as data: every action is a row
// with its title, its keys and the reason why it may be off. The same rows
// feed dispatch, the footer, the help, the palette, the key table in
// docs/keys.md and the tests.
//
// It is the only place that compares key names. To add an action, add a
// constant and a row in actions.go and handle the ID where it belongs. To add a
// preset, add a row in preset.go. [Read] makes a map of a person's own keymap.
package keymap

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// ID names an action.
type ID string

// Scope says where an action's keys count. Keys of the focused pane's scope win
// over global ones.
type Scope int

// The scopes.
const (
	// Global keys count everywhere but in a text field.
	Global Scope = iota
	Tree
	Request
	Response
	Environment
	// Dialog keys count in the top dialog.
	Dialog
	// HistoryList keys count in the list of what was sent, before those of
	// dialogs.
	HistoryList
	// RunView keys count in the dialog of a run, before those of dialogs.
	RunView
	// Anywhere keys count in text fields too.
	Anywhere
)

// String returns the scope's name for help.
func (s Scope) String() string {
	return [...]string{"everywhere", "collections", "request", "response", "environment", "dialogs", "history", "run", "everywhere"}[s]
}

// InDialog reports whether the keys of s count in dialogs only.
func (s Scope) InDialog() bool { return s == Dialog || s == HistoryList || s == RunView }

// State is what the reasons in [Action.Why] look at.
type State struct {
	// Pane is the scope of the pane that has the keys. The help begins with
	// what counts there; Global makes no difference between panes.
	Pane            Scope
	Request, Folder bool // a request, a folder is selected
	Sending         bool // a send is in flight
	Response        bool // there is a response to look at
	Environment     bool // an environment is chosen
	Environments    bool // there is one to choose
	Dirty           bool // there are unsaved edits
	Variable        bool // a variable is selected
	Row             bool // a table row is selected
	Collections     bool // a collection is open
	Tokens          bool // there are tokens
	OAuth           bool // what is selected can get one
	Back, Forward   bool // a link was followed, or gone back from
	Notes           bool // something in the files was not understood
	Searching       bool // a search has hits
	Table           bool // a list is shown as a table
	Undo, Redo      bool // there is an edit to take back, or to do again
	Workspace       bool // a workspace is open
	InCollection    bool // a collection, or something in it, is selected
	Cut             bool // something was cut and waits for its place
	Auth            AuthState
	Edit            EditState
}

// EditState is the part of [State] about what the request pane shows.
type EditState struct {
	Rows bool // rows that can be text
	JSON bool // a text of JSON
	Text bool // a text that another program can edit
	File bool // a row of files
	// Lines is a text of several lines that is being typed; see
	// [Editing.Claims].
	Lines bool
}

// AuthState is the part of [State] about the auth of what is selected.
type AuthState struct {
	Inherited bool // it is that of a folder or the collection
	Secret    bool // a secret of it is selected
	Issuer    bool // it has an issuer to ask
	Legacy    bool // it has audience or resource of an older Postman
	Shareable bool // its token can be shared, or is
}

// Action is something a person can do.
type Action struct {
	ID       ID
	Title    string
	Category string
	// Keys are the default keys, the first one is shown.
	Keys  []string
	Scope Scope
	// Footer is the short title in the footer, where the action stands while it
	// can be done; "" keeps it out.
	Footer string
	// Why returns the reason why the action is off in a state, or "".
	// nil means always on.
	Why func(State) string
}

// Moves reports whether an action only moves or backs out: at an end there is
// nothing to say about it.
func Moves(id ID) bool {
	return slices.Contains([]ID{Up, Down, Left, Right, PageUp, PageDown, Top, Bottom, Cancel}, id)
}

// Off returns why a is off in s, or "".
func (a Action) Off(s State) string {
	if a.Why == nil {
		return ""
	}
	return a.Why(s)
}

// Map finds actions by key.
type Map struct {
	actions   []Action
	byID      map[ID]int
	byKey     map[Scope]map[string]ID
	conflicts []Conflict
}

// New builds the map of the given actions, with the keys of overrides in place
// of the defaults. An override takes its keys from the actions that have them
// by default in the same place.
func New(actions []Action, overrides map[ID][]string) *Map {
	m := &Map{actions: slices.Clone(actions), byID: make(map[ID]int, len(actions)), byKey: map[Scope]map[string]ID{}}
	for i, a := range m.actions {
		if keys, ok := overrides[a.ID]; ok {
			m.actions[i].Keys = keys
		}
		m.byID[a.ID] = i
	}
	if len(overrides) > 0 {
		m.conflicts = settle(m.actions, func(id ID) bool { _, own := overrides[id]; return own })
	}
	for _, a := range m.actions {
		if m.byKey[a.Scope] == nil {
			m.byKey[a.Scope] = map[string]ID{}
		}
		for _, k := range a.Keys {
			m.byKey[a.Scope][k] = a.ID
		}
	}
	return m
}

// Actions returns all actions in table order.
func (m *Map) Actions() []Action { return m.actions }

// Action returns the action with that ID.
func (m *Map) Action(id ID) (Action, bool) {
	i, ok := m.byID[id]
	if !ok {
		return Action{}, false
	}
	return m.actions[i], true
}

// Key returns the first key of an action, or "".
func (m *Map) Key(id ID) string {
	if a, ok := m.Action(id); ok && len(a.Keys) > 0 {
		return a.Keys[0]
	}
	return ""
}

// Shown returns the first key of an action as it is written for people, or "".
func (m *Map) Shown(id ID) string { return label(m.Key(id)) }

// label writes a key for people: "right" is "→".
func label(key string) string {
	if s, ok := labels()[key]; ok {
		return s
	}
	return key
}

func labels() map[string]string {
	return map[string]string{"up": "↑", "down": "↓", "left": "←", "right": "→"}
}

// Find returns the action of a key press in the given scopes, first one first.
func (m *Map) Find(k tea.KeyPressMsg, scopes ...Scope) (ID, bool) {
	for _, name := range []string{k.String(), k.Keystroke()} {
		for _, s := range scopes {
			if id, ok := m.byKey[s][name]; ok {
				return id, true
			}
		}
	}
	return "", false
}
