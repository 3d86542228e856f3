package wallet

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/auth"
	"postern/auth/tokens"
	"postern/ui/bridge"
	"postern/ui/dialog/newtoken"
	tokenlist "postern/ui/dialog/tokens"
	"postern/ui/pane"
	"postern/ui/widget"
)

// server is an authorization server of the shortest kind.
type server struct {
	asked int
	fail  error
	// stuck never answers.
	stuck bool
}

func (s *server) Interactive(auth.Config) bool { return false }

func (s *server) Obtain(ctx context.Context, c auth.Config, _ auth.Prompter) (auth.Token, error) {
	s.asked++
	auth.Step(ctx, "asking idp.test for a token")
	auth.Trace(ctx, auth.TokenCall{Kind: "client_credentials", Method: "POST", URL: "https://idp.test/token", Status: 200, Body: auth.Mask})
	if s.stuck {
		<-ctx.Done()
		return auth.Token{}, ctx.Err()
	}
	time.Sleep(time.Second)
	if s.fail != nil {
		return auth.Token{}, s.fail
	}
	return auth.Token{Name: c.Get("tokenName"), Access: "canary-access", Expiry: time.Now().Add(time.Hour)}, nil
}

func (s *server) Refresh(context.Context, auth.Token) (auth.Token, error) {
	return auth.Token{}, errors.New("there is nothing to refresh")
}

// desk runs a wallet the way the workbench does: commands beside it, their
// messages one after the other. It keeps what the wallet wished for.
type desk struct {
	t      *testing.T
	w      *Wallet
	msgs   chan Msg
	wishes []pane.Intent
}

func newDesk(t *testing.T, s *server) *desk {
	w := New(t.Context(), Deps{
		Tokens: tokens.New(tokens.Options{Grants: s}), Bridge: bridge.New(), Browse: func(string) error { return nil },
	}, widget.DefaultEnv())
	d := &desk{t: t, w: w, msgs: make(chan Msg, 100)}
	c := auth.Config{Type: "oauth2"}.Set("grant_type", "client_credentials").Set("accessTokenUrl", "https://idp.test/token").Set("tokenName", "mine")
	d.run(w.Choose(Subject{ID: "1", Config: func() auth.Config { return c }, Target: func() string { return "https://api.test" }}))
	return d
}

// run does a command and all that follow from it, as far as they get by now.
func (d *desk) run(cmd tea.Cmd) {
	d.start(cmd)
	d.settle()
}

func (d *desk) start(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		switch msg := cmd().(type) {
		case tea.BatchMsg:
			for _, c := range msg {
				d.start(c)
			}
		case Msg:
			d.msgs <- msg
		}
	}()
}

// settle takes in what has arrived.
func (d *desk) settle() {
	for {
		synctest.Wait()
		select {
		case msg := <-d.msgs:
			cmd, in := d.w.Update(msg)
			d.note(in)
			d.start(cmd)
		default:
			return
		}
	}
}

// wait lets time pass.
func (d *desk) wait(t time.Duration) {
	time.Sleep(t)
	d.settle()
}

func (d *desk) note(in pane.Intent) {
	if all, ok := in.(pane.Batch); ok {
		for _, in := range all {
			d.note(in)
		}
	} else if in != nil {
		d.wishes = append(d.wishes, in)
	}
}

// get asks for a new token and returns its dialog.
func (d *desk) get() *newtoken.Dialog {
	d.t.Helper()
	cmd, in := d.w.Get()
	o, ok := in.(Opened)
	if !ok {
		d.t.Fatalf("no dialog: %#v", in)
	}
	d.run(cmd)
	n := o.Dialog.(*newtoken.Dialog)
	n.Resize(90, 30)
	return n
}

// press gives a key to a dialog and its wish to the wallet.
func (d *desk) press(n *newtoken.Dialog, code rune) {
	k := tea.KeyPressMsg{Code: code}
	if code > ' ' && code < tea.KeyExtended {
		k.Text = string(code)
	}
	in, _ := n.Update(pane.Key{KeyPressMsg: k})
	cmd, out, _ := d.w.Handle(in)
	d.note(out)
	d.run(cmd)
}

func (d *desk) sees(n *newtoken.Dialog, want ...string) {
	d.t.Helper()
	v := ansi.Strip(n.View())
	for _, w := range want {
		if !strings.Contains(v, w) {
			d.t.Errorf("no %q in\n%s", w, v)
		}
	}
}

func TestANewTokenIsUsedOnceThePersonSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, &server{})
		n := d.get()
		d.sees(n, "asking idp.test for a token")
		d.wait(time.Second)
		d.sees(n, "New token: mine", "1h 00m")
		if strings.Contains(n.View(), "canary") {
			t.Error("the token is shown")
		}
		d.press(n, tea.KeyEnter)
		if k := d.w.Known(); !k.OK || k.Token.Access != "canary-access" {
			t.Errorf("known: %t, %q", k.OK, k.Token.Name)
		}
		if last := d.wishes[len(d.wishes)-2]; last != (Noted{Text: "mine is sent from now on"}) {
			t.Errorf("wishes end with %#v", d.wishes)
		}
	})
}

// Whether a token is renewed is as the settings say now, not as they were when
// it was made.
func TestAutoRefreshIsSwitched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, &server{})
		n := d.get()
		d.wait(time.Second)
		d.press(n, tea.KeyEnter)
		c := d.w.Known().Token.Config.Set("autoRefresh", false)
		d.run(d.w.Choose(Subject{ID: "1", Config: func() auth.Config { return c }, Target: func() string { return "" }}))
		if k := d.w.Known(); !k.OK || auth.AutoRefresh(k.Token.Config) {
			t.Errorf("known: %+v", k.Token.Config)
		}
		d.run(d.w.List(nil))
		d.w.list.dialog.Resize(100, 20)
		if v := d.w.list.dialog.View(); !strings.Contains(v, "off") || strings.Contains(v, "auto") {
			t.Errorf("the list is\n%s", v)
		}
	})
}

func TestAFailureCanBeTriedAgainAndEdited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{fail: &auth.Error{Kind: auth.KindConfig, Summary: "the server does not know the client", Where: "clientId", Hint: "check Client ID"}}
		d := newDesk(t, s)
		n := d.get()
		d.wait(time.Second)
		d.sees(n, "the server does not know the client", "at Client ID", "Try: check Client ID")
		d.press(n, 'Y')
		trace, _ := d.wishes[len(d.wishes)-1].(CopyAsked)
		if !strings.Contains(trace.Text, "client_credentials: POST https://idp.test/token") || strings.Contains(trace.Text, "canary") {
			t.Errorf("the trace is %q", trace.Text)
		}
		s.fail = nil
		d.press(n, 'r')
		d.sees(n, "asking idp.test")
		d.wait(time.Second)
		d.sees(n, "New token: mine")
		if s.asked != 2 {
			t.Errorf("asked %d times", s.asked)
		}

		s.fail = &auth.Error{Kind: auth.KindConfig, Summary: "no"}
		n = d.get()
		d.wait(time.Second)
		d.press(n, 'i')
		if last := d.wishes[len(d.wishes)-1]; last != (EditAsked{}) {
			t.Errorf("edit gives %#v", last)
		}
	})
}

func TestCancellingIsInstant(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, &server{stuck: true})
		n := d.get()
		began := time.Now()
		d.press(n, tea.KeyEscape)
		if took := time.Since(began); took != 0 || len(d.w.flows) > 0 {
			t.Errorf("it took %s, %d are under way", took, len(d.w.flows))
		}
		for _, in := range d.wishes {
			if f, ok := in.(Failed); ok {
				t.Errorf("the person who cancelled is told %v", f.Err)
			}
		}
		d.wait(time.Minute) // the request behind it comes to its own end
	})
}

func TestWhatIsDoneWithATokenOfTheList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, &server{})
		n := d.get()
		d.wait(time.Second)
		d.press(n, tea.KeyEnter)
		d.run(d.w.List(map[string]string{}))
		key := d.w.Known().Token.Key
		for _, tt := range []struct {
			name string
			in   pane.Intent
			want pane.Intent
		}{
			{"copy", tokenlist.CopyAsked{Key: key}, CopyAsked{What: "the access token of mine", Text: "canary-access"}},
			{"there is no ID token to copy", tokenlist.CopyAsked{Key: key, ID: true}, nil},
			{"rename", tokenlist.RenameAsked{Key: key, Name: "theirs"}, Noted{Text: "mine is now theirs"}},
			{"nothing has expired", tokenlist.DeleteExpiredAsked{}, Noted{Text: "0 expired tokens are deleted here"}},
			{"delete", tokenlist.DeleteAsked{Key: key}, Noted{Text: "theirs is deleted here; the server still knows it"}},
		} {
			d.wishes = nil
			cmd, out, ok := d.w.Handle(tt.in)
			if !ok {
				t.Errorf("%s: not handled", tt.name)
			}
			d.note(out)
			d.run(cmd)
			found := tt.want == nil
			for _, in := range d.wishes {
				if _, shown := in.(Shown); shown {
					continue
				}
				found = found || in == tt.want
				if tt.want == nil {
					t.Errorf("%s: %#v", tt.name, in)
				}
			}
			if !found {
				t.Errorf("%s: %#v, want %#v", tt.name, d.wishes, tt.want)
			}
		}
		if d.w.Known().OK {
			t.Error("the deleted token is still there")
		}
	})
}
