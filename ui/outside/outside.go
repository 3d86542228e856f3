// Package outside hands texts to the person's own programs: a response's body
// to a pager to read it in or an editor to work on a copy of it, and a text of a
// request to an editor, from which it comes back.
//
// The program gets the terminal, and a file that nobody else may read and that
// is gone when it ends. What it makes of the bytes, escape sequences too, is
// its own business. To hand a body to another kind of program, add a [Tool].
package outside

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/engine"
	"postern/ui/pane"
)

// Tool is a kind of program.
type Tool struct {
	name string
	// vars are the environment's variables that name the person's own, the
	// first that is set; usual are the programs to look for if none is.
	vars, usual []string
}

// Pager is what texts are read in: $PAGER.
func Pager() Tool { return Tool{"pager", []string{"PAGER"}, []string{"less", "more"}} }

// Editor is what texts are changed in: $VISUAL or $EDITOR.
func Editor() Tool {
	return Tool{"editor", []string{"VISUAL", "EDITOR"}, []string{"vi", "nano", "notepad"}}
}

// ErrNoBody says that there is nothing to open.
var ErrNoBody = errors.New("there is no body to open: send the request first")

// Open shows the body of x in a program of the person's. The terminal is the
// program's until it ends; done makes the message that says how.
func Open(x *engine.Exchange, t Tool, done func(error) tea.Msg) tea.Cmd {
	if x == nil || x.Response == nil || x.Response.Body == nil {
		return func() tea.Msg { return done(ErrNoBody) }
	}
	body := x.Response.Body
	v := &visit{tool: t, what: "body", from: func() io.Reader { return body.Reader() }, name: "body" + extension(x.Response.Header.Get("Content-Type"))}
	return tea.Exec(v, done)
}

// longest is the size up to which a text is taken back from an editor.
const longest = 64 << 20

// Edit opens a text in the person's editor. done makes the message of what is
// wished for then: that the text be taken back, or an error be told.
func Edit(asked pane.OutsideAsked, done func(pane.Intent) tea.Msg) tea.Cmd {
	var now []byte
	v := &visit{
		tool: Editor(), what: "text", name: asked.Name,
		from: func() io.Reader { return strings.NewReader(asked.Text) },
		back: func(path string) (err error) {
			if info, err := os.Stat(path); err == nil && info.Size() > longest {
				return fmt.Errorf("it has %d MiB now: no more than %d are taken back", info.Size()>>20, longest>>20)
			}
			now, err = os.ReadFile(path)
			return err
		},
	}
	return tea.Exec(v, func(err error) tea.Msg {
		if err != nil {
			return done(pane.Failed{Err: err})
		}
		return done(pane.Written{Of: asked.Of, Text: string(now)})
	})
}

// visit is one run of a program. It implements [tea.ExecCommand].
type visit struct {
	tool Tool
	what string // it is that is opened
	from func() io.Reader
	name string
	// back reads what became of the file; nil leaves it unread.
	back func(path string) error

	in       io.Reader
	out, err io.Writer
}

// SetStdin implements [tea.ExecCommand].
func (v *visit) SetStdin(r io.Reader) { v.in = r }

// SetStdout implements [tea.ExecCommand].
func (v *visit) SetStdout(w io.Writer) { v.out = w }

// SetStderr implements [tea.ExecCommand].
func (v *visit) SetStderr(w io.Writer) { v.err = w }

// Run writes the file, waits for the program and removes the file.
func (v *visit) Run() (err error) {
	command, err := v.tool.command()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "postern-"+v.what+"-") // for the person only: 0700
	if err != nil {
		return fmt.Errorf("make a folder for the %s: %w", v.what, err)
	}
	defer func() {
		if gone := os.RemoveAll(dir); gone != nil && err == nil {
			err = fmt.Errorf("remove the copy of the %s: %w", v.what, gone)
		}
	}()
	path := filepath.Join(dir, v.name)
	if err := write(path, v.from()); err != nil {
		return fmt.Errorf("write the %s for the %s: %w", v.what, v.tool.name, err)
	}
	run := exec.Command(command[0], append(command[1:], path)...)
	run.Stdin, run.Stdout, run.Stderr = v.in, v.out, v.err
	if err := run.Run(); err != nil {
		return fmt.Errorf("the %s %s failed (%w): set $%s to another", v.tool.name, filepath.Base(command[0]), err, v.tool.wish())
	}
	if v.back == nil {
		return nil
	}
	if err := v.back(path); err != nil {
		return fmt.Errorf("take the %s back from the %s: %w", v.what, v.tool.name, err)
	}
	return nil
}

func write(path string, r io.Reader) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

// command is the program and what it is always given. Blanks separate: a path
// that has some needs a link without.
func (t Tool) command() ([]string, error) {
	for _, name := range t.vars {
		if words := strings.Fields(os.Getenv(name)); len(words) > 0 {
			return words, nil
		}
	}
	for _, name := range t.usual {
		if path, err := exec.LookPath(name); err == nil {
			return []string{path}, nil
		}
	}
	return nil, fmt.Errorf("there is no %s on this machine: set $%s to one", t.name, t.wish())
}

// wish is the variable to set: of those that are known everywhere the last.
func (t Tool) wish() string { return t.vars[len(t.vars)-1] }

// extension is what the file's name ends in, for programs that colour by it.
func extension(contentType string) string {
	media, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	media = strings.TrimSpace(media)
	for _, kind := range []string{"json", "html", "xml", "csv", "yaml", "css"} {
		if strings.HasSuffix(media, "/"+kind) || strings.HasSuffix(media, "+"+kind) {
			return "." + kind
		}
	}
	return ".txt"
}
