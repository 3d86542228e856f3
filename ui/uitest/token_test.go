package uitest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"postern/auth/tenant"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

// ways is the folder of the sample with a request for each grant.
const ways = "Ways to get a token"

// Each grant of the sample gets a token by one key, says so, and the request
// is sent with it.
func TestEveryWayToGetAToken(t *testing.T) {
	for _, tt := range []struct {
		request string
		// login is what the person does meanwhile.
		login func(s *uitest.Session)
		want  string
	}{
		{"Log in by device code", approve, "tony.stark@example.com"},
		{"Log in by implicit grant", pasteRedirect, "tony.stark@example.com"},
		{"Log in by password", nil, "tony.stark@example.com"},
		{"As a client with a key", nil, `"id": "00u`},
		{"As a person, by a signed assertion", nil, "tony.stark@example.com"},
		{"With an exchanged token", nil, `"id": "00u`},
	} {
		t.Run(tt.request, func(t *testing.T) {
			uitest.Run(t, uitest.Options{Width: 120, Height: 48, Tenant: tenant.Options{AutoLogin: true}}, func(s *uitest.Session) {
				if strings.Contains(tt.request, "exchanged") {
					setSubject(s)
				}
				s.Open(ways, tt.request)
				s.Do(keymap.GetToken)
				if tt.login != nil {
					tt.login(s)
				}
				if strings.Contains(tt.request, "device") && len(s.Browsed) > 0 {
					s.Errorf("a browser was opened on this machine: %s", s.Browsed)
				}
				s.Sees("New token: Tenant", "enter use it")
				s.Press("enter")
				s.Sees("is sent from now on")
				s.Do(keymap.Send)
				s.Sees("200 OK", tt.want)
			})
		})
	}
}

// approve finishes a device login in a browser elsewhere.
func approve(s *uitest.Session) {
	s.Helper()
	code := ""
	for _, c := range s.Tenant.WaitingDevices() { // one that was given up goes on to wait
		if strings.Contains(s.Screen(), c) {
			code = c
		}
	}
	s.Sees("Log in", "and enter the code  "+code, "log in with a browser")
	if err := s.Tenant.ApproveDevice(code, tenant.DemoUsername); err != nil {
		s.Fatal(err)
	}
	s.Wait(6 * time.Second)
}

// browse finishes a login in the browser that was opened.
func browse(s *uitest.Session) { s.Browse(s.Browsed[len(s.Browsed)-1]) }

// pasteRedirect finishes a login in a browser on another machine.
func pasteRedirect(s *uitest.Session) {
	s.Wait(time.Second) // a dialog that opens by itself ignores keys at first
	s.Paste(s.Redirect(s.Browsed[len(s.Browsed)-1]))
	s.Press("enter")
}

// setSubject gives the variable subject_token a token of another client.
func setSubject(s *uitest.Session) {
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {"okta.users.read"}}
	r := httptest.NewRequest(http.MethodPost, uitest.Base+"/oauth2/v1/token", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(tenant.DemoClientID, tenant.DemoClientSecret)
	w := httptest.NewRecorder()
	s.Tenant.ServeHTTP(w, r)
	var got struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got.Token == "" {
		s.Fatalf("no token to exchange: %s", w.Body)
	}
	s.Do(keymap.OpenEnv)
	s.Select("subject_token")
	s.Do(keymap.EditValue)
	s.Paste(got.Token)
	s.Press("enter")
}

func TestAFailureSaysWhatAndWhere(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Do(keymap.OpenEnv)
		s.Select("client_secret")
		s.Do(keymap.EditValue)
		s.Paste("canary-wrong-secret")
		s.Press("enter")
		s.Open("Users", "List users")
		s.Do(keymap.GetToken)
		s.Sees("No token", "invalid_client", "r try again", "i edit the settings")
		s.Press("v")
		s.Sees("What was said", "client_credentials: POST http://tenant.test/oauth2/v1/token", "> grant_type=client_credentials", `<   "error": "invalid_client"`)
		s.SeesNot("canary")
		s.Press("esc")
		s.Sees("No token")
		s.Press("i")
		s.SeesNot("No token")
		s.Sees("2 Collection ─ Tenant API", "Auth oauth2", "Get New Access Token") // where they stand
		s.Do(keymap.Open)                                                          // at what was wrong
		s.Type("X")
		s.Press("enter")
		s.Sees("Client Secret           ••••••••", "In the file as it is") // a name no more
	})
}

func TestTokensAreManaged(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open(ways, "Log in by password")
		s.Do(keymap.GetToken)
		s.Press("enter")
		s.Do(keymap.Tokens)
		s.Sees("● Tenant password", "tony.stark@example.com", "1h 00m", "auto", "keyring")
		s.Press("n")
		s.Type(" of Tony")
		s.Press("enter")
		s.Sees("● Tenant password of Tony", "Tenant password is now Tenant password of Tony")

		s.Press("enter")
		s.Sees("identity           tony.stark@example.com", "environment        Tenant", "Access token")
		s.Press("I")
		s.Sees("What the server says of the token", "active", "true")
		s.Press("esc", "W")
		s.Sees("Who the server says the user is", "tony.stark@example.com")
		s.Press("esc", "esc")

		s.Press("r")
		s.Sees("is renewed")
		s.Press("x")
		s.Sees("Revoke a token", "Nobody can use it any more")
		s.Press("enter")
		s.Sees("is revoked and deleted", "No tokens yet")
	})
}

// Two people of one configuration stand side by side, and the one chosen is
// sent.
func TestTwoPeopleOneConfiguration(t *testing.T) {
	uitest.Run(t, uitest.Options{Width: 140, Height: 40, Tenant: tenant.Options{AutoLogin: true}}, func(s *uitest.Session) {
		s.Open("Tokens", "Who am I")
		s.Do(keymap.GetToken)
		browse(s)
		s.Press("enter")
		s.Do(keymap.GetToken)
		s.Browse(s.Browsed[1] + "&login_hint=ada.lovelace@example.com")
		s.Sees("New token: Tenant login 2", "ada.lovelace@example.com")
		s.Press("esc") // not used
		s.Do(keymap.Send)
		s.Sees("200 OK", `"tony.stark@example.com"`)
		s.Do(keymap.Tokens)
		s.Sees("○ Tenant login 2", "● Tenant login ")
		s.Press("down", "u")
		s.Sees("● Tenant login 2", "○ Tenant login ")
		s.Press("esc")
		s.Do(keymap.Send)
		s.Sees("200 OK", `"ada.lovelace@example.com"`)
	})
}

// codeGrant is a collection whose issuer knows the device code.
const codeGrant = `{"info":{"name":"A","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
	"auth":{"type":"oauth2","oauth2":[{"key":"grant_type","value":"authorization_code_with_pkce"},{"key":"issuer","value":"http://tenant.test"},
	{"key":"clientId","value":"` + tenant.DemoPublicClientID + `"},{"key":"client_authentication","value":"body"},{"key":"scope","value":"openid profile email"}]},
	"item":[{"name":"Me","request":{"method":"GET","url":"http://tenant.test/oauth2/v1/userinfo"}}]}`

// Where no browser can be opened, a config of the code grant begins with the
// device code, and the other way is one key away.
func TestWithoutABrowserTheDeviceCodeComesFirst(t *testing.T) {
	files := map[string][]byte{oauthFile: []byte(codeGrant)}
	uitest.Run(t, uitest.Options{Files: files, Remote: true, Tenant: tenant.Options{AutoLogin: true}}, func(s *uitest.Session) {
		s.Open("Me")
		s.Do(keymap.Send)
		s.Wait(time.Second) // a dialog that opens by itself ignores keys at first
		s.Sees("and enter the code", "o browser here")
		s.Press("o")
		s.Wait(time.Second)
		s.Sees("paste the address", "o device code")
		s.Press("o")
		s.Wait(time.Second)
		approve(s)
		s.Sees("200 OK", "tony.stark@example.com")
	})
}

// Cancelling a login leaves nothing behind and may be done at any time.
func TestANewTokenIsCancelled(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open(ways, "Log in by device code")
		s.Do(keymap.GetToken)
		s.Wait(time.Second)
		s.Sees("and enter the code")
		s.Press("esc")
		s.SeesNot("and enter the code")
		s.Sees("No token", "cancelled")
		s.Press("esc")
		s.SeesNot("No token", "Tenant device")
	})
}

// An issuer fills in the endpoints once the person has seen them.
func TestFillFromIssuer(t *testing.T) {
	files := map[string][]byte{oauthFile: []byte(codeGrant)}
	uitest.Run(t, uitest.Options{Files: files, Height: 48, Width: 120}, func(s *uitest.Session) {
		onAuth(s)
		s.Do(keymap.FillIssuer)
		s.Sees("http://tenant.test", "Access Token URL: http://tenant.test/oauth2/v1/token", "fill in the endpoints", "keep the settings")
		s.Press("k")
		s.SeesNot("oauth2/v1/token")
		s.Do(keymap.FillIssuer)
		s.Press("f")
		s.Sees("http://tenant.test/oauth2/v1/authorize", "http://tenant.test/oauth2/v1/token", "● unsaved")
		s.Do(keymap.Save)
		if f := s.File(oauthFile); !strings.Contains(f, "/oauth2/v1/revoke") || !strings.Contains(f, "/oauth2/v1/token") {
			t.Errorf("the file is\n%s", f)
		}
		s.Do(keymap.FillIssuer)
		s.Sees("The settings agree with what the issuer says of itself.")
	})
}

// Whoever edits the settings is told that the token of the earlier ones is
// still there.
func TestEditedSettingsNameTheFormerToken(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Do(keymap.GetToken)
		s.Press("enter")
		onAuth(s)
		s.Sees("● Tenant · 1h00m")
		s.Click("Scope")
		s.Do(keymap.EditValue)
		s.Type(" more")
		s.Press("enter")
		s.Sees("no token yet for these settings", "finds that of the earlier ones: Tenant")
		s.Do(keymap.ChooseToken)
		s.Press("u", "esc")
		s.Sees("● Tenant · ")
	})
}
