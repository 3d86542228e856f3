package ids_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tidwall/gjson"

	"postern/engine/lookup"
	"postern/engine/lookup/ids"
)

// brief is an id as the tables below write it: type, value, label, detail,
// status and path.
func brief(id lookup.ID) string {
	s := fmt.Sprintf("%s %s", id.Type, id.Value)
	if id.Label != "" {
		s += fmt.Sprintf(" %q", id.Label)
	}
	if id.Detail != "" {
		s += " (" + id.Detail + ")"
	}
	if id.Status != "" {
		s += " " + id.Status
	}
	if id.Path != "" {
		return s + " @" + id.Path
	}
	return s + " in " + id.Key
}

func briefs(found []lookup.ID) []string {
	var out []string
	for _, id := range found {
		out = append(out, brief(id))
	}
	return out
}

func TestFind(t *testing.T) {
	for _, tc := range []struct {
		name, url, body string
		want            []string
	}{
		{
			"Okta users", "https://x.okta.com/api/v1/users?limit=25",
			`[{"id":"00u1","status":"ACTIVE","type":{"id":"oty1"},"profile":{"firstName":"Tony","lastName":"Stark","email":"t@stark.com","login":"tony@stark.com"},"_links":{"self":{"href":"https://x.okta.com/api/v1/users/00u1"}}},
			  {"id":"00u2","status":"STAGED","profile":{"login":"pepper@stark.com"}}]`,
			[]string{
				`user 00u1 "Tony Stark" (tony@stark.com) ACTIVE @0.id`,
				`type oty1 @0.type.id`,
				`user 00u2 "pepper@stark.com" STAGED @1.id`,
			},
		},
		{
			"Okta group members", "https://x/api/v1/groups/00g1/users",
			`[{"id":"00u1","profile":{"displayName":"Tony"}}]`,
			[]string{`user 00u1 "Tony" @0.id`},
		},
		{
			"Okta groups say what they are not", "https://x/api/v1/groups",
			`[{"id":"00g1","type":"OKTA_GROUP","profile":{"name":"Avengers","description":"All of them"}}]`,
			[]string{`group 00g1 "Avengers" @0.id`},
		},
		{
			"Okta app has a label and a template's name", "https://x/api/v1/apps/0oa1",
			`{"id":"0oa1","name":"oidc_client","label":"Jarvis","credentials":{"signing":{"kid":"k-1"}},"_embedded":{"user":{"id":"00u1","credentials":{"userName":"tony"}}}}`,
			[]string{`app 0oa1 "Jarvis" @id`, `key k-1 @credentials.signing.kid`, `user 00u1 @_embedded.user.id`},
		},
		{
			"an action answers with the user", "https://x/api/v1/users/00u1/lifecycle/activate", `{"id":"00u1"}`,
			[]string{`user 00u1 @id`},
		},
		{
			"Graph", "https://graph.microsoft.com/v1.0/groups/1/members",
			`{"@odata.context":"…","value":[{"@odata.type":"#microsoft.graph.user","id":"6ea9","displayName":"Conf","userPrincipalName":"c@x.com"},{"@odata.type":"#microsoft.graph.group","id":"7f","displayName":"All"}]}`,
			[]string{`user 6ea9 "Conf" (c@x.com) @value.0.id`, `group 7f "All" @value.1.id`},
		},
		{
			"SCIM", "https://x/scim/v2/Users",
			`{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"Resources":[{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"2819","externalId":"hr-7","userName":"bjensen","name":{"formatted":"Ms. Barbara Jensen","givenName":"Barbara"},"emails":[{"value":"b@x.com","type":"work"}],"groups":[{"value":"e9e3","$ref":"../Groups/e9e3","display":"Guides"}],"meta":{"resourceType":"User","location":"https://x/v2/Users/2819"}}]}`,
			[]string{
				`user 2819 "Ms. Barbara Jensen" (bjensen) @Resources.0.id`,
				`external hr-7 @Resources.0.externalId`,
				`group e9e3 "Guides" @Resources.0.groups.0.value`,
			},
		},
		{
			"HAL without ids", "https://x/orders",
			`{"_links":{"self":{"href":"/orders"},"next":{"href":"/orders?page=2"}},"_embedded":{"orders":[{"_links":{"self":{"href":"/orders/123"},"customer":{"href":"/customers/7"}},"title":"Shoes"}]}}`,
			[]string{`order 123 "Shoes" @_embedded.orders.0._links.self.href`},
		},
		{
			"JSON:API", "https://x/articles",
			`{"data":[{"type":"articles","id":"1","attributes":{"title":"Paint"},"relationships":{"author":{"links":{"self":"/articles/1/relationships/author"},"data":{"type":"people","id":"9"}}}}],"included":[{"type":"people","id":"9","attributes":{"first-name":"Dan","last-name":"Gebhardt"}}]}`,
			[]string{`article 1 "Paint" @data.0.id`, `user 9 "Dan Gebhardt" @data.0.relationships.author.data.id`},
		},
		{
			"JSON:API tells the type where the address does not", "https://x/search",
			`{"data":[{"type":"papers","id":"1","attributes":{"title":"Paint"}},{"type":"OTHER_GROUP","id":"2"}]}`,
			[]string{`paper 1 "Paint" @data.0.id`, ` 2 @data.1.id`},
		},
		{
			"Identity Manager", "https://x/api/Resource/Directory_User?api-version=1.0",
			`{"Result":[{"Id":2147483650,"InternalDisplayName":"STARK Tony","Identifier":"U7","OwnerType_Id":"2015"}],"ContinuationToken":null}`,
			[]string{`user 2147483650 "STARK Tony" @Result.0.Id`, `owner type 2015 @Result.0.OwnerType_Id`},
		},
		{
			"Keycloak", "http://h/admin/realms/master/clients",
			`[{"id":"b1","clientId":"account","name":"Account"},{"id":"b2","clientId":"admin-cli"}]`,
			[]string{`client b1 "Account" @0.id`, `client account @0.clientId`, `client b2 "admin-cli" @1.id`, `client admin-cli @1.clientId`},
		},
		{
			"references with a name beside them", "https://x/orders/1",
			`{"groupId":"g1","groupName":"Avengers","user_id":7,"userIds":["a1","a2"],"parentId":0,"requestId":"r","paid":"y","valid":"n"}`,
			[]string{`group g1 "Avengers" @groupId`, `user 7 @user_id`, `user a1 @userIds.0`, `user a2 @userIds.1`},
		},
		{
			"exact numbers", "https://x/things", `[{"id":9007199254740993},{"id":123456789012345678901234567890},{"id":1.5},{"id":-1},{"id":1e3},{"id":true},{"id":null}]`,
			[]string{`thing 9007199254740993 @0.id`, `thing 123456789012345678901234567890 @1.id`},
		},
		{
			"a key is an id where it looks like one", "https://x/rest/issues",
			`{"issues":[{"key":"PROJ-1","fields":{"summary":"Fix it"}},{"key":"color","value":"red"}]}`,
			[]string{`issue PROJ-1 "Fix it" @issues.0.key`},
		},
		{"placeholders are none", "https://x/users", `[{"id":"<string>"},{"id":"{id}"},{"id":"not provided"},{"id":""}]`, nil},
		{"control characters are none", "https://x/users", `[{"id":"a\u001b[31m"},{"id":"b","name":"x\u001b]0;p\u0007\n\u202ey"}]`, []string{`user b "x]0;p y" @1.id`}},
		{
			"Stripe and Box say the type", "https://x/v1/search",
			`{"object":"list","data":[{"object":"customer","id":"cus_1","name":"Ann"}],"parent":{"type":"folder","id":"11","name":"Docs"}}`,
			[]string{`customer cus_1 "Ann" @data.0.id`, `folder 11 "Docs" @parent.id`},
		},
		{"odd keys have a path", "https://x/a", `{"a.b":{"c|d":{"id":"1"}}}`, []string{`c d 1 @a\.b.c\|d.id`}},
		{"the same id twice", "https://x/a", `{"userId":"1","users":[{"id":"1","name":"Ann"}]}`, []string{`user 1 "Ann" @users.0.id`}},
		{"cut off in the middle", "https://x/users", `[{"id":"1","name":"Ann"},{"id":"2","na`, []string{`user 1 "Ann" @0.id`, `user 2 @1.id`}},
		{"no JSON", "https://x/users", `<html id="1">`, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := ids.Find(lookup.Response{URL: tc.url, Status: 200, Body: []byte(tc.body)}, lookup.Limits{})
			if d := cmp.Diff(tc.want, briefs(got.IDs)); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
			for _, id := range got.IDs {
				if at := gjson.Get(tc.body, id.Path); at.String() != id.Value && at.Raw != id.Value && !strings.HasSuffix(id.Path, "href") {
					t.Errorf("%s leads to %q, want %q", id.Path, at.Raw, id.Value)
				}
				if raw := tc.body[id.Start:id.End]; raw != gjson.Get(tc.body, id.Path).Raw {
					t.Errorf("%s is not at its offset: %q", id.Path, raw)
				}
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	for _, tc := range []struct {
		name, header, value string
		status              int
		want                []string
	}{
		{"created", "Location", "https://x/api/v1/users/00u1", 201, []string{"user 00u1 in Location"}},
		{"any case, relative", "location", "/groups/g-1?x=1", 201, []string{"group g-1 in Location"}},
		{"OData", "OData-EntityId", "https://x/accounts(7c3f-1)", 204, []string{"account 7c3f-1 in OData-EntityId"}},
		{"encoded", "Location", "/users/a%40b.c", 201, []string{"user a@b.c in Location"}},
		{"a redirect names no thing", "Location", "/users/00u1", 302, nil},
		{"a collection", "Location", "/users", 201, nil},
		{"control characters", "Location", "/users/a1%1b", 201, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := ids.Find(lookup.Response{URL: "https://x/users", Status: tc.status, Header: map[string][]string{tc.header: {tc.value}}}, lookup.Limits{})
			if d := cmp.Diff(tc.want, briefs(got.IDs)); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	list := "[" + strings.Repeat(`{"id":"a"},`, 5000) + `{"id":"z"}]`
	var many strings.Builder
	for i := range 15_000 {
		fmt.Fprintf(&many, `{"id":"u%d"},`, i)
	}
	deep := strings.Repeat(`{"a":`, 150) + `{"id":"1"}` + strings.Repeat("}", 150)
	for _, tc := range []struct {
		name, body string
		limits     lookup.Limits
		ids        int
		cut        lookup.Cut
	}{
		{"more than 10,000", "[" + strings.TrimSuffix(many.String(), ",") + "]", lookup.Limits{}, 15_000, 0},
		{"count", "[" + many.String() + "]", lookup.Limits{Count: 10}, 10, lookup.CutCount},
		{"one more than the count", `[{"id":"1"},{"id":"2"},{"id":"3"}]`, lookup.Limits{Count: 2}, 2, lookup.CutCount},
		{"exactly the count", `[{"id":"1"},{"id":"2"}]`, lookup.Limits{Count: 2}, 2, 0},
		{"the same one over and over", list, lookup.Limits{Count: 2}, 2, 0},
		{"depth", deep, lookup.Limits{}, 0, lookup.CutDepth},
		{"a million levels", strings.Repeat("[", 1_000_000), lookup.Limits{}, 0, lookup.CutDepth | lookup.CutBroken},
		{"size", `[{"id":"1"},{"id":"2"}]`, lookup.Limits{Size: 13}, 1, lookup.CutSize | lookup.CutBroken},
		{"broken", `[{"id":"1"}`, lookup.Limits{}, 1, lookup.CutBroken},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := ids.Find(lookup.Response{URL: "https://x/users", Body: []byte(tc.body)}, tc.limits)
			if len(got.IDs) != tc.ids || got.Cut != tc.cut {
				t.Errorf("%d ids, cut %q; want %d, %q", len(got.IDs), got.Cut, tc.ids, tc.cut)
			}
		})
	}
}
