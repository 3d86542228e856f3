package ui

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"postern/engine/collection"
	"postern/ui/choices"
	"postern/ui/desk"
	"postern/ui/keymap"
	"postern/ui/layout"
	"postern/ui/outline"
	"postern/ui/pane"
	"postern/ui/pane/request"
	"postern/ui/samples"
)

// rows is where the tree's rows meet the rest of the screen; see package
// outline.
type rows struct{ *Model }

// wish carries out what was wished for of rows.
func (m rows) wish(in pane.Intent) (cmd tea.Cmd, ok bool) {
	switch in := in.(type) {
	case outline.Shown:
		if in.Environments {
			m.envs.SetEnvironment(m.desk.Env)
		}
		return m.show(in.Collection, in.Item), true
	case outline.Born:
		cmd := m.show(in.Collection, in.Item)
		return tea.Batch(cmd, m.setFocus(layout.Request), m.handle(m.request.Update(pane.Act{ID: keymap.EditURL}))), true
	case samples.Made:
		return m.sampled(in), true
	}
	if cmd, out, ok := m.outline.Answer(in); ok {
		return m.did(cmd, out), true
	}
	return nil, false
}

// show brings the screen up to date after the tree has changed, with the cursor
// on an item if that is there.
func (m rows) show(collectionID, itemID string) tea.Cmd {
	m.tree.SetCollections(m.desk.Collections)
	m.tree.SetDirty(m.desk.EditedItems())
	m.tree.SetCut(m.desk.Cut())
	if collectionID != "" {
		m.tree.Select(collectionID, itemID)
	}
	return m.choose(m.tree.Selected())
}

// at finds what stands at a place: a collection, or an item of one.
func (m rows) at(place string) (c *collection.Collection, it *collection.Item, ok bool) {
	return desk.At(m.desk.Collections, place)
}

// sampled takes a new example in.
func (m rows) sampled(in samples.Made) tea.Cmd {
	if !m.desk.AddExample(in.ItemID, in.Example) {
		return m.handle(pane.Failed{Err: samples.ErrGone})
	}
	m.tree.SetDirty(m.desk.EditedItems())
	return tea.Batch(m.showRequest(), m.toast.Note("added the example "+in.Example.Name+": "+m.env.Keys.Shown(keymap.Save)+" writes it"))
}

// about tells of the folder or collection that is chosen.
func (m rows) about() request.About {
	if m.desk.Collection == nil {
		return request.About{}
	}
	a := request.About{Auth: auths(m).view()}
	a.Title, a.Facts, a.Settings = choices.About(m.desk.Collection, m.desk.Chain)
	a.Dirty = m.desk.IsEdited(m.desk.Collection.ID, cmp.Or(a.Auth.Owner.Item, m.desk.Collection.ID))
	return a
}
