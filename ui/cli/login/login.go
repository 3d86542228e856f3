// Package login asks a person at a terminal to log in.
//
// It gets no token: those are the token manager's, which asks through this.
package login

import (
	"bufio"
	"context"
	"errors"
	"io"

	"postern/auth"
	"postern/ui/cli/console"
	"postern/ui/theme"
)

// Options are what a person is asked with.
type Options struct {
	console.Streams
	// Told is the standard error of Streams, for people.
	Told *console.Stream
	// Browse opens an address in a browser.
	Browse func(url string) error
}

// New returns who asks the person at a terminal to log in: it prints the
// address, opens the browser, and takes a pasted redirect. Without a person it
// refuses.
func New(o Options) auth.Prompter {
	if !o.InTTY && !o.ErrTTY {
		return nobody{}
	}
	return &prompter{Options: o}
}

// nobody refuses to wait for a login that nobody will see.
type nobody struct{}

// Authorize implements [auth.Prompter].
func (nobody) Authorize(_ context.Context, p auth.Prompt) (string, error) {
	return "", &auth.Error{
		Kind: auth.KindNeedsLogin, Summary: "the token " + p.TokenName + " needs a login, and nobody is here to do it",
		Hint: "run this once in a terminal, or log in with the workbench; the token is kept",
	}
}

// prompter implements [auth.Prompter] on the command line.
type prompter struct {
	Options
	// pasted are the lines of stdin. They are read by one goroutine that ends
	// with the process: a terminal cannot be read with a deadline.
	pasted chan line
}

type line struct {
	text string
	err  error
}

// Authorize implements [auth.Prompter].
func (p *prompter) Authorize(ctx context.Context, q auth.Prompt) (string, error) {
	if q.Problem != "" {
		p.Told.Line(theme.Error, q.Problem)
	} else {
		p.invite(q)
	}
	if !p.InTTY {
		if !q.Listening {
			return nobody{}.Authorize(ctx, q)
		}
		<-ctx.Done()
		return "", ctx.Err()
	}
	if p.pasted == nil {
		p.pasted = make(chan line)
		go p.read()
	}
	select {
	case l := <-p.pasted:
		if errors.Is(l.err, io.EOF) { // ctrl+d
			return "", &auth.Error{Kind: auth.KindCancelled, Summary: "the login was cancelled", Err: context.Canceled}
		}
		return l.text, l.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// invite tells the person where to log in.
func (p *prompter) invite(q auth.Prompt) {
	p.Told.Line(theme.Strong, "Log in to get the token "+q.TokenName+":")
	p.Told.Line(theme.Accent, q.URL)
	how := "After the login, paste the address the browser ends at and press enter."
	if q.Listening {
		how = "Waiting for the browser. If it runs on another machine, paste the address it ends at and press enter."
	}
	if q.Listening && !p.InTTY {
		how = "Waiting for the browser."
	}
	p.Told.Line(theme.Faint, how)
	go func() { // some browsers keep the command that opens them waiting
		if p.Browse(q.URL) != nil {
			p.Told.Line(theme.Faint, "No browser was opened: open the address by hand.")
		}
	}()
}

func (p *prompter) read() {
	in := bufio.NewReader(p.In)
	for {
		text, err := in.ReadString('\n')
		if text != "" {
			err = nil // a last line without an end still counts
		}
		p.pasted <- line{text, err}
		if err != nil {
			return
		}
	}
}
