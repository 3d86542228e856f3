package newtoken_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/auth"
	"postern/ui/dialog/newtoken"
	"postern/ui/pane"
	"postern/ui/widget"
)

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func open() *newtoken.Dialog {
	d := newtoken.New(widget.DefaultEnv(), "7", false, noon())
	d.Resize(90, 30)
	return d
}

func press(d *newtoken.Dialog, code rune) (pane.Intent, bool) {
	k := tea.KeyPressMsg{Code: code}
	if code > ' ' && code < tea.KeyExtended {
		k.Text = string(code)
	}
	return d.Update(pane.Key{KeyPressMsg: k})
}

func view(d *newtoken.Dialog) string { return ansi.Strip(d.View()) }

func holds(t *testing.T, v string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(v, w) {
			t.Errorf("no %q in\n%s", w, v)
		}
	}
}

func calls() []auth.TokenCall {
	return []auth.TokenCall{{
		Kind: "client_credentials", Method: "POST", URL: "https://idp.test/token", Status: 400,
		RequestHeader: http.Header{"Authorization": {auth.Mask}}, RequestBody: "grant_type=client_credentials",
		Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"error":"invalid_client"}`,
		Duration: 12 * time.Millisecond, Err: errors.New("the server refused"),
	}}
}

func TestWhatIsDone(t *testing.T) {
	d := open()
	holds(t, view(d), "starting", "esc cancel")
	d.Step("waiting for you to log in", noon())
	d.Step("asking idp.test for a token", noon().Add(3*time.Second))
	d.SetNow(noon().Add(5 * time.Second))
	holds(t, view(d), "✓ waiting for you to log in  3 s", "… asking idp.test for a token  2 s", "5 s")
	if in, closed := press(d, tea.KeyEscape); in != (newtoken.Cancelled{ID: "7"}) || !closed {
		t.Errorf("esc gives %#v, closed %t", in, closed)
	}
}

func TestATokenIsUsedWhenThePersonSaysSo(t *testing.T) {
	done := func() *newtoken.Dialog {
		d := open()
		d.Done(auth.Token{
			Name: "okta-admin", Access: "opaque-access", Refresh: "opaque-refresh", Scope: "users.read",
			Obtained: noon(), Expiry: noon().Add(time.Hour), Extra: map[string]string{"tenant_region": "eu-1"},
		}, calls(), noon())
		return d
	}
	d := done()
	holds(t, view(d), "New token: okta-admin", "users.read", "1h 00m", "tenant_region", "eu-1", "enter use it")
	if strings.Contains(view(d), "opaque-") {
		t.Error("a token is shown")
	}
	for _, tc := range []struct {
		name   string
		key    rune
		want   pane.Intent
		closed bool
	}{
		{"use", tea.KeyEnter, newtoken.UseAsked{ID: "7"}, true},
		{"copy", 'y', newtoken.CopyToken{ID: "7"}, false},
		{"copy the trace", 'Y', newtoken.CopyTrace{ID: "7"}, false},
		{"leave it unused", tea.KeyEscape, newtoken.Cancelled{ID: "7"}, true},
		{"there is nothing to try again", 'r', nil, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if in, closed := press(done(), tc.key); in != tc.want || closed != tc.closed {
				t.Errorf("%#v, closed %t", in, closed)
			}
		})
	}
}

func TestAFailureSaysWhatWhereAndWhatToTry(t *testing.T) {
	failed := func() *newtoken.Dialog {
		d := open()
		d.Fail(&auth.Error{
			Kind: auth.KindConfig, Summary: "the server does not know the client", Where: "clientId", Code: "invalid_client",
			Hint: "check Client ID and Client Secret", Err: errors.New("AADSTS7000215: Invalid client secret"),
		}, calls(), noon())
		return d
	}
	holds(t, view(failed()), "the server does not know the client", "invalid_client", "AADSTS7000215", "at Client ID", "Try: check Client ID")
	for _, tc := range []struct {
		name   string
		key    rune
		want   pane.Intent
		closed bool
	}{
		{"try again", 'r', newtoken.RetryAsked{ID: "7"}, false},
		{"edit", 'i', newtoken.EditAsked{ID: "7", Where: "clientId"}, true},
		{"close", tea.KeyEscape, newtoken.Cancelled{ID: "7"}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if in, closed := press(failed(), tc.key); in != tc.want || closed != tc.closed {
				t.Errorf("%#v, closed %t", in, closed)
			}
		})
	}
	d := failed()
	press(d, 'v')
	holds(t, view(d), "client_credentials: POST https://idp.test/token", "> Authorization: "+auth.Mask, "< 400 Bad Request, after 12ms", `{"error":"invalid_client"}`, "! the server refused")
	if in, closed := press(d, tea.KeyEscape); in != nil || closed {
		t.Errorf("esc in the trace gives %#v, closed %t: want back to the failure", in, closed)
	}
	holds(t, view(d), "Try: check Client ID")
	d.Restart(noon())
	holds(t, view(d), "starting")
}

func TestWhoCancelledNeedsNoReasons(t *testing.T) {
	d := open()
	d.Fail(&auth.Error{Kind: auth.KindCancelled, Summary: "the login was cancelled", Where: "authUrl", Err: errors.New("the login was cancelled")}, nil, noon())
	got := view(d)
	holds(t, got, "the login was cancelled", "r try again", "edit the settings")
	if strings.Count(got, "cancelled") != 1 || strings.Contains(got, "at Auth URL") {
		t.Errorf("it is said more than once:\n%s", got)
	}
}

// click clicks on a text.
func click(d *newtoken.Dialog, on string) (pane.Intent, bool) {
	for y, l := range strings.Split(ansi.Strip(d.View()), "\n") {
		if before, _, ok := strings.Cut(l, on); ok {
			return d.Update(pane.Click{X: ansi.StringWidth(before) + 1, Y: y})
		}
	}
	return nil, false
}

func TestHintsAreClicked(t *testing.T) {
	d := open()
	d.Fail(errors.New("no"), nil, noon())
	if in, _ := click(d, "try again"); in != (newtoken.RetryAsked{ID: "7"}) {
		t.Errorf("a click on try again gives %#v", in)
	}
	if in, closed := click(d, "edit the settings"); in != (newtoken.EditAsked{ID: "7"}) || !closed {
		t.Errorf("a click on edit gives %#v", in)
	}
}
