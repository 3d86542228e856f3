package footer

import (
	"strings"
	"testing"
	"time"

	"postern/auth"
)

func TestToken(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	grant := func(g string) auth.Config {
		return auth.Config{Type: "oauth2", Attrs: []auth.Attr{{Key: "grant_type", Value: g}}}
	}
	for _, tt := range []struct {
		name  string
		token auth.Token
		want  string
	}{
		{"renews itself by its refresh token", auth.Token{Refresh: "r", Config: grant("authorization_code"), Expiry: now.Add(54 * time.Minute)}, "54m00s · auto"},
		{"or because nobody is needed", auth.Token{Config: grant("client_credentials"), Expiry: now.Add(90 * time.Minute)}, "1h30m · auto"},
		{"or not at all", auth.Token{Config: grant("authorization_code"), Expiry: now.Add(9 * time.Second)}, "9s"},
		{"is over and renews itself", auth.Token{Refresh: "r", Config: grant("authorization_code"), Expiry: now.Add(-time.Second)}, "renewed at the next send"},
		{"is over and needs a person", auth.Token{Config: grant("authorization_code"), Expiry: now.Add(-time.Second)}, "asks you to log in"},
		{"was refused for good", auth.Token{Refresh: "r", NeedsLogin: true, Config: grant("authorization_code")}, "asks you to log in"},
		{"is had anew from another token", auth.Token{Config: grant("token_exchange"), Expiry: now.Add(-time.Second)}, "renewed at the next send"},
		{"is left alone", auth.Token{Refresh: "r", Config: grant("client_credentials").Set("autoRefresh", false), Expiry: now.Add(9 * time.Second)}, "· 9s"},
		{"is left alone when it is over", auth.Token{Refresh: "r", Config: grant("client_credentials").Set("autoRefresh", false), Expiry: now.Add(-time.Second)}, "sent as it is: auto-refresh is off"},
		{"has no end", auth.Token{Config: grant("authorization_code")}, "no end known"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.token.Name, tt.token.Access, tt.token.Obtained = "T", "a", now.Add(-time.Hour)
			got := Token(tt.token, "", now).String()
			if !strings.HasSuffix(got, tt.want) {
				t.Errorf("%q, want it to end in %q", got, tt.want)
			}
		})
	}
}
