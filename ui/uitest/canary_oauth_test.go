package uitest_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"postern/auth"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

// The canaries of a login, besides those of TestNoSecretShows.
const (
	verifier     = "cAnArY-verifier-cAnArY-verifier-cAnArY-verifier"
	code         = "cAnArY-code"
	deviceCode   = "cAnArY-device-code"
	subjectToken = "cAnArY-subject"
	actorToken   = "cAnArY-actor"
	assertion    = "cAnArY-assertion"
	oldRefresh   = "cAnArY-old-refresh"
)

// strictServer is an authorization server that hands out canaries, and throws
// back whatever it was sent when it refuses.
type strictServer struct {
	mu sync.Mutex
	// refuses says why it gives nothing: a status and an error code.
	refuses int
	error   string
	// asked are the paths it was asked at with a body.
	asked []string
}

func (s *strictServer) refuse(status int, code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuses, s.error = status, code
}

func (s *strictServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = r.ParseForm() // what it is sent is well formed
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Set-Cookie", "sso="+cookieValue)
	if r.Method == http.MethodPost {
		s.asked = append(s.asked, r.URL.Path)
	}
	if s.refuses != 0 && r.Method == http.MethodPost && r.URL.Path != "/device" {
		w.Header().Set("X-Echo", r.Header.Get("Authorization"))
		w.WriteHeader(s.refuses)
		b, _ := json.Marshal(map[string]any{ // strings always encode
			"error": s.error, "error_description": "no: " + r.PostForm.Encode() + " " + r.Header.Get("Authorization"),
			"request": r.PostForm, "error_uri": "https://help.test/?" + r.PostForm.Encode(),
		})
		_, _ = w.Write(b)
		return
	}
	switch r.URL.Path {
	case "/authorize":
		q := r.URL.Query()
		answer, sign := url.Values{"state": {q.Get("state")}}, "?"
		if q.Get("response_type") == "code" {
			answer.Set("code", code)
		} else {
			sign = "#"
			answer.Set("access_token", accessToken)
			answer.Set("expires_in", "60")
		}
		w.Header().Set("Location", q.Get("redirect_uri")+sign+answer.Encode())
		w.WriteHeader(http.StatusFound)
	case "/device":
		fmt.Fprintf(w, `{"device_code":%q,"user_code":"WDJB-MJHT","verification_uri":%q,"expires_in":60,"interval":1}`, deviceCode, uitest.Base+"/activate")
	case "/token":
		fmt.Fprintf(w, `{"access_token":%q,"refresh_token":%q,"id_token":%q,"expires_in":60,"session":%q}`, accessToken, refreshToken, signedID(), cookieValue+"-and-a-long-tail-of-letters")
	case "/introspect":
		fmt.Fprint(w, `{"active":true,"sub":"ada"}`)
	default:
		fmt.Fprint(w, `{"sub":"ada"}`)
	}
}

// signedID is an ID token whose signature is the secret part.
func signedID() string {
	enc := base64.RawURLEncoding.EncodeToString
	return enc([]byte(`{"alg":"EdDSA"}`)) + "." + enc([]byte(`{"sub":"ada"}`)) + "." + enc([]byte("cAnArY-signature"))
}

// privateJWK is a key, and the part of it that nobody may see.
func privateJWK() (text, secret string) {
	k := ed25519.NewKeyFromSeed([]byte("cAnArY-seed-cAnArY-seed-cAnArY-s"))
	enc := base64.RawURLEncoding.EncodeToString
	secret = enc(k.Seed())
	return fmt.Sprintf(`{"kty":"OKP","crv":"Ed25519","x":%q,"d":%q}`, enc(k.Public().(ed25519.PublicKey)), secret), secret
}

const oauthCanaries = "a.postman_collection.json"

// grantsFile is a collection with a request for every grant.
func grantsFile(t *testing.T) []byte {
	key, _ := privateJWK()
	var items []any
	for _, f := range (auth.OAuth2{}).Fields() {
		if f.Key != "grant_type" {
			continue
		}
		for _, grant := range f.Options {
			how := auth.InRequestBody
			if grant == auth.ClientCredentials {
				how = auth.PrivateKeyJWT
			}
			values := map[string]string{
				"grant_type": grant, "tokenName": "by " + grant, "authUrl": uitest.Base + "/authorize", "accessTokenUrl": uitest.Base + "/token",
				"deviceUrl": uitest.Base + "/device", "introspectionUrl": uitest.Base + "/introspect", "userInfoUrl": uitest.Base + "/me",
				"revocationUrl": uitest.Base + "/revoke", "redirect_uri": "https://app.test/callback", "clientId": "client", "clientSecret": clientSecret,
				"client_authentication": how, "privateKey": key, "username": "ada", "password": password, "code_verifier": verifier, "refreshToken": oldRefresh,
				"subjectToken": subjectToken, "actorToken": actorToken, "assertion": assertion, "scope": "a",
			}
			if grant == auth.AuthorizationCode || grant == auth.AuthorizationCodePKCE {
				delete(values, "deviceUrl")
			}
			var attrs []any
			for k, v := range values {
				attrs = append(attrs, map[string]string{"key": k, "value": v, "type": "string"})
			}
			items = append(items, map[string]any{"name": "By " + grant, "request": map[string]any{
				"method": "GET", "url": uitest.Base + "/api", "auth": map[string]any{"type": "oauth2", "oauth2": attrs},
			}})
		}
	}
	b, err := json.Marshal(map[string]any{
		"info": map[string]any{"name": "Grants", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": items,
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// watched is a session each of whose frames is looked at.
type watched struct {
	*uitest.Session
	seen map[string]bool
}

func caught(text string) string {
	if leak := canaryBird(text); leak != "" {
		return leak
	}
	_, secret := privateJWK()
	for _, s := range []string{secret[:16], "WDJB-MJHT"} {
		if strings.Contains(text, s) && !strings.Contains(text, "and enter the code") { // that is what it is for
			return s
		}
	}
	return ""
}

func (w *watched) check(where string) {
	w.Helper()
	if leak := caught(w.Screen() + w.Title()); leak != "" && !w.seen[leak] {
		w.seen[leak] = true
		w.Errorf("%s: a secret is on screen: …%s…", where, leak)
	}
}

func (w *watched) press(where string, keys ...string) {
	w.Helper()
	for _, k := range keys {
		w.Press(k)
		w.check(where + ", " + k)
	}
}

// get gets a new token and helps with the login.
func (w *watched) get(grant string) {
	w.Helper()
	before := len(w.Browsed)
	w.Do(keymap.GetToken)
	w.check(grant + ": begun")
	if len(w.Browsed) > before {
		w.Wait(time.Second) // a dialog that opens by itself ignores keys at first
		w.Paste(w.Redirect(w.Browsed[before]))
		w.check(grant + ": pasted")
		w.press(grant, "enter")
	}
	w.Wait(2 * time.Second)
	w.check(grant + ": got")
}

// trace looks at what was said, and takes it with it.
func (w *watched) trace(grant string) {
	w.Helper()
	w.press(grant+": trace", "v", "pgdown", "pgdown", "Y", "esc")
	if len(w.Copied) == 0 {
		w.Fatalf("%s: the trace is not copied:\n%s", grant, w.Screen())
	}
	last := w.Copied[len(w.Copied)-1]
	if leak := caught(last); leak != "" || grant != auth.Implicit && !strings.Contains(last, "POST "+uitest.Base) {
		w.Errorf("%s: the trace holds %q:\n%s", grant, leak, last)
	}
}

// TestNoSecretOfALoginShows gets a token by every grant, fails at it, manages
// the tokens and shares one. Nothing but the copy of the token and the file it
// is shared in may hold one of the secrets.
func TestNoSecretOfALoginShows(t *testing.T) {
	server := &strictServer{}
	o := uitest.Options{
		Dir: t.TempDir(), StateDir: t.TempDir(), Files: map[string][]byte{oauthCanaries: grantsFile(t)}, Handler: server, Width: 150, Height: 50,
	}
	uitest.Run(t, o, func(s *uitest.Session) {
		w := &watched{s, map[string]bool{}}
		for _, f := range (auth.OAuth2{}).Fields() {
			if f.Key != "grant_type" {
				continue
			}
			for _, grant := range f.Options {
				s.Open("By " + grant)
				server.refuse(http.StatusBadRequest, "invalid_request")
				w.get(grant + ", refused")
				if grant != auth.Implicit { // whose server gave its answer to the browser
					s.Sees("No token")
				}
				w.trace(grant)
				s.Press("esc")
				server.refuse(0, "")
				w.get(grant)
				s.Sees("New token: by " + grant)
				w.trace(grant)
				w.press(grant+": used", "enter")
				s.Do(keymap.Send)
				s.Wait(time.Second)
				s.Do(keymap.Pane3)
				for range 8 {
					w.check(grant + ": response")
					s.Do(keymap.NextTab)
				}
			}
		}
		w.manage(server)
		w.share()
	})
	for _, dir := range []string{o.StateDir} {
		walk(t, dir, func(path, text string) {
			if leak := caught(text); leak != "" {
				t.Errorf("%s holds %q", filepath.Base(path), leak)
			}
		})
	}
}

// manage does all that the list of tokens offers.
func (w *watched) manage(server *strictServer) {
	w.Helper()
	w.Open("By " + auth.PasswordCredentials)
	w.get("once more")
	w.press("used", "enter")
	w.Do(keymap.Tokens)
	w.check("tokens")
	w.press("details", "enter", "pgdown", "I", "esc", "W", "esc", "esc")
	w.press("renewed", "r")
	for _, code := range []string{"odd", "invalid_grant"} {
		server.refuse(http.StatusBadRequest, code)
		w.press("a refresh that fails with "+code, "r")
		w.Wait(time.Minute)
		w.check("afterwards")
		w.press("what the server will not tell", "enter", "I", "esc", "W", "esc", "esc")
	}
	w.press("a revocation that fails", "x", "enter")
	w.Wait(time.Second)
	w.press("what it is told in", "esc")
	server.refuse(0, "")
	w.press("a revocation", "x", "enter", "esc")
	for _, path := range []string{"/introspect", "/revoke", "/token"} {
		if !strings.Contains(strings.Join(server.asked, " "), path) {
			w.Errorf("%s was not asked", path)
		}
	}
	for _, text := range w.Copied {
		if leak := caught(text); leak != "" {
			w.Errorf("a copy that nobody asked for holds %q", leak)
		}
	}
}

// share copies a token and puts it into the file, which is all that may hold
// one, and takes it out again.
func (w *watched) share() {
	w.Helper()
	before := w.File(oauthCanaries)
	w.Open("By " + auth.PasswordCredentials)
	w.get("the last one")
	w.press("copied", "y")
	if last := w.Copied[len(w.Copied)-1]; last != accessToken {
		w.Errorf("copied %q", last)
	}
	w.press("used", "enter")
	w.Do(keymap.Pane2)
	for range 8 {
		if strings.Contains(w.Screen(), "Get New Access Token") {
			break
		}
		w.Do(keymap.NextTab)
	}
	w.Do(keymap.ShareToken)
	w.check("asked whether to share")
	w.press("kept private", "enter")
	w.Do(keymap.Save)
	if w.File(oauthCanaries) != before {
		w.Error("a token that is not to be shared is in the file")
	}
	w.Do(keymap.ShareToken)
	w.press("shared", "s")
	w.Do(keymap.Save)
	w.check("saved")
	if after := w.File(oauthCanaries); strings.Count(after, accessToken) != 1 || strings.Contains(after, refreshToken) || strings.Contains(after, "eyJ") {
		w.Error("the file does not hold just the access token")
	}
	w.Do(keymap.ShareToken, keymap.Save)
	if w.File(oauthCanaries) != before {
		w.Error("no longer shared, the file is not as before")
	}
}
