// Package board hands texts to the clipboard of the machine that this program
// runs on, by the tool that the system has for it, and to tmux. It is for the
// terminals that do not take what a program copies (OSC 52), and for texts that
// no terminal takes.
//
// Over SSH the machine is not the person's own, and only tmux is told: it hands
// on to the terminal it is attached to what it does not take from programs.
//
// Another tool is a line in tools. Nothing is read from a clipboard here.
package board

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"

	"postern/ui/cli/browse"
)

// Terminal is how much terminals take, in bytes; tmux is told no more.
const Terminal = 64 << 10

// patience is how long a tool may take. PowerShell needs a second to start.
const patience = 10 * time.Second

// ErrNone says that no tool took the text.
var ErrNone = errors.New("there is no clipboard tool here")

// Options say where this is. The zero value is this machine, with an empty
// environment.
type Options struct {
	// Env is the environment, as of os.Environ.
	Env []string
	// System is a GOOS.
	System string
	// Read reads a small file.
	Read func(path string) ([]byte, error)
	// Look finds a program.
	Look func(name string) (path string, err error)
}

// Board is the clipboard of this machine. It is safe for concurrent use.
type Board struct {
	o     Options
	place func() browse.Place
	// one is held by the tool at work: what is copied last stays.
	one sync.Mutex
}

// New returns the clipboard of a place, which is looked at when it is first
// asked for.
func New(o Options) *Board {
	if o.System == "" {
		o.System = runtime.GOOS
	}
	if o.Look == nil {
		o.Look = exec.LookPath
	}
	here := browse.New(browse.Options{Env: o.Env, System: o.System, Read: o.Read})
	return &Board{o: o, place: here.Place}
}

// Put puts a text into the clipboard. It returns nil if a tool of the system
// has taken it, else [ErrNone], perhaps wrapped, or ctx's error. What becomes of
// it in tmux is between tmux and its terminal, and changes nothing in that.
func (b *Board) Put(ctx context.Context, text string) error {
	b.one.Lock()
	defer b.one.Unlock()
	if b.env("TMUX") != "" && len(text) <= Terminal {
		_ = b.run(ctx, tool{argv: []string{"tmux", "load-buffer", "-w", "-"}}, text)
	}
	failed := ErrNone
	for _, t := range b.tools() {
		err := b.run(ctx, t, text)
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case !errors.Is(err, exec.ErrNotFound):
			failed = fmt.Errorf("%w that works: %s: %w", ErrNone, t.argv[0], err)
		}
	}
	return failed
}

// tool is a program that reads a text and puts it into the clipboard.
type tool struct {
	argv []string
	// plain says that the text goes in letters that no code page changes.
	plain bool
	// env is added to its environment.
	env string
}

// tools are those that may be here, the likeliest first.
func (b *Board) tools() []tool {
	kind := b.place().Kind
	if kind == browse.SSH || kind == browse.CI {
		return nil
	}
	if b.o.System == "darwin" {
		return []tool{{argv: []string{"pbcopy"}, env: "LC_ALL=en_US.UTF-8"}} // it goes by the locale
	}
	var all []tool
	if b.env("WAYLAND_DISPLAY") != "" {
		all = append(all, tool{argv: []string{"wl-copy", "--type", "text/plain"}})
	}
	if b.env("DISPLAY") != "" {
		all = append(all, tool{argv: []string{"xclip", "-selection", "clipboard", "-in"}}, tool{argv: []string{"xsel", "--clipboard", "--input"}})
	}
	if b.o.System == "windows" || kind == browse.WSL {
		// Not clip.exe, which garbles what is not ASCII and all that is short.
		take := []string{"-NoProfile", "-NonInteractive", "-Command", "Set-Clipboard -Value ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([Console]::In.ReadToEnd())))"}
		for _, p := range []string{"powershell.exe", "/mnt/c/Windows/System32/WindowsPowerShell/v1.0/powershell.exe"} {
			all = append(all, tool{argv: append([]string{p}, take...), plain: true})
		}
	}
	return all
}

// run gives a text to a tool and waits until it has it.
func (b *Board) run(ctx context.Context, t tool, text string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	path, err := b.o.Look(t.argv[0])
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := browse.Command(ctx, append([]string{path}, t.argv[1:]...), append(b.o.Env[:len(b.o.Env):len(b.o.Env)], t.env))
	if t.plain {
		text = base64.StdEncoding.EncodeToString([]byte(text))
	}
	cmd.Stdin = strings.NewReader(text)
	cmd.WaitDelay = time.Second // some leave a child behind that holds what they were given
	if err := cmd.Run(); err != nil && !errors.Is(err, exec.ErrWaitDelay) {
		return err
	}
	return nil
}

// env looks up a variable, the last of its name as exec does.
func (b *Board) env(name string) (value string) {
	for _, kv := range b.o.Env {
		if v, ok := strings.CutPrefix(kv, name+"="); ok {
			value = v
		}
	}
	return value
}
