// Package clip takes what is copied: into the clipboard of the person's own
// terminal (OSC 52), which works over SSH too, and into that of this machine
// where it is the person's own, for terminals that do not take it and for texts
// too large for one. What goes into neither is saved into a file that is asked
// for.
package clip

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"postern/engine"
	"postern/engine/payload"
	"postern/ui/clip/board"
	"postern/ui/dialog"
	"postern/ui/dialog/prompt"
	"postern/ui/folders"
	"postern/ui/outside"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/shown"
)

// most is how much a clipboard is given at all, in bytes. It is held in memory.
const most = 32 << 20

// Board is the clipboard of this machine; [board.Board] is one.
type Board interface {
	Put(ctx context.Context, text string) error
}

// Taken says that a text is to be put into the terminal's clipboard.
type Taken struct{ What, Text string }

// askFile is the name of the question for a file.
const askFile = "a file for what was copied"

// Clip is what waits for a file. Its zero value has nothing.
type Clip struct {
	// Board is the clipboard of this machine; nil is none.
	Board  Board
	copied pane.CopyAsked
	// stop ends what is still on its way into the clipboard: what is copied
	// last stays.
	stop context.CancelFunc
}

// Take takes what is copied.
func (c *Clip) Take(in pane.CopyAsked) pane.Intent {
	if c.stop != nil {
		c.stop()
	}
	own, stop := context.WithCancel(context.Background())
	c.stop = stop
	put := func(ctx context.Context, text string) error {
		if c.Board == nil {
			return board.ErrNone
		}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(own, cancel)()
		return c.Board.Put(ctx, text)
	}
	if len(in.Text) <= board.Terminal {
		silent := func(ctx context.Context) pane.Intent {
			_ = put(ctx, in.Text) // the terminal has it, most likely
			return nil
		}
		return pane.Batch{Taken{in.What, in.Text}, pane.Work{Do: silent}}
	}
	return pane.Work{Name: "copying " + in.What, Do: func(ctx context.Context) pane.Intent {
		text, err := whole(in)
		if err == nil {
			err = put(ctx, text)
		}
		switch {
		case err == nil:
			return pane.Noted{Text: "copied " + in.What}
		case errors.Is(err, context.Canceled):
			return pane.Noted{Text: "stopped: " + in.What + " was not copied", Warn: true}
		}
		return TooLarge{in}
	}}
}

// TooLarge is what no clipboard took.
type TooLarge struct{ copied pane.CopyAsked }

// whole is all of a text, if a clipboard may have that much.
func whole(in pane.CopyAsked) (string, error) {
	if in.Whole == nil {
		return in.Text, nil
	}
	if in.Size > most {
		return "", errTooLong
	}
	var all limited
	_, err := in.Whole.WriteTo(&all)
	return all.String(), err
}

var errTooLong = errors.New("too long for a clipboard")

// limited is a buffer of no more than most bytes.
type limited struct{ bytes.Buffer }

// Write implements io.Writer.
func (l *limited) Write(b []byte) (int, error) {
	if l.Len()+len(b) > most {
		return 0, errTooLong
	}
	return l.Buffer.Write(b)
}

// ask asks for a file, from a folder, for what no clipboard took.
func (c *Clip) ask(env pane.Env, large TooLarge, from string) pane.Intent {
	in := large.copied
	if in.Whole == nil {
		in.Whole, in.Size = strings.NewReader(in.Text), int64(len(in.Text))
	}
	c.copied = in
	what := in.What + " is too large for the clipboard of a terminal"
	if in.Size > 0 {
		what = in.What + " has " + payload.FormatSize(in.Size) + ", too much for the clipboard of a terminal"
	}
	return dialog.Opened{Dialog: prompt.New(env, prompt.Options{
		Name: askFile, Title: safe.Lit("Save what was copied"), Placeholder: safe.Lit("copied.txt"), Paths: folders.NewFile(from),
		Hint: safe.Clean(what + ": a path, from the workspace's folder, saves it; a file that is there already stays"),
	})}
}

// Answer asks for a file for what no clipboard took, and saves into the one that
// was named, from a folder; ok is false for an intent of others.
func (c *Clip) Answer(env pane.Env, in pane.Intent, from string) (out pane.Intent, ok bool) {
	if large, ok := in.(TooLarge); ok {
		return c.ask(env, large, from), true
	}
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

// Body wishes for the body of x to be copied as it came.
func Body(x *engine.Exchange) pane.Intent {
	if !shown.Has(x) {
		return nil
	}
	return pane.Work{Do: func(context.Context) pane.Intent {
		b, err := x.Response.Body.Bytes(board.Terminal + 1)
		if err != nil {
			return pane.Fail(err)
		}
		whole, size := outside.Body(x)
		return pane.CopyAsked{What: "the body", Text: string(b), Whole: whole, Size: size}
	}}
}
