package cookies_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/engine/cookies"
)

func at(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func set(t *testing.T, l *cookies.Ledger, address string, lines ...string) {
	t.Helper()
	h := http.Response{Header: http.Header{"Set-Cookie": lines}}
	l.SetCookies(at(t, address), h.Cookies())
}

func held(l *cookies.Ledger) (out []string) {
	for _, c := range l.All() {
		line := fmt.Sprintf("%s=%s %s%s", c.Name, c.Value, c.Domain, c.Path)
		if c.HostOnly {
			line += " only"
		}
		out = append(out, line)
	}
	return out
}

func sent(t *testing.T, l *cookies.Ledger, address string) string {
	t.Helper()
	var out []string
	for _, c := range l.Cookies(at(t, address)) {
		out = append(out, c.Name+"="+c.Value)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// The list is what the jar holds: not what it refused, nor what was taken back
// or has ended.
func TestLedgerKnowsWhatTheJarHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := cookies.NewLedger()
		set(t, l, "http://api.example.com:8080/v1/login", "sid=1", "all=2; Domain=.Example.com; Path=/",
			"other=3; Domain=elsewhere.com", "tld=4; Domain=com", "brief=5; Max-Age=60", "gone=6; Max-Age=60")
		time.Sleep(time.Second)
		set(t, l, "http://api.example.com/v1/x", "sid=7", "gone=; Max-Age=0")
		set(t, l, "http://[::1]:80/", "six=8; Domain=[::1]", "v6=9")
		want := []string{"brief=5 api.example.com/v1 only", "sid=7 api.example.com/v1 only", "all=2 example.com/", "v6=9 ::1/ only"}
		if got := held(l); !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
		time.Sleep(2 * time.Minute)
		if got := held(l); slices.Contains(got, want[0]) {
			t.Errorf("a cookie that has ended is still listed: %q", got)
		}
	})
}

func TestLedgerTakesOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := cookies.NewLedger()
		now := time.Now()
		put := func(name, domain, path string, hostOnly bool, maxAge int, made time.Time) bool {
			return l.Put(cookies.Cookie{Cookie: http.Cookie{Name: name, Value: "v", Domain: domain, Path: path, MaxAge: maxAge}, HostOnly: hostOnly, Created: made})
		}
		for name, ok := range map[string]bool{
			"host":   put("host", "example.com", "/", true, 0, now),
			"all":    put("all", "example.com", "/", false, 0, now),
			"suffix": put("suffix", "co.uk", "/", false, 0, now),
			"fresh":  put("fresh", "example.com", "/p", true, 120, now.Add(-time.Minute)),
			"v6":     put("v6", "::1", "/", true, 0, now),
		} {
			if !ok {
				t.Errorf("%s was not taken over", name)
			}
		}
		if put("old", "example.com", "/", true, 60, now.Add(-time.Minute)) {
			t.Error("a cookie that has ended was taken over")
		}
		for address, want := range map[string]string{
			"http://example.com/":     "all=v host=v",
			"http://sub.example.com/": "all=v",
			"http://a.co.uk/":         "",
			"http://co.uk/":           "suffix=v",
			"http://example.com/p/q":  "all=v fresh=v host=v",
			"http://[::1]:8080/":      "v6=v",
		} {
			if got := sent(t, l, address); got != want {
				t.Errorf("%s gets %q, want %q", address, got, want)
			}
		}
		time.Sleep(time.Minute)
		if got := sent(t, l, "http://example.com/p/q"); got != "all=v host=v" {
			t.Errorf("its age counts from when it was made: %q", got)
		}
	})
}
