package tenant_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"postern/auth/tenant"
)

// saved is as much of a Postman file as these tests need.
type saved struct {
	Name    string   `json:"name"`
	Item    []saved  `json:"item"`
	Auth    auth     `json:"auth"`
	Request *request `json:"request"`
}

type request struct {
	Auth   auth   `json:"auth"`
	Method string `json:"method"`
	Header []row  `json:"header"`
	Body   struct {
		Raw        string `json:"raw"`
		URLEncoded []row  `json:"urlencoded"`
	} `json:"body"`
	URL struct {
		Raw      string `json:"raw"`
		Variable []row  `json:"variable"`
	} `json:"url"`
}

type auth struct {
	Type   string           `json:"type"`
	OAuth2 []map[string]any `json:"oauth2"`
}

type row struct {
	Key, Value string
	Disabled   bool
}

// each calls f for every request, with the names of its folders.
func (s saved) each(folder string, f func(name string, q request)) {
	for _, i := range s.Item {
		if i.Request != nil {
			f(folder+i.Name, *i.Request)
		}
		i.each(folder+i.Name+"/", f)
	}
}

var named = regexp.MustCompile(`\{\{([^}]+)\}\}`)

// fill puts in values, and fails for a name that has none.
func fill(t *testing.T, s string, vars map[string]string) string {
	t.Helper()
	return named.ReplaceAllStringFunc(s, func(m string) string {
		v, ok := vars[strings.Trim(m, "{}")]
		if !ok {
			t.Errorf("no value for %s", m)
		}
		return v
	})
}

// build makes a request the way a workbench would.
func (q request) build(t *testing.T, vars map[string]string) *http.Request {
	t.Helper()
	addr := fill(t, q.URL.Raw, vars)
	for _, v := range q.URL.Variable {
		addr = strings.ReplaceAll(addr, "/:"+v.Key, "/"+fill(t, v.Value, vars))
	}
	addr = strings.NewReplacer(" ", "%20", `"`, "%22").Replace(addr)
	body := fill(t, q.Body.Raw, vars)
	for _, f := range q.Body.URLEncoded {
		if !f.Disabled {
			body += "&" + f.Key + "=" + strings.ReplaceAll(fill(t, f.Value, vars), " ", "+")
		}
	}
	out, err := http.NewRequest(q.Method, addr, strings.NewReader(strings.TrimPrefix(body, "&")))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range q.Header {
		if !h.Disabled {
			out.Header.Set(h.Key, fill(t, h.Value, vars))
		}
	}
	if q.Body.URLEncoded != nil {
		out.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return out
}

// shared finds a file beside the repository.
func shared(t *testing.T, name string) []byte {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, "..", "shared", name))
		if err != nil {
			t.Skip("skipped: needs ../shared/" + name)
		}
		return b
	}
	t.Skip("skipped: needs ../shared")
	return nil
}

// TestOktaCollection sends every request of the collection that Okta publishes
// for its Users API, each to a tenant of its own, about a user whose status
// allows it.
func TestOktaCollection(t *testing.T) {
	var c saved
	if err := json.Unmarshal(shared(t, "collections/okta__okta-developer-docs__users.json"), &c); err != nil {
		t.Fatal(err)
	}
	// The users that the seed has in a status.
	subjects := map[string]string{
		"Activate User": "marty.mcfly", "Unlock User": "franz.kafka", "Unsuspend User": "fox.mulder",
	}
	sent := 0
	c.each("", func(name string, q request) {
		sent++
		t.Run(name, func(t *testing.T) {
			r := newRig(t, tenant.Options{})
			_, last, _ := strings.Cut(name, "/")
			login := "susan.calvin"
			if s := subjects[last]; s != "" {
				login = s
			}
			groups := []map[string]any{}
			if err := json.Unmarshal([]byte(r.api("GET", "/api/v1/groups?q=Engineering", "").body), &groups); err != nil {
				t.Fatal(err)
			}
			got := r.send(q.build(t, map[string]string{
				"url": host, "apikey": tenant.DemoAPIKey, "password": tenant.DemoPassword, "email-suffix": "example.com",
				"userId":  text(r.api("GET", "/api/v1/users/"+login, "").json(t), "id"),
				"groupId": text(groups[0], "id"),
			}))
			checkOkta(t, q.Method, got)
			if folder, _, ok := strings.Cut(name, "/"); ok && folder == "List Users" && !strings.Contains(got.body, `"status":`) {
				t.Errorf("nobody in the list: %s", got.body)
			}
		})
	})
	if sent != 42 {
		t.Errorf("the collection has %d requests, want 42", sent)
	}
}

func checkOkta(t *testing.T, method string, got reply) {
	t.Helper()
	want := 200
	if method == "DELETE" {
		want = 204
	}
	if got.status != want {
		t.Fatalf("got %d %s, want %d", got.status, got.body, want)
	}
	if want == 200 && !json.Valid([]byte(got.body)) {
		t.Errorf("not JSON: %s", got.body)
	}
	for _, h := range []string{"X-Okta-Request-Id", "X-Rate-Limit-Limit", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset"} {
		if got.header.Get(h) == "" {
			t.Errorf("header %s is missing", h)
		}
	}
}

// TestSample sends the whole sample workspace.
func TestSample(t *testing.T) {
	r := newRig(t, tenant.Options{ClientSecret: `quotes " and <tags>`})
	files, err := r.tenant.Sample(host)
	if err != nil {
		t.Fatal(err)
	}
	vars := sampleEnvironment(t, files[tenant.SampleEnvironmentFile])
	if vars["client_secret"] != `quotes " and <tags>` || vars["url"] != host {
		t.Errorf("environment %v", vars)
	}
	var c saved
	if err := json.Unmarshal(files[tenant.SampleCollectionFile], &c); err != nil {
		t.Fatal(err)
	}
	if c.Auth.Type != "oauth2" {
		t.Errorf("collection auth is %q", c.Auth.Type)
	}
	vars["scope"] = "okta.users.manage okta.groups.read"
	vars["$guid"], vars["$isoTimestamp"] = "guid", "now"
	vars["userId"] = text(r.api("GET", "/api/v1/users/susan.calvin", "").json(t), "id")
	vars["groupId"] = "00g"
	token := r.post("/oauth2/v1/token", basic(vars["client_id"], vars["client_secret"]), "grant_type", "client_credentials", "scope", vars["scope"]).json(t)
	user := r.post("/oauth2/v1/token", basic(vars["client_id"], vars["client_secret"]),
		"grant_type", "password", "username", vars["username"], "password", vars["password"]).json(t)

	// The rest answers 200. "Introspect" is sent with an empty token.
	special := map[string]int{
		"Groups/List members of a group": 404, "Tokens/Introspect a token": 400, "Users/Unlock user": 403,
		"Users/Deactivate or delete user": 204, "Odd answers/Not found": 404, "Odd answers/Redirects": 302,
	}
	sent := 0
	c.each("", func(name string, q request) {
		sent++
		if name == "Odd answers/Broken off" || name == "Odd answers/Slow answer" || name == "Odd answers/Stream" {
			return
		}
		req := q.build(t, vars)
		switch q.Auth.Type {
		case "", "apikey":
			req.Header.Set("Authorization", bearer(token))
		case "oauth2":
			req.Header.Set("Authorization", bearer(user))
			if strings.Contains(req.URL.Path, "/api/v1/") { // what a client sees, not a person
				req.Header.Set("Authorization", bearer(token))
			}
		case "basic":
			req.SetBasicAuth(vars["client_id"], vars["client_secret"])
		}
		want := special[name]
		if want == 0 {
			want = 200
		}
		if got := r.send(req); got.status != want {
			t.Errorf("%s: got %d %.300s, want %d", name, got.status, got.body, want)
		}
	})
	if sent < 25 {
		t.Errorf("the sample has only %d requests", sent)
	}
}

func sampleEnvironment(t *testing.T, file []byte) map[string]string {
	t.Helper()
	var e struct {
		Scope  string `json:"_postman_variable_scope"`
		Values []struct {
			Key, Value, Type string
			Enabled          bool
		}
	}
	if err := json.Unmarshal(file, &e); err != nil {
		t.Fatal(err)
	}
	if e.Scope != "environment" || !strings.HasPrefix(string(file), "{\n\t\"id\"") {
		t.Errorf("not as Postman exports it: %.80s", file)
	}
	vars := map[string]string{}
	for _, v := range e.Values {
		vars[v.Key] = v.Value
		hidden := slices.Contains([]string{"client_secret", "apikey", "password", "private_key", "subject_token"}, v.Key)
		if hidden != (v.Type == "secret") {
			t.Errorf("%s has type %q", v.Key, v.Type)
		}
	}
	return vars
}
