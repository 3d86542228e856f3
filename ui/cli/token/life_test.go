package token

import (
	"testing"
	"time"

	"postern/auth"
)

func TestLife(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	ends := func(d time.Duration) auth.Token { return auth.Token{Expiry: now.Add(d)} }
	for _, tc := range []struct {
		name, want string
		token      auth.Token
	}{
		{"seconds", "59s", ends(59 * time.Second)},
		{"minutes", "1m", ends(119 * time.Second)},
		{"hours", "3h 05m", ends(3*time.Hour + 5*time.Minute)},
		{"days", "2d 1h", ends(49 * time.Hour)},
		{"over", "expired", ends(-time.Second)},
		{"no end", "unknown", auth.Token{}},
		{"no session", "log in", auth.Token{NeedsLogin: true, Expiry: now.Add(time.Hour)}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got, _ := life(tc.token, now); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

func TestRenewal(t *testing.T) {
	config := func(kv ...string) auth.Config {
		c := auth.Config{Type: "oauth2"}
		for i := 0; i < len(kv); i += 2 {
			c = c.Set(kv[i], kv[i+1])
		}
		return c
	}
	for _, tc := range []struct {
		name, want string
		token      auth.Token
	}{
		{"a refresh token", "auto", auth.Token{Refresh: "r"}},
		{"no person", "auto", auth.Token{Config: config("grant_type", auth.ClientCredentials)}},
		{"a person", "login", auth.Token{Config: config("grant_type", auth.Implicit)}},
		{"switched off", "off", auth.Token{Refresh: "r", Config: config("autoRefresh", "false")}},
		{"no session", "login", auth.Token{Refresh: "r", NeedsLogin: true}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := renewal(tc.token); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}
