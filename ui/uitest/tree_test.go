package uitest_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/engine/collection"
	"postern/store"
	"postern/ui/keymap"
	"postern/ui/uitest"
)

const shopFile = "shop.postman_collection.json"

// shop has fields of its own, rows on one line, and an order nobody else has.
const shop = `{
  "info": {"name": "Shop", "_postman_id": "shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json", "x-count": 1.50},
  "item": [
    {
      "name": "Orders",
      "x-folder": true,
      "item": [
        {
          "name": "List orders",
          "request": {"method": "GET", "header": [], "url": {"raw": "{{url}}/orders", "host": ["{{url}}"], "path": ["orders"]}},
          "response": []
        },
        {
          "name": "One order",
          "x-request": "kept",
          "request": {"method": "GET", "header": [], "url": {"raw": "{{url}}/orders/7", "host": ["{{url}}"], "path": ["orders", "7"]}},
          "response": []
        }
      ]
    },
    {
      "name": "Stock",
      "item": [
        {
          "name": "Count",
          "request": {"method": "GET", "header": [], "url": "{{url}}/count"}
        }
      ]
    },
    {
      "name": "Ping",
      "request": {"method": "GET", "header": [{"key": "A", "value": "1"}], "url": "{{url}}/ping"}
    }
  ]
}
`

// treeStory runs a story on the shop, unfolded and with the cursor on its
// first row.
func treeStory(t *testing.T, text string, story func(*uitest.Session)) {
	t.Helper()
	uitest.Run(t, uitest.Options{Files: map[string][]byte{shopFile: []byte(text)}}, func(s *uitest.Session) {
		s.Do(keymap.UnfoldAll)
		story(s)
	})
}

// name types a name into the prompt.
func name(s *uitest.Session, text string) {
	s.Press("ctrl+u")
	s.Type(text)
	s.Press("enter")
}

// paths are the requests of the file, as the next who opens it sees them.
func paths(s *uitest.Session) []string {
	s.Helper()
	w, err := store.Open(context.Background(), store.Options{Paths: []string{filepath.Join(s.Dir, shopFile)}})
	if err != nil {
		s.Fatal(err)
	}
	var out []string
	w.Collections()[0].Walk(func(chain []*collection.Item, it *collection.Item) bool {
		path := collection.Ref{Chain: slices.Clone(chain), Item: it}.Path()
		if it.Folder {
			path += "/"
		}
		out = append(out, path)
		return true
	})
	return out
}

// holds fails unless the file is the shop with one place replaced, line ends
// and all.
func holds(s *uitest.Session, eol, old, now string) {
	s.Helper()
	want := strings.Replace(shop, old, now, 1)
	if want == shop && old != now {
		s.Fatal("the test replaces nothing")
	}
	want = strings.ReplaceAll(want, "\n", eol)
	if d := cmp.Diff(strings.Split(want, "\n"), strings.Split(s.File(shopFile), "\n")); d != "" {
		s.Errorf("the file is not as it should be (-want +got):\n%s", d)
	}
}

// Every edit of the tree touches the lines that carry it, and undone it leaves
// the file as it was.
func TestTreeEditsAndTheirWayBack(t *testing.T) {
	const ping = `    {
      "name": "Ping",
      "request": {"method": "GET", "header": [{"key": "A", "value": "1"}], "url": "{{url}}/ping"}
    }`
	const one = `        {
          "name": "One order",
          "x-request": "kept",
          "request": {"method": "GET", "header": [], "url": {"raw": "{{url}}/orders/7", "host": ["{{url}}"], "path": ["orders", "7"]}},
          "response": []
        }`
	const list = `        {
          "name": "List orders",
          "request": {"method": "GET", "header": [], "url": {"raw": "{{url}}/orders", "host": ["{{url}}"], "path": ["orders"]}},
          "response": []
        }`
	outdent := strings.ReplaceAll(one, "\n    ", "\n")[4:]
	for _, tt := range []struct {
		name     string
		edit     func(s *uitest.Session)
		old, now string
	}{
		{"rename a request", func(s *uitest.Session) {
			s.Select("Ping")
			s.Do(keymap.RenameItem)
			name(s, "Pong")
			s.Sees("Pong")
		}, `"name": "Ping"`, `"name": "Pong"`},
		{"rename a folder", func(s *uitest.Session) {
			s.Select("Stock")
			s.Do(keymap.RenameItem)
			name(s, "Store")
		}, `"name": "Stock"`, `"name": "Store"`},
		{"rename the collection", func(s *uitest.Session) {
			s.Do(keymap.Top, keymap.RenameItem)
			name(s, "Market")
			s.Sees("▾ Market")
		}, `"name": "Shop"`, `"name": "Market"`},
		{"delete a request", func(s *uitest.Session) {
			s.Select("Ping")
			s.Do(keymap.Delete)
			s.Sees("Delete “Ping”?")
			s.Press("d")
			s.Sees("deleted Ping")
		}, ",\n" + ping, ""},
		{"move up in a folder", func(s *uitest.Session) {
			s.Select("One order")
			s.Do(keymap.MoveUp)
		}, list + ",\n" + one, one + ",\n" + list},
		{"move down out of a folder", func(s *uitest.Session) {
			s.Select("One order")
			s.Do(keymap.MoveDown)
		}, ",\n" + one + "\n      ]\n    }", "\n      ]\n    },\n" + outdent},
		{"move up into an unfolded folder", func(s *uitest.Session) {
			s.Select("Ping")
			s.Do(keymap.MoveUp)
		}, "\n      ]\n    },\n" + ping, ",\n" + strings.ReplaceAll("\n"+ping, "\n", "\n    ")[1:] + "\n      ]\n    }"},
		{"cut and put into a folder", func(s *uitest.Session) {
			s.Select("Ping")
			s.Do(keymap.Cut)
			s.Sees(" cut")
			s.Select("Stock")
			s.Do(keymap.PutHere)
			s.SeesNot(" cut ")
		}, "\n      ]\n    },\n" + ping, ",\n" + strings.ReplaceAll("\n"+ping, "\n", "\n    ")[1:] + "\n      ]\n    }"},
	} {
		for eolName, eol := range map[string]string{"LF": "\n", "CRLF": "\r\n"} {
			t.Run(tt.name+" "+eolName, func(t *testing.T) {
				text := strings.ReplaceAll(shop, "\n", eol)
				treeStory(t, text, func(s *uitest.Session) {
					tt.edit(s)
					s.Sees("● unsaved")
					if s.File(shopFile) != text {
						t.Fatal("the file changed before it was saved")
					}
					s.Do(keymap.Save)
					s.Sees("saved 1 file")
					s.SeesNot("● unsaved")
					holds(s, eol, tt.old, tt.now)
					s.Do(keymap.Undo, keymap.Save)
					s.SeesNot("● unsaved")
					holds(s, eol, "", "")
					s.Do(keymap.Redo, keymap.Save)
					holds(s, eol, tt.old, tt.now)
				})
			})
		}
	}
}

func TestNewRequestAndFolder(t *testing.T) {
	treeStory(t, shop, func(s *uitest.Session) {
		s.Select("List orders")
		s.Do(keymap.NewFolder)
		s.Sees("New folder", "in Orders")
		name(s, "Returns")
		s.Sees("▸ Returns")
		s.Do(keymap.NewRequest)
		s.Sees("in Returns")
		s.Type("Send back")
		s.Press("enter")
		s.Type("{{url}}/returns/:id") // its address is next
		s.Press("enter")
		s.Sees("Orders › Returns › Send back", "● unsaved")
		s.Do(keymap.Save)
		s.Sees("saved 1 file")
		want := []string{"Orders/", "Orders/List orders", "Orders/Returns/", "Orders/Returns/Send back", "Orders/One order", "Stock/", "Stock/Count", "Ping"}
		if d := cmp.Diff(want, paths(s)); d != "" {
			t.Error(d)
		}
		text := s.File(shopFile)
		for _, l := range []string{`"raw": "{{url}}/returns/:id"`, `"name": "Returns"`} {
			if !strings.Contains(text, l) {
				t.Errorf("no %s in the file:\n%s", l, text)
			}
		}
		without := text[:strings.Index(text, "        {\n          \"name\": \"Returns\"")] + text[strings.Index(text, "        {\n          \"name\": \"One order\""):]
		if without != shop {
			t.Errorf("other lines changed too: %s", cmp.Diff(shop, without))
		}
	})
}

func TestANameIsNotNeeded(t *testing.T) {
	treeStory(t, shop, func(s *uitest.Session) {
		s.Do(keymap.NewRequest)
		s.Press("enter", "esc")
		s.Sees("GET  New request")
		s.Do(keymap.Pane1, keymap.Undo)
		s.Sees("undid the new request New request")
		s.SeesNot("GET  New request", "● unsaved")
		s.Do(keymap.Pane1, keymap.NewFolder)
		s.Press("esc") // or nothing new at all
		s.SeesNot("● unsaved", "New folder")
	})
}

func TestDuplicateKeepsWhatPosternDoesNotKnow(t *testing.T) {
	treeStory(t, shop, func(s *uitest.Session) {
		s.Select("Orders")
		s.Do(keymap.Duplicate)
		s.Sees("Orders Copy")
		s.Do(keymap.Right) // unfold the copy
		s.Select("Orders Copy")
		s.Do(keymap.Save)
		text := s.File(shopFile)
		if strings.Count(text, `"x-folder": true`) != 2 || strings.Count(text, `"x-request": "kept"`) != 2 {
			t.Errorf("a copy lost something:\n%s", text)
		}
		want := []string{"Orders/", "Orders/List orders", "Orders/One order", "Orders Copy/", "Orders Copy/List orders", "Orders Copy/One order", "Stock/", "Stock/Count", "Ping"}
		if d := cmp.Diff(want, paths(s)); d != "" {
			t.Error(d)
		}
		s.Do(keymap.Undo, keymap.Save)
		holds(s, "\n", "", "")
	})
}

func TestDeleteAsksAndCanBeDeclined(t *testing.T) {
	treeStory(t, shop, func(s *uitest.Session) {
		s.Select("Orders")
		s.Do(keymap.Delete)
		s.Sees("Delete “Orders” with 2 requests?")
		s.Press("enter") // the first choice loses nothing
		s.Sees("▾ Orders")
		s.SeesNot("● unsaved")
		s.Do(keymap.Delete)
		s.Press("d")
		s.SeesNot("Orders ", "One order")
		s.Do(keymap.Undo)
		s.Sees("undid the deletion of Orders", "One order")
		s.SeesNot("● unsaved")
	})
}

func TestReasonsWhyTheTreeCannotBeEdited(t *testing.T) {
	treeStory(t, shop, func(s *uitest.Session) {
		s.Do(keymap.Top)
		for _, id := range []keymap.ID{keymap.MoveUp, keymap.MoveDown, keymap.Cut} {
			s.Do(id)
			s.Sees("choose a request or a folder first")
		}
		s.Do(keymap.PutHere)
		s.Sees("nothing was cut")
		s.Do(keymap.Undo)
		s.Sees("nothing was edited")
		s.Do(keymap.Redo)
		s.Sees("nothing was undone")
		s.Do(keymap.Bottom, keymap.MoveDown)
		s.Sees("at the end of its collection")
		s.Select("Orders")
		s.Do(keymap.Cut)
		s.Select("One order")
		s.Do(keymap.PutHere)
		s.Sees("a folder cannot move into itself")
		s.SeesNot("● unsaved")
	})
}

// The numbers that tie items to their places in the file must hold over
// several saves.
func TestSaveAgainAndAgain(t *testing.T) {
	header := func(s *uitest.Session, value string) {
		s.Open("Ping")
		s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.Top, keymap.Open)
		s.Press("ctrl+u")
		s.Type(value)
		s.Press("enter")
		s.Do(keymap.PrevTab, keymap.PrevTab, keymap.Pane1)
	}
	line := func(value string) string { return `{"key": "A", "value": "` + value + `"}` }
	for _, tt := range []struct {
		name  string
		story func(s *uitest.Session)
	}{
		{"edit, save, edit, save", func(s *uitest.Session) {
			header(s, "2")
			s.Do(keymap.Save)
			holds(s, "\n", line("1"), line("2"))
			header(s, "3")
			s.Do(keymap.Save)
			holds(s, "\n", line("1"), line("3"))
			s.Do(keymap.Undo, keymap.Undo, keymap.Save)
			holds(s, "\n", "", "")
		}},
		{"insert, save, edit, save", func(s *uitest.Session) {
			s.Select("List orders")
			s.Do(keymap.NewRequest)
			s.Type("New")
			s.Press("enter", "esc")
			s.Do(keymap.Save)
			header(s, "2")
			s.Do(keymap.Save)
			s.Open("New")
			s.Do(keymap.Pane1, keymap.RenameItem)
			name(s, "Newer")
			s.Do(keymap.Save)
			want := []string{"Orders/", "Orders/List orders", "Orders/Newer", "Orders/One order", "Stock/", "Stock/Count", "Ping"}
			if d := cmp.Diff(want, paths(s)); d != "" {
				s.Error(d)
			}
			s.Select("Newer")
			s.Do(keymap.Delete)
			s.Press("d")
			s.Do(keymap.Save)
			holds(s, "\n", line("1"), line("2"))
		}},
		{"move, save, rename, save", func(s *uitest.Session) {
			s.Select("Count")
			s.Do(keymap.MoveDown, keymap.Save, keymap.RenameItem)
			name(s, "Counted")
			s.Do(keymap.Save)
			want := []string{"Orders/", "Orders/List orders", "Orders/One order", "Stock/", "Counted", "Ping"}
			if d := cmp.Diff(want, paths(s)); d != "" {
				s.Error(d)
			}
			s.Do(keymap.MoveUp, keymap.RenameItem)
			name(s, "Count")
			s.Do(keymap.Save)
			holds(s, "\n", "", "")
		}},
		{"delete, save, undo, save", func(s *uitest.Session) {
			s.Select("Orders")
			s.Do(keymap.Delete)
			s.Press("d")
			s.Do(keymap.Save, keymap.Undo)
			s.Sees("● unsaved")
			header(s, "2")
			s.Do(keymap.Save)
			holds(s, "\n", line("1"), line("2"))
		}},
		{"duplicate, save, edit the copy, save", func(s *uitest.Session) {
			s.Select("Ping")
			s.Do(keymap.Duplicate, keymap.Save)
			header(s, "2") // of the original
			s.Do(keymap.Save)
			s.Select("Ping Copy")
			s.Do(keymap.RenameItem)
			name(s, "Copied")
			s.Do(keymap.Save)
			if text := s.File(shopFile); strings.Count(text, line("1")) != 1 || strings.Count(text, line("2")) != 1 || !strings.Contains(text, `"Copied"`) {
				s.Errorf("got %s", text)
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			treeStory(t, shop, func(s *uitest.Session) {
				tt.story(s)
				s.SeesNot("● unsaved")
			})
		})
	}
}

// One history holds edits of every kind, and undoing shows where it happened.
func TestUndoAcrossPanes(t *testing.T) {
	uitest.Run(t, uitest.Options{Files: map[string][]byte{
		shopFile:                       []byte(shop),
		"dev.postman_environment.json": []byte(`{"name":"dev","values":[{"key":"url","value":"http://tenant.test","enabled":true}]}`),
	}}, func(s *uitest.Session) {
		s.Open("Ping")
		s.Do(keymap.Pane2, keymap.Method)
		s.Type("delete")
		s.Press("enter")
		s.Do(keymap.OpenEnv, keymap.Toggle)
		s.Open("Count")
		s.Do(keymap.Pane1, keymap.RenameItem)
		name(s, "Total")
		s.Sees("Total", "● unsaved")
		s.Do(keymap.Undo)
		s.Sees("undid the renaming of Count")
		s.Do(keymap.Undo)
		s.Sees("undid the edit of dev")
		s.Do(keymap.Undo)
		s.Sees("undid the edit of Ping", "GET ▾", "GET  Ping") // shown where it was
		s.SeesNot("● unsaved", "Total")
		s.Do(keymap.Redo, keymap.Redo, keymap.Redo)
		s.Sees("redid the renaming of Count", "Total", "● unsaved")
		s.Do(keymap.Save)
		s.Sees("saved 2 files")
		if env := s.File("dev.postman_environment.json"); !strings.Contains(env, `"enabled":false`) {
			t.Errorf("the environment is %s", env)
		}
	})
}

func TestNewCollectionAndEnvironment(t *testing.T) {
	treeStory(t, shop, func(s *uitest.Session) {
		s.Do(keymap.NewCollection)
		s.Type("My API")
		s.Press("enter")
		s.Sees("My API", "● unsaved")
		s.Do(keymap.Undo)
		s.Sees("undid the new collection My API")
		s.SeesNot("▾ My API", "▸ My API", "● unsaved")
		s.Do(keymap.Redo)
		s.Sees("My API", "● unsaved")
		if files, _ := os.ReadDir(s.Dir); len(files) != 1 {
			t.Error("a file was written before it was saved")
		}
		s.Do(keymap.NewRequest)
		s.Type("Hello")
		s.Press("enter")
		s.Type("{{base}}/hello")
		s.Press("enter")
		s.Do(keymap.OpenEnv, keymap.NewEnv)
		s.Type("Stage")
		s.Press("enter")
		s.Sees("4 Environment ─ Stage", "Stage ▾")
		s.Do(keymap.Add)
		s.Type("base")
		s.Press("enter")
		s.Type("http://tenant.test")
		s.Press("enter", "esc")
		s.Do(keymap.Save)
		s.Sees("saved 2 files")
		s.SeesNot("● unsaved")
		if s.File(shopFile) != shop {
			t.Error("the other collection changed")
		}
		got := s.File("My-API.postman_collection.json")
		for _, l := range []string{"\t\"info\": {", `"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"`, `"name": "Hello"`, `"raw": "{{base}}/hello"`} {
			if !strings.Contains(got, l) {
				t.Errorf("no %s in\n%s", l, got)
			}
		}
		if env := s.File("Stage.postman_environment.json"); !strings.Contains(env, `"key": "base"`) || strings.Contains(env, "tenant.test") {
			t.Errorf("the environment is %s", env)
		}
	})
}

// A v1 file is converted by its first save; edits go on from there, back too.
func TestTreeOfAnOldFile(t *testing.T) {
	const old = `{"id":"c1","name":"Old","order":["r1"],"folders":[{"id":"f1","name":"In","order":["r2"]}],"requests":[
		{"id":"r1","name":"Ping","url":"http://tenant.test/ping","method":"GET","headers":"","collectionId":"c1"},
		{"id":"r2","name":"Pong","url":"http://tenant.test/pong","method":"GET","headers":"","collectionId":"c1"}]}`
	treeStory(t, old, func(s *uitest.Session) {
		saved := func(want ...string) {
			s.Helper()
			s.Do(keymap.Save)
			s.SeesNot("● unsaved")
			if d := cmp.Diff(want, paths(s)); d != "" {
				s.Error(d)
			}
		}
		s.Select("Pong")
		s.Do(keymap.Duplicate)
		saved("In/", "In/Pong", "In/Pong Copy", "Ping")
		if s.File(shopFile+".v1.bak") != old {
			t.Error("the old file is not kept")
		}
		s.Do(keymap.RenameItem)
		name(s, "Third")
		saved("In/", "In/Pong", "In/Third", "Ping")
		s.Select("Ping")
		s.Do(keymap.MoveUp)
		saved("In/", "In/Pong", "In/Third", "In/Ping")
		s.Do(keymap.Undo, keymap.Undo, keymap.Undo)
		saved("In/", "In/Pong", "Ping")
	})
}
