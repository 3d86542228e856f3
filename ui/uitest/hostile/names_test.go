package hostile_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"postern/ui/keymap"
	"postern/ui/safe"
	"postern/ui/uitest"
	"postern/ui/uitest/terminal"
)

// Window titles and links are looked at with every text of A35; here it is the
// names of files that are made for what a text is the name of. What a server
// calls its body is nowhere a name.
func TestA38TitlesLinksAndNames(t *testing.T) {
	made := 0
	for i, c := range corpus() {
		if !*all && i%8 != 0 {
			continue
		}
		above := t.TempDir()
		dir := filepath.Join(above, "in", "side")
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		w := newWorld(c.raw)
		term := terminal.New(terminal.Options{Width: 120, Height: 40, Cooked: true})
		o := uitest.Options{Dir: dir, Files: map[string][]byte{"a.json": []byte(oneRequest)}, Output: term}
		uitest.Run(t, o, func(s *uitest.Session) {
			s.Do(keymap.NewCollection)
			s.Paste("../../" + w.rawAt("collection"))
			s.Press("enter")
			s.Do(keymap.OpenEnv, keymap.NewEnv)
			s.Paste("../../" + w.rawAt("environment"))
			s.Press("enter")
			s.Do(keymap.Save)
			s.Wait(time.Second)
		})
		if f := term.Foreign(); len(f) > 0 {
			t.Errorf("%s: the terminal was sent %s", c.name, f)
		}
		err := filepath.WalkDir(above, func(path string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				made++
				if name := d.Name(); filepath.Dir(path) != dir || safe.Clean(name).String() != name || len(name) > 255 {
					t.Errorf("%s: a file is called %q", c.name, path)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d files, none of an unsafe name", made)
}
