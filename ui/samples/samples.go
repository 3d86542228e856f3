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

// Question is the beginning of the name of the question for an example's name;
// behind it stands the request's id.
const Question = "example "

// ErrGone says that the request of an example was deleted meanwhile.
var ErrGone = errors.New("the request is not there any more")

// Made is a new example of an item.
type Made struct {
	ItemID  string
	Example collection.Example
}

// Ask asks for the name of a new example of a response to it.
func Ask(env pane.Env, it *collection.Item, x *engine.Exchange) pane.Intent {
	if it == nil || x == nil || x.Response == nil {
		return pane.Failed{Err: example.ErrNoResponse}
	}
	return dialog.Opened{Dialog: prompt.New(env, prompt.Options{
		Name: Question + it.ID, Title: safe.Lit("Save as an example"), Initial: it.Name,
		Hint: safe.Lit("the response and its request, secrets masked, for all who get the collection"),
	})}
}

// Save makes an example of an exchange of an item, asked being the request as it
// was saved.
func Save(itemID, name string, asked collection.Request, x *engine.Exchange) pane.Intent {
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		e, err := example.Of(ctx, strings.TrimSpace(name), asked, x)
		if err != nil {
			return pane.Failed{Err: err}
		}
		return Made{itemID, e}
	}}
}
