// Package history is the list of what was sent: the newest first, by request,
// environment, status and words, each to be looked at again, sent again,
// compared with another, or deleted.
//
// It holds pages and asks for more of them with [ListAsked], because a history
// has a hundred thousand entries; whoever handles it answers with
// [History.SetRows]. It starts with none: ask for [History.Query] when it opens.
package history

import (
	"slices"
	"time"

	"postern/ui/dialog"
	"postern/ui/dialog/run"
	"postern/ui/keymap"
	"postern/ui/pane"
)

// Row is one send.
type Row struct {
	ID      int64
	Started time.Time
	// Took is from the start to the last byte.
	Took time.Duration
	// Collection and Item are the ids of the request that was sent, Name are
	// its names.
	Collection, Item string
	Name             string
	Environment      string
	Method, URL      string
	// Status is 0 if there was no response; Problem says why.
	Status  int
	Problem string
	// Size is that of the response's body in bytes.
	Size int64
	// Passed of Tests have passed.
	Tests, Passed int
	// Run says that it was a part of a run.
	Run bool
}

// Query is what is shown. Its zero value is all there is.
type Query struct {
	// Collection and Item are the request's ids, Environment is one; "" is
	// any.
	Collection, Item, Environment string
	// Class is the first digit of the status, 0 for any; [Failed] is no
	// response.
	Class int
	// Text are words to be found.
	Text string
	// Before is the id of the last row there is; 0 begins anew.
	Before int64
}

// Failed is the class of sends without a response.
const Failed = -1

// The intents.
type (
	// ListAsked asks for rows, see [History.SetRows].
	ListAsked struct{ Query Query }
	// OpenAsked asks to show a send again, Run says out of a run; the dialog has
	// closed.
	OpenAsked struct {
		ID  int64
		Run bool
	}
	// ResendAsked asks to send a request as it is now; the dialog has closed.
	ResendAsked struct{ Collection, Item string }
	// CompareAsked asks to show what differs between two sends; the dialog
	// stays under it.
	CompareAsked struct{ Old, New int64 }
	// DeleteAsked asks to forget a send, which is off the list already.
	DeleteAsked struct{ ID int64 }
	// ClearAsked asks to forget all; the person has confirmed it.
	ClearAsked struct{}
	// Closed says that the dialog is gone.
	Closed struct{}
)

// Content is what the dialog begins with.
type Content struct {
	// Collection and Item are the ids of the chosen request, Environment that
	// of the chosen environment; "" where none is chosen.
	Collection, Item string
	Environment      string
	EnvironmentName  string
	// Only begins with the chosen request's sends.
	Only bool
}

// History is the dialog. Make one with [New].
type History struct {
	dialog.Shell
	sheet   dialog.Sheet
	content Content
	now     time.Time
	query   Query
	rows    []Row
	// waiting says that the answer to query is on its way; more, that there is
	// another page behind the rows; failed, why there are none.
	waiting, more bool
	// tested says that a row has tests.
	tested bool
	failed error
	// marked is the send to compare with, 0 for none.
	marked Row
	// asking is the question that is shown: whether to delete a row, or to clear.
	asking question
}

// New returns the dialog at a time, whose zone the times are shown in.
func New(env pane.Env, c Content, now time.Time) *History {
	h := &History{sheet: dialog.NewSheet(env, false), content: c, now: now, waiting: true}
	h.Env, h.Own = env, keymap.HistoryList
	if c.Only && c.Item != "" {
		h.query.Collection, h.query.Item = c.Collection, c.Item
	}
	return h
}

// Name returns the name to take it off the stack by.
func (h *History) Name() string { return "history" }

// Query is what the dialog shows, or waits for.
func (h *History) Query() Query { return h.query }

// SetRows brings the rows of a query, or why there are none; more says that
// there are others behind them. The answer to a question that is not asked any
// more is dropped.
func (h *History) SetRows(q Query, rows []Row, more bool, err error) {
	if q != h.query {
		return
	}
	if q.Before == 0 {
		h.rows = nil
		h.sheet.List.Select(0)
	}
	h.rows = append(h.rows, rows...)
	h.tested = slices.ContainsFunc(h.rows, func(r Row) bool { return r.Tests > 0 })
	h.waiting, h.more, h.failed = false, more && err == nil, err
	h.sheet.List.SetCount(len(h.rows))
	h.Changed()
}

// SetNow moves the times that are told by how long ago they were.
func (h *History) SetNow(now time.Time) {
	if now.YearDay() != h.now.YearDay() || now.Year() != h.now.Year() {
		h.Changed()
	}
	h.now = now
}

// Restyle makes the dialog draw anew, with env.
func (h *History) Restyle(env pane.Env) {
	h.Shell.Restyle(env)
	h.sheet.Restyle(env)
}

// Cancelled says that the dialog is gone.
func (h *History) Cancelled() pane.Intent { return Closed{} }

// current returns the row under the cursor.
func (h *History) current() (Row, bool) {
	if len(h.rows) == 0 {
		return Row{}, false
	}
	return h.rows[h.sheet.List.Cursor()], true
}

// Update handles one event.
func (h *History) Update(ev pane.Event) (pane.Intent, bool) {
	h.Changed()
	if h.asking.on {
		return h.confirmed(h.Action(ev)), false
	}
	id, filtered := h.sheet.Update(&h.Shell, ev)
	if filtered {
		q := h.query
		q.Text = h.sheet.Typed()
		return h.show(q), false
	}
	if dialog.Closes(id) {
		return h.Cancelled(), true
	}
	if in := h.narrowed(id); in != nil {
		return in, false
	}
	if in, closed := h.do(id); in != nil {
		return in, closed
	}
	return h.nextPage(), false
}

// show asks for other rows. Those there are stay until the answer comes.
func (h *History) show(q Query) pane.Intent {
	q.Before = 0
	if q == h.query {
		return nil
	}
	h.query, h.waiting, h.more = q, true, false
	return ListAsked{q}
}

// ahead is how many rows before the end the next page is asked for.
const ahead = 30

// nextPage asks for more when the cursor or the view comes near the end.
func (h *History) nextPage() pane.Intent {
	seen := max(h.sheet.List.Cursor(), h.sheet.List.Top()+h.sheet.List.Height())
	if !h.more || h.waiting || len(h.rows) == 0 || seen < len(h.rows)-ahead {
		return nil
	}
	h.query.Before, h.waiting = h.rows[len(h.rows)-1].ID, true
	return ListAsked{h.query}
}

// narrowed handles the actions that choose what is shown.
func (h *History) narrowed(id keymap.ID) pane.Intent {
	q := h.query
	switch id {
	case keymap.OnlyRequest:
		if q.Item != "" || h.content.Item == "" {
			q.Collection, q.Item = "", ""
		} else {
			q.Collection, q.Item = h.content.Collection, h.content.Item
		}
	case keymap.OnlyEnv:
		if q.Environment != "" {
			q.Environment = ""
		} else {
			q.Environment = h.content.Environment
		}
	case keymap.NextStatus:
		classes := []int{0, 2, 3, 4, 5, Failed}
		q.Class = classes[(slices.Index(classes, q.Class)+1)%len(classes)]
	default:
		return nil
	}
	return h.show(q)
}

// do acts on the current row; to clear needs none, for the ids that were seen
// outlive the rows.
func (h *History) do(id keymap.ID) (in pane.Intent, closed bool) {
	switch id {
	case keymap.ClearHistory:
		h.asking = question{on: true}
		return nil, false
	case keymap.Runs:
		return pane.Batch{h.Cancelled(), run.RunsAsked{}}, true
	}
	r, ok := h.current()
	if !ok {
		return nil, false
	}
	switch id {
	case keymap.Accept, keymap.Open, keymap.Right:
		return OpenAsked{ID: r.ID}, true
	case keymap.Resend:
		return ResendAsked{r.Collection, r.Item}, true
	case keymap.Compare:
		return h.compare(r), false
	case keymap.DeleteSend:
		h.asking = question{on: true, row: r}
	}
	return nil, false
}

// compare marks a row, takes the mark off it, or compares it with the marked
// one, the older first.
func (h *History) compare(r Row) pane.Intent {
	switch h.marked.ID {
	case 0:
		h.marked = r
		return nil
	case r.ID:
		h.marked = Row{}
		return nil
	}
	a, b := h.marked.ID, r.ID
	h.marked = Row{}
	return CompareAsked{Old: min(a, b), New: max(a, b)}
}

func (h *History) drop(id int64) {
	h.rows = slices.DeleteFunc(h.rows, func(r Row) bool { return r.ID == id })
	h.sheet.List.SetCount(len(h.rows))
	if h.marked.ID == id {
		h.marked = Row{}
	}
}

// question is whether to forget: a row, or all if it has no id.
type question struct {
	on  bool
	row Row
}

// confirmed handles the actions of the question. Neither can be had back.
func (h *History) confirmed(id keymap.ID) pane.Intent {
	asked := h.asking
	switch {
	case dialog.Closes(id) || id == keymap.Left:
		h.asking = question{}
	case id != keymap.Accept && id != keymap.Open:
	case asked.row.ID != 0:
		h.asking = question{}
		h.drop(asked.row.ID)
		return DeleteAsked{asked.row.ID}
	default:
		h.asking = question{}
		h.rows, h.marked, h.more = nil, Row{}, false
		h.sheet.List.SetCount(0)
		return ClearAsked{}
	}
	return nil
}
