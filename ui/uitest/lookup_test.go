package uitest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// directory answers with groups, their members and single things, and remembers
// what it was asked for.
type directory struct {
	got []string
	// many is how many members a group has, refused how often one is refused.
	many, refused int
}

func (d *directory) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	tenant := map[string]string{"tenant.test": "a", "tenant.test:8081": "b"}[r.Host]
	d.got = append(d.got, tenant+r.URL.Path)
	w.Header().Set("Content-Type", "application/json")
	thing := func(id, name string) map[string]any {
		return map[string]any{"id": id + "-" + tenant, "displayName": name}
	}
	var out any = thing("one", "One")
	switch path := r.URL.Path; {
	case path == "/groups":
		out = []any{thing("g1", "Engineers"), thing("g2", "Pilots")}
	case strings.HasPrefix(path, "/groups/") && strings.HasSuffix(path, "/users"):
		if d.refused > 0 {
			d.refused--
			w.WriteHeader(http.StatusForbidden)
			out = map[string]any{"error": "no"}
			break
		}
		list := []any{thing("u1", "Ada"), thing("u2", "Grace")}
		for i := range d.many {
			list = append(list, thing(fmt.Sprintf("m%d", i), fmt.Sprintf("Member %d", i)))
		}
		out = list
	}
	_ = json.NewEncoder(w).Encode(out)
}

const directoryCollection = `{"info":{"name":"Directory","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[
	{"name":"Show member","request":{"method":"GET","url":{"raw":"{{url}}/groups/:groupId/users/:userId","host":["{{url}}"],"path":["groups",":groupId","users",":userId"],"variable":[{"key":"groupId","value":""},{"key":"userId","value":""}]}}},
	{"name":"Show user","request":{"method":"GET","url":{"raw":"{{url}}/users/{userId}/profile","host":["{{url}}"],"path":["users","{userId}","profile"]}}},
	{"name":"Read user","request":{"method":"GET","url":{"raw":"{{url}}/users/:userId","host":["{{url}}"],"path":["users",":userId"],"variable":[{"key":"userId","value":""}]}}},
	{"name":"List members","request":{"method":"GET","url":{"raw":"{{url}}/groups/:groupId/users","host":["{{url}}"],"path":["groups",":groupId","users"],"variable":[{"key":"groupId","value":""}]}}},
	{"name":"List groups","request":{"method":"GET","url":{"raw":"{{url}}/groups","host":["{{url}}"],"path":["groups"]}}}]}`

func inDirectory(d *directory) uitest.Options {
	return uitest.Options{Handler: d, Files: map[string][]byte{
		oauthFile:                      []byte(directoryCollection),
		"dev.postman_environment.json": []byte(`{"id":"e1","name":"dev","values":[{"key":"url","value":"http://tenant.test"}],"_postman_variable_scope":"environment"}`),
	}}
}

// A list request that lacks something itself asks for that first, in the same
// dialog, and what it lacked is not written into it.
func TestAListRequestWithAHoleOfItsOwn(t *testing.T) {
	d := &directory{}
	uitest.Run(t, inDirectory(d), func(s *uitest.Session) {
		s.Open("Read user")
		s.Do(keymap.LookUp)
		s.Sees("No user was seen yet", "List members", "needs groupId first")
		s.Press("enter")
		s.Sees("Look up groupId, to send List members", "List groups")
		s.Press("enter")
		s.Sees("Look up groupId, to send List members", "Engineers", "Pilots")
		s.Type("pil")
		s.Press("enter")
		s.Sees("Look up userId", "Ada", "Grace")
		s.Type("gra")
		s.Press("enter")
		s.Sees("userId is Grace")
		s.Do(keymap.Send)
		if got, want := strings.Join(d.got, " "), "a/groups a/groups/g2-a/users a/users/u2-a"; got != want {
			t.Errorf("it was asked for %s, want %s", got, want)
		}
		s.Open("List members")
		s.SeesNot("g2-a")
	})
}

// What went wrong is said in the dialog, which goes on offering.
func TestAListRequestThatIsRefused(t *testing.T) {
	d := &directory{refused: 1}
	uitest.Run(t, inDirectory(d), func(s *uitest.Session) {
		s.Open("Read user")
		s.Do(keymap.LookUp)
		s.Press("enter", "enter", "enter")
		s.Sees("List members: 403 Forbidden", "Look up userId")
		s.Press("enter", "enter")
		s.Sees("Ada", "Grace")
		s.SeesNot("403 Forbidden")
	})
}

// Both holes of an address are filled one after the other.
func TestTwoHoles(t *testing.T) {
	d := &directory{}
	uitest.Run(t, inDirectory(d), func(s *uitest.Session) {
		s.Open("List groups")
		s.Do(keymap.Send)
		s.Open("Show member")
		s.Do(keymap.LookUp)
		s.Sees("Which one?", "group in the URL", "user in the URL")
		s.Press("enter")
		s.Type("eng")
		s.Press("enter")
		s.Sees("Look up userId", "No user was seen yet")
		s.Press("enter", "enter")
		s.Sees("Ada")
		s.Press("enter")
		s.Do(keymap.Send)
		if got, want := d.got[len(d.got)-1], "a/groups/g1-a/users/u1-a"; got != want {
			t.Errorf("it was asked for %s, want %s", got, want)
		}
	})
}

// A placeholder that was filled can be filled anew, with the last choice first;
// and what was chosen for a name comes first in another request.
func TestFillAnew(t *testing.T) {
	d := &directory{}
	o := inDirectory(d)
	o.Dir, o.StateDir = t.TempDir(), t.TempDir()
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("Show user")
		s.Do(keymap.LookUp)
		s.Press("enter", "enter", "enter")
		s.Type("grace")
		s.Press("enter")
		s.Sees("/users/u2-a/profile")
		s.Do(keymap.Save)
	})
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("Show user")
		s.Do(keymap.LookUp)
		s.Sees("● Grace", "Ada")
		s.Type("ada")
		s.Press("enter")
		s.Sees("/users/u1-a/profile")
		s.Open("Read user")
		s.Do(keymap.LookUp)
		s.Sees("● Ada")
		s.Press("enter")
		s.Do(keymap.LookUp)
		s.Sees("● Ada", "Grace")
	})
}

// The ids of another tenant come last, and say where they are from.
func TestIDsOfAnotherTenantComeLast(t *testing.T) {
	d := &directory{}
	uitest.Run(t, inDirectory(d), func(s *uitest.Session) {
		turn := func(url string) {
			s.Do(keymap.OpenEnv)
			s.Select("url")
			s.Do(keymap.Open)
			s.Press("ctrl+u")
			s.Type(url)
			s.Press("enter")
		}
		s.Open("List groups")
		s.Do(keymap.Send)
		turn("http://tenant.test:8081")
		s.Open("List members")
		s.Do(keymap.LookUp)
		s.Sees("from tenant.test · g1-a")
		s.Press("esc")
		s.Open("List groups")
		s.Do(keymap.Send)
		s.Open("List members")
		s.Do(keymap.LookUp)
		s.Sees("g1-b", "from tenant.test · g1-a")
		s.Press("esc")
		turn("http://tenant.test")
		s.Open("List members")
		s.Do(keymap.LookUp)
		s.Sees("from tenant.test:8081 · g1-b")
		if screen := s.Screen(); strings.Index(screen, "g1-b") < strings.Index(screen, "g1-a") {
			t.Errorf("the other tenant's come first, because they are newer:\n%s", screen)
		}
	})
}

// Who gave up for want of an id is offered the place when one turns up.
func TestTheFieldThatWaits(t *testing.T) {
	d := &directory{}
	uitest.Run(t, inDirectory(d), func(s *uitest.Session) {
		s.Open("List members")
		s.Do(keymap.LookUp)
		s.Press("esc")
		s.Open("List groups")
		s.Do(keymap.Send, keymap.Pane3, keymap.Right, keymap.Right, keymap.Right)
		s.Do(keymap.Open)
		s.Sees("Put Engineers into", "waits in List members", "groupId")
		s.Press("enter")
		s.Sees("groupId is Engineers")
		s.Open("List members")
		s.Do(keymap.Send)
		if got, want := d.got[len(d.got)-1], "a/groups/g1-a/users"; got != want {
			t.Errorf("it was asked for %s, want %s", got, want)
		}
	})
}

// More ids than are taken in are told of.
func TestMoreIDsThanAreTaken(t *testing.T) {
	d := &directory{many: 20_000}
	uitest.Run(t, inDirectory(d), func(s *uitest.Session) {
		s.Open("List groups")
		s.Do(keymap.Send)
		s.Open("List members")
		s.Do(keymap.LookUp)
		s.Press("enter")
		s.Do(keymap.Send)
		s.Wait(time.Second)
		s.Sees("not all ids", "there are more than are listed")
		s.Do(keymap.Pane3, keymap.Right, keymap.Right, keymap.Right)
		s.Sees("IDs 20000")
		s.Do(keymap.Bottom)
		s.Sees("there are more than are listed")
	})
}

// With no environment there is nowhere to keep a variable, which is said before
// anything is looked for.
func TestLookUpWithoutAnEnvironment(t *testing.T) {
	o := uitest.Options{Files: map[string][]byte{oauthFile: []byte(`{"info":{"name":"A","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
		"item":[{"name":"One","request":{"method":"GET","url":"http://tenant.test/users/{{userId}}"}}]}`)}}
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("One")
		s.Do(keymap.LookUp)
		s.Sees("Look up userId", "no environment is chosen to keep userId: ctrl+e chooses one")
	})
}

// Where the own collection lists nothing of the kind, another one may.
func TestAnotherCollectionLists(t *testing.T) {
	d := &directory{}
	o := inDirectory(d)
	o.Files["more.postman_collection.json"] = []byte(`{"info":{"_postman_id":"more","name":"More","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
		"item":[{"name":"Check group","request":{"method":"GET","url":{"raw":"{{url}}/checks/:groupId","host":["{{url}}"],"path":["checks",":groupId"],"variable":[{"key":"groupId","value":""}]}}}]}`)
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("Check group")
		s.Do(keymap.LookUp)
		s.Sees("No group was seen yet", "List groups")
		s.Press("enter")
		s.Type("pil")
		s.Press("enter")
		s.Sees("groupId is Pilots", "g2-a")
	})
}

// An id of the IDs tab goes into a path variable of the request on show, too.
func TestPutAnIDIntoAPathVariable(t *testing.T) {
	d := &directory{}
	uitest.Run(t, inDirectory(d), func(s *uitest.Session) {
		s.Open("Read user")
		s.Do(keymap.LookUp)
		s.Press("enter", "enter", "enter", "enter")
		s.Sees("userId is Ada")
		s.Open("List members")
		s.Do(keymap.LookUp)
		s.Press("enter")
		s.Do(keymap.Send)
		s.Open("Read user")
		s.Do(keymap.Send, keymap.Pane3, keymap.Right, keymap.Right, keymap.Right, keymap.Open)
		s.Sees("Put One into", "userId", "Read user, user in the URL, now u1-a")
		s.Type("read")
		s.Press("enter")
		s.Sees("userId is One")
		s.Do(keymap.Send)
		if got, want := d.got[len(d.got)-1], "a/users/one-a"; got != want {
			t.Errorf("it was asked for %s, want %s", got, want)
		}
	})
}
