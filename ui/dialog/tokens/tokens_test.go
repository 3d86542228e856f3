package tokens_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"postern/auth"
	"postern/auth/claims"
	"postern/ui/dialog/tokens"
	"postern/ui/pane"
	"postern/ui/widget"
)

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func some() []auth.Token {
	of := func(client, realm string) auth.Config {
		return auth.Config{Realm: realm, Attrs: []auth.Attr{{Key: "clientId", Value: client}}}
	}
	return []auth.Token{
		{Key: "k1", Name: "okta-admin", Access: "eyJaccess", Refresh: "rt-1", Scope: "openid", Obtained: noon(), Expiry: noon().Add(54 * time.Minute), Config: of("0oa1", "e1")},
		{Key: "k2", Name: "svc", Access: "eyJother", Obtained: noon(), Expiry: noon().Add(70 * time.Second), Config: of("service", "")},
		{Key: "k3", Name: "old", NeedsLogin: true, Config: auth.Config{Realm: "e9"}},
	}
}

func open() *tokens.Tokens {
	t := tokens.New(widget.DefaultEnv(), tokens.Content{
		Tokens: some(), Used: "k1", Choosing: true, Where: "sealed by the keyring", Environments: map[string]string{"e1": "dev"},
	}, noon())
	t.Resize(74, 20)
	return t
}

func press(d *tokens.Tokens, code rune) (pane.Intent, bool) {
	k := tea.KeyPressMsg{Code: code}
	if code > ' ' && code < tea.KeyExtended {
		k.Text = string(code)
	}
	return d.Update(pane.Key{KeyPressMsg: k})
}

func view(d *tokens.Tokens) string { return ansi.Strip(d.View()) }

func TestList(t *testing.T) {
	want := []string{
		"╭─ Tokens ─────────────────────────────────────── sealed by the keyring ─╮",
		"│ ● okta-admin  0oa1     54m       auto  dev                             │",
		"│ ○ svc         service  1m 10s          no environment                  │",
		"│ ○ old                  log in          another workspa…                │",
		"│                                                                        │",
		"│ d delete   x revoke   D delete expired                                 │",
		"╰─ enter details ─ u use ─ r refresh ─ L log in ─ y copy ─ n rename ─────╯",
	}
	if d := cmp.Diff(want, strings.Split(view(open()), "\n")); d != "" {
		t.Error(d)
	}
}

func TestTheCountdownFollowsTheClock(t *testing.T) {
	d := open()
	_ = d.View()
	d.SetNow(noon().Add(time.Minute))
	if v := view(d); !strings.Contains(v, "53m") || !strings.Contains(v, "10s") {
		t.Errorf("view:\n%s", v)
	}
	d.SetNow(noon().Add(2 * time.Minute))
	if v := view(d); !strings.Contains(v, "expired") {
		t.Errorf("view:\n%s", v)
	}
}

func TestDetailsCountTheRenewals(t *testing.T) {
	for generation, want := range map[int]string{
		0: "refresh token  ", 1: "refresh token  ", 2: "refresh token; once so far", 3: "refresh token; 2 times so far",
	} {
		tk := some()[0]
		tk.Generation = generation
		d := tokens.New(widget.DefaultEnv(), tokens.Content{Tokens: []auth.Token{tk}}, noon())
		d.Resize(90, 20)
		press(d, tea.KeyEnter)
		if v := view(d); !strings.Contains(v, want) {
			t.Errorf("generation %d:\n%s", generation, v)
		}
	}
}

func TestIntents(t *testing.T) {
	for _, tc := range []struct {
		name string
		keys []rune
		want pane.Intent
	}{
		{"refresh", []rune{'r'}, tokens.RefreshAsked{Key: "k1"}},
		{"refresh the second", []rune{tea.KeyDown, 'r'}, tokens.RefreshAsked{Key: "k2"}},
		{"copy", []rune{'y'}, tokens.CopyAsked{Key: "k1"}},
		{"delete asks first", []rune{'d'}, nil},
		{"delete", []rune{'d', tea.KeyEnter}, tokens.DeleteAsked{Key: "k1"}},
		{"delete and keep", []rune{'d', tea.KeyEscape}, nil},
		{"use", []rune{tea.KeyDown, 'u'}, tokens.UseAsked{Key: "k2"}},
		{"log in again", []rune{'L'}, tokens.LoginAsked{Key: "k1"}},
		{"copy the ID token", []rune{'Y'}, tokens.CopyAsked{Key: "k1", ID: true}},
		{"rename", []rune{'n', '2', tea.KeyEnter}, tokens.RenameAsked{Key: "k1", Name: "okta-admin2"}},
		{"rename and keep", []rune{'n', '2', tea.KeyEscape}, nil},
		{"revoke asks first", []rune{'x'}, nil},
		{"revoke", []rune{'x', tea.KeyEnter}, tokens.RevokeAsked{Key: "k1"}},
		{"revoke from the details", []rune{tea.KeyEnter, 'x', tea.KeyEnter}, tokens.RevokeAsked{Key: "k1"}},
		{"nothing has expired", []rune{'D', tea.KeyEnter}, nil},
		{"introspect", []rune{'I'}, tokens.AskAsked{Key: "k1"}},
		{"userinfo", []rune{'W'}, tokens.AskAsked{Key: "k1", UserInfo: true}},
		{"nothing else answers the question", []rune{'d', 'r'}, nil},
		{"from the details", []rune{tea.KeyEnter, 'r'}, tokens.RefreshAsked{Key: "k1"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := open()
			var in pane.Intent
			for _, k := range tc.keys {
				var closed bool
				if in, closed = press(d, k); closed {
					t.Fatal("closed")
				}
			}
			if in != tc.want {
				t.Errorf("%#v, want %#v", in, tc.want)
			}
		})
	}
}

func TestDeletingSaysThatItDoesNotRevoke(t *testing.T) {
	d := open()
	press(d, 'd')
	if v := view(d); !strings.Contains(v, "does not revoke") || !strings.Contains(v, "okta-admin") {
		t.Errorf("view:\n%s", v)
	}
}

func TestNoSecretIsEverShown(t *testing.T) {
	d := open()
	for _, k := range []rune{0, tea.KeyEnter, 'd'} {
		press(d, k)
		for _, secret := range []string{"eyJ", "rt-1"} {
			if strings.Contains(d.View(), secret) {
				t.Errorf("%q is shown", secret)
			}
		}
	}
}

func TestNewTokensKeepTheCursor(t *testing.T) {
	d := open()
	press(d, tea.KeyDown)
	d.SetTokens(some()[1:], "k1")
	if in, _ := press(d, 'r'); in != (tokens.RefreshAsked{Key: "k2"}) {
		t.Errorf("%#v", in)
	}
	press(d, 'd')
	d.SetTokens(some()[2:], "k1")
	if in, _ := press(d, tea.KeyEnter); in != nil {
		t.Errorf("the question went over to another token: %#v", in)
	}
}

func TestNoTokens(t *testing.T) {
	d := tokens.New(widget.DefaultEnv(), tokens.Content{}, noon())
	d.Resize(60, 20)
	for _, k := range []rune{tea.KeyEnter, 'r', 'd', 'y'} {
		if in, closed := press(d, k); in != nil || closed {
			t.Errorf("%q gives %#v", k, in)
		}
	}
	if v := view(d); !strings.Contains(v, "No tokens yet") {
		t.Errorf("view:\n%s", v)
	}
}

func TestDeleteExpired(t *testing.T) {
	d := open()
	d.SetNow(noon().Add(2 * time.Minute)) // svc has ended
	press(d, 'D')
	if v := view(d); !strings.Contains(v, "the token that has ended") {
		t.Errorf("view:\n%s", v)
	}
	if in, _ := press(d, tea.KeyEnter); in != (tokens.DeleteExpiredAsked{}) {
		t.Errorf("%#v", in)
	}
}

// What is asked is what is done: a token that can be refreshed is kept.
func TestDeleteExpiredCountsWhatIsDeleted(t *testing.T) {
	d := open()
	d.SetNow(noon().Add(time.Hour)) // okta-admin has ended too
	press(d, 'D')
	if v := view(d); !strings.Contains(v, "the token that has ended") || !strings.Contains(v, "are kept") {
		t.Errorf("view:\n%s", v)
	}
}

func TestWhatTheServerSays(t *testing.T) {
	d := open()
	in, _ := press(d, 'W')
	if v := view(d); !strings.Contains(v, "asking") {
		t.Errorf("view:\n%s", v)
	}
	asked := in.(tokens.AskAsked)
	d.SetAnswer(tokens.AskAsked{Key: "k2"}, claims.Object{{Name: "sub", JSON: `"somebody else"`}}, nil)
	d.SetAnswer(asked, claims.Object{{Name: "sub", JSON: `"00u1"`}, {Name: "auth_time", JSON: "1772366400"}}, nil)
	v := view(d)
	for _, want := range []string{"00u1", "2026-03-01 12:00:00 UTC"} {
		if !strings.Contains(v, want) {
			t.Errorf("no %q in\n%s", want, v)
		}
	}
	if strings.Contains(v, "somebody else") {
		t.Errorf("the answer to another question is shown:\n%s", v)
	}
	press(d, tea.KeyEscape)
	press(d, 'I')
	d.SetAnswer(tokens.AskAsked{Key: "k1"}, nil, &auth.Error{Summary: "no introspection endpoint", Hint: "set Introspection URL"})
	if v := view(d); !strings.Contains(v, "no introspection endpoint") || !strings.Contains(v, "Try: set Introspection URL") {
		t.Errorf("view:\n%s", v)
	}
}

func TestNothingIsChosenWhereNothingCanBe(t *testing.T) {
	d := tokens.New(widget.DefaultEnv(), tokens.Content{Tokens: some()}, noon())
	d.Resize(74, 20)
	if in, _ := press(d, 'u'); in != nil || strings.Contains(view(d), "u use") {
		t.Errorf("%#v\n%s", in, view(d))
	}
}

// What can be done can be read, however narrow the terminal is.
func TestEveryKeyIsNamed(t *testing.T) {
	d := open()
	press(d, tea.KeyEnter)
	v := view(d)
	for _, w := range []string{"esc back", "u use", "r refresh", "L log in", "y copy", "n rename", "d delete", "x revoke", "I introspect", "W userinfo"} {
		if !strings.Contains(v, w) {
			t.Errorf("no %q in\n%s", w, v)
		}
	}
}

// click clicks on a text.
func click(d *tokens.Tokens, on string) (pane.Intent, bool) {
	for y, l := range strings.Split(ansi.Strip(d.View()), "\n") {
		if before, _, ok := strings.Cut(l, on); ok {
			return d.Update(pane.Click{X: ansi.StringWidth(before) + 1, Y: y})
		}
	}
	return nil, false
}

func TestHintsAreClicked(t *testing.T) {
	d := open()
	if in, _ := click(d, "r refresh"); in != (tokens.RefreshAsked{Key: "k1"}) {
		t.Errorf("a click on refresh gives %#v", in)
	}
	if click(d, "x revoke"); !strings.Contains(view(d), "Revoke a token") {
		t.Errorf("a click on revoke leads to\n%s", view(d))
	}
	if click(d, "esc keep"); !strings.Contains(view(d), "Tokens") {
		t.Errorf("a click on keep leads to\n%s", view(d))
	}
	if in, _ := click(d, "svc"); in != nil { // a row, and no hint
		t.Errorf("a click on a row gives %#v", in)
	}
	if _, closed := click(d, "y copy"); closed {
		t.Error("a click on copy closes")
	}
}

// What stands in the border of the box for the new name can be clicked; what
// stood in that of the list cannot.
func TestRenamingWithTheMouse(t *testing.T) {
	for _, tc := range []struct {
		hint string
		want pane.Intent
	}{
		{"enter take the name", tokens.RenameAsked{Key: "k1", Name: "okta-admin2"}},
		{"esc keep the old one", nil},
	} {
		d := open()
		_ = view(d)
		press(d, 'n')
		press(d, '2')
		lines := strings.Split(view(d), "\n")
		before, _, ok := strings.Cut(lines[2], tc.hint)
		if !ok {
			t.Fatalf("no %q in\n%s", tc.hint, lines[2])
		}
		if in, _ := d.Update(pane.Click{X: ansi.StringWidth(before), Y: 2}); in != tc.want {
			t.Errorf("%s: %#v, want %#v", tc.hint, in, tc.want)
		}
		if v := view(d); !strings.Contains(v, "okta-admin ") {
			t.Errorf("%s: still there:\n%s", tc.hint, v)
		}
	}
}
