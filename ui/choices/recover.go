package choices

import (
	"fmt"
	"time"

	"postern/store"
	"postern/ui/dialog/confirm"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/words"
)

// toldEdits is how many edits of a document are listed.
const toldEdits = 5

// Recover offers what was not saved when a postern died. The answers are
// "recover", "discard" and "later".
func Recover(name string, ds []store.Draft, now time.Time) confirm.Options {
	o := confirm.Options{
		Name: name, Title: safe.Lit("Unsaved edits from before"), Cancel: "later",
		Choices: []confirm.Choice{
			{ID: "recover", Letter: "r", Title: safe.Lit("recover them, unsaved")},
			{ID: "later", Letter: "l", Title: safe.Lit("ask again later")},
			{ID: "discard", Letter: "d", Title: safe.Lit("discard them"), Role: theme.Warn},
		},
	}
	for _, d := range ds {
		if len(o.Lines) > 0 {
			o.Lines = append(o.Lines, safe.Text{})
		}
		o.Lines = append(o.Lines, safe.Clean(d.Name+", "+before(d.Kept, now)))
		for i, c := range d.Changes {
			if i == toldEdits {
				o.Lines = append(o.Lines, safe.Clean(fmt.Sprintf("  and %d more", len(d.Changes)-i)))
				break
			}
			o.Lines = append(o.Lines, safe.Clean("  "+c))
		}
		if d.Changed {
			o.Lines = append(o.Lines, safe.Lit("  Its file has changed since. Nothing is written over it: saving asks first."))
		}
	}
	return o
}

// before says when something was, as exactly as it matters.
func before(at, now time.Time) string {
	switch ago := now.Sub(at); {
	case ago < time.Minute:
		return "a moment ago"
	case ago < 2*time.Hour:
		return words.Plural(int(ago.Minutes()), "minute") + " ago"
	case at.Format(time.DateOnly) == now.Format(time.DateOnly):
		return "today at " + at.Format("15:04")
	}
	return at.Format("2006-01-02 at 15:04")
}
