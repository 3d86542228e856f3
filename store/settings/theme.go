package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"postern/store/atomicfile"
	"postern/store/postman/jsondoc"
)

// themeKey is the setting that names the theme.
const themeKey = "theme"

// Theme is the name of the theme that the settings in dir choose, "" if they
// choose none or cannot be read; what is wrong with them is told by
// [Settings.Config].
func Theme(dir string) string {
	if dir == "" {
		return ""
	}
	doc, _ := read(filepath.Join(dir, FileName))
	return doc.theme
}

// SetTheme writes the name of a theme into the settings in dir and leaves all
// else in the file as it is. A file that is wrong is not touched.
func SetTheme(dir, name string) error {
	if dir == "" {
		return errors.New("there is no folder for settings: set POSTERN_CONFIG to one")
	}
	file := filepath.Join(dir, FileName)
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real // it may live among the dot-files of its owner
	}
	doc, problems := parse(file)
	if len(problems) > 0 {
		return fmt.Errorf("keep the theme: %w; %s", problems[0], problems[0].Hint)
	}
	text, mode := "{\n  \"theme\": "+string(jsondoc.AppendString(nil, name))+"\n}\n", fs.FileMode(0o600)
	if doc != nil {
		if !doc.Root().Is(jsondoc.Object) {
			return fmt.Errorf("keep the theme: %s holds no object; correct it", file)
		}
		edit := doc.Edit()
		edit.SetMember(doc.Root(), themeKey, name)
		text = edit.Text()
		info, err := os.Stat(file)
		if err != nil {
			return fmt.Errorf("keep the theme: %w", err)
		}
		mode = info.Mode().Perm()
	}
	if err := atomicfile.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("keep the theme: %w", err)
	}
	if err := atomicfile.Replace(file, []byte(text), mode); err != nil {
		return fmt.Errorf("keep the theme: %w", err)
	}
	return nil
}

// Themes are the files of a person's own themes in dir: those in its folder
// themes that end in ".json".
func Themes(dir string) []Table {
	if dir == "" {
		return nil
	}
	folder := filepath.Join(dir, "themes")
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil // there need be none
	}
	var out []Table
	for _, e := range entries {
		if !e.IsDir() && strings.HasSuffix(e.Name(), ".json") && !strings.HasPrefix(e.Name(), ".") {
			out = append(out, readTable(filepath.Join(folder, e.Name())))
		}
	}
	return out
}

// KeymapName is the name of the file of a person's own keys in [Dir].
const KeymapName = "keymap.json"

// Keymap reads the file of a person's own keys in dir.
func Keymap(dir string) Table {
	if dir == "" {
		return Table{}
	}
	return readTable(filepath.Join(dir, KeymapName))
}
