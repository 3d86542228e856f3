package crumbs_test

import (
	"strings"
	"testing"
	"time"

	"postern/engine"
	"postern/ui/crumbs"
)

func at(urls ...string) (behind []*engine.Exchange, x *engine.Exchange) {
	for _, u := range urls {
		behind = append(behind, &engine.Exchange{Path: []string{"API", "List users"}, Sent: engine.Sent{Method: "GET", URL: u}, Started: time.Date(2026, 5, 4, 3, 2, 1, 0, time.Local)})
	}
	return behind[:len(behind)-1], behind[len(behind)-1]
}

func TestLine(t *testing.T) {
	const h = "https://h.test"
	for _, c := range []struct {
		name  string
		urls  []string
		past  bool
		width int
		want  string
	}{
		{"simply sent", []string{h + "/users"}, false, 60, ""},
		{"a link", []string{h + "/users", h + "/users/1?a=b"}, false, 60, "List users › /users/1?a=b"},
		{"the same again", []string{h + "/users", h + "/users"}, false, 60, "List users › /users"},
		{"another origin", []string{h + "/users", "https://h.test.evil/x"}, false, 60, "List users › https://h.test.evil/x"},
		{"the root", []string{h + "/users", h}, false, 60, "List users › /"},
		{"too many", []string{h + "/users", h + "/one", h + "/two", h + "/three"}, false, 36, "… › /two › /three"},
		{"too long by itself", []string{h + "/users", h + "/" + strings.Repeat("x", 60)}, false, 30, "/xxxxxxxxxxxxxxxx…"},
		{"the past", []string{h + "/users"}, true, 80, "sent May 4 03:02:01 · from the history · GET https://h.test/users"},
	} {
		behind, x := at(c.urls...)
		got := crumbs.Trail{Behind: behind, Past: c.past}.Line(x, "bs", c.width)
		text, _, _ := strings.Cut(got.String(), "   ")
		if strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(got.String()), "bs back")) != c.want {
			t.Errorf("%s: %q, want %q", c.name, text, c.want)
		}
		if !c.past && got.Width() > c.width {
			t.Errorf("%s: %d cells", c.name, got.Width())
		}
	}
	behind, x := at(h+"/users", h+"/users?access_token=canary")
	for _, tr := range []crumbs.Trail{{Behind: behind}, {Past: true}} {
		if got := tr.Line(x, "bs", 120).String(); strings.Contains(got, "canary") || !strings.Contains(got, "access_token") {
			t.Errorf("with a secret: %q", got)
		}
	}
	if got := (crumbs.Trail{}).Line(nil, "bs", 40); got != nil {
		t.Errorf("of nothing: %q", got.String())
	}
}
