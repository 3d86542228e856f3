package directory_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth/tenant/directory"
)

const (
	base     = "http://dir.test"
	password = "Demo-Passw0rd"
)

// org is a directory whose caller holds the API key.
type org struct {
	*testing.T
	dir     *directory.Directory
	handler http.Handler
}

func newOrg(t *testing.T, o directory.Options) *org {
	o.Password = password
	d := directory.New(o)
	who := func(*http.Request) (directory.Caller, error) {
		return directory.Caller{User: d.Owner(), Key: true}, nil
	}
	return &org{t, d, d.Handler(who, func(*http.Request) string { return base })}
}

func (o *org) call(method, path, body string) *httptest.ResponseRecorder {
	o.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	return w
}

func (o *org) get(path string) map[string]any {
	o.Helper()
	return object(o.T, o.call("GET", path, ""))
}

func object(t *testing.T, w *httptest.ResponseRecorder) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil {
		t.Fatalf("%d: %v: %s", w.Code, err, w.Body)
	}
	return m
}

func list(t *testing.T, w *httptest.ResponseRecorder) []map[string]any {
	t.Helper()
	var m []map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil {
		t.Fatalf("%d: %v: %s", w.Code, err, w.Body)
	}
	return m
}

func profileOf(u map[string]any) map[string]any { p, _ := u["profile"].(map[string]any); return p }

var idShape = regexp.MustCompile(`^00u[0-9A-Za-z]{17}$`)

func TestPagingToTheEnd(t *testing.T) {
	for _, tt := range []struct{ users, limit, pages int }{{60, 7, 0}, {60, 200, 1}, {450, 200, 3}, {60, 60, 1}} {
		t.Run(fmt.Sprintf("%d by %d", tt.users, tt.limit), func(t *testing.T) {
			o := newOrg(t, directory.Options{Users: tt.users})
			seen := map[string]bool{}
			next := fmt.Sprintf(`/api/v1/users?filter=%s&limit=%d`, url.QueryEscape(`id pr`), tt.limit)
			pages := 0
			for next != "" {
				w := o.call("GET", next, "")
				for _, u := range list(t, w) {
					id := u["id"].(string)
					if seen[id] || !idShape.MatchString(id) {
						t.Errorf("id %q is there twice or malformed", id)
					}
					seen[id] = true
				}
				if self := linkTo(w, "self"); self == "" || !strings.Contains(self, "filter=") {
					t.Errorf("self link %q", self)
				}
				next = strings.TrimPrefix(linkTo(w, "next"), base)
				if pages++; pages > 100 {
					t.Fatal("no end")
				}
			}
			if len(seen) != tt.users || tt.pages > 0 && pages != tt.pages {
				t.Errorf("%d users on %d pages", len(seen), pages)
			}
		})
	}
}

func linkTo(w *httptest.ResponseRecorder, rel string) string {
	for _, l := range w.Header()["Link"] {
		if addr, ok := strings.CutSuffix(l, `>; rel="`+rel+`"`); ok {
			return strings.TrimPrefix(addr, "<")
		}
	}
	return ""
}

func TestPagingSurvivesDeletion(t *testing.T) {
	o := newOrg(t, directory.Options{})
	w := o.call("GET", "/api/v1/users?limit=5", "")
	first := list(t, w)
	for _, u := range first {
		o.call("DELETE", "/api/v1/users/"+u["id"].(string), "")
		o.call("DELETE", "/api/v1/users/"+u["id"].(string), "")
	}
	rest := list(t, o.call("GET", strings.TrimPrefix(linkTo(w, "next"), base), ""))
	fresh := list(t, newOrg(t, directory.Options{}).call("GET", "/api/v1/users?limit=6", ""))
	if rest[0]["id"] != fresh[5]["id"] {
		t.Errorf("the page behind five deleted begins with %v, want %v", rest[0]["id"], fresh[5]["id"])
	}
}

func TestSeedIsTheSameEachTime(t *testing.T) {
	a := newOrg(t, directory.Options{}).call("GET", "/api/v1/users", "").Body.String()
	b := newOrg(t, directory.Options{}).call("GET", "/api/v1/users", "").Body.String()
	if a != b {
		t.Error("two directories differ")
	}
	logins := map[string]bool{}
	for _, u := range list(t, newOrg(t, directory.Options{Users: 400}).call("GET", `/api/v1/users?filter=id+pr&limit=200`, "")) {
		login := profileOf(u)["login"].(string)
		if logins[login] {
			t.Errorf("login %s is there twice", login)
		}
		logins[login] = true
	}
}

func TestFilter(t *testing.T) {
	o := newOrg(t, directory.Options{})
	for _, tt := range []struct {
		name, param, value string
		want               func(u map[string]any) bool
	}{
		{"equal", "search", `profile.department eq "Engineering"`, func(u map[string]any) bool { return profileOf(u)["department"] == "Engineering" }},
		{"any case", "search", `profile.department EQ "engineering"`, func(u map[string]any) bool { return profileOf(u)["department"] == "Engineering" }},
		{"and", "filter", `status eq "ACTIVE" and lastUpdated gt "2014-02-01T00:00:00.000Z"`, func(u map[string]any) bool { return u["status"] == "ACTIVE" }},
		{"or", "filter", `status eq "STAGED" or status eq "RECOVERY"`, func(u map[string]any) bool { return u["status"] == "STAGED" || u["status"] == "RECOVERY" }},
		{"and binds closer", "filter", `status eq "STAGED" or status eq "ACTIVE" and status eq "RECOVERY"`, func(u map[string]any) bool { return u["status"] == "STAGED" }},
		{"parentheses", "filter", `(status eq "STAGED" or status eq "ACTIVE") and profile.userType eq "Intern"`, func(u map[string]any) bool { return profileOf(u)["userType"] == "Intern" }},
		{"not", "search", `status eq "SUSPENDED" and not (profile.lastName sw "Mul")`, func(u map[string]any) bool { return profileOf(u)["lastName"] == "Deckard" }},
		{"contains, not ASCII", "search", `profile.lastName co "ström"`, func(u map[string]any) bool { return profileOf(u)["lastName"] == "Ångström" }},
		{"present", "search", `profile.secondEmail pr`, func(u map[string]any) bool { return profileOf(u)["secondEmail"] != nil }},
		{"q, last name", "q", "stark", func(u map[string]any) bool { return profileOf(u)["lastName"] == "Stark" }},
		{"q, first name", "q", "SUSAN", func(u map[string]any) bool { return profileOf(u)["firstName"] == "Susan" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := list(t, o.call("GET", "/api/v1/users?"+url.Values{tt.param: {tt.value}}.Encode(), ""))
			all := list(t, o.call("GET", "/api/v1/users?filter=id+pr", ""))
			want := slices.DeleteFunc(all, func(u map[string]any) bool { return !tt.want(u) })
			if len(got) != len(want) || len(got) == 0 {
				t.Errorf("%d hits, want %d", len(got), len(want))
			}
			for _, u := range got {
				if !tt.want(u) {
					t.Errorf("unwanted %v", u)
				}
			}
		})
	}
	for _, bad := range []string{`status`, `status eq`, `status is "X"`, `(status eq "A"`, `status eq "A" or`, `eq "A`, `a eq "b" c`, `"a" eq "b"`, strings.Repeat("(", 100)} {
		w := o.call("GET", "/api/v1/users?"+url.Values{"filter": {bad}}.Encode(), "")
		if w.Code != 400 || object(t, w)["errorCode"] != "E0000031" {
			t.Errorf("filter %q: %d %s", bad, w.Code, w.Body)
		}
	}
	for _, q := range []string{"limit=0", "limit=x", "after=x"} {
		if w := o.call("GET", "/api/v1/users?"+q, ""); w.Code != 400 {
			t.Errorf("%s: %d", q, w.Code)
		}
	}
}

func TestFullDirectoryHidesTheDeprovisioned(t *testing.T) {
	o := newOrg(t, directory.Options{})
	for _, u := range list(t, o.call("GET", "/api/v1/users", "")) {
		if u["status"] == "DEPROVISIONED" {
			t.Fatalf("listed %v", u)
		}
	}
	if got := list(t, o.call("GET", `/api/v1/users?filter=status+eq+"DEPROVISIONED"`, "")); len(got) == 0 {
		t.Error("not even a filter finds them")
	}
}

func TestLinksLeadSomewhere(t *testing.T) {
	o := newOrg(t, directory.Options{})
	for _, login := range []string{"tony.stark", "franz.kafka", "marty.mcfly", "fox.mulder", "jane.marple", "ford.prefect"} {
		u := o.get("/api/v1/users/" + login)
		for rel, l := range u["_links"].(map[string]any) {
			link := l.(map[string]any)
			method, _ := link["method"].(string)
			if method == "" {
				method = "GET"
			}
			fresh := newOrg(t, directory.Options{})
			w := fresh.call(method, strings.TrimPrefix(link["href"].(string), base), "")
			// What is offered may want a body, but is never refused for the
			// status.
			if w.Code != 200 && (w.Code != 400 || object(t, w)["errorCode"] != "E0000003") {
				t.Errorf("%s, %s: %s %v: %d %s", login, rel, method, link["href"], w.Code, w.Body)
			}
		}
	}
}

func TestRateLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOrg(t, directory.Options{RateLimit: 3})
		for i, want := range []int{200, 200, 200, 429, 429} {
			w := o.call("GET", "/api/v1/groups", "")
			left := w.Header().Get("X-Rate-Limit-Remaining")
			if w.Code != want || left != fmt.Sprint(max(0, 2-i)) || w.Header().Get("X-Rate-Limit-Limit") != "3" {
				t.Errorf("call %d: %d, %s left", i, w.Code, left)
			}
			if want == 429 && (object(t, w)["errorCode"] != "E0000047" || w.Header().Get("Retry-After") == "") {
				t.Errorf("call %d: %s %v", i, w.Body, w.Header())
			}
		}
		if w := o.call("GET", "/api/v1/users?limit=1", ""); w.Code != 200 {
			t.Errorf("another endpoint: %d", w.Code)
		}
		time.Sleep(time.Minute)
		if w := o.call("GET", "/api/v1/groups", ""); w.Code != 200 {
			t.Errorf("a minute later: %d", w.Code)
		}
	})
}

func TestLogin(t *testing.T) {
	o := newOrg(t, directory.Options{Owner: "me@example.org"})
	p, err := o.dir.Login("me@example.org", password)
	if err != nil || p.ID != o.dir.Owner() || !slices.Contains(p.Groups, "Everyone") {
		t.Errorf("owner: %+v %v", p, err)
	}
	for name, pair := range map[string][2]string{
		"wrong password": {"tony.stark", "x"}, "nobody": {"nobody", password},
		"no password yet": {"marty.mcfly", ""}, "suspended": {"fox.mulder", password},
	} {
		if _, err := o.dir.Login(pair[0], pair[1]); err == nil {
			t.Errorf("%s may sign in", name)
		}
	}
}
