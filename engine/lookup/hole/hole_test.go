package hole_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/engine/lookup"
	"postern/engine/lookup/hole"
)

// brief is a hole as the tables write it: its text, what it wants.
func brief(r hole.Request, h hole.Hole) string {
	text := map[hole.Place]string{hole.InURL: r.URL, hole.InBody: r.Body}[h.Place]
	for _, rows := range [][]hole.Row{r.Headers, r.Variables} {
		for _, row := range rows {
			if row.Name == h.Row {
				text = row.Value
			}
		}
	}
	s := text[h.Start:h.End] + " " + h.Type
	if h.Field != "" {
		s += "." + h.Field
	}
	if h.Also != "" {
		s += " or " + h.Also
	}
	if h.Row != "" {
		s += " in " + h.Row
	}
	return s
}

func TestFind(t *testing.T) {
	known := map[string]string{"url": "https://x", "known": "1", "empty": ""}
	for _, tc := range []struct {
		name string
		r    hole.Request
		want []string
	}{
		{"a variable", hole.Request{URL: "{{url}}/api/v1/users/{{userId}}"}, []string{"{{userId}} user"}},
		{"a known one and an empty one", hole.Request{URL: "{{url}}/users/{{known}}/groups/{{empty}}"}, []string{"{{empty}} group or empty"}},
		{"the host is none", hole.Request{URL: "https://{{domain}}.x.com/users/{{id}}"}, []string{"{{id}} user"}},
		{"a host without a path", hole.Request{URL: "{{baseUrl}}"}, nil},
		{"dynamic variables are none", hole.Request{URL: "{{url}}/users/{{$guid}}"}, nil},
		{"path variables", hole.Request{URL: "{{url}}/users/:id/factors/:factorId.json", Variables: []hole.Row{{"id", ""}}}, []string{":id user", ":factorId factor"}},
		{"path variables with values", hole.Request{URL: "{{url}}/users/:id/roles/:role/x/:y", Variables: []hole.Row{{"id", "7"}, {"role", "{{roleId}}"}, {"y", "<string>"}}}, []string{"{{roleId}} role in role", ":y y"}},
		{"as documents write it", hole.Request{URL: "{{url}}/apps/{appId}/users/${userId}?x={{known}}"}, []string{"{appId} app", "${userId} user"}},
		{"the path knows better", hole.Request{URL: "{{url}}/users/{{adminId}}"}, []string{"{{adminId}} user or admin"}},
		{"other words for one thing", hole.Request{URL: "{{url}}/authorizationServers/{{authServerId}}/x"}, []string{"{{authServerId}} auth server"}},
		{"a name is wanted", hole.Request{URL: "{{url}}/teams/:team_name/x?g={{resourceGroupName}}"}, []string{":team_name team.name", "{{resourceGroupName}} resource group.name"}},
		{"no plural before it", hole.Request{URL: "{{url}}/authentication/config/:id"}, []string{":id config"}},
		{"Keycloak", hole.Request{URL: "{{url}}/admin/realms/{{realm}}/roles-by-id/:role-id"}, []string{"{{realm}} realm", ":role-id role"}},
		{"OData", hole.Request{URL: "{{url}}/users('{{uid}}')/x"}, []string{"{{uid}} "}},
		{"query", hole.Request{URL: "{{url}}/logs?groupId={{x}}&limit={{limit}}&after={{cursor}}&user={{login}}"}, []string{"{{x}} group or x", "{{login}} user.login"}},
		{"headers", hole.Request{Headers: []hole.Row{{"Authorization", "SSWS {{apikey}}"}, {"X-User-Id", "{{u}}"}, {"X-Org", "{orgId}"}}}, []string{"{{u}} user or u in X-User-Id", "{orgId} org in X-Org"}},
		{"body", hole.Request{Body: `{"profile":{"login":"{{login}}"},"groupIds":["{groupId}", "{{g}}"],"href":"/users/{userId}","password":"{{password}}"}`}, []string{"{{login}} user.login", "{groupId} group", "{{g}} group or g", "{userId} user"}},
		{"GraphQL has braces of its own", hole.Request{Body: `{"query":"{user{id} {name} }"}`}, nil},
		{"form", hole.Request{Body: "a=1&clientId={{c}}&client_secret={{s}}"}, []string{"{{c}} client or c"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.r.Value = func(name string) (string, bool) { v, ok := known[name]; return v, ok }
			var got []string
			for _, h := range hole.Find(tc.r) {
				got = append(got, brief(tc.r, h))
			}
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}

func TestFits(t *testing.T) {
	user := lookup.ID{Type: "user", Value: "00u1", Label: "Tony Stark", Detail: "tony@stark.com", Key: "id", Own: true}
	for _, tc := range []struct {
		name  string
		h     hole.Hole
		id    lookup.ID
		fits  int
		value string
	}{
		{"the same type", hole.Hole{Type: "user"}, user, 100, "00u1"},
		{"another type", hole.Hole{Type: "group"}, user, 0, "00u1"},
		{"the second guess", hole.Hole{Type: "admin", Also: "user"}, user, 80, "00u1"},
		{"a longer name for it", hole.Hole{Type: "app user"}, user, 60, "00u1"},
		{"another vendor's word", hole.Hole{Type: "identity"}, user, 50, "00u1"},
		{"of a type nobody knows", hole.Hole{Type: "user"}, lookup.ID{Value: "1", Own: true}, 20, "1"},
		{"a hole that says nothing", hole.Hole{}, user, 30, "00u1"},
		{"a login", hole.Hole{Type: "user", Field: "login"}, user, 100, "tony@stark.com"},
		{"no login known", hole.Hole{Type: "user", Field: "login"}, lookup.ID{Type: "user", Value: "1", Label: "Tony Stark"}, 0, ""},
		{"the login is the label", hole.Hole{Type: "user", Field: "login"}, lookup.ID{Type: "user", Value: "1", Label: "tony", Own: true}, 100, "tony"},
		{"a name", hole.Hole{Type: "user", Field: "name"}, user, 100, "Tony Stark"},
		{"half a name", hole.Hole{Type: "user", Field: "name"}, lookup.ID{Type: "user", Value: "1", Label: "Tony…"}, 0, ""},
		{"no email known", hole.Hole{Type: "user", Field: "email"}, lookup.ID{Type: "user", Value: "1", Label: "tony"}, 0, ""},
		{"the very name", hole.Hole{Name: "clientId", Type: "x"}, lookup.ID{Key: "clientId", Value: "c"}, 100, "c"},
		{"a reference is a little worse", hole.Hole{Type: "user"}, lookup.ID{Type: "user", Value: "1"}, 95, "1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := tc.h.Fits(tc.id); got != tc.fits {
				t.Errorf("fits %d, want %d", got, tc.fits)
			}
			if got := tc.h.Value(tc.id); got != tc.value {
				t.Errorf("value %q, want %q", got, tc.value)
			}
		})
	}
}

func TestLists(t *testing.T) {
	all := []hole.Candidate{
		{ID: "create", Name: "Create User", Method: "POST", URL: "{{url}}/api/v1/users"},
		{ID: "get", Name: "Get User", Method: "GET", URL: "{{url}}/api/v1/users/{{userId}}", Holes: 1},
		{ID: "me", Name: "Get Me", Method: "GET", URL: "{{url}}/api/v1/users/me"},
		{ID: "members", Name: "List Group Members", Method: "GET", URL: "{{url}}/api/v1/groups/{{groupId}}/users", Holes: 1},
		{ID: "count", Name: "Count", Method: "GET", URL: "{{url}}/api/v1/users/count"},
		{ID: "plain", Name: "Users", Method: "GET", URL: "{{url}}/api/v1/users"},
		{ID: "list", Name: "List Users", Method: "GET", URL: "{{url}}/api/v1/users?limit=25"},
		{ID: "groups", Name: "List Groups", Method: "GET", URL: "{{url}}/api/v1/groups"},
		{ID: "accounts", Name: "List", Method: "GET", URL: "{{url}}/accounts"},
		{ID: "usercube", Name: "Users", Method: "GET", URL: "{{url}}/api/Resource/Directory_User?api-version=1.0"},
		{ID: "logs", Name: "User logs", Method: "GET", URL: "{{url}}/api/v1/users/{{userId}}/logs", Holes: 1},
	}
	for _, tc := range []struct {
		typ  string
		want []string
	}{
		{"user", []string{"list", "plain", "usercube", "members", "accounts"}},
		{"group", []string{"groups"}},
		{"planet", nil},
		{"", nil},
	} {
		t.Run(fmt.Sprintf("lists of %q", tc.typ), func(t *testing.T) {
			var got []string
			for _, c := range hole.Lists(all, tc.typ) {
				got = append(got, c.ID)
			}
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}
