// Command postern is a request workbench for the terminal: it opens Postman
// collections, keeps their tokens alive and sends their requests.
//
// This file wires the four rooms of the house, runs the command line or the
// workbench, and turns how that ended into an exit code.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"

	tea "charm.land/bubbletea/v2"

	"postern/auth/oauth2"
	"postern/auth/tokens"
	"postern/engine"
	"postern/engine/script/sandbox"
	"postern/store/settings"
	"postern/store/state"
	"postern/store/vault"
	"postern/ui"
	"postern/ui/bridge"
	"postern/ui/cli"
	"postern/ui/cli/browse"
	"postern/ui/cli/console"
	"postern/ui/cli/demo"
	"postern/ui/cli/exit"
	"postern/ui/cli/house"
	"postern/ui/cli/logs"
	"postern/ui/cli/opening"
	"postern/ui/clip/board"
	"postern/ui/taste"
)

// version is the release; the commit comes from the build.
const version = "0.1"

func main() {
	sandbox.Main() // does not return where this process is to run scripts
	vault.Harden()
	os.Exit(cli.Run(exit.OnSignal(), cli.Options{
		Streams: console.System(), Args: os.Args[1:], Version: version, Commit: commit(),
		Wire: wire, Workbench: workbench, Browser: browse.New(browse.Options{Env: os.Environ()}),
	}))
}

func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return ""
}

// wire makes the rooms. It opens nothing: neither the database nor the keyring
// nor a connection is touched before something needs it.
func wire(s house.Setup) *house.Parts {
	st := state.New(state.Dir())
	// The vault has read it; what is started from here need not know it.
	_ = os.Unsetenv("POSTERN_PASSPHRASE")
	set := settings.New(settings.Dir(), s.Connections)
	pool := set.Transport() // tokens are got the way that requests go
	here := browse.New(browse.Options{Env: os.Environ()})
	grants := oauth2.New(oauth2.Options{Transport: pool, Warn: pool.WarningsFor, Remote: func() bool { return !here.Place().CanOpen }})
	p := &house.Parts{Private: house.NewPrivate(st), Server: grants, Links: set.Links(), Retain: set.RetainHeaders, Notes: os.Stderr}
	p.History = p.Private.History(set)
	p.Tokens = tokens.New(tokens.Options{Store: p.Private.Tokens(), Grants: grants, Prompter: s.Prompter})
	p.Engine = engine.New(engine.Options{Tokens: p.Tokens, WorkDir: s.WorkDir, Jar: s.Jar, Configure: set.Config, Limits: s.Limits()})
	return p.WithScripts(s)
}

// workbench runs the screen until the person leaves it or a signal ends it. It
// takes the same way out either way, so that the terminal is as it was.
func workbench(ctx context.Context, s cli.Session) (err error) {
	asks, hall := bridge.New(), opening.New(cmp.Or(s.Demo, &demo.Demo{}), s.Env)
	parts := wire(house.Setup{WorkDir: hall.Folder, Prompter: asks})
	hall.Enter(parts)
	if s.Demo != nil {
		if err := hall.Tour(ctx); err != nil {
			return errors.Join(err, hall.Close())
		}
	}
	dir := state.Dir() // logs outlive the demo
	logger, closer := logs.Debug(dir)
	if closer != nil {
		defer closer.Close() // what was not logged is not missed
	}
	m := ui.New(ctx, ui.Deps{
		Open: hall.Open, Opened: hall.Opened, Demo: hall.Demo, Paths: s.Paths, EnvName: s.Env, Engine: parts.Sender, Trust: parts.Private.Trust(), Tokens: parts.Tokens, Server: parts.Server, Links: parts.Links, Retain: parts.Retain, History: parts.History, Halts: state.HaltsIn(parts.Private.State), Seen: parts.History, Bridge: asks,
		Kept:   func() string { return parts.Private.State().Vault().Describe() },
		Memory: parts.Private, Browse: cli.Browser(os.Environ()), Clipboard: board.New(board.Options{Env: os.Environ()}), Tour: s.Demo != nil, Taste: taste.Load(settings.Dir()),
	})
	stray := logs.Catch()
	prog := tea.NewProgram(m, tea.WithOutput(stray.Out()), tea.WithoutSignalHandler(), tea.WithFilter(traced(logger)))
	context.AfterFunc(ctx, prog.Quit)
	_, err = prog.Run()
	flushed := m.Flush(context.WithoutCancel(ctx))
	m.Close()
	err = errors.Join(err, flushed, hall.Close())
	path, lerr := stray.Release(dir)
	switch {
	case errors.Is(err, tea.ErrProgramPanic):
		return &exit.Failure{Code: exit.Usage, What: "postern stopped by a mistake of its own", Where: path, Hint: "report it with that file", Err: err}
	case err != nil:
		return fmt.Errorf("run the workbench: %w", err)
	case lerr != nil:
		return lerr
	}
	return ctx.Err()
}

// traced writes the type of every message to the debug log; never what is in
// it, which may be secret.
func traced(l *slog.Logger) func(tea.Model, tea.Msg) tea.Msg {
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		if l != nil {
			l.Debug("message", "type", fmt.Sprintf("%T", msg))
		}
		return msg
	}
}
