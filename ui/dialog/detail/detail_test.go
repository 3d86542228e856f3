package detail_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"postern/auth"
	"postern/ui/dialog/detail"
	"postern/ui/widget/text"
)

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// jwt is an unsigned token with that payload.
func jwt(payload string) auth.Secret {
	enc := base64.RawURLEncoding.EncodeToString
	return auth.Secret(enc([]byte(`{"alg":"RS256","kid":"k1"}`)) + "." + enc([]byte(payload)) + "." + enc([]byte("signature")))
}

func all(lines []text.Line) string {
	var out []string
	for _, l := range lines {
		out = append(out, l.String())
	}
	return strings.Join(out, "\n")
}

func TestWhatStandsInAToken(t *testing.T) {
	tk := auth.Token{
		Access:   jwt(`{"sub":"00u1","aud":"api://default","iat":1772362800,"exp":1772369400,"big":12345678901234567890123}`),
		ID:       jwt(`{"preferred_username":"tony@stark.test"}`),
		Obtained: noon(), Expiry: noon().Add(time.Hour),
		Config: auth.Config{Attrs: []auth.Attr{{Key: "clientId", Value: "0oa1"}}},
	}
	got := all(detail.Lines(tk, "dev", noon(), 90))
	for _, want := range []string{
		"identity           tony@stark.test", "environment        dev", "audience           api://default", "client             0oa1",
		"Access token", "not checked", "ID token", "kid", "12345678901234567890123",
		"exp                2026-03-01 12:50:00 UTC (in 50m)", "iat                2026-03-01 11:00:00 UTC (1h 00m ago)",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, tk.Access.Reveal()) || strings.Contains(got, "signature") && strings.Contains(got, "c2lnbmF0dXJl") {
		t.Error("the token itself is shown")
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
	for _, tt := range []struct {
		name   string
		t      auth.Token
		renews bool
		want   string
	}{
		{"with a refresh token", auth.Token{Refresh: "r"}, true, "by itself, with its refresh token"},
		{"client credentials", auth.Token{Config: config("grant_type", "client_credentials")}, true, "a new one is got when it has expired"},
		{"only a login helps", auth.Token{Config: config("grant_type", "implicit")}, false, "the next send after its end asks you to log in"},
		{"switched off", auth.Token{Refresh: "r", Config: config("autoRefresh", "false")}, false, "switched off in its settings"},
		{"session over", auth.Token{Refresh: "r", NeedsLogin: true}, false, "log in again"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.t.Renews(); got != tt.renews {
				t.Errorf("renews: %t", got)
			}
			if got := all(detail.Lines(tt.t, "", noon(), 100)); !strings.Contains(got, tt.want) {
				t.Errorf("no %q in\n%s", tt.want, got)
			}
		})
	}
}
