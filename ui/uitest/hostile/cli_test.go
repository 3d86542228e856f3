package hostile_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"postern/auth/oauth2"
	"postern/auth/tokens"
	"postern/engine"
	"postern/store/settings"
	"postern/ui/cli"
	"postern/ui/cli/browse"
	"postern/ui/cli/console"
	"postern/ui/cli/house"
	"postern/ui/cli/room"
	"postern/ui/safe"
	"postern/ui/uitest/terminal"
)

// noBrowser is a machine without one.
type noBrowser struct{}

func (noBrowser) Place() browse.Place                { return browse.Place{} }
func (noBrowser) Open(context.Context, string) error { return browse.ErrNoBrowser }

// shell runs commands at a terminal.
type shell struct {
	*testing.T
	w     world
	dir   string
	texts int
}

func (s *shell) wire(setup house.Setup) *house.Parts {
	p := &house.Parts{Private: house.NewPrivate(house.Throwaway(filepath.Join(s.dir, "state")))}
	set := settings.New(filepath.Join(s.dir, "config"), setup.Connections)
	pool := set.Transport()
	grants := oauth2.New(oauth2.Options{Transport: pool, AllowInsecure: true})
	p.Server = grants
	p.Tokens = tokens.New(tokens.Options{Store: p.Private.Tokens(), Grants: grants, Prompter: setup.Prompter})
	p.Engine = engine.New(engine.Options{Tokens: p.Tokens, WorkDir: setup.WorkDir, Configure: set.Config})
	return p.WithScripts(setup)
}

// run gives a command a terminal and looks at what it shows of each sink.
func (s *shell) run(sinks []string, args ...string) {
	s.Helper()
	term := terminal.New(terminal.Options{Width: 250, Height: 120, Cooked: true})
	defer room.Usual() // it leaves its own room
	cli.Run(s.Context(), cli.Options{
		Streams: console.Streams{
			In: strings.NewReader(""), Out: term, Err: term, OutTTY: true, ErrTTY: true, Width: 250, ErrWidth: 250,
			Env: []string{"TERM=xterm-256color", "COLORTERM=truecolor"},
		},
		Args: args, Version: "test", Wire: s.wire, Browser: noBrowser{},
		Workbench: func(context.Context, cli.Session) error { return errors.New("no workbench here") },
	})
	got := term.Screen()
	if f := term.Foreign(); len(f) > 0 {
		s.Errorf("%s: the terminal was sent %s", args, f[:min(len(f), 5)])
	}
	if *show != "" {
		s.Logf("%s\n%s", args, strings.TrimRight(got, "\n"))
	}
	for _, sink := range sinks {
		if safe.Clean(s.w.raw).Width() > brief {
			continue // a column may be too narrow for it
		}
		if !(strings.Contains(got, before(sink)) && strings.Contains(got, behind(sink))) {
			s.Errorf("%s: %s (%s) is not on screen whole:\n%s", args, sink, before(sink), strings.TrimRight(got, "\n"))
		}
	}
	s.texts += len(sinks)
}

// The commands show at a terminal what the workbench shows, and no more.
func TestA35TheCommandsAtATerminal(t *testing.T) {
	var texts atomic.Int64
	cases := corpus()
	t.Run("cases", func(t *testing.T) {
		for i, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				if (raced || testing.Short()) && i%8 > 0 {
					t.Skip("one in eight is enough for a look")
				}
				texts.Add(int64(commands(t, newWorld(c.raw))))
			})
		}
	})
	t.Logf("%d texts, looked at %d times; got through: 0", len(cases), texts.Load())
}

// commands runs every command that shows foreign text, and returns how many
// texts were looked at.
func commands(t *testing.T, w world) int {
	server := httptest.NewServer(w)
	defer server.Close()
	s := &shell{T: t, w: w, dir: t.TempDir()}
	for name, data := range w.files() {
		data := strings.ReplaceAll(string(data), "http://tenant.test", server.URL)
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	col, env := filepath.Join(s.dir, "a.postman_collection.json"), filepath.Join(s.dir, "a.postman_environment.json")
	s.run([]string{"folder", "request"}, "ls", col)
	s.run([]string{"label", "key", "string"}, "send", col, "Answer")
	s.run([]string{"text"}, "send", col, "Text")
	s.run([]string{"event"}, "send", col, "Stream")
	s.run([]string{"reason"}, "send", col, "Status")
	s.run(nil, "send", col, "Headers")
	s.run(nil, "send", col, "Refused")
	s.run(nil, "send", col, "Away")
	s.run(nil, "send", col, "Token")
	s.run([]string{"tokenname", "subject"}, "token", "ls")
	s.run([]string{"tokenname", "subject", "issuer"}, "token", "show", w.at("tokenname"))
	s.run(nil, "token", "show", w.rawAt("pasted"))
	s.run(nil, "send", col, w.rawAt("pasted"))
	s.run(nil, "run", col, "--folder", "Answer", "--folder", "Refused")
	s.run(nil, "show", col, w.at("request"), "-e", env, "--explain")
	return s.texts
}
