package uitest_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/auth"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

// The canaries: one secret of every kind. All hold the mark, so that a part of
// one is found too.
const (
	mark         = "cAnArY"
	clientSecret = "cAnArY-client-secret/1 x"
	accessToken  = "cAnArY-access-token"
	refreshToken = "cAnArY-refresh-token"
	idToken      = "cAnArY-id-token"
	password     = "cAnArY&password é"
	basicSecret  = "cAnArY:basic"
	bearerSecret = "cAnArY-bearer"
	apiKey       = "cAnArY-api-key"
	queryKey     = "cAnArY/query+key%"
	secretVar    = "cAnArY 'variable' <x>"
	cookieValue  = "cAnArY-cookie"
	redirectCode = "cAnArY-redirect"
)

// canaryBird looks for canaries: as they are, and as base64 has them wherever
// they begin.
func canaryBird(text string) string {
	for _, s := range []string{mark, base64.StdEncoding.EncodeToString([]byte("ada:" + basicSecret))[:16]} {
		if i := strings.Index(text, s); i >= 0 {
			return text[max(i-40, 0):min(i+40, len(text))]
		}
	}
	for lead := range 3 {
		b64 := base64.RawStdEncoding.EncodeToString(append(make([]byte, lead), mark...))
		if s := b64[(lead*8+5)/6 : len(b64)-2]; strings.Contains(text, s) {
			return "base64: " + s
		}
	}
	return ""
}

// canaryServer is an authorization server and an API that gives no secret back
// in a body, but in every place that a screen shows by itself.
func canaryServer(t *testing.T) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		id, secret, _ := r.BasicAuth()
		if id != "client" || secret != clientSecret {
			t.Errorf("the client is %q with %q", id, secret)
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Set-Cookie", "sso="+cookieValue)
		if r.FormValue("scope") == "refused" {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprintf(w, `{"error":"odd","error_description":"no client with %s and %s"}`, clientSecret, r.FormValue("password"))
			return
		}
		fmt.Fprintf(w, `{"access_token":%q,"refresh_token":%q,"id_token":%q,"expires_in":60,"token_type":"Bearer"}`, accessToken, refreshToken, idToken)
	})
	mux.HandleFunc("/away", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/api?code="+redirectCode+"&access_token="+redirectCode, http.StatusFound)
	})
	mux.HandleFunc("/elsewhere", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://other.test/"+r.URL.Query().Get("x"), http.StatusTemporaryRedirect)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "sid="+cookieValue+"; Path=/")
		w.Header().Set("X-Auth-Token", accessToken)
		if strings.HasPrefix(r.URL.Path, "/refused") {
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			w.WriteHeader(http.StatusUnauthorized)
		}
		fmt.Fprint(w, `{"answer":"arrived"}`)
	})
	return mux
}

// canaryFiles is a workspace with a request for every way a secret goes. The
// secrets of auth blocks stand in the file, as they do in people's files.
func canaryFiles(t *testing.T) map[string][]byte {
	type obj = map[string]any
	attrs := func(kv ...string) []obj {
		var out []obj
		for i := 0; i < len(kv); i += 2 {
			out = append(out, obj{"key": kv[i], "value": kv[i+1], "type": "string"})
		}
		return out
	}
	var items []obj
	add := func(name, url string, auth obj, more obj) {
		q := obj{"method": "POST", "url": url, "header": []obj{}}
		if auth != nil {
			q["auth"] = auth
		}
		for k, v := range more {
			q[k] = v
		}
		items = append(items, obj{"name": name, "request": q})
	}
	oauth := func(kv ...string) obj {
		return obj{"type": "oauth2", "oauth2": attrs(append(kv, "accessTokenUrl", "{{url}}/token", "clientId", "client", "clientSecret", clientSecret, "accessToken", bearerSecret)...)}
	}
	add("Machine", "{{url}}/api", oauth("grant_type", "client_credentials", "tokenName", "Machine token"), nil)
	add("Person", "{{url}}/api", oauth("grant_type", "password_credentials", "username", "ada", "password", password), nil)
	add("In the query", "{{url}}/api?a=b", oauth("grant_type", "client_credentials", "addTokenTo", "queryParams"), nil)
	add("No token", "{{url}}/api", oauth("grant_type", "password_credentials", "username", "ada", "password", password, "scope", "refused"), nil)
	add("Basic", "{{url}}/api", obj{"type": "basic", "basic": attrs("username", "ada", "password", basicSecret)}, nil)
	add("Bearer", "{{url}}/refused", obj{"type": "bearer", "bearer": attrs("token", bearerSecret)}, nil)
	add("Key in a header", "{{url}}/api", obj{"type": "apikey", "apikey": attrs("key", "X-Odd", "value", apiKey)}, nil)
	add("Key in the query", "{{url}}/api", obj{"type": "apikey", "apikey": attrs("key", "k", "value", queryKey, "in", "query")}, nil)
	add("Variables", "{{url}}/api/{{hidden}}?x={{hidden}}", nil, obj{
		"header": []obj{{"key": "X-Hidden", "value": "a {{hidden}} b"}, {"key": "Authorization", "value": "SSWS {{hidden}}"}},
		"body":   obj{"mode": "raw", "raw": `{"a":"{{hidden}}"}`},
	})
	add("Form", "{{url}}/api", nil, obj{"body": obj{"mode": "urlencoded", "urlencoded": []obj{{"key": "p", "value": "{{hidden}}"}}}})
	add("Address", "http://ada:{{hidden}}@tenant.test/api", nil, nil)
	add("Redirect", "{{url}}/away", nil, obj{"method": "GET"})
	add("Elsewhere", "{{url}}/elsewhere?x={{hidden}}", nil, obj{"body": obj{"mode": "raw", "raw": "a"}})
	add("Cannot connect", "http://127.0.0.1:9/{{hidden}}", nil, nil)
	add("No such host", "http://ada:{{hidden}}@nowhere.test/?q={{hidden}}", nil, nil)
	add("Not set", "{{url}}/{{hidden}}/{{nobody}}", nil, obj{"header": []obj{{"key": "X-{{hidden}}", "value": "x"}}})
	marshal := func(v any) []byte {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	return map[string][]byte{
		"a.postman_collection.json": marshal(obj{"info": obj{"name": "Canaries", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": items}),
		"dev.postman_environment.json": marshal(obj{"id": "e1", "name": "dev", "values": []obj{
			{"key": "url", "value": uitest.Base, "enabled": true}, {"key": "hidden", "value": "", "type": "secret", "enabled": true},
		}}),
	}
}

// TestNoSecretShows drives a whole session with one secret of every kind and
// looks at every frame of it, then at what it leaves on disk.
func TestNoSecretShows(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir(), Files: canaryFiles(t), Handler: canaryServer(t), Width: 160, Height: 50}
	clear := func(path, text string) {
		if leak := canaryBird(text); leak != "" {
			t.Errorf("%s holds a secret in clear: %q", filepath.Base(path), leak)
		}
	}
	uitest.Run(t, o, func(s *uitest.Session) {
		seen := map[string]bool{} // a leak stays on screen for many frames
		check := func(where string) {
			s.Helper()
			if leak := canaryBird(s.Screen() + s.Title()); leak != "" && !seen[leak] {
				seen[leak] = true
				s.Errorf("%s: a secret is on screen: …%s…", where, leak)
			}
		}
		s.Do(keymap.OpenEnv)
		s.Select("hidden")
		s.Do(keymap.Open)
		s.Paste(secretVar)
		s.Press("enter")
		check("environment")
		for _, way := range []struct{ name, ends string }{
			{"Machine", "200 OK"},
			{"Person", "200 OK"},
			{"In the query", "200 OK"},
			{"No token", "odd"},
			{"Basic", "200 OK"},
			{"Bearer", "401 Unauthorized"},
			{"Key in a header", "200 OK"},
			{"Key in the query", "200 OK"},
			{"Variables", "200 OK"},
			{"Form", "200 OK"},
			{"Address", "200 OK"},
			{"Redirect", "200 OK"},
			{"Elsewhere", "307"},
			{"Cannot connect", "refused"},
			{"No such host", "nowhere.test"},
			{"Not set", "header name"},
		} {
			name := way.name
			s.Open(name)
			for range 2 { // before the send and after it
				s.Do(keymap.Pane2)
				for i := range 8 {
					s.Do(keymap.NextTab)
					check(fmt.Sprintf("%s: request, tab %d", name, i))
					if i < 7 {
						s.Do(keymap.Down, keymap.Down)
						check(fmt.Sprintf("%s: request, tab %d, lower", name, i))
					}
				}
				s.Do(keymap.Send)
				s.Wait(time.Second)
				s.Sees(way.ends)
				s.Do(keymap.Pane3)
				for i := range 8 {
					check(fmt.Sprintf("%s: response, tab %d", name, i))
					s.Do(keymap.NextTab)
				}
			}
			for _, dialog := range []keymap.ID{keymap.QuickLook, keymap.Tokens, keymap.SwitchEnv, keymap.Palette, keymap.Help, keymap.Report} {
				s.Do(dialog)
				check(name + ": " + string(dialog))
				s.Press("esc")
			}
			s.Wait(2 * time.Minute) // tokens expire
		}
		s.Do(keymap.Save)
		check("saved")
		s.Do(keymap.Tokens)
		s.Sees("Machine token", "ada@tenant.test")
		walk(t, o.StateDir, clear)
	})
	kept := canaryFiles(t)
	walk(t, o.Dir, func(path, text string) {
		if want := string(kept[filepath.Base(path)]); text != want {
			t.Errorf("%s is not as it was:\n%s", filepath.Base(path), text)
		}
	})
	for _, dir := range []string{o.StateDir, temp} {
		walk(t, dir, clear)
	}
}

// walk calls f with every file below dir.
func walk(t *testing.T, dir string, f func(path, text string)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		f(path, string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What is secret stays so in every way of printing it by mistake.
func TestTheBirdSings(t *testing.T) {
	for _, text := range []string{
		"x " + accessToken, base64.StdEncoding.EncodeToString([]byte("ada:" + basicSecret)), base64.StdEncoding.EncodeToString([]byte("a:" + apiKey)),
	} {
		if canaryBird(text) == "" {
			t.Errorf("%s is not found", text)
		}
	}
	if text := "Bearer " + auth.Mask; canaryBird(text) != "" {
		t.Errorf("%s is found", text)
	}
}
