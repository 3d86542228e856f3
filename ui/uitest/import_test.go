package uitest_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/auth/tenant"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

const pets = `openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: 'http://tenant.test'}]
paths:
  /pets:
    get: {summary: List pets, tags: [Animals], responses: {'200': {description: ok}}}
    post: {summary: New pet, tags: [Animals], requestBody: {content: {application/json: {schema: {$ref: 'other.yaml#/Pet'}}}}}
`

// outside writes a file that is not in the workspace.
func outside(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// collections are the files of collections in the workspace's folder.
func collections(s *uitest.Session) []string {
	s.Helper()
	all, err := filepath.Glob(filepath.Join(s.Dir, "*.postman_collection.json"))
	if err != nil {
		s.Fatal(err)
	}
	for i := range all {
		all[i] = filepath.Base(all[i])
	}
	return all
}

func imports(s *uitest.Session, what string) {
	s.Helper()
	s.Do(keymap.Import)
	s.Sees("Open or import", "OpenAPI")
	s.Paste(what)
	if !strings.Contains(what, "\n") {
		s.Press("enter")
	}
}

// Files of other tools become files of the workspace. What they hold and what is
// lost is shown before anything is saved, and unsaved edits stay.
func TestImportFromAnotherTool(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		edit(s)
		before := len(collections(s))
		imports(s, outside(t, "pets.yaml", pets))
		s.Sees("pets.yaml is OpenAPI", "Pets: 2 requests in 1 folder", "1 thing would be lost", "in another file, which is", "Nothing is saved yet")
		if len(collections(s)) != before {
			t.Fatal("it was saved before it was shown")
		}
		s.Press("l")
		if len(collections(s)) != before {
			t.Fatal("it was saved although it was left")
		}
		imports(s, outside(t, "pets.yaml", pets))
		s.Press("enter")
		s.Sees("imported 1 file: Pets.postman_collection.json", "● unsaved", "Search people")
		s.Open("List pets")
		s.Sees("/pets")
		imports(s, outside(t, "pets.yaml", pets))
		s.Press("i")
		s.Sees("Pets-2.postman_collection.json")
	})
}

// A text is pasted as it is, or comes from the clipboard.
func TestImportOfAText(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		imports(s, pets)
		s.Sees("what was pasted is OpenAPI")
		s.Press("i")
		s.Open("List pets")

		imports(s, "curl 'http://tenant.test/x' -H 'A: b'")
		s.Sees("what was pasted is curl", "1 request")
		s.Press("esc")

		s.Do(keymap.Import)
		s.Press("enter")
		s.Clipboard("curl http://tenant.test/from-the-clipboard\n")
		s.Sees("is curl")
		s.Press("i")
		s.Open("from-the-clipboard")

		s.Do(keymap.Import)
		s.Press("enter")
		s.Wait(3 * time.Second)
		s.Sees("does not give its clipboard", "Open or import")
		s.Press("esc")
		s.Clipboard("curl http://tenant.test/not-asked-for")
		s.SeesNot("is curl")

		imports(s, "{\"a\":\n1}")
		s.Sees("Not imported", "is JSON, but no file of Postman's")
	})
}

// A link is asked about first; a server that does not answer can be left.
func TestImportOfALink(t *testing.T) {
	asked := 0
	var sent http.Header
	waits := make(chan context.Context, 1)
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		sent = r.Header
		switch r.URL.Path {
		case "/old":
			http.Redirect(w, r, "https://elsewhere.test/", http.StatusFound)
		case "/slow":
			waits <- r.Context()
			<-r.Context().Done()
		default:
			_, _ = w.Write([]byte(pets))
		}
	})
	uitest.Run(t, uitest.Options{Handler: h}, func(s *uitest.Session) {
		const address = uitest.Base + "/pets.yaml?key=k3y"
		imports(s, address)
		s.Sees("Fetch from the network", "tenant.test learns that you ask", "no cookies")
		s.Press("l")
		if asked > 0 {
			t.Fatal("it was fetched without being asked about")
		}
		imports(s, address)
		s.Press("f")
		s.Sees("/pets.yaml?… is OpenAPI", "Pets: 2 requests")
		s.SeesNot("k3y")
		for name := range sent {
			if name != "User-Agent" && name != "Accept" && name != "Accept-Encoding" && name != "Connection" {
				t.Errorf("it is sent %s", name)
			}
		}
		s.Press("i")
		s.Open("List pets")

		imports(s, uitest.Base+"/slow")
		s.Press("f")
		s.Sees("Fetching", "stop")
		<-waits
		s.Press("esc")
		s.SeesNot("Fetching")
		imports(s, uitest.Base+"/old")
		s.Press("f")
		s.Sees("no such host")
	})
}

const zoo = `{"info": {"_postman_id": "zoo", "name": "Zoo", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
  "x": 1.0, "item": [{"name": "Lions", "request": "{{url}}/lions"}]}`

// A Postman file is added to what is open, as it is or as a copy, and takes its
// place only if the person says so.
func TestImportOfAPostmanFile(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		edit(s)
		file := outside(t, "zoo.postman_collection.json", zoo)
		imports(s, file)
		s.Sees("zoo.postman_collection.json is Postman", "Zoo: 1 request", "beside what is open", "copy it", "instead")
		s.Press("b")
		s.Sees("Zoo", "Search people", "● unsaved", "beside the others")
		if len(collections(s)) != 1 {
			t.Errorf("there are %v", collections(s))
		}
		s.Do(keymap.Save)
		s.Open("Lions")
		s.Do(keymap.Pane1, keymap.RenameItem)
		s.Type("!")
		s.Press("enter")
		s.Do(keymap.Save)
		if b, err := os.ReadFile(file); err != nil || !strings.Contains(string(b), "Lions!") {
			t.Errorf("it was not saved where it is: %s, %v", b, err)
		}
		imports(s, file)
		s.Press("b")
		s.Sees("is open already")
	})
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		imports(s, outside(t, "zoo.json", zoo))
		s.Press("c")
		s.Sees("imported 1 file: Zoo.postman_collection.json", "Tenant API")
		if s.File("Zoo.postman_collection.json") != zoo {
			t.Errorf("the copy is %s", s.File("Zoo.postman_collection.json"))
		}
		imports(s, outside(t, "zoo.json", zoo))
		s.Press("o")
		s.Sees("Zoo")
		s.SeesNot("Tenant API")
	})
}

// Environments, globals and folders go the same way.
func TestImportOfAnEnvironment(t *testing.T) {
	const env = `{"id": "e", "name": "Staging", "values": [{"key": "url", "value": "http://staging.test"}], "_postman_variable_scope": "environment"}`
	const globals = `{"id": "g", "name": "Globals", "values": [{"key": "everywhere", "value": "1"}], "_postman_variable_scope": "globals"}`
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		imports(s, outside(t, "staging.postman_environment.json", env))
		s.Sees("Staging: environment with 1 variable")
		s.Press("b")
		s.Sees("Tenant API")
		imports(s, outside(t, "g.json", globals))
		s.Sees("globals with 1 variable")
		s.Press("c")
		s.Do(keymap.SwitchEnv)
		s.Sees("Staging", "Tenant")
		s.Type("Stag")
		s.Press("enter")
		s.Do(keymap.QuickLook)
		s.Sees("everywhere", "staging.test")
		s.Press("esc")
		dir := filepath.Dir(outside(t, "zoo.postman_collection.json", zoo))
		imports(s, dir)
		s.Sees("Zoo: 1 request")
		s.SeesNot("copy it")
		s.Press("b")
		s.Sees("Tenant API", "Zoo")
	})
}

// Nothing that is brought into the demo stays, which is said before it is.
func TestImportIntoTheDemo(t *testing.T) {
	file := outside(t, "pets.yaml", pets)
	for _, demo := range []bool{false, true} {
		uitest.Run(t, uitest.Options{Tour: demo}, func(s *uitest.Session) {
			imports(s, file)
			s.Sees("Nothing is saved yet")
			if told := strings.Contains(s.Screen(), "This is the demo"); told != demo {
				s.Errorf("in the demo: %v, told: %v\n%s", demo, told, s.Screen())
			}
		})
	}
}

// What is opened instead of the demo is the person's own: the tour is over, and
// nothing is said of what goes away.
func TestOpenedInsteadOfTheDemo(t *testing.T) {
	uitest.Run(t, uitest.Options{Tour: true}, func(s *uitest.Session) {
		s.Sees("Tour 1/7")
		imports(s, filepath.Dir(outside(t, "zoo.postman_collection.json", zoo)))
		s.Press("o")
		s.Sees("Zoo")
		s.SeesNot("Tour 1/7", "Tenant API")
		imports(s, outside(t, "pets.yaml", pets))
		s.Sees("Nothing is saved yet")
		s.SeesNot("This is the demo")
	})
}

// What is wrong is told, and nothing changes.
func TestImportOfWhatIsNone(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		for path, want := range map[string]string{
			filepath.Join(t.TempDir(), "gone.json"):          "no such file",
			outside(t, "a.txt", "just words"):                "import a.txt",
			outside(t, "b.yaml", "openapi: 3.0.0\npaths: ["): "line 2",
			t.TempDir(): "nothing in it",
			filepath.Join(s.Dir, tenant.SampleCollectionFile): "Tenant API",
		} {
			imports(s, path)
			s.Sees(want)
			s.Press("esc", "esc")
		}
		if len(collections(s)) != 1 {
			t.Errorf("there are %v", collections(s))
		}
	})
}

// What was opened beside the files of the usual place is there after they were
// read again.
func TestOpenedBesideTheUsualPlace(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	shop := strings.ReplaceAll(zoo, "Zoo", "Shop")
	if err := os.WriteFile("shop.postman_collection.json", []byte(shop), 0o600); err != nil {
		t.Fatal(err)
	}
	other := outside(t, "zoo.postman_collection.json", zoo)
	uitest.Run(t, uitest.Options{Dir: dir, Paths: []string{}}, func(s *uitest.Session) {
		s.Sees("Shop")
		imports(s, other)
		s.Press("b")
		s.Sees("Shop", "Zoo")
		s.Do(keymap.Pane1, keymap.Top, keymap.RenameItem)
		s.Type("!")
		s.Press("enter")
		if err := os.WriteFile("shop.postman_collection.json", []byte(strings.Replace(shop, "Lions", "Tigers", 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		s.Do(keymap.Save)
		s.Wait(time.Second)
		s.Press("r")
		s.Do(keymap.UnfoldAll)
		s.Sees("Shop", "Zoo", "Tigers")
	})
}
