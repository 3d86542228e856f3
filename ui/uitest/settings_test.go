package uitest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// A terminal without bracketed paste types what is pasted, its line breaks as
// ctrl+j: a body that is pasted so must not be sent half.
func TestALineBreakIsNoSendInATextOfSeveralLines(t *testing.T) {
	for _, key := range []string{"ctrl+j", "ctrl+r", "ctrl+enter", "alt+enter"} {
		t.Run(key, func(t *testing.T) {
			uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
				s.Open("Odd answers", "Echo")
				s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.NextTab, keymap.EditValue)
				s.Press("ctrl+a")
				s.Type("one")
				s.Press(key)
				if key != "ctrl+j" {
					s.Sees("200 OK")
					return
				}
				s.Type("two")
				s.SeesNot("200 OK")
				s.Sees("1 one", "2 two")
				s.Press("esc", key) // where nothing is typed, it still sends
				s.Sees("200 OK")
				if got := s.Screen(); !strings.Contains(got, "two") {
					t.Errorf("the body was lost:\n%s", got)
				}
			})
		})
	}
}

// The same in rows as text; a field of one line has no line breaks.
func TestALineBreakInRowsAsText(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "Find users by name")
		s.Do(keymap.Pane2, keymap.Bulk)
		s.Press("ctrl+end", "ctrl+j")
		s.Type("x: 1")
		s.Press("esc")
		s.SeesNot("200 OK")
		s.Sees("q=susan&", "x=1")
		s.Do(keymap.EditURL)
		s.Press("ctrl+j")
		s.Sees("200 OK")
	})
}

// In the dialogs, too.
func TestALineBreakInADialog(t *testing.T) {
	uitest.Run(t, uitest.Options{Env: "Tenant"}, func(s *uitest.Session) {
		s.Do(keymap.OpenEnv, keymap.BulkEnv)
		s.Press("ctrl+end")
		s.Type("one: 1")
		s.Press("ctrl+j")
		s.Type("two: 2")
		s.Sees("one: 1", "two: 2")
		s.SeesNot("one: 1two: 2")
	})
}

// settled is a collection with settings of every shape that files have.
const settled = `{
  "info": {
    "name": "Shop", "x-count": 1.50,
    "description": {"content": "Orders.", "type": "text/markdown"},
    "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
  },
  "item": [
    {
      "name": "Stock",
      "event": [
        {"listen": "prerequest", "script": {"exec": "one();\r\ntwo();", "x-kept": 1}}
      ],
      "item": [
        {
          "name": "Count",
          "event": [
            {
              "listen": "test",
              "script": {
                "exec": [
                  "first();",
                  "second();",
                  "third();"
                ]
              }
            }
          ],
          "request": {"method": "GET", "header": [], "url": "{{url}}/count",
            "description": "Counts."
          }
        }
      ]
    }
  ],
  "variable": [
    {"key": "url", "value": "http://tenant.test", "x-var": true},
    {"id": "limit", "type": "number", "value": 5}
  ]
}
`

// The settings of what a folder or a collection has, and of a request: an edit
// touches the lines that carry it, and undone it leaves the file as it was.
func TestEditSettingsAndTheirWayBack(t *testing.T) {
	for _, tt := range []struct {
		name     string
		edit     func(s *uitest.Session)
		old, now string
	}{
		{"the description of the collection", func(s *uitest.Session) {
			s.Do(keymap.Pane2, keymap.Open)
			s.Press("ctrl+end")
			s.Type(" More.")
			s.Press("esc")
			s.Sees("Orders. More.")
		}, `"Orders."`, `"Orders. More."`},
		{"a variable of the collection", func(s *uitest.Session) {
			s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.Down, keymap.Open)
			name(s, "7")
		}, `"value": 5`, `"value": 7`},
		{"the variables as text", func(s *uitest.Session) {
			s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.Bulk)
			s.Press("ctrl+end")
			s.Type("0")
			s.Press("enter")
			s.Type("a: {{li")
			s.Press("enter", "esc") // what is offered
			s.Sees("{{limit}}")
		}, `"value": 5}
  ]`, `"value": 50},
    {
      "key": "a",
      "value": "{{limit}}"
    }
  ]`},
		{"a variable switched off", func(s *uitest.Session) {
			s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.Toggle)
		}, `"x-var": true}`, `"x-var": true, "disabled": true}`},
		{"a new script of the collection", func(s *uitest.Session) {
			s.Do(keymap.Pane2, keymap.PrevTab, keymap.Open)
			s.Type("go();")
			s.Press("esc")
			s.Sees("Scripts 1")
		}, `  ]
}
`, `  ],
  "event": [
    {
      "listen": "prerequest",
      "script": {
        "type": "text/javascript",
        "exec": [
          "go();"
        ]
      }
    }
  ]
}
`},
		{"a script that is one text, of a folder", func(s *uitest.Session) {
			s.Select("Stock")
			s.Do(keymap.Pane2, keymap.PrevTab, keymap.Open)
			s.Press("ctrl+end", "enter")
			s.Type("three();")
			s.Press("esc")
			s.Sees("3 three();")
		}, `two();"`, `two();\r\nthree();"`},
		{"a script of lines, of a request", func(s *uitest.Session) {
			s.Open("Count")
			s.Do(keymap.Pane2, keymap.PrevTab, keymap.PrevTab, keymap.PrevTab, keymap.Down, keymap.Open)
			s.Press("ctrl+home", "down", "end", "enter")
			s.Type("more();")
			s.Press("esc")
		}, `"second();",`, `"second();",
                  "more();",`},
		{"the description of a request", func(s *uitest.Session) {
			s.Open("Count")
			s.Do(keymap.Pane2, keymap.PrevTab, keymap.PrevTab, keymap.Open)
			s.Type("It ")
			s.Press("esc")
		}, `"Counts."`, `"It Counts."`},
		{"a description that was not there", func(s *uitest.Session) {
			s.Select("Stock")
			s.Do(keymap.Pane2, keymap.Open)
			s.Type("New.")
			s.Press("esc")
		}, `        }
      ]
    }
  ],`, `        }
      ],
      "description": "New."
    }
  ],`},
	} {
		for eolName, eol := range map[string]string{"LF": "\n", "CRLF": "\r\n"} {
			t.Run(tt.name+" "+eolName, func(t *testing.T) {
				text := strings.ReplaceAll(settled, "\n", eol)
				want := strings.ReplaceAll(strings.Replace(settled, tt.old, tt.now, 1), "\n", eol)
				uitest.Run(t, uitest.Options{Files: map[string][]byte{shopFile: []byte(text)}}, func(s *uitest.Session) {
					s.Press("+")
					tt.edit(s)
					s.Sees("● unsaved")
					if s.File(shopFile) != text {
						t.Fatal("the file changed before it was saved")
					}
					s.Do(keymap.Save)
					s.Sees("saved 1 file")
					if d := cmp.Diff(strings.Split(want, "\n"), strings.Split(s.File(shopFile), "\n")); d != "" {
						t.Errorf("the file is not as it should be (-want +got):\n%s", d)
					}
					s.Do(keymap.Pane1, keymap.Undo, keymap.Save)
					s.SeesNot("● unsaved")
					if got := s.File(shopFile); got != text {
						t.Errorf("undone, the file differs:\n%s", cmp.Diff(text, got))
					}
				})
			})
		}
	}
}

// Files of older formats take the edits, too; one of v1 is converted when it is
// saved, and the old one kept.
func TestSettingsOfOldFiles(t *testing.T) {
	for name, file := range map[string]struct{ text, want, kept string }{
		"v2.0": {
			text: strings.Replace(settled, "v2.1.0", "v2.0.0", 1),
			want: strings.Replace(strings.Replace(settled, "v2.1.0", "v2.0.0", 1), `"Orders."`, `"Now Orders."`, 1),
		},
		"v1": {
			text: `{"id":"c","name":"Shop","description":"Orders.","order":["r"],"requests":[{"id":"r","name":"Count","method":"GET","url":"{{url}}/count","tests":"first();"}]}`,
			want: `"Now Orders."`, kept: shopFile + ".v1.bak",
		},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Options{Files: map[string][]byte{shopFile: []byte(file.text)}}, func(s *uitest.Session) {
				s.Do(keymap.Pane2, keymap.Open)
				s.Type("Now ")
				s.Press("esc")
				s.Do(keymap.Save)
				s.Sees("saved 1 file")
				if got := s.File(shopFile); file.kept == "" && got != file.want || !strings.Contains(got, file.want) {
					t.Errorf("the file is\n%s", got)
				}
				if file.kept != "" && s.File(file.kept) != file.text {
					t.Error("the old file is not kept")
				}
			})
		})
	}
}

// f4 opens a description, a script or a body in the person's own editor, and
// takes back what is written there.
func TestTextsInThePersonsEditor(t *testing.T) {
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("skipped: needs a shell")
	}
	path := filepath.Join(t.TempDir(), "editor")
	if err := os.WriteFile(path, []byte("#!/bin/sh\nprintf '// by %s\\n' \"${1##*/}\" >>\"$1\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("VISUAL", path)
	uitest.Run(t, uitest.Options{Files: map[string][]byte{shopFile: []byte(settled)}}, func(s *uitest.Session) {
		edit := func(text string) {
			t.Helper()
			s.Do(keymap.EditOutside)
			s.Wait(time.Second) // the program takes the terminal
			s.Sees(text, "● unsaved")
			s.Press("ctrl+z")
			s.SeesNot("● unsaved")
		}
		s.Do(keymap.Pane2)
		edit("Orders.// by description.md")
		s.Do(keymap.NextTab, keymap.EditOutside)
		s.Sees("turn to a body, a description or scripts first")
		s.Do(keymap.NextTab, keymap.NextTab)
		edit("1 // by pre-request.js")
		s.Do(keymap.Down)
		edit("1 // by post-response.js")
		t.Setenv("VISUAL", filepath.Join(t.TempDir(), "none"))
		s.Do(keymap.EditOutside)
		s.Wait(time.Second)
		s.Sees("the editor none failed")
		s.SeesNot("● unsaved")
	})
}

// A collection is deleted after being asked; its file goes with the save only,
// and not for good.
func TestDeleteACollection(t *testing.T) {
	treeStory(t, shop, func(s *uitest.Session) {
		const kept = shopFile + ".deleted.bak"
		gone := func() bool {
			_, err := os.Stat(filepath.Join(s.Dir, shopFile))
			return os.IsNotExist(err)
		}
		s.Do(keymap.Top, keymap.Delete)
		s.Sees("Delete the collection “Shop” with 4 requests?", shopFile+" stays until you save", ".deleted.bak")
		s.Press("enter") // the first choice loses nothing
		s.Sees("▾ Shop")
		s.Do(keymap.Delete)
		s.Press("d")
		s.Sees("deleted Shop", "● unsaved")
		s.SeesNot("▾ Shop", "Ping")
		if s.File(shopFile) != shop {
			t.Fatal("the file went before it was saved")
		}
		s.Do(keymap.Undo)
		s.Sees("undid the deletion of Shop", "▾ Shop")
		s.SeesNot("● unsaved")
		s.Do(keymap.Redo)
		s.Do(keymap.Quit)
		s.Sees("Shop, deleted")
		s.Press("esc")
		s.Do(keymap.Save)
		s.Sees("the file of Shop is kept as " + kept)
		s.SeesNot("● unsaved")
		if !gone() || s.File(kept) != shop {
			t.Error("the file is not kept beside")
		}
		s.Do(keymap.Undo)
		s.Sees("▾ Shop", "● unsaved")
		s.Do(keymap.Save)
		if s.File(shopFile) != shop {
			t.Error("undone and saved, the file is not back")
		}
		s.Do(keymap.Redo, keymap.Save)
		s.Sees("kept as " + shopFile + ".deleted-2.bak")
		if !gone() {
			t.Error("the file is still there")
		}
	})
}

// One that was never saved just goes.
func TestDeleteANewCollection(t *testing.T) {
	treeStory(t, shop, func(s *uitest.Session) {
		s.Do(keymap.NewCollection)
		s.Type("Mine")
		s.Press("enter")
		s.Do(keymap.Delete)
		s.Sees("It has no file yet.")
		s.Press("d")
		s.Do(keymap.Save)
		s.SeesNot("● unsaved", "Mine")
		s.Do(keymap.Undo)
		s.Sees("Mine", "● unsaved")
		s.Do(keymap.Save)
		if !strings.Contains(s.File("Mine.postman_collection.json"), `"name": "Mine"`) {
			t.Error("it came back without a file")
		}
	})
}

// A copy of a collection is a file of its own, with what its edits are and
// postern knows nothing of, and with ids of its own.
func TestDuplicateACollection(t *testing.T) {
	treeStory(t, shop, func(s *uitest.Session) {
		s.Select("Ping")
		s.Do(keymap.RenameItem)
		name(s, "Pong")
		s.Do(keymap.Top, keymap.Duplicate)
		s.Sees("▸ Shop Copy", "● unsaved")
		s.Do(keymap.Save)
		s.Sees("saved 2 files")
		got := s.File("Shop-Copy.postman_collection.json")
		for _, l := range []string{`"name": "Shop Copy"`, `"x-count": 1.50`, `"x-folder": true`, `"name": "Pong"`} {
			if !strings.Contains(got, l) {
				t.Errorf("no %s in the copy:\n%s", l, got)
			}
		}
		if strings.Contains(got, `"_postman_id": "shop"`) || strings.Count(got, `"id":`) != 6 {
			t.Errorf("the copy has no ids of its own:\n%s", got)
		}
		holds(s, "\n", `"name": "Ping"`, `"name": "Pong"`)
		s.Do(keymap.RenameItem) // the copy, whose places in its file hold
		name(s, "Other")
		s.Do(keymap.Save)
		if s.File("Shop-Copy.postman_collection.json") != strings.Replace(got, "Shop Copy", "Other", 1) {
			t.Error("an edit of the copy changed other lines")
		}
	})
}

const upload = `{
  "info": {"name": "Files", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
  "item": [
    {"name": "Upload", "request": {"method": "POST", "url": "http://tenant.test/upload", "body": {"mode": "formdata", "formdata": [
      {"key": "title", "type": "text", "value": "x"},
      {"key": "photo", "type": "file", "src": "{{dir}}/there.png"},
      {"key": "scan", "type": "file", "src": ["there.png", "gone.pdf"]},
      {"key": "off", "type": "file", "src": "gone.txt", "disabled": true}
    ]}}},
    {"name": "Whole", "request": {"method": "PUT", "url": "http://tenant.test/upload", "body": {"mode": "file", "file": {"src": "gone.bin"}}}}
  ],
  "variable": [{"key": "dir", "value": "."}]
}
`

// Each file of a body is told to be there, with its size, or to be missing,
// while it is looked at and while it is typed; and what cannot be sent is named
// with its row.
func TestFilesOfABody(t *testing.T) {
	files := map[string][]byte{shopFile: []byte(upload), "there.png": make([]byte, 1536)}
	uitest.Run(t, uitest.Options{Files: files}, func(s *uitest.Session) {
		s.Open("Upload")
		s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab, keymap.NextTab)
		s.Sees("file ✓ 1.5 KiB", "file ✗ missing")
		if n := strings.Count(s.Screen(), "✗ missing"); n != 1 {
			t.Errorf("%d rows are told to miss a file", n)
		}
		s.Do(keymap.Down)
		s.Sees("./there.png · 1.5 KiB")
		s.Do(keymap.Down)
		s.Sees("there.png · 1.5 KiB, ✗ file \"gone.pdf\" does not exist")
		s.Do(keymap.Send)
		s.Sees(`row 3 of the form, part "scan": file "gone.pdf" does not exist`)
		s.Do(keymap.Pane2, keymap.Up, keymap.Open) // typed, it is looked for at once
		s.Press("ctrl+u")
		s.Type("ther")
		s.Sees(`✗ file "ther" does not exist`)
		s.Type("e.png")
		s.Sees("there.png · 1.5 KiB")
		s.Press("enter", "ctrl+z")
		if err := os.WriteFile(filepath.Join(s.Dir, "gone.pdf"), []byte("12345"), 0o600); err != nil {
			t.Fatal(err)
		}
		s.Do(keymap.Down) // whatever is done looks anew
		s.SeesNot("missing")
		s.Open("Whole")
		s.Do(keymap.Pane2)
		s.Sees("File ✗ missing", `file "gone.bin" does not exist`)
		s.Do(keymap.Send)
		s.Sees(`file "gone.bin" does not exist`)
	})
}

// The settings fit every terminal.
func TestSettingsFrames(t *testing.T) {
	atSizes(t, uitest.Options{Files: map[string][]byte{shopFile: []byte(settled)}}, []string{"120x40", "80x24", "40x12"}, func(s *uitest.Session, shot func(string)) {
		s.Do(keymap.Pane2, keymap.NextTab, keymap.NextTab)
		shot("variables")
		s.Open("Count")
		s.Do(keymap.Pane2, keymap.PrevTab, keymap.PrevTab, keymap.PrevTab)
		shot("scripts")
	})
}
