// Package paste says what becomes of a request when a command is pasted into
// it. Another kind of command needs a reader in a format of the store, and a
// line here.
package paste

import (
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"postern/store/format/curl"
	"postern/store/format/draft"
	"postern/ui/pane/request"
	"postern/ui/toast"
)

// Filled returns the edit that makes a request what a curl command describes,
// and tells of it in a toast. What a command says nothing of, the description,
// is kept. The edit of a text that is no command is that of no request.
func Filled(in request.PastedCommand, t *toast.Toast) (request.Edited, tea.Cmd) {
	all, err := curl.Parse(in.Text)
	if err != nil {
		hint := ""
		if known := new(draft.Error); errors.As(err, &known) {
			hint = known.Hint
		}
		return request.Edited{}, t.Fail(fmt.Errorf("fill the request: %w", err), hint)
	}
	r := all.Items[0].Request.Clone()
	r.Description = in.Request.Description
	note := "filled from the curl command"
	if n := len(all.Items); n > 1 {
		note += fmt.Sprintf(", the first of %d", n)
	}
	out := request.Edited{ItemID: in.ItemID, Request: r}
	switch n := len(all.Notes); n {
	case 0:
		return out, t.Note(note)
	case 1:
		return out, t.Warn(note + "; lost: " + all.Notes[0].What)
	default:
		return out, t.Warn(note + fmt.Sprintf("; %d things were lost, the first: %s", n, all.Notes[0].What))
	}
}
