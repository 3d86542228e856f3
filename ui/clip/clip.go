// Package clip takes what is copied: into the clipboard of the person's own
// terminal (OSC 52), which works over SSH too, or, where that is too small, into
// a file that is asked for.
package clip

import (
	"strings"

	"postern/engine/payload"
	"postern/ui/dialog"
	"postern/ui/dialog/prompt"
	"postern/ui/outside"
	"postern/ui/pane"
	"postern/ui/safe"
)

// Max is how much terminals take, in bytes.
const Max = 64 << 10

// Taken says that a text is to be put into the clipboard.
type Taken struct{ What, Text string }

// askFile is the name of the question for a file.
const askFile = "a file for what was copied"

// Clip is what waits for a file. Its zero value has nothing.
type Clip struct{ copied pane.CopyAsked }

// Take takes what is copied.
func (c *Clip) Take(env pane.Env, in pane.CopyAsked) pane.Intent {
	if len(in.Text) <= Max {
		return Taken{in.What, in.Text}
	}
	if in.Whole == nil {
		in.Whole, in.Size = strings.NewReader(in.Text), int64(len(in.Text))
	}
	c.copied = in
	what := in.What + " is too large for the clipboard of a terminal"
	if in.Size > 0 {
		what = in.What + " has " + payload.FormatSize(in.Size) + ", too much for the clipboard of a terminal"
	}
	return dialog.Opened{Dialog: prompt.New(env, prompt.Options{
		Name: askFile, Title: safe.Lit("Save what was copied"), Placeholder: safe.Lit("copied.txt"),
		Hint: safe.Clean(what + ": a path, from the workspace's folder, saves it; a file that is there already stays"),
	})}
}

// Answer saves what was copied, from a folder; ok is false for an intent of
// others.
func (c *Clip) Answer(in pane.Intent, from string) (out pane.Intent, ok bool) {
	e, ok := in.(prompt.Entered)
	if !ok || e.Name != askFile {
		return nil, false
	}
	copied := c.copied
	c.copied = pane.CopyAsked{}
	if e.Text == "" || copied.Whole == nil {
		return nil, true
	}
	return outside.Saving(copied.Whole, copied.Size, from, e.Text), true
}
