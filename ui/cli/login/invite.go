package login

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"postern/auth"
	"postern/ui/theme"
	"postern/ui/widget/qr"
)

// says tells the person where and how to log in, or what was wrong with what
// they pasted.
func (p *prompter) says(ctx context.Context, q auth.Prompt) {
	if q.Problem != "" {
		p.Told.Line(theme.Error, q.Problem)
	}
	switch {
	case q.Way == auth.ByDevice:
		p.code(ctx, q)
	case q.Problem != "" && p.known == q.URL:
		return // all else was said
	case p.Browser.Place().CanOpen:
		p.browser(ctx, q)
	default:
		p.elsewhere(q)
	}
	p.known = q.URL
	if q.Other != "" && p.InTTY {
		p.Told.Line(theme.Faint, "To log in "+named(q.Other)+" instead, type o and press enter.")
	}
}

// named is a way in words.
func named(w auth.Way) string {
	if w == auth.ByDevice {
		return "with a code"
	}
	return "with a browser that comes back here"
}

// browser sends the person to the browser before them.
func (p *prompter) browser(ctx context.Context, q auth.Prompt) {
	p.Told.Line(theme.Strong, "Log in to get the token "+q.TokenName+":")
	p.link(q.URL)
	switch {
	case !q.Listening:
		p.Told.Line(theme.Faint, "After the login, paste the address the browser ends at and press enter.")
	case p.InTTY:
		p.Told.Line(theme.Faint, "Waiting for the browser. If it runs on another machine, paste the address it ends at and press enter.")
	default:
		p.Told.Line(theme.Faint, "Waiting for the browser.")
	}
	p.open(ctx, q.URL)
}

// elsewhere is for a person whose browser is on another machine. A page that
// cannot be shown at the end is what they will see, so it is told.
func (p *prompter) elsewhere(q auth.Prompt) {
	p.Told.Line(theme.Strong, "Log in to get the token "+q.TokenName+". Open this in a browser ("+p.Browser.Place().Why()+"):")
	p.link(q.URL)
	if p.InTTY {
		p.Told.Line(theme.Faint, "After the login, paste the address the browser ends at and press enter, even if it shows no page.")
	}
	if tunnel := p.Browser.Place().Tunnel(port(q.Redirect)); q.Listening && tunnel != "" {
		p.Told.Line(theme.Faint, "Or let it come back by itself: before you log in, run on your own machine")
		p.Told.Line(theme.Plain, "  "+tunnel)
	}
}

// port is that of a callback address, 0 if it has none.
func port(redirect string) int {
	u, err := url.Parse(redirect)
	if err != nil {
		return 0
	}
	n, _ := strconv.Atoi(u.Port()) // none is 0
	return n
}

// code shows the code that a browser anywhere takes.
func (p *prompter) code(ctx context.Context, q auth.Prompt) {
	p.Told.Line(theme.Strong, "Log in to get the token "+q.TokenName+". Open this in any browser:")
	p.link(q.Page)
	p.Told.Write("and enter the code  " + p.Told.Paint(theme.Strong, q.UserCode) + "\n")
	p.picture(q.URL)
	if !q.Until.IsZero() {
		p.Told.Line(theme.Faint, "Waiting until "+q.Until.Format("15:04")+".")
	}
	if p.Browser.Place().CanOpen {
		p.open(ctx, q.URL)
	}
}

// picture shows an address as a QR code, where it fits and is seen. A login
// that comes back to this machine has none: a phone would not find the way.
func (p *prompter) picture(address string) {
	width, _ := qr.Size(address)
	if !p.ErrTTY || width == 0 || width > p.ErrWidth {
		return
	}
	rows, ok := qr.Plain(address)
	if th := p.Told.Theme(); th != nil {
		rows, ok = qr.Render(th, address)
	}
	if ok {
		p.Told.Write(strings.Join(rows, "\n") + "\n")
	}
}

func (p *prompter) link(address string) { p.Told.Write(p.Told.Link(theme.Accent, address) + "\n") }

func (p *prompter) open(ctx context.Context, address string) {
	go func() { // some browsers keep the command that opens them waiting
		if err := p.Browser.Open(ctx, address); err != nil && ctx.Err() == nil {
			p.Told.Line(theme.Faint, "No browser was opened: open the address by hand.")
		}
	}()
}
