package ui

import (
	tea "charm.land/bubbletea/v2"

	"postern/ui/attached"
	"postern/ui/dialog/filepick"
	"postern/ui/folders"
	"postern/ui/pane"
)

// uploads is what is done with the files that bodies name, and with paths that
// are typed.
type uploads struct{ *Model }

// wish carries out what was wished for of files and folders.
func (m uploads) wish(in pane.Intent) (cmd tea.Cmd, ok bool) {
	switch in := in.(type) {
	case attached.Wanted:
		if m.desk.ItemID() != in.ItemID {
			return nil, true
		}
		return m.handle(in.Look(m.desk.Job(), m.deps.Engine.Attached)), true
	case folders.PickAsked:
		return m.handle(filepick.Open(m.env, in)), true
	case folders.Listed:
		if !m.dialogs.Empty() {
			return m.handle(m.dialogs.Update(pane.Arrived{What: in}, m.now())), true
		}
	case attached.Seen, folders.Picked:
	default:
		return nil, false
	}
	return m.handle(m.request.Update(pane.Arrived{What: in})), true
}
