//go:build unix

package cli_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"postern/auth/tenant"
	"postern/ui/cli/exit"
)

// away is `postern token get` in a terminal that is reached over SSH and has no
// display, for a configuration with those endpoints beside the usual ones.
func away(t *testing.T, server *tenant.Server, more string) *screen {
	t.Helper()
	cmd := command(t, "token", "get", "okta", "-f", "okta.json")
	for i, kv := range cmd.Env {
		if strings.HasPrefix(kv, "BROWSER=") {
			cmd.Env[i] = "SSH_CONNECTION=203.0.113.9 50000 192.0.2.7 22"
		}
	}
	text := `{"info": {"name": "Okta", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
		"auth": {"type": "oauth2", "oauth2": [{"key": "tokenName", "value": "okta"},
			{"key": "grant_type", "value": "authorization_code_with_pkce"}, {"key": "clientId", "value": "PUBLIC"},
			{"key": "scope", "value": "openid"}, {"key": "authUrl", "value": "BASE/oauth2/v1/authorize"},
			{"key": "accessTokenUrl", "value": "BASE/oauth2/v1/token"}` + more + `]},
		"item": [{"name": "Users", "request": "BASE/api/v1/users"}]}`
	for _, kv := range server.Tenant.Env() {
		if kv[0] == "TENANT_PUBLIC_CLIENT_ID" {
			text = strings.ReplaceAll(text, "PUBLIC", kv[1])
		}
	}
	text = strings.ReplaceAll(text, "BASE", server.URL)
	if err := os.WriteFile(filepath.Join(cmd.Dir, "okta.json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return onScreen(t, cmd)
}

// token waits for the token and the end.
func (s *screen) token() {
	s.Helper()
	s.waitFor("eyJ")
	if code := ended(s.T, s.cmd); code != exit.OK {
		s.Errorf("exit code %d\n%s", code, s.seen)
	}
}

func served(t *testing.T) *tenant.Server {
	t.Helper()
	server, err := tenant.Start(t.Context(), "", tenant.Options{AutoLogin: true, DeviceInterval: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}

const deviceURL = `, {"key": "deviceUrl", "value": "BASE/oauth2/v1/device/authorize"}`

// The server has device codes, so one is offered at once.
func TestOverSSHByCode(t *testing.T) {
	server := served(t)
	s := away(t, server, deviceURL)
	s.waitFor("and enter the code")
	s.waitFor("█") // of the QR code
	s.waitFor("type o and press enter")
	waiting := server.Tenant.WaitingDevices()
	if len(waiting) != 1 {
		t.Fatalf("%d devices wait", len(waiting))
	}
	s.waitFor(waiting[0])
	if err := server.Tenant.ApproveDevice(waiting[0], tenant.DemoUsername); err != nil {
		t.Fatal(err)
	}
	s.token()
}

// It has none, or the person would rather have a browser: the address is shown,
// and where the browser ended is pasted.
func TestOverSSHByPaste(t *testing.T) {
	for _, tc := range []struct{ name, more string }{{"no device codes", ""}, {"chosen", deviceURL}} {
		t.Run(tc.name, func(t *testing.T) {
			server := served(t)
			s := away(t, server, tc.more)
			if tc.more != "" {
				s.waitFor("type o and press enter")
				s.types("o")
			}
			s.waitFor("Open this in a browser")
			s.waitFor("ssh -N -L ")
			page := regexp.MustCompile(`\x1b\]8;;([^\x1b]+/authorize\?[^\x1b]+)\x1b\\`).FindSubmatch(s.seen)
			if page == nil {
				t.Fatalf("the address is no link: %q", s.seen)
			}
			stay := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
			resp, err := stay.Get(string(page[1]))
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close() // only the header counts
			back := resp.Header.Get("Location")
			s.types(regexp.MustCompile(`state=[^&]+`).ReplaceAllString(back, "state=another"))
			s.waitFor("another login")
			s.types(back)
			s.token()
		})
	}
}

// types types a line.
func (s *screen) types(line string) {
	s.Helper()
	if _, err := s.master.WriteString(line + "\n"); err != nil {
		s.Fatal(err)
	}
}

// Ctrl+C ends the wait at once.
func TestOverSSHInterrupted(t *testing.T) {
	s := away(t, served(t), "")
	s.waitFor("paste the address")
	if _, err := s.master.WriteString("\x03"); err != nil {
		t.Fatal(err)
	}
	if code := ended(t, s.cmd); code != exit.Cancelled {
		t.Errorf("exit code %d", code)
	}
}
