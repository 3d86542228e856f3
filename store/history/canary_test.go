package history_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/vars"
	"postern/store/history"
)

// mark stands in every secret of the test, so that a part of one is found too.
const mark = "cAnArY"

// issuer gives out one token, and tells of the call for it.
type issuer struct{}

func (issuer) Token(ctx context.Context, _ auth.Config) (auth.Token, error) {
	if ctx.Err() != nil {
		return auth.Token{}, ctx.Err()
	}
	return auth.Token{
		Key: "k", Name: "okta-admin", Access: mark + "-access-token", Refresh: mark + "-refresh-token", ID: mark + "-id-token",
		Type: "Bearer", Obtained: time.Now(), Expiry: time.Now().Add(time.Hour),
	}, nil
}

func (i issuer) Renew(ctx context.Context, c auth.Config, _ auth.Token) (auth.Token, error) {
	return i.Token(ctx, c)
}

// echo gives everything back that it is sent, in headers and body, with
// secrets of its own.
func echo(w http.ResponseWriter, r *http.Request) {
	var sent bytes.Buffer
	_ = r.Write(&sent) // to memory
	switch r.URL.Path {
	case "/redirect":
		http.Redirect(w, r, "/done?code="+mark+"-code&state=1#access_token="+mark+"-fragment", http.StatusFound)
		return
	case "/utf16":
		w.Header().Set("Content-Type", "application/json; charset=utf-16le")
		for _, u := range utf16.Encode([]rune(`{"access_token":"` + mark + `"}`)) {
			_ = binary.Write(w, binary.LittleEndian, u)
		}
		return
	case "/cut":
		w.Header().Set("Content-Length", "5000")
		fmt.Fprintf(w, `{"access_token":"%s-cut`, mark)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: "sid", Value: mark + "-cookie", Path: "/"})
	w.Header().Set("X-Auth-Token", mark+"-server-token")
	w.Header().Set("X-Seen", strings.ReplaceAll(r.Header.Get("X-Var")+r.Header.Get("Authorization"), "\n", " "))
	w.Header().Set("Content-Type", "application/json")
	seen := sent.String()
	if !utf8.ValidString(seen) { // headers are Latin-1
		var wide []rune
		for _, b := range sent.Bytes() {
			wide = append(wide, rune(b))
		}
		seen = string(wide)
	}
	quoted, _ := json.Marshal(seen) // a text always can be
	fmt.Fprintf(w, `{"access_token":"%s-of-the-answer","id_token":"%s-2","kept":"plain words","seen":%s}`, mark, mark, quoted)
}

// secretSends are jobs, each with a secret in another place.
func secretSends(base string) map[string]collection.Job {
	scopes := vars.NewSet(vars.Layer{Scope: vars.Environment, Name: "dev", Vars: []vars.Var{
		{Name: "secret", Value: mark + ` 'secret' <x>"é`, Secret: true},
		{Name: "client_secret", Value: mark + "-named-like-one"},
		{Name: "plain", Value: "plain words"},
	}})
	job := func(path string, change func(*collection.Job)) collection.Job {
		j := collection.Job{
			ID: "1", ItemID: "i", Path: []string{"Okta", "Users"}, Scopes: scopes,
			Request: collection.Request{Method: "POST", URL: collection.ParseURL(base + path)},
		}
		if change != nil {
			change(&j)
		}
		return j
	}
	with := func(typ string, attrs ...string) func(*collection.Job) {
		return func(j *collection.Job) {
			j.Auth = auth.Config{Type: typ}
			for i := 0; i < len(attrs); i += 2 {
				j.Auth = j.Auth.Set(attrs[i], attrs[i+1])
			}
		}
	}
	raw := func(lang, text string) func(*collection.Job) {
		return func(j *collection.Job) {
			j.Request.Body = collection.Body{Mode: "raw", Raw: text, Language: lang}
		}
	}
	refused := strings.Replace(base, "127.0.0.1", "user:"+mark+"-userinfo@127.0.0.1", 1)
	refused = refused[:strings.LastIndexByte(refused, ':')+1] + "1"
	return map[string]collection.Job{
		"bearer":              job("/x", with("bearer", "token", mark+"-bearer")),
		"basic":               job("/x", with("basic", "username", "ada", "password", mark+"&password é")),
		"API key in a header": job("/x", with("apikey", "key", "X-Custom", "value", mark+"-api-key", "in", "header")),
		"API key in a query":  job("/x", with("apikey", "key", "custom", "value", mark+"/query+key%", "in", "query")),
		"OAuth":               job("/x", with("oauth2", "accessTokenUrl", base+"/token", "clientSecret", mark+"-client-secret", "grant_type", "client_credentials")),
		"in the path":         job("/x/{{secret}}?p={{plain}}", nil),
		"in a header": job("/x", func(j *collection.Job) {
			j.Request.Headers = []collection.Param{{Key: "X-Var", Value: "a {{secret}}"}, {Key: "Cookie", Value: "a=" + mark + "-own-cookie"}}
		}),
		"in a JSON body":      job("/x", raw("json", `{"note":"{{secret}}","password":"`+mark+`-literal"}`)),
		"in a text":           job("/x", raw("text", `some {{secret}}, {{client_secret}}`)),
		"named like one":      job("/x?client_secret={{client_secret}}&access_token="+mark+"-literal", nil),
		"in a redirect":       job("/redirect", nil),
		"in another charset":  job("/utf16", nil),
		"in a cut answer":     job("/cut", nil),
		"in a failed address": {ID: "1", Scopes: scopes, Request: collection.Request{Method: "GET", URL: collection.ParseURL(refused + "/{{secret}}?token=" + mark + "-failed")}},
	}
}

func TestNoSecretIsWritten(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(echo))
	defer srv.Close()
	dir := t.TempDir()
	l := in(t, dir, history.Limits{})
	e := engine.New(engine.Options{Tokens: issuer{}})
	defer e.Close()
	sends := secretSends(srv.URL)
	for name, job := range sends {
		x, err := e.Send(t.Context(), job, nil)
		if x == nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !strings.Contains(fmt.Sprintf("%+v", *x)+bodyText(x), mark) && name != "in another charset" {
			t.Errorf("%s: no secret was sent", name)
		}
		id := add(t, l, x, history.Meta{EnvironmentName: "dev", Template: job.Request.URL.String()})
		got, entry, err := l.Get(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if s := sings(fmt.Sprintf("%+v %+v %s %s", *got, entry, got.Sent.Body, bodyText(got))); s != "" {
			t.Errorf("%s: reopened, it shows …%s…", name, s)
		}
		if !entry.Kept != (name == "in another charset" || name == "in a failed address") {
			t.Errorf("%s: kept is %v: %q", name, entry.Kept, got.Warnings)
		}
	}
	if got := items(t, l, history.Query{Text: mark}); len(got) != 0 {
		t.Errorf("%d sends are found by a secret", len(got))
	}
	if !anywhere(t, dir, "plain words") {
		t.Error("what is no secret is not there either")
	}
	scan(t, dir)
	t.Logf("%d sends, each with secrets in another place", len(sends))
}

func bodyText(x *engine.Exchange) string {
	if x.Response == nil {
		return ""
	}
	p, err := x.Response.Body.Bytes(1 << 20)
	if err != nil && !errors.Is(err, os.ErrClosed) {
		return err.Error()
	}
	return string(p)
}

// scan looks through every file of the state.
func scan(t *testing.T, dir string) {
	t.Helper()
	n := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if s := sings(string(data)); s != "" {
			t.Errorf("%s has …%s…", filepath.Base(path), s)
		}
		n++
		return err
	})
	if err != nil || n < 4 {
		t.Errorf("%d files, %v", n, err)
	}
}

// sings is what stands around a canary in text: as it is, as UTF-16, and as
// base64 has it wherever it begins.
func sings(text string) string {
	wide := make([]byte, 0, 2*len(mark))
	for _, c := range []byte(mark) {
		wide = append(wide, c, 0)
	}
	forms := []string{mark, string(wide), fmt.Sprintf("%x", mark)}
	for lead := range 3 {
		b64 := base64.RawStdEncoding.EncodeToString(append(make([]byte, lead), mark...))
		forms = append(forms, b64[(lead*8+5)/6:len(b64)-2])
	}
	for _, f := range forms {
		if i := strings.Index(text, f); i >= 0 {
			return text[max(i-60, 0):min(i+60, len(text))]
		}
	}
	return ""
}
