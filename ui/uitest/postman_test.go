package uitest_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// outlineJS lists what Postman's own library finds in files: items by their
// path, with method, address and examples, and variables.
const outlineJS = `
const {Collection, VariableScope} = require('postman-collection'), fs = require('fs');
for (const file of process.argv.slice(1)) {
	const j = JSON.parse(fs.readFileSync(file));
	if (j.values) {
		new VariableScope(j).values.each(v => console.log('variable ' + v.key));
		continue;
	}
	const c = new Collection(j);
	console.log('collection ' + c.name);
	(function walk(list, path) {
		list.each(it => {
			if (it.items) return console.log('folder ' + path + it.name), walk(it.items, path + it.name + '/');
			console.log('request ' + path + it.name + ' ' + it.request.method + ' ' + it.request.url.toString());
			it.responses.each(r => console.log('example ' + r.name + ' ' + r.code + ' ' + r.originalRequest.url.toString() + ' ' + r.text()));
		});
	})(c.items, '');
}`

// What is new is written so that Postman's own library reads it as meant.
func TestPostmanReadsWhatIsNew(t *testing.T) {
	rig := os.Getenv("POSTERN_NEWMAN")
	if _, err := os.Stat(filepath.Join(rig, "node_modules", "postman-collection")); rig == "" || err != nil {
		t.Skip("skipped: needs POSTERN_NEWMAN, a folder with node_modules/postman-collection")
	}
	answer := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("pong")) })
	uitest.Run(t, uitest.Options{Handler: answer, Files: map[string][]byte{shopFile: []byte(shop)}}, func(s *uitest.Session) {
		s.Do(keymap.NewCollection)
		s.Type("Mine")
		s.Press("enter")
		s.Do(keymap.NewFolder)
		s.Type("Sub")
		s.Press("enter")
		s.Do(keymap.NewRequest)
		s.Type("Hello")
		s.Press("enter")
		s.Type("http://tenant.test/hello?a=1")
		s.Press("enter")
		s.Do(keymap.Send)
		s.Sees("200 OK")
		s.Do(keymap.Pane3, keymap.SaveExample)
		s.Press("enter")
		s.Do(keymap.OpenEnv, keymap.NewEnv)
		s.Type("Stage")
		s.Press("enter")
		s.Do(keymap.Add)
		s.Type("base")
		s.Press("enter", "enter", "esc")
		s.Do(keymap.Pane1, keymap.UnfoldAll)
		s.Select("Orders")
		s.Do(keymap.Duplicate, keymap.NewFolder)
		s.Type("Inner")
		s.Press("enter")
		s.Select("Ping")
		s.Do(keymap.Cut)
		s.Select("Inner")
		s.Do(keymap.PutHere, keymap.Save)
		s.Sees("saved 3 files")
		cmd := exec.Command("node", "-e", outlineJS, filepath.Join(s.Dir, shopFile),
			filepath.Join(s.Dir, "Mine.postman_collection.json"), filepath.Join(s.Dir, "Stage.postman_environment.json"))
		cmd.Dir = rig
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		want := `collection Shop
folder Orders
request Orders/List orders GET {{url}}/orders
request Orders/One order GET {{url}}/orders/7
folder Orders Copy
request Orders Copy/List orders GET {{url}}/orders
request Orders Copy/One order GET {{url}}/orders/7
folder Orders Copy/Inner
request Orders Copy/Inner/Ping GET {{url}}/ping
folder Stock
request Stock/Count GET {{url}}/count
collection Mine
folder Sub
request Sub/Hello GET http://tenant.test/hello?a=1
example Hello 200 http://tenant.test/hello?a=1 pong
variable base
`
		if d := cmp.Diff(strings.Split(want, "\n"), strings.Split(string(out), "\n")); d != "" {
			t.Error(d)
		}
	})
}
