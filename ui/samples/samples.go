// Package samples saves responses with their requests, as the examples of a
// collection.
//
//	Ask ─▶ a name ─▶ Save (a command: masks, reads the body) ─▶ Made
package samples

import (
	"context"
	"errors"
	"strings"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/example"
	"postern/ui/dialog"
	"postern/ui/dialog/prompt"
	"postern/ui/pane"
	"postern/ui/safe"
)

// Question is the name of the question for an example's name; it is of the
// exchange that becomes one.
const Question = "example"

// The errors.
var (
	// ErrGone says that the request of an example was deleted meanwhile.
	ErrGone = errors.New("the request is not there any more")
	// ErrOther says that the response is not one of the chosen request.
	ErrOther = errors.New("the response on show is of another request, which is not open: open its collection first")
	// ErrChanged says that another response has come before the name was typed.
	ErrChanged = errors.New("another response has come meanwhile: save that one, or open the one before from the history")
)

// Made is a new example of an item.
type Made struct {
	ItemID  string
	Example collection.Example
}

// Ask asks for the name of a new example of a response to it.
func Ask(env pane.Env, it *collection.Item, x *engine.Exchange) pane.Intent {
	switch {
	case x == nil || x.Response == nil:
		return pane.Failed{Err: example.ErrNoResponse}
	case it == nil || x.ItemID != it.ID:
		return pane.Failed{Err: ErrOther}
	}
	return dialog.Opened{Dialog: prompt.New(env, prompt.Options{
		Name: Question, Of: of(x), Title: safe.Lit("Save as an example"), Initial: it.Name,
		Hint: safe.Lit("the response and its request, secrets masked, for all who get the collection"),
	})}
}

func of(x *engine.Exchange) string { return x.ItemID + "\n" + x.ID }

// Save makes an example of the exchange that the question was about, asked being
// the request as it was saved; where that is nil the example has it as it went
// out.
func Save(question, name string, asked *collection.Request, x *engine.Exchange) pane.Intent {
	if x == nil || of(x) != question {
		return pane.Failed{Err: ErrChanged}
	}
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		if asked == nil {
			sent := example.Sent(x)
			asked = &sent
		}
		e, err := example.Of(ctx, strings.TrimSpace(name), *asked, x)
		if err != nil {
			return pane.Failed{Err: err}
		}
		return Made{x.ItemID, e}
	}}
}
