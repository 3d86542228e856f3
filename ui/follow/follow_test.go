package follow_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/engine"
	"postern/engine/lookup"
	"postern/engine/lookup/link"
	"postern/ui/dialog"
	"postern/ui/follow"
	"postern/ui/pane"
	"postern/ui/widget"
)

const body = `{"_links":{"near":{"href":"/users/1"},"far":{"href":"https://x.test/y"},"mail":{"href":"mailto:a@b"},
	"page":{"href":"/users{?limit,after}","templated":true},"user":{"href":"{base}/users/{id}","templated":true},"raw":{"href":"{+base}x","templated":true}}}`

// person answers dialogs by keys.
type person struct {
	*testing.T
	follow.Follow
	from  *engine.Exchange
	links map[string]link.Link
	open  dialog.Dialog
	went  []string
	told  string
}

func newPerson(t *testing.T) *person {
	p := &person{T: t, from: &engine.Exchange{Sent: engine.Sent{URL: "https://h.test/api"}}, links: map[string]link.Link{}}
	for _, l := range link.Find(lookup.Response{URL: p.from.Sent.URL, Body: []byte(body)}, lookup.Limits{}).Links {
		p.links[l.Rel] = l
	}
	return p
}

func (p *person) take(in pane.Intent) {
	switch in := in.(type) {
	case dialog.Opened:
		p.open = in.Dialog
		p.open.Resize(80, 30)
	case follow.Went:
		p.went = append(p.went, in.Link.URL)
	case pane.Noted:
		p.told = in.Text
	case nil:
	default:
		out, ok := p.Handle(in)
		if !ok {
			p.Errorf("nobody answers %T %v", in, in)
		}
		p.take(out)
	}
}

func (p *person) follow(rel string) { p.take(p.Link(widget.DefaultEnv(), p.from, p.links[rel])) }

func (p *person) press(keys ...tea.KeyPressMsg) {
	for _, k := range keys {
		in, closed := p.open.Update(pane.Key{KeyPressMsg: k})
		if closed {
			p.open = nil
			p.take(in)
			return
		}
	}
}

func (p *person) typed(text string) {
	for _, r := range text {
		p.press(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func (p *person) sees(want string) {
	p.Helper()
	if p.open == nil {
		p.Fatalf("no dialog is open, want %q", want)
	}
	if view := ansi.Strip(p.open.View()); !strings.Contains(view, want) {
		p.Errorf("%q is not to be seen:\n%s", want, view)
	}
}

func (p *person) at(want string) {
	p.Helper()
	if got := strings.Join(p.went, " "); got != want {
		p.Errorf("went to %q, want %q", got, want)
	}
}

func enter() tea.KeyPressMsg { return tea.KeyPressMsg{Code: tea.KeyEnter} }

func TestAtTheOriginNobodyAsks(t *testing.T) {
	p := newPerson(t)
	p.follow("near")
	p.at("https://h.test/users/1")
	p.follow("mail")
	if !strings.Contains(p.told, "not followed") {
		t.Errorf("told %q", p.told)
	}
}

func TestAnotherOriginIsAskedAbout(t *testing.T) {
	p := newPerson(t)
	p.follow("far")
	p.sees("neither the headers nor the auth")
	p.press(enter()) // the safe answer comes first
	p.at("")
	p.follow("far")
	p.typed("f")
	p.at("https://x.test/y")
}

// A template asks for its values and remembers them; where it then leads is
// judged anew.
func TestATemplate(t *testing.T) {
	p := newPerson(t)
	p.follow("page")
	p.sees("page with blanks")
	p.sees("https://h.test/users")
	p.typed("50")
	p.sees("https://h.test/users?limit=50")
	p.press(enter())
	p.at("https://h.test/users?limit=50")
	p.follow("page")
	p.sees("limit  50")
	p.press(tea.KeyPressMsg{Code: tea.KeyTab})
	p.typed("x y")
	p.press(enter())
	p.at("https://h.test/users?limit=50 https://h.test/users?limit=50&after=x%20y")

	p = newPerson(t)
	p.follow("user")
	p.typed("javascript:")
	p.sees("%3A") // a value cannot make another address of it
	p.press(tea.KeyPressMsg{Code: tea.KeyEscape})
	p.at("")
	p.follow("raw")
	p.typed("javascript:")
	p.sees("✗ ")
	p.press(enter())
	p.at("")
}

func TestOneOfSeveral(t *testing.T) {
	p := newPerson(t)
	p.take(p.Which(widget.DefaultEnv(), p.from, []link.Link{p.links["near"], p.links["far"]}))
	p.sees("1 near  https://h.test/users/1")
	p.typed("2")
	p.sees("A link to another origin")
	p.press(tea.KeyPressMsg{Code: tea.KeyEscape})
	p.at("")
	p.take(p.Which(widget.DefaultEnv(), p.from, []link.Link{p.links["near"]}))
	p.at("https://h.test/users/1")
	p.take(p.Which(widget.DefaultEnv(), p.from, []link.Link{p.links["near"], p.links["far"]}))
	p.press(tea.KeyPressMsg{Code: tea.KeyEscape})
	p.at("https://h.test/users/1")
}
