package lookup_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/engine/lookup"
)

func TestType(t *testing.T) {
	for _, tc := range []struct{ name, want string }{
		{"Users", "user"},
		{"people", "user"},
		{"applications", "app"},
		{"authorizationServers", "auth server"},
		{"identity-sources", "identity source"},
		{"policies", "policy"},
		{"addresses", "address"},
		{"statuses", "status"},
		{"status", "status"},
		{"batches", "batch"},
		{"cases", "case"},
		{"IDPs", "idp"},
		{"group_ids", "group id"},
		{"urn:ietf:params:scim:schemas:core:2.0:Group", "group"},
		{"#microsoft.graph.servicePrincipal", "service principal"},
		{"in_reply_to_user", "user"},
		{"resourceGroup", "resource group"},
		{"Directory_User", "user"},
		{"Gruppen\u00fcbersicht", "gruppen\u00fcbersicht"},
		{"", ""},
		{"...", ""},
		{"a very long text is the name of nothing at all", ""},
	} {
		if got := lookup.Type(tc.name); got != tc.want {
			t.Errorf("%q is %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestPaths(t *testing.T) {
	for _, tc := range []struct{ name, url, typ, id, list string }{
		{"a list", "https://x.com/api/v1/users?limit=2", "user", "", "user"},
		{"one of it", "https://x.com/api/v1/users/00u1", "user", "00u1", ""},
		{"one by its name", "https://x.com/teams/red", "team", "red", ""},
		{"oneself", "https://x.com/api/v1/users/me", "user", "", ""},
		{"a list inside", "{{url}}/api/v1/groups/{{groupId}}/users", "user", "", "user"},
		{"an action", "{{url}}/api/v1/users/:id/lifecycle/activate", "user", "", ""},
		{"a search", "https://x.com/users/search", "user", "", "user"},
		{"a count", "https://x.com/users/count", "user", "", ""},
		{"a list below two segments", "https://x.com/admin/realms/master/clients", "client", "", "client"},
		{"by id", "https://x.com/admin/realms/master/roles-by-id/abc-1", "role", "abc-1", ""},
		{"OData", "https://x.com/v1.0/users('a')/manager", "user", "", ""},
		{"OData, one", "users(12345)", "user", "12345", ""},
		{"Identity Manager", "https://x.com/api/Resource/Directory_User?api-version=1.0", "user", "", "user"},
		{"a version is no id", "https://api.twitter.com/2/tweets", "tweet", "", "tweet"},
		{"a host alone", "https://x.com", "", "", ""},
		{"a port and no scheme", "localhost:8080/devices/7", "device", "7", ""},
		{"relative", "/things/7", "thing", "7", ""},
		{"nothing", "", "", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			id, _ := lookup.PathID(tc.url)
			got := []string{lookup.PathType(tc.url), id, lookup.ListType(tc.url)}
			if d := cmp.Diff([]string{tc.typ, tc.id, tc.list}, got); d != "" {
				t.Errorf("type, id, list: -want +got:\n%s", d)
			}
		})
	}
}

func TestTrimID(t *testing.T) {
	for _, tc := range []struct {
		key, base string
		many, ok  bool
	}{
		{"userId", "user", false, true},
		{"user_id", "user", false, true},
		{"role-id", "role", false, true},
		{"userID", "user", false, true},
		{"USER_ID", "USER", false, true},
		{"userUuid", "user", false, true},
		{"groupIds", "group", true, true},
		{"userid", "user", false, true},
		{"_id", "", false, true},
		{"id", "", false, true},
		{"ids", "", true, true},
		{"paid", "paid", false, false},
		{"valid", "valid", false, false},
		{"android", "android", false, false},
		{"name", "name", false, false},
	} {
		if base, many, ok := lookup.TrimID(tc.key); base != tc.base || many != tc.many || ok != tc.ok {
			t.Errorf("%s: %q, %v, %v", tc.key, base, many, ok)
		}
	}
}

func TestLooksLikeID(t *testing.T) {
	for _, tc := range []struct {
		text string
		want bool
	}{
		{"00u1a2", true},
		{"42", true},
		{"2819c223-7f76-453a-919d-413861904646", true},
		{"PROJ-1", true},
		{"tony@stark.com", true},
		{"v1", false},
		{"v2.0", false},
		{"oauth2", false},
		{"users", false},
		{"a b 1", false},
		{"", false},
	} {
		if got := lookup.LooksLikeID(tc.text); got != tc.want {
			t.Errorf("%q: %v", tc.text, got)
		}
	}
}

func TestClean(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"as it is", "Tony Stark", "Tony Stark"},
		{"blanks", "  a \t\n b  ", "a b"},
		{"escapes and bidi", "a\x1b[1m\u202eb\u009b\x00\u200bc", "a[1mbc"},
		{"no UTF-8", "a\xffb", "ab"},
		{"long", "abcdefghijklmnop", "abcdefghi\u2026"},
		{"long, wide", "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4", "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u2026"},
		{"a blank at the end of it", "abcdefghi jkl", "abcdefghi\u2026"},
		{"just as long", "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4", "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := lookup.Clean(tc.in, 10); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

func TestPlace(t *testing.T) {
	for in, want := range map[string]string{
		"https://u:p@x.com/a@b?token=1#f": "https://x.com/a@b",
		"https://x.com":                   "https://x.com",
		"/a?b":                            "/a",
	} {
		if got := lookup.Place(in); got != want {
			t.Errorf("%s → %s", in, got)
		}
	}
}

func TestCredential(t *testing.T) {
	for typ, want := range map[string]bool{"session": true, "user session": true, "user": false, "": false} {
		if got := (lookup.ID{Type: typ}).Credential(); got != want {
			t.Errorf("%q: %v", typ, got)
		}
	}
}
