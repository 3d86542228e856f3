package response_test

import (
	"net/http"
	"strings"
	"testing"

	"postern/auth"
	"postern/engine"
	"postern/ui/keymap"
	"postern/ui/pane/response"
)

// cookied is an exchange with a redirect, on which cookies went both ways.
func cookied() *engine.Exchange {
	x := answered("x", "i", "{}")
	x.Secrets = []auth.Secret{"n4me-secret"}
	x.Hops = []engine.Hop{{
		Sent:   engine.Sent{Method: "GET", URL: "http://tenant.test/login?access_token=v4lue"},
		Status: 302, Header: http.Header{"Set-Cookie": {"first=v4lue; Path=/; HttpOnly"}},
	}}
	x.Sent.Header = []auth.Header{{Name: "cookie", Value: "first=v4lue; theme=v4lue; v4lue", Secret: true}}
	x.Response.Header["Set-Cookie"] = []string{
		"sid=v4lue=v4lue; Path=/; Secure; SameSite=Lax",
		"long=v4lue; Max-Age=3600",
		"gone=v4lue; Max-Age=0",
		"old=v4lue; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
		"n4me-secret=v4lue",
		"v4lue",
		"kept=••••••••; Path=/",
		"red\x1b[31m=v4lue; Path=/",
	}
	return x
}

func TestCookiesOfAnExchange(t *testing.T) {
	p := open(t, cookied(), "pretty")
	p.Resize(100, 30)
	do(p, keymap.NextTab, keymap.NextTab)
	sees(t, p,
		"Cookies 9", "set by http://tenant.test/login?access_token=••••••••",
		"  first=••••••••  Path=/ · HttpOnly  for this session",
		"sent to http://tenant.test/x", "  theme=••••••••",
		"  sid=••••••••  Path=/ · Secure · SameSite=Lax  for this session",
		"  gone=••••••••  Max-Age=0  ✗ deleted",
		"  old=••••••••  Expires=Thu, 01 Jan 1970 00:00:00 GMT  ✗ deleted",
		"  =••••••••  ! ignored: not a cookie",
		"  kept=••••••••  Path=/  for this session",
	)
	v := p.View()
	for _, bad := range []string{"v4lue", "n4me", "\x1b[31m="} {
		if strings.Contains(v, bad) {
			t.Errorf("%q is shown:\n%s", bad, screen(p))
		}
	}
	for line := range strings.SplitSeq(screen(p), "\n") {
		if strings.Contains(line, "long=") && (strings.Contains(line, "session") || strings.Contains(line, "deleted")) {
			t.Errorf("a cookie for an hour: %s", line)
		}
	}
	got, _ := do(p, keymap.CopyAll).(response.CopyAsked)
	if got.What != "the cookies" || !strings.Contains(got.Text, "sid=") || strings.Contains(got.Text, "v4lue") {
		t.Errorf("copied %+v", got)
	}
}

func TestNoCookies(t *testing.T) {
	p := open(t, answered("x", "i", "{}"), "pretty")
	do(p, keymap.NextTab, keymap.NextTab)
	sees(t, p, "no cookies were sent or set", "│Cookies│")
}
