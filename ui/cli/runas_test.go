package cli_test

import (
	"regexp"
	"strings"
	"testing"

	"postern/auth/tenant"
	"postern/ui/cli/exit"
)

// usersOfREADME is what the README's users.json may be: who creates a user is
// asked for by everybody.
const usersOfREADME = `{"info": {"name": "Users", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
 "auth": {"type": "oauth2", "oauth2": [
   {"key": "tokenName", "value": "users"}, {"key": "grant_type", "value": "client_credentials"},
   {"key": "accessTokenUrl", "value": "{{url}}/oauth2/v1/token"}, {"key": "clientId", "value": "{{client_id}}"},
   {"key": "clientSecret", "value": "{{client_secret}}"}, {"key": "scope", "value": "{{scope}}"}]},
 "item": [
  {"name": "Users", "item": [
   {"name": "List", "request": "{{url}}/api/v1/users"},
   {"name": "Create", "event": [{"listen": "test", "script": {"exec": ["pm.environment.set('id', pm.response.json().id)"]}}],
    "request": {"method": "POST", "url": "{{url}}/api/v1/users?activate=false", "header": [{"key": "Content-Type", "value": "application/json"}],
     "body": {"mode": "raw", "raw": "{\"profile\": {\"firstName\": \"Ada\", \"lastName\": \"Byron\", \"email\": \"ada@example.com\", \"login\": \"ada@example.com\"}}"}}},
   {"name": "Read", "request": "{{url}}/api/v1/users/{{id}}"},
   {"name": "Lifecycle", "item": [
    {"name": "Activate", "request": {"method": "POST", "url": "{{url}}/api/v1/users/{{id}}/lifecycle/activate"}},
    {"name": "Deactivate", "request": {"method": "POST", "url": "{{url}}/api/v1/users/{{id}}/lifecycle/deactivate"}}]},
   {"name": "Delete", "request": {"method": "DELETE", "url": "{{url}}/api/v1/users/{{id}}"}}]},
  {"name": "Discovery", "request": {"method": "GET", "url": "{{url}}/.well-known/openid-configuration", "auth": {"type": "noauth"}}}]}`

// The grid in the README is what its command line prints, on the tenant of the
// demo.
func TestReadmeGrid(t *testing.T) {
	const line = "postern run users.json -e Tenant --trust --as admin,reader,none --expect 2xx,403,401 --expect List=200,200,401"
	d := newDesk(t, tenant.Options{RefreshForClients: true})
	d.write("users.json", usersOfREADME)
	for _, token := range [][2]string{{"admin", "okta.users.manage"}, {"reader", "okta.users.read"}} {
		for _, args := range [][]string{
			{"token", "get", "users", "-f", d.path("users.json"), "-e", "Tenant", "--var", "scope=" + token[1]}, {"token", "rename", "users", token[0]},
		} {
			if got := d.run(args...); got.code != exit.OK {
				t.Fatal(got.err)
			}
		}
	}
	args := strings.Fields(strings.Replace(line, "users.json", d.path("users.json"), 1))
	got := d.run(args[1:]...)
	if got.code != exit.RunFailed || got.err != "" {
		t.Fatalf("code %d\n%s", got.code, got.err)
	}
	out := regexp.MustCompile(`(?m)^\d\S* m?s · .*\n`).ReplaceAllString(got.out, "")
	written(t, readme, "grid", "```\n$ "+line+"\n"+strings.TrimRight(out, "\n")+"\n```\n")
}

// Nobody is asked for a login in the middle of a run as several identities,
// though a person is there: another one might log in.
func TestNoLoginAsSomebody(t *testing.T) {
	d := newDesk(t, tenant.Options{AutoLogin: true})
	d.attended()
	run := []string{"run", d.path(tenant.SampleCollectionFile), "-e", "Tenant", "--folder", "Who am I"}
	if got := d.run(append(run, "--as", "env:Tenant")...); got.code != exit.NotAuthorised || !strings.Contains(got.out, "login") {
		t.Errorf("code %d\n%s%s", got.code, got.out, got.err)
	}
	if got := d.run(run...); got.code != exit.OK {
		t.Errorf("as itself: code %d\n%s%s", got.code, got.out, got.err)
	}
}
