// Package login asks a person at a terminal to log in: in the browser before
// them, in one on another machine, or by a code.
//
// It gets no token: those are the token manager's, which asks through this and
// checks whatever is pasted. What is said of a way to log in is in invite.go.
package login

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
	"sync"

	"postern/auth"
	"postern/ui/cli/browse"
	"postern/ui/cli/console"
	"postern/ui/cli/exit"
	"postern/ui/theme"
)

// Options are what a person is asked with.
type Options struct {
	console.Streams
	// Told is the standard error of Streams, for people.
	Told    *console.Stream
	Browser Browser
}

// Browser opens pages, where it can. [browse.Browser] is one.
type Browser interface {
	// Place is where the terminal is.
	Place() browse.Place
	// Open opens a page before the person.
	Open(ctx context.Context, address string) error
}

// New returns who asks the person at a terminal to log in, or nil if nobody is
// there.
func New(o Options) auth.Prompter {
	if !Attended(o.Streams) {
		return nil
	}
	return &prompter{Options: o, typed: lines{in: o.In}}
}

// Attended reports whether a person is there to log in.
func Attended(s console.Streams) bool { return s.InTTY || s.ErrTTY }

// Explain is [exit.Explain] for a command whose streams are s: where a login is
// needed and nobody is there, it says how to come by one.
func Explain(s console.Streams, err error) *exit.Failure {
	var said *exit.Failure
	if errors.As(err, &said) {
		return said
	}
	f := exit.Explain(err)
	if auth.KindOf(err) == auth.KindNeedsLogin && !Attended(s) {
		f.Hint = "run this once in a terminal, or log in with the workbench; the token is kept"
	}
	return f
}

// WithSteps returns a context in which a person at a terminal is told what is
// being done for a token.
func WithSteps(ctx context.Context, told *console.Stream) context.Context {
	if !told.TTY() {
		return ctx
	}
	return auth.WithSteps(ctx, func(step string) { told.Line(theme.Faint, "· "+step) })
}

// prompter implements [auth.Prompter] on the command line.
type prompter struct {
	Options
	typed lines
	// known is the address that was shown last.
	known string
}

// Authorize implements [auth.Prompter].
func (p *prompter) Authorize(ctx context.Context, q auth.Prompt) (string, error) {
	if !p.InTTY && q.Way != auth.ByDevice && !q.Listening {
		return "", &auth.Error{
			Kind: auth.KindNeedsLogin, Where: q.TokenName, Summary: "the address the browser ends at must be pasted, and there is no terminal to read it from",
			Hint: "run this without a redirected input",
		}
	}
	if p.says(ctx, q); !p.InTTY {
		<-ctx.Done()
		return "", ctx.Err()
	}
	for {
		text, err := p.typed.next(ctx)
		switch {
		case errors.Is(err, io.EOF): // ctrl+d
			return "", &auth.Error{Kind: auth.KindCancelled, Summary: "the login was cancelled", Err: context.Canceled}
		case err != nil:
			return "", err
		case text == "": // enter, out of impatience
		case q.Other != "" && (strings.EqualFold(text, "o") || strings.EqualFold(text, "other")):
			return "", auth.ErrOtherWay
		case q.Way == auth.ByDevice:
			p.Told.Line(theme.Faint, "There is nothing to type here: enter the code in the browser.")
		default:
			return text, nil
		}
	}
}

// lines are those of a terminal. They are read by one goroutine that ends with
// the process: a terminal cannot be read with a deadline.
type lines struct {
	in    io.Reader
	begin sync.Once
	read  chan line
}

type line struct {
	text string
	err  error
}

// next waits for the next line and returns it without blanks around it.
func (l *lines) next(ctx context.Context) (string, error) {
	l.begin.Do(func() {
		l.read = make(chan line)
		go l.pump()
	})
	select {
	case got := <-l.read:
		return strings.TrimSpace(got.text), got.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func (l *lines) pump() {
	in := bufio.NewReader(l.in)
	for {
		text, err := in.ReadString('\n')
		if text != "" {
			err = nil // a last line without an end still counts
		}
		l.read <- line{text, err}
		if err != nil {
			return
		}
	}
}
