package cli_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"postern/auth"
	"postern/auth/tenant"
	"postern/ui/cli/exit"
)

// canary is in every secret of this file.
const canary = "cAnArY"

// sung finds a canary: as it is, or as base64 has it wherever it begins.
func sung(text string) string {
	for lead := -1; lead < 3; lead++ {
		s := canary
		if lead >= 0 {
			b64 := base64.RawStdEncoding.EncodeToString(append(make([]byte, lead), canary...))
			s = b64[(lead*8+5)/6 : len(b64)-2]
		}
		if i := strings.Index(text, s); i >= 0 {
			return text[max(0, i-60):min(len(text), i+60)]
		}
	}
	return ""
}

// aviary is an authorization server that gives out canaries. When it refuses it
// throws back what it was sent.
func aviary(refuses *atomic.Bool) http.Handler {
	enc := base64.RawURLEncoding.EncodeToString
	id := enc([]byte(`{"alg":"EdDSA"}`)) + "." + enc([]byte(`{"sub":"ada"}`)) + "." + enc([]byte(canary+"-signature"))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm() // what it is sent is well formed
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Set-Cookie", "sso="+canary)
		if refuses.Load() {
			w.Header().Set("X-Echo", r.Header.Get("Authorization"))
			w.WriteHeader(http.StatusBadRequest)
			sent := r.PostForm.Encode() + " " + r.Header.Get("Authorization")
			b, _ := json.Marshal(map[string]any{"error": "odd", "error_description": sent, "error_uri": "https://help.test/?" + sent, "request": r.PostForm}) // texts encode
			_, _ = w.Write(b)                                                                                                                                 // the client may have left
			return
		}
		switch r.URL.Path {
		case "/token":
			fmt.Fprintf(w, `{"access_token":"%[1]s-access","refresh_token":"%[1]s-refresh","id_token":%[2]q,"expires_in":3600,"session":"%[1]s-and-a-long-tail-of-letters"}`, canary, id)
		case "/introspect":
			fmt.Fprint(w, `{"active":true,"sub":"ada"}`)
		default:
			fmt.Fprint(w, `{"sub":"ada"}`)
		}
	})
}

// canaries is a collection with a request for every grant that needs no person,
// and the names of its requests and tokens.
func canaries(t *testing.T, url string) (names []string, file string) {
	key := ed25519.NewKeyFromSeed([]byte("cAnArY-seed-cAnArY-seed-cAnArY-s"))
	enc := base64.RawURLEncoding.EncodeToString
	jwk := fmt.Sprintf(`{"kty":"OKP","crv":"Ed25519","x":%q,"d":%q}`, enc(key.Public().(ed25519.PublicKey)), enc(key.Seed()))
	var items []any
	for _, grant := range []string{auth.PasswordCredentials, auth.ClientCredentials, auth.RefreshToken, auth.TokenExchange, auth.JWTBearer} {
		for _, how := range []string{auth.InBasicHeader, auth.PrivateKeyJWT} {
			name := grant + " " + how
			names = append(names, name)
			var attrs []any
			for k, v := range map[string]string{
				"tokenName": name, "grant_type": grant, "client_authentication": how, "accessTokenUrl": url + "/token?api_key=" + canary,
				"introspectionUrl": url + "/introspect", "userInfoUrl": url + "/me", "revocationUrl": url + "/revoke",
				"clientId": "client", "clientSecret": canary + " secret/1", "privateKey": jwk, "username": "ada", "password": canary + "&password é",
				"refreshToken": canary + "-old", "subjectToken": canary + "-subject", "actorToken": canary + "-actor", "assertion": canary + "-assertion",
			} {
				attrs = append(attrs, map[string]string{"key": k, "value": v, "type": "string"})
			}
			items = append(items, map[string]any{"name": name, "request": map[string]any{
				"method": "GET", "url": url + "/api", "auth": map[string]any{"type": "oauth2", "oauth2": attrs},
			}})
		}
	}
	b, err := json.Marshal(map[string]any{
		"info": map[string]any{"name": "A", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": items,
	})
	if err != nil {
		t.Fatal(err)
	}
	return names, string(b)
}

// TestTokenCommandsTellNoSecret runs all of them, for every grant that needs no
// person, and with a server that refuses. Only get prints a token, and only
// that one.
func TestTokenCommandsTellNoSecret(t *testing.T) {
	var refuses atomic.Bool
	srv := httptest.NewServer(aviary(&refuses))
	defer srv.Close()
	d := newDesk(t, tenant.Options{})
	names, file := canaries(t, srv.URL)
	d.write("canaries.json", file)
	run := func(code int, args ...string) outcome {
		t.Helper()
		got := d.run(args...)
		if got.code != code {
			t.Errorf("%v: code %d\n%s%s", args, got.code, got.out, got.err)
		}
		if args[1] != "get" || code != exit.OK {
			got.err += got.out
		}
		if s := sung(got.err); s != "" {
			t.Errorf("%v tells …%s…", args, s)
		}
		return got
	}
	for _, name := range names {
		refuses.Store(true)
		run(exit.NotAuthorised, "token", "get", name, "-f", d.path("canaries.json"), "--trace")
		refuses.Store(false)
		if got := run(exit.OK, "token", "get", name, "-f", d.path("canaries.json"), "--trace"); got.out != canary+"-access\n" {
			t.Errorf("%s is %q", name, got.out)
		}
		if got := run(exit.OK, "token", "get", name, "--id"); strings.Count(got.out, ".") != 2 {
			t.Errorf("the ID token of %s is %q", name, got.out)
		}
		run(exit.OK, "send", d.path("canaries.json"), name)
		run(exit.OK, "show", d.path("canaries.json"), name)
		run(exit.OK, "token", "show", name, "--introspect", "--userinfo", "--trace")
		run(exit.OK, "token", "refresh", name, "--trace")
		refuses.Store(true)
		run(exit.NotAuthorised, "token", "refresh", name, "--trace")
		run(exit.NotAuthorised, "token", "show", name, "--introspect", "--trace")
		run(exit.NotAuthorised, "token", "show", name, "--userinfo", "--trace")
	}
	for _, args := range [][]string{{"ls"}, {"ls", "--json"}, {"rename", names[0], "other"}, {"rm", names[1]}} {
		run(exit.OK, append([]string{"token"}, args...)...)
	}
	run(exit.NotAuthorised, "token", "revoke", "other", "--trace")
	refuses.Store(false)
	run(exit.OK, "token", "revoke", names[2], "--trace")
	err := filepath.WalkDir(d.path("state"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		if s := sung(string(b)); s != "" {
			t.Errorf("%s holds %q", filepath.Base(path), s)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
