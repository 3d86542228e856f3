package environs

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"postern/engine/collection"
	"postern/store/postman"
	"postern/ui/bring"
	"postern/ui/dialog/confirm"
	"postern/ui/dialog/prompt"
	"postern/ui/folders"
	"postern/ui/outside"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/theme"
	"postern/ui/words"
)

// What goes into an exported file.
const (
	shared  = "shared"
	private = "private"
	secrets = "secrets"
)

// askExport asks what goes into the file: nobody is to hand a secret on by
// accident.
func (s Subject) askExport() pane.Intent {
	hidden := count(s.Chosen, func(v collection.EnvVar) bool { return v.Secret && v.Value() != "" })
	o := confirm.Options{
		Name: exportName, Of: s.Chosen.ID, Title: safe.Lit("Write ").Plus(safe.Clean(s.Chosen.Name), safe.Lit(" to a file")), Cancel: keep,
		Lines: []safe.Text{safe.Lit("Which values go into it?")},
		Choices: []confirm.Choice{
			{ID: shared, Letter: "i", Title: safe.Lit("the initial ones, as everybody has them")},
			{ID: private, Letter: "c", Title: safe.Lit("the current ones of this machine, without secrets")},
		},
	}
	if hidden > 0 {
		o.Lines = append(o.Lines, safe.Clean("It has "+words.Plural(hidden, "secret")+", which the first two leave empty."))
		o.Choices = append(o.Choices, confirm.Choice{ID: secrets, Letter: "s", Title: safe.Lit("the current ones and the secrets, for everybody to read"), Role: theme.Error})
	}
	return Opened{Dialog: confirm.New(s.Env, o)}
}

func (s Subject) askPath(what string) pane.Intent {
	if s.Chosen == nil || what == keep {
		return nil
	}
	hint := "a path, from the workspace's folder; a file that is there already stays"
	if what == secrets {
		hint += ". It will hold secrets that anybody who gets it can read"
	}
	return Opened{Dialog: prompt.New(s.Env, prompt.Options{
		Name: exportTo, Of: what + " " + s.Chosen.ID, Title: safe.Lit("Write to"), Hint: safe.Clean(hint), Paths: folders.NewFile(s.Root),
		Initial: strings.Map(inFileName, s.Chosen.Name) + ".postman_environment.json",
	})}
}

func inFileName(r rune) rune {
	if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
		return '_'
	}
	return r
}

// Exported is an environment as it goes into a file.
func exported(e *collection.Environment, what string) *collection.Environment {
	out := e.Clone()
	for i := range out.Vars {
		v := &out.Vars[i]
		if what != shared {
			v.Initial = v.Value()
		}
		if v.Secret && what != secrets {
			v.Initial = ""
		}
		v.Current, v.Private = nil, false
	}
	return out
}

func (s Subject) export(what, path string) pane.Intent {
	if s.Chosen == nil || strings.TrimSpace(path) == "" {
		return nil
	}
	data := postman.NewEnvironment(exported(s.Chosen, what))
	return outside.Saving(bytes.NewReader(data), int64(len(data)), s.Root, strings.TrimSpace(path))
}

// maxImport is far beyond what an environment is.
const maxImport = 16 << 20

// bringIn reads a file, or a text, into a new environment. Its secrets stay on
// this machine. What is neither goes the way of every import.
func bringIn(s Subject, text string) pane.Intent {
	path := outside.Path("", strings.TrimSpace(text))
	read := func() (*collection.Environment, error) { return readEnvironment(path) }
	switch bring.KindOf(text) {
	case bring.Document:
		path = "pasted"
		read = func() (*collection.Environment, error) {
			return postman.ReadEnvironment([]byte(text), "what was pasted")
		}
	case bring.Link, bring.Nothing:
		return prompt.Entered{Name: bring.Question, Text: text}
	}
	return Work{Do: func(context.Context) pane.Intent {
		e, err := read()
		if err != nil {
			return Failed{Err: fmt.Errorf("bring in the environment: %w", err)}
		}
		name := e.Name
		if name == "" {
			name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		}
		for i := range e.Vars {
			e.Vars[i].Origin = 0
			settle(&e.Vars[i])
		}
		return Made{Name: s.freeName(name), Vars: e.Vars}
	}}
}

func readEnvironment(path string) (*collection.Environment, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxImport {
		return nil, fmt.Errorf("%s is no environment: name a file as Postman exports it", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxImport))
	if err != nil {
		return nil, err
	}
	return postman.ReadEnvironment(data, path)
}
