package ui

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/engine/collection"
	"postern/engine/example"
	"postern/ui/dialog/prompt"
	"postern/ui/keymap"
	"postern/ui/safe"
)

// examples saves responses with their requests.
type examples struct{ *Model }

// askExample is the name of the question for an example's name; behind it
// stands the request's id.
const askExample = "example "

// ask asks for the name of a new example of the response on show.
func (m examples) ask() tea.Cmd {
	it := m.desk.Item()
	x := m.response.Exchange()
	if it == nil || x == nil || x.Response == nil {
		return m.toast.Fail(example.ErrNoResponse)
	}
	return m.push(prompt.New(m.env, prompt.Options{
		Name: askExample + it.ID, Title: safe.Lit("Save as an example"), Initial: it.Name,
		Hint: safe.Lit("the response and its request, secrets masked, for all who get the collection"),
	}))
}

// save makes the example of an item's last exchange.
func (m examples) save(itemID, name string) tea.Cmd {
	ctx, x, asked := m.ctx, m.sends.Last[itemID], m.sends.Asked[itemID]
	return func() tea.Msg {
		e, err := example.Of(ctx, strings.TrimSpace(name), asked, x)
		return exampleMsg{itemID, e, err}
	}
}

// exampleMsg brings a new example.
type exampleMsg struct {
	itemID  string
	example collection.Example
	err     error
}

func (msg exampleMsg) apply(m *Model) tea.Cmd {
	switch {
	case msg.err != nil:
		return m.toast.Fail(msg.err)
	case !m.desk.AddExample(msg.itemID, msg.example):
		return m.toast.Fail(errGone)
	}
	m.tree.SetDirty(m.desk.EditedItems())
	return tea.Batch(m.showRequest(), m.toast.Note("added the example "+msg.example.Name+": "+m.env.Keys.Shown(keymap.Save)+" writes it"))
}

var errGone = errors.New("the request is not there any more")
