package directory_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"postern/auth/tenant/directory"
)

func wantProblem(t *testing.T, w *httptest.ResponseRecorder, status int, code string) {
	t.Helper()
	got := object(t, w)
	if w.Code != status || got["errorCode"] != code {
		t.Errorf("got %d %s, want %d %s", w.Code, w.Body, status, code)
	}
	for _, key := range []string{"errorSummary", "errorLink", "errorId", "errorCauses"} {
		if got[key] == nil {
			t.Errorf("%s is missing in %s", key, w.Body)
		}
	}
}

func TestTransitions(t *testing.T) {
	// Who of the seed is in which status.
	subject := map[string]string{
		"STAGED": "marty.mcfly", "PROVISIONED": "rachael.tyrell", "ACTIVE": "ada.lovelace", "RECOVERY": "jane.marple",
		"PASSWORD_EXPIRED": "zaphod.beeblebrox", "LOCKED_OUT": "franz.kafka", "SUSPENDED": "fox.mulder", "DEPROVISIONED": "ford.prefect",
	}
	for _, tt := range []struct {
		from, action, to string // to is an error code if it is refused
	}{
		{"STAGED", "activate", "PROVISIONED"},
		{"DEPROVISIONED", "activate", "ACTIVE"},
		{"ACTIVE", "activate", "E0000016"},
		{"PROVISIONED", "reactivate", "PROVISIONED"},
		{"ACTIVE", "reactivate", "E0000038"},
		{"ACTIVE", "suspend", "SUSPENDED"},
		{"STAGED", "suspend", "E0000001"},
		{"SUSPENDED", "unsuspend", "ACTIVE"},
		{"ACTIVE", "unsuspend", "E0000001"},
		{"LOCKED_OUT", "unlock", "ACTIVE"},
		{"ACTIVE", "unlock", "E0000032"},
		{"ACTIVE", "deactivate", "DEPROVISIONED"},
		{"SUSPENDED", "deactivate", "DEPROVISIONED"},
		{"DEPROVISIONED", "deactivate", "E0000038"},
		{"ACTIVE", "expire_password", "PASSWORD_EXPIRED"},
		{"SUSPENDED", "expire_password", "E0000038"},
		{"ACTIVE", "reset_password", "RECOVERY"},
		{"LOCKED_OUT", "reset_password", "RECOVERY"},
		{"DEPROVISIONED", "reset_password", "E0000038"},
		{"ACTIVE", "reset_factors", "ACTIVE"},
	} {
		t.Run(tt.from+" "+tt.action, func(t *testing.T) {
			o := newOrg(t, directory.Options{})
			path := "/api/v1/users/" + subject[tt.from]
			if got := o.get(path)["status"]; got != tt.from {
				t.Fatalf("%s is %v, not %s", subject[tt.from], got, tt.from)
			}
			w := o.call("POST", path+"/lifecycle/"+tt.action, "")
			if strings.HasPrefix(tt.to, "E") {
				if got := object(t, w)["errorCode"]; got != tt.to {
					t.Errorf("got %d %v, want %s", w.Code, got, tt.to)
				}
				tt.to = tt.from
			} else if w.Code != 200 {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
			if got := o.get(path)["status"]; got != tt.to {
				t.Errorf("is now %v, want %s", got, tt.to)
			}
		})
	}
}

func TestActionAnswers(t *testing.T) {
	o := newOrg(t, directory.Options{})
	for _, tt := range []struct{ path, key string }{
		{"marty.mcfly/lifecycle/activate?sendEmail=false", "activationUrl"},
		{"ada.lovelace/lifecycle/expire_password?tempPassword=true", "tempPassword"},
		{"grace.hopper/lifecycle/reset_password?sendEmail=false", "resetPasswordUrl"},
		{"dana.scully/credentials/forgot_password?sendEmail=false", "resetPasswordUrl"},
	} {
		if got := object(t, o.call("POST", "/api/v1/users/"+tt.path, "")); got[tt.key] == nil {
			t.Errorf("%s: %v, want %s", tt.path, got, tt.key)
		}
	}
	if w := o.call("POST", "/api/v1/users/susan.ivanova/lifecycle/reset_password", ""); w.Body.String() != "{}" {
		t.Errorf("with an email: %s", w.Body)
	}
}

func TestDeleteTakesTwoCalls(t *testing.T) {
	o := newOrg(t, directory.Options{})
	path := "/api/v1/users/" + o.get("/api/v1/users/ada.lovelace")["id"].(string)
	if w := o.call("DELETE", path, ""); w.Code != 204 || o.get(path)["status"] != "DEPROVISIONED" {
		t.Errorf("first: %d", w.Code)
	}
	if w := o.call("DELETE", path, ""); w.Code != 204 {
		t.Errorf("second: %d", w.Code)
	}
	wantProblem(t, o.call("GET", path, ""), 404, "E0000007")
}

const isaac = `{"profile":{"firstName":"Isaac","lastName":"Brock","email":"isaac@example.com","login":"isaac@example.com"%s}%s}`

func TestCreate(t *testing.T) {
	withPassword := `,"credentials":{"password":{"value":"Cowboy-Up-9"}}`
	for _, tt := range []struct{ name, query, extra, status string }{
		{"staged", "?activate=false", withPassword, "STAGED"},
		{"active", "?activate=true", withPassword, "ACTIVE"},
		{"active by default", "", withPassword, "ACTIVE"},
		{"without a password", "?activate=true", "", "PROVISIONED"},
		{"to change the password", "?activate=true&nextlogin=changePassword", withPassword, "PASSWORD_EXPIRED"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOrg(t, directory.Options{})
			got := object(t, o.call("POST", "/api/v1/users"+tt.query, fmt.Sprintf(isaac, "", tt.extra)))
			if got["status"] != tt.status || !idShape.MatchString(fmt.Sprint(got["id"])) {
				t.Errorf("created %v, want %s", got, tt.status)
			}
			wantProblem(t, o.call("POST", "/api/v1/users", fmt.Sprintf(isaac, "", "")), 400, "E0000001")
		})
	}
}

func TestCreateRefusals(t *testing.T) {
	o := newOrg(t, directory.Options{})
	for _, tt := range []struct {
		name, body string
		status     int
		code       string
		cause      string
	}{
		{"nothing", `{}`, 400, "E0000001", "lastName: The field cannot be left blank"},
		{"no JSON", `{`, 400, "E0000003", ""},
		{"profile is a list", `{"profile":[]}`, 400, "E0000003", ""},
		{"login taken", `{"profile":{"firstName":"T","lastName":"S","email":"t@example.com","login":"Tony.Stark@example.com"}}`, 400, "E0000001", "login: An object with this field already exists"},
		{"login no address", `{"profile":{"firstName":"T","lastName":"S","email":"t@example.com","login":"t"}}`, 400, "E0000001", "login: Username must be"},
		{"email no address", `{"profile":{"firstName":"T","lastName":"S","email":"t","login":"t@example.com"}}`, 400, "E0000001", "email: Does not match"},
		{"unknown attribute", fmt.Sprintf(isaac, `,"shoe":"43"`, ""), 400, "E0000001", "not defined"},
		{"attribute is a number", fmt.Sprintf(isaac, `,"city":1`, ""), 400, "E0000001", "must be text"},
		{"weak password", fmt.Sprintf(isaac, "", `,"credentials":{"password":{"value":"short"}}`), 400, "E0000001", "Password requirements"},
		{"name in the password", fmt.Sprintf(isaac, "", `,"credentials":{"password":{"value":"xIsaac-123"}}`), 400, "E0000001", "Password requirements"},
		{"short answer", fmt.Sprintf(isaac, "", `,"credentials":{"recovery_question":{"question":"?","answer":"a"}}`), 400, "E0000001", "at least 4"},
		{"unknown group", fmt.Sprintf(isaac, "", `,"groupIds":["x"]`), 404, "E0000007", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := o.call("POST", "/api/v1/users", tt.body)
			wantProblem(t, w, tt.status, tt.code)
			if !strings.Contains(w.Body.String(), tt.cause) {
				t.Errorf("got %s, want the cause %q", w.Body, tt.cause)
			}
		})
	}
	if w := o.call("GET", "/api/v1/users/isaac@example.com", ""); w.Code != 404 {
		t.Error("a refused user was created all the same")
	}
	r := httptest.NewRequest("POST", "/api/v1/users", strings.NewReader("<user/>"))
	r.Header.Set("Content-Type", "application/xml")
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	wantProblem(t, w, http.StatusUnsupportedMediaType, "E0000021")
}

func TestUpdate(t *testing.T) {
	o := newOrg(t, directory.Options{})
	path := "/api/v1/users/ada.lovelace"
	before := profileOf(o.get(path))
	got := profileOf(object(t, o.call("POST", path, `{"profile":{"city":"Zürich","title":null}}`)))
	if got["city"] != "Zürich" || got["title"] != nil || got["department"] != before["department"] {
		t.Errorf("POST merged to %v", got)
	}
	got = profileOf(object(t, o.call("PUT", path, `{"profile":{"firstName":"Ada","lastName":"King","email":"ada@example.com","login":"ada.lovelace@example.com"}}`)))
	if got["lastName"] != "King" || got["city"] != nil {
		t.Errorf("PUT replaced to %v", got)
	}
	wantProblem(t, o.call("PUT", path, `{"profile":{"firstName":"Ada"}}`), 400, "E0000001")
	wantProblem(t, o.call("POST", path, `{"profile":{"login":"tony.stark@example.com"}}`), 400, "E0000001")
	if profileOf(o.get(path))["lastName"] != "King" {
		t.Error("a refused update changed something")
	}
}

func TestCredentials(t *testing.T) {
	o := newOrg(t, directory.Options{})
	path := "/api/v1/users/ada.lovelace"
	login := "ada.lovelace@example.com"
	signsIn := func(p string) bool { _, err := o.dir.Login(login, p); return err == nil }

	wantProblem(t, o.call("POST", path+"/credentials/change_password", `{"oldPassword":{"value":"x"},"newPassword":{"value":"uTVM,TPw55"}}`), 403, "E0000014")
	wantProblem(t, o.call("POST", path+"/credentials/change_password", `{"oldPassword":{"value":"`+password+`"},"newPassword":{"value":"weak"}}`), 403, "E0000014")
	if !signsIn(password) {
		t.Fatal("a refused change changed the password")
	}
	got := object(t, o.call("POST", path+"/credentials/change_password", `{"oldPassword":{"value":"`+password+`"},"newPassword":{"value":"uTVM,TPw55"}}`))
	if got["provider"] == nil || !signsIn("uTVM,TPw55") || signsIn(password) {
		t.Errorf("change_password: %v", got)
	}

	wantProblem(t, o.call("POST", path+"/credentials/change_recovery_question", `{"password":{"value":"x"},"recovery_question":{"question":"q","answer":"long enough"}}`), 403, "E0000014")
	o.call("POST", path+"/credentials/change_recovery_question", `{"password":{"value":"uTVM,TPw55"},"recovery_question":{"question":"q?","answer":"long enough"}}`)
	wantProblem(t, o.call("POST", path+"/credentials/forgot_password", `{"password":{"value":"Brand-New-1"},"recovery_question":{"answer":"Annie Oakley"}}`), 403, "E0000087")
	o.call("POST", path+"/lifecycle/reset_password", "")
	if signsIn("uTVM,TPw55") {
		t.Error("signs in while in recovery")
	}
	o.call("POST", path+"/credentials/forgot_password", `{"password":{"value":"Brand-New-1"},"recovery_question":{"answer":"long enough"}}`)
	if !signsIn("Brand-New-1") {
		t.Error("the answer to the recovery question did not set the password")
	}
	o.call("PUT", path, `{"credentials":{"password":{"value":"Set-By-Admin-1"}}}`)
	if !signsIn("Set-By-Admin-1") {
		t.Error("an administrator could not set the password")
	}
	if w := o.call("GET", path, ""); strings.Contains(w.Body.String(), "Set-By-Admin") || strings.Contains(w.Body.String(), "long enough") {
		t.Errorf("a secret is shown: %s", w.Body)
	}
}

func TestGroups(t *testing.T) {
	o := newOrg(t, directory.Options{})
	ada := o.get("/api/v1/users/ada.lovelace")["id"].(string)
	g := object(t, o.call("POST", "/api/v1/groups", `{"profile":{"name":"Élite","description":"few"}}`))
	path := "/api/v1/groups/" + g["id"].(string)
	wantProblem(t, o.call("POST", "/api/v1/groups", `{"profile":{"name":"élite"}}`), 400, "E0000001")
	wantProblem(t, o.call("POST", "/api/v1/groups", `{}`), 400, "E0000001")

	if w := o.call("PUT", path+"/users/"+ada, ""); w.Code != 204 {
		t.Errorf("add: %d", w.Code)
	}
	if in := list(t, o.call("GET", path+"/users", "")); len(in) != 1 || in[0]["id"] != ada {
		t.Errorf("members %v", in)
	}
	if gs := list(t, o.call("GET", "/api/v1/users/"+ada+"/groups", "")); len(gs) != 3 {
		t.Errorf("%d groups, want Everyone, Engineering and Élite", len(gs))
	}
	o.call("DELETE", path+"/users/"+ada, "")
	if in := list(t, o.call("GET", path+"/users", "")); len(in) != 0 {
		t.Errorf("members %v", in)
	}
	if got := object(t, o.call("PUT", path, `{"profile":{"name":"Renamed"}}`)); profileOf(got)["name"] != "Renamed" {
		t.Errorf("renamed %v", got)
	}
	if w := o.call("DELETE", path, ""); w.Code != 204 {
		t.Errorf("delete: %d", w.Code)
	}
	wantProblem(t, o.call("GET", path, ""), 404, "E0000007")

	everyone := list(t, o.call("GET", `/api/v1/groups?filter=type+eq+"BUILT_IN"`, ""))
	if len(everyone) != 1 {
		t.Fatalf("built in: %v", everyone)
	}
	wantProblem(t, o.call("DELETE", "/api/v1/groups/"+everyone[0]["id"].(string), ""), 400, "E0000001")
}

func TestApps(t *testing.T) {
	o := newOrg(t, directory.Options{})
	apps := list(t, o.call("GET", "/api/v1/apps", ""))
	if len(apps) < 3 || o.get("/api/v1/apps/" + apps[0]["id"].(string))["label"] != apps[0]["label"] {
		t.Errorf("apps %v", apps)
	}
	wantProblem(t, o.call("GET", "/api/v1/apps/x", ""), 404, "E0000007")
	if got := list(t, o.call("GET", "/api/v1/users/ada.lovelace/appLinks", "")); len(got) != 2 || got[0]["linkUrl"] == nil {
		t.Errorf("app links %v", got)
	}
}

func TestUnknownEndpoints(t *testing.T) {
	o := newOrg(t, directory.Options{})
	wantProblem(t, o.call("GET", "/api/v1/nothing", ""), 404, "E0000007")
	w := o.call("PATCH", "/api/v1/users", "")
	wantProblem(t, w, 405, "E0000022")
	if got := w.Header()["Allow"]; strings.Join(got, " ") != "GET POST" {
		t.Errorf("Allow %v", got)
	}
	wantProblem(t, o.call("POST", "/api/v1/users", `{"profile":"`+strings.Repeat("x", 2<<20)+`"}`), 413, "E0000003")
}
