package uitest_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"postern/auth/tenant"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

func TestSendShowsTheResponse(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Send)
		s.Sees("200 OK", "KiB", `"firstName": "Tony"`, "● Tenant · 1h00m · auto")
		s.Do(keymap.Pane3, keymap.NextTab)
		s.Sees("Content-Type: application/json", "X-Rate-Limit-Remaining")
		s.Do(keymap.NextTab, keymap.NextTab, keymap.NextTab, keymap.NextTab)
		s.Sees("GET http://tenant.test/api/v1/users?limit=25", "Authorization: Bearer ••••••••", "User-Agent: postern")
		s.Do(keymap.NextTab)
		s.Sees("client_credentials", "/oauth2/v1/token", "total")
	})
}

func TestSendWhileTyping(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.EditURL)
		s.Press("ctrl+u", "ctrl+k")
		s.Type("{{url}}/api/v1/users?limit=2")
		s.Do(keymap.Send)
		s.Sees("200 OK")
		last := s.Tenant.Log()[len(s.Tenant.Log())-1]
		if last.Path != "/api/v1/users" {
			t.Fatalf("asked for %s", last.Path)
		}
		s.Do(keymap.Pane3, keymap.NextTab, keymap.NextTab)
		s.Sees("users?limit=2 ")
	})
}

func TestEscCancelsASend(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Odd answers", "Slow answer")
		s.Do(keymap.Send)
		s.Wait(300 * time.Millisecond)
		s.Sees("esc cancel")
		s.Do(keymap.Cancel)
		s.Sees("✗", "cancelled")
		s.Do(keymap.Send)
		s.Wait(6 * time.Second)
		s.Sees("200 OK")
	})
}

func TestCtrlCCancelsThenQuits(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Odd answers", "Slow answer")
		s.Do(keymap.Send, keymap.Interrupt)
		s.Sees("cancelled")
		s.Do(keymap.Interrupt)
		s.Sees("press ctrl+c again to quit")
		s.Do(keymap.Interrupt)
		if !s.Ended() {
			t.Error("the program still runs")
		}
	})
}

func TestAnAnswerForAnotherRequestIsNoted(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Odd answers", "Slow answer")
		s.Do(keymap.Send)
		s.Open("Users", "List users")
		s.Sees("nothing sent yet")
		s.Wait(6 * time.Second)
		s.Sees("Slow answer has answered", "nothing sent yet")
		s.Open("Odd answers", "Slow answer")
		s.Sees("200 OK")
	})
}

func TestSearchInTheBody(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Send, keymap.Pane3, keymap.Search)
		s.Type("lastname")
		s.Press("enter")
		s.Sees(`"lastName": "Stark"`, "1 of 25")
		s.Do(keymap.Next)
		s.Sees("2 of 25")
		s.Do(keymap.Prev, keymap.Prev)
		s.Sees("25 of 25")
		s.Do(keymap.Search)
		s.Press("ctrl+u")
		s.Type("nobody has this")
		s.Press("enter")
		s.Sees("no match")
		s.Do(keymap.Cancel)
		s.SeesNot("no match")
	})
}

func TestATokenIsRefreshedBeforeASend(t *testing.T) {
	o := uitest.Options{Tenant: tenant.Options{TokenTTL: 20 * time.Second, RefreshForClients: true}}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Send)
		s.Sees("200 OK", "● Tenant · 20s · auto")
		s.Wait(5 * time.Second)
		s.Sees("● Tenant · 15s · auto")
		s.Wait(20 * time.Second)
		s.Sees("expired")
		s.Do(keymap.Send)
		s.Sees("200 OK", "● Tenant · 20s · auto")
		var grants []string
		for _, e := range s.Tenant.Log() {
			if e.Grant != "" {
				grants = append(grants, e.Grant)
			}
			if e.Path == "/api/v1/users" && e.Status != 200 {
				t.Errorf("a request went out with a dead token: %+v", e)
			}
		}
		if got := strings.Join(grants, " "); got != "client_credentials refresh_token" {
			t.Errorf("token calls: %s", got)
		}
	})
}

// A token that looks valid and is refused is refreshed once, the request is
// replayed once, and the timeline has all of it.
func TestARefusedTokenIsRenewedAndBothTriesAreShown(t *testing.T) {
	uitest.Run(t, uitest.Options{Width: 140, Height: 48, Tenant: tenant.Options{RefreshForClients: true}}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Do(keymap.Send)
		s.Tenant.RevokeAccess()
		s.Do(keymap.Send)
		s.Sees("200 OK")
		s.Do(keymap.Pane3, keymap.PrevTab, keymap.PrevTab, keymap.PrevTab)
		s.Sees("refresh_token", "401", "200")
		var tries []int
		for _, e := range s.Tenant.Log() {
			if e.Path == "/api/v1/users" {
				tries = append(tries, e.Status)
			}
		}
		if !slices.Equal(tries, []int{200, 401, 200}) {
			t.Errorf("the API answered %v", tries)
		}
	})
}

// Whoever switches the environment and back sends the token of each, though all
// else of the settings is the same.
func TestEachEnvironmentSendsItsOwnToken(t *testing.T) {
	given, sent := 0, []string{}
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/token" {
			given++
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"access_token":"token-%d","expires_in":3600}`, given)
			return
		}
		sent = append(sent, r.Header.Get("Authorization"))
	})
	env := func(name string) []byte {
		return fmt.Appendf(nil, `{"id":%q,"name":%q,"values":[{"key":"url","value":%q,"enabled":true}],"_postman_variable_scope":"environment"}`, name, name, uitest.Base)
	}
	uitest.Run(t, uitest.Options{Handler: h, Files: map[string][]byte{
		"a.postman_collection.json": []byte(`{"info":{"name":"A","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
			"auth":{"type":"oauth2","oauth2":[{"key":"grant_type","value":"client_credentials"},{"key":"accessTokenUrl","value":"{{url}}/token"},{"key":"clientId","value":"id"}]},
			"item":[{"name":"Get","request":{"method":"GET","url":"{{url}}/api"}}]}`),
		"dev.postman_environment.json": env("dev"), "prod.postman_environment.json": env("prod"),
	}}, func(s *uitest.Session) {
		s.Open("Get")
		for _, name := range []string{"dev", "prod", "dev", "prod"} {
			s.Do(keymap.SwitchEnv)
			s.Type(name)
			s.Press("enter")
			s.Do(keymap.Send)
			s.Sees("200 OK")
		}
		if want := []string{"Bearer token-1", "Bearer token-2", "Bearer token-1", "Bearer token-2"}; !slices.Equal(sent, want) {
			t.Errorf("sent %q, want %q", sent, want)
		}
	})
}

func TestManySendsOneToken(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Tenant.Fault(tenant.Fault{Path: "/oauth2/v1/token", Delay: time.Second, Times: 1})
		for _, name := range []string{"List users", "Find users by name", "List locked users"} {
			s.Open("Users", name)
			s.Do(keymap.Send)
		}
		s.Wait(500 * time.Millisecond)
		s.Sees("getting the token Tenant")
		s.Wait(2 * time.Second)
		s.Sees("200 OK")
		calls := 0
		for _, e := range s.Tenant.Log() {
			if e.Grant != "" {
				calls++
			}
		}
		if calls != 1 {
			t.Errorf("%d token calls, want 1", calls)
		}
	})
}

func TestLoginInTheBrowser(t *testing.T) {
	o := uitest.Options{Tenant: tenant.Options{AutoLogin: true}}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("Tokens", "Who am I")
		s.Do(keymap.Send)
		s.Sees("tenant.test", "log in")
		if len(s.Browsed) != 1 {
			t.Fatalf("the browser was opened %d times", len(s.Browsed))
		}
		s.Browse(s.Browsed[0])
		s.Sees("200 OK", "tony.stark@example.com")
	})
}

func TestLoginByPastedAddress(t *testing.T) {
	o := uitest.Options{Tenant: tenant.Options{AutoLogin: true}}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("Tokens", "Who am I")
		s.Do(keymap.Send)
		s.Wait(time.Second) // a dialog that opens by itself ignores keys at first
		s.Paste(s.Redirect(s.Browsed[0]))
		s.Press("enter")
		s.Sees("200 OK", "tony.stark@example.com")
	})
}

// A wrong paste asks again; it does not open one browser window after another.
func TestLoginAfterAWrongPaste(t *testing.T) {
	o := uitest.Options{Tenant: tenant.Options{AutoLogin: true}}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("Tokens", "Who am I")
		s.Do(keymap.Send)
		for range 2 {
			s.Wait(time.Second)
			s.Paste("https://elsewhere.test/cb?code=c&state=wrong")
			s.Press("enter")
			s.Sees("belongs to another login")
		}
		s.Wait(time.Second)
		s.Paste(s.Redirect(s.Browsed[0]))
		s.Press("enter")
		s.Sees("200 OK", "tony.stark@example.com")
		if len(s.Browsed) != 1 {
			t.Errorf("the browser was opened %d times", len(s.Browsed))
		}
	})
}

func TestCancelledLogin(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Tokens", "Who am I")
		s.Do(keymap.Send)
		s.Wait(time.Second)
		s.Press("esc")
		s.Sees("✗", "cancelled")
		s.SeesNot("log in")
	})
}

// The row of a run says once that a login was cancelled, and how.
func TestALoginOfARunIsCancelled(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Do(keymap.Pane1)
		s.Press("R", "enter")
		s.Wait(time.Second)
		s.Sees("Log in", "running Tenant API")
		s.Press("esc", "ctrl+c") // the login, then the run
		s.Wait(time.Second)
		s.Sees("✗ the login was cancelled: its dialog was closed")
	})
}

func TestTokenManager(t *testing.T) {
	o := uitest.Options{Tenant: tenant.Options{RefreshForClients: true}}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Do(keymap.Tokens)
		s.Sees("No tokens yet")
		s.Press("esc")
		s.Open("Users", "List users")
		s.Do(keymap.Send)
		s.Wait(10 * time.Minute)
		s.Do(keymap.Tokens)
		s.Sees("Tenant", "50m")
		s.Press("r")
		s.Sees("is renewed", "1h 00m")
		s.Press("d")
		s.Sees("revoke")
		s.Press("enter")
		s.Press("esc")
		s.Do(keymap.Tokens)
		s.SeesNot("1h00m")
	})
}

func TestFaultsAreExplained(t *testing.T) {
	for _, tt := range []struct {
		name  string
		url   string
		fault tenant.Fault
		sees  []string
	}{
		{"refused", "http://127.0.0.1:9/x", tenant.Fault{}, []string{"127.0.0.1:9", "refused"}},
		{"no such host", "http://nowhere.test/x", tenant.Fault{}, []string{"nowhere.test", "host"}},
		{"no such scheme", "gopher://tenant.test/x", tenant.Fault{}, []string{"gopher"}},
		{"the token endpoint refuses", "", tenant.Fault{Path: "/oauth2/v1/token", Status: 401, Times: 9, Body: `{"error":"invalid_client","error_description":"no such client"}`}, []string{"client's id or secret", "no such client", "Client Secret"}},
		{"dropped connection", "", tenant.Fault{Path: "/api/v1/users", Drop: true, Times: 9}, []string{"✗"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
				if tt.fault.Path != "" {
					s.Tenant.Fault(tt.fault)
				}
				s.Open("Users", "List users")
				if tt.url != "" {
					s.Do(keymap.EditURL)
					s.Press("ctrl+u", "ctrl+k")
					s.Paste(tt.url)
					s.Press("enter")
				}
				s.Do(keymap.Send)
				s.Wait(10 * time.Second)
				s.Sees(append(tt.sees, "✗", "Response ─ failed")...)
				s.SeesNot("goroutine")
			})
		})
	}
}

func TestAnUnsetVariableIsOffered(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: map[string][]byte{
		"a.postman_collection.json": []byte(`{"info":{"name":"A","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
			"item":[{"name":"Get","request":{"method":"GET","url":{"raw":"{{url}}/odd/text","host":["{{url}}"],"path":["odd","text"]}}}]}`),
		"dev.postman_environment.json": []byte(`{"id":"e1","name":"dev","values":[],"_postman_variable_scope":"environment"}`),
	}}, func(s *uitest.Session) {
		s.Open("Get")
		s.Do(keymap.Send)
		s.Sees("{{url}} has no value", "dev")
		s.Press("enter") // typed before anybody could have read the question
		s.Sees("{{url}} has no value")
		s.Wait(time.Second)
		s.Paste(uitest.Base)
		s.Press("enter")
		s.Do(keymap.Send)
		s.Sees("200 OK")
		s.SeesNot(`{{url}} has no value`)
		if strings.Contains(s.File("dev.postman_environment.json"), uitest.Base) {
			t.Error("a current value is in the workspace's file")
		}
	})
}

// Whatever a server sends, the terminal gets nothing but text and our own
// colours.
func TestNothingHostileReachesTheTerminal(t *testing.T) {
	evil := "\x1b]0;pwned\x07\x1b[2J\u009b31m\u202etxt\u200b\xff\r"
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Evil", "a\u009b31m\u202eb")
		w.Header().Set("Content-Type", "text/plain")
		_, _ = w.Write([]byte("first\n" + strings.Repeat(evil+"\n", 5) + "after")) // the test sees what arrives
	})
	name := strings.ReplaceAll(strings.ReplaceAll("N "+evil, "\x1b", `\u001b`), "\xff", "")
	name = strings.NewReplacer("\x07", `\u0007`, "\r", `\r`).Replace(name)
	files := map[string][]byte{
		"a.postman_collection.json": []byte(`{"info":{"name":"` + name + `"},"item":[{"name":"` + name + ` req","request":{"method":"GET","url":"http://tenant.test/x",
			"header":[{"key":"X-A","value":"` + name + `","disabled":true}],"description":"` + name + `"}}],"variable":[{"key":"` + name + `","value":"` + name + `"}]}`),
		"dev.postman_environment.json": []byte(`{"name":"` + name + `","values":[{"key":"` + name + `","value":"` + name + `"}]}`),
	}
	uitest.Run(t, uitest.Options{Files: files, Handler: h}, func(s *uitest.Session) {
		check := func() {
			t.Helper()
			if bad := uitest.Foreign(s.Styled() + s.Title()); bad != "" {
				t.Fatalf("%q reached the terminal:\n%q", bad, s.Styled())
			}
		}
		s.Press("j")
		check()
		s.Do(keymap.Pane2)
		for range 7 {
			s.Do(keymap.NextTab)
			check()
		}
		s.Do(keymap.Send)
		s.Sees("200", "first", "after")
		s.Do(keymap.Pane3)
		for range 4 {
			s.Do(keymap.NextTab)
			check()
		}
		s.Do(keymap.QuickLook)
		check()
		s.Press("esc")
		s.Do(keymap.SwitchEnv)
		check()
		s.Press("esc")
		s.Do(keymap.FindRequest)
		check()
	})
}

// A text with control characters is still a text: shown with symbols, not as
// bytes.
func TestTextWithEscapesIsShownAsText(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Odd answers", "Terminal escapes")
		s.Do(keymap.Send)
		s.Sees("200 OK", "^[")
		s.SeesNot("00000010")
	})
}

// A redirect that leaves https is followed only if the person says so.
func TestARedirectThatLeavesHTTPSAsks(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.TLS != nil {
			http.Redirect(w, r, uitest.Base+"/open", http.StatusFound)
			return
		}
		_, _ = w.Write([]byte("in the open")) // the test sees what arrives
	})
	uitest.Run(t, uitest.Options{Handler: h, Files: map[string][]byte{
		"a.postman_collection.json": []byte(`{"info":{"name":"A"},"item":[{"name":"Get","request":{"method":"GET","url":"https://tenant.test/x"}}]}`),
	}}, func(s *uitest.Session) {
		s.Open("Get")
		s.Do(keymap.Send)
		s.Sees("A redirect leaves https", "http://tenant.test/open")
		s.Wait(time.Second) // a dialog that opens by itself ignores keys at first
		s.Press("esc")
		s.SeesNot("A redirect leaves https", "in the open")
		s.Sees("302 Found")
		s.Do(keymap.Send)
		s.Wait(time.Second)
		s.Press("f")
		s.Sees("200 OK", "in the open")
	})
}
