// Package uitest drives the real workbench as a person would: press, type,
// look. The program runs whole, with its real engine, token manager and state,
// inside a testing/synctest bubble: the clock is fake, the network is net.Pipe
// to the tenant, and "wait until idle" is exact. A story names actions, not
// keys, so that changed keys break nothing.
//
//	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
//		s.Open("Users", "List users")
//		s.Do(keymap.Send)
//		s.Sees("200 OK")
//	})
package uitest

import (
	"context"
	"crypto/tls"
	"errors"
	"image/color"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"postern/auth/oauth2"
	"postern/auth/tenant"
	"postern/auth/tokens"
	"postern/engine"
	"postern/engine/body"
	"postern/engine/scripted"
	"postern/store"
	"postern/store/history"
	"postern/store/state"
	"postern/store/trust"
	"postern/store/vault"
	"postern/ui"
	"postern/ui/bridge"
	"postern/ui/clip"
	"postern/ui/keymap"
	"postern/ui/scripts"
	"postern/ui/taste"
)

// Base is where the tenant answers inside a session.
const Base = "http://tenant.test"

// longestTimer is longer than any timer of the workbench.
const longestTimer = 10 * time.Second

// Options say what a session starts with.
type Options struct {
	// Scripts runs scripts in place of the child.
	Scripts scripted.Scripts
	// Width and Height are the terminal's, 120 × 40 by default.
	Width, Height int
	// Files are the workspace, by name; nil is the tenant's sample.
	Files map[string][]byte
	// Paths are opened instead of the workspace's folder.
	Paths []string
	// Env is the environment to choose.
	Env string
	// Tenant configures the tenant; tokens live an hour by default.
	Tenant tenant.Options
	// Handler answers instead of the tenant.
	Handler http.Handler
	// BareLinks follows links without headers and auth.
	BareLinks bool
	// Remote says that no browser can be opened here.
	Remote bool
	// Tour starts the tour.
	Tour bool
	// Clipboard is that of the machine; nil is none.
	Clipboard clip.Board
	// Dir and StateDir reuse the folders of an earlier session.
	Dir, StateDir string
	// Config is the folder of the person's settings; "" is none.
	Config string
	// NoColor runs on a terminal without colours.
	NoColor bool
	// Watch is given every frame, also those that nothing waits for.
	Watch func(frame string)
	// Light runs on a terminal with a light ground.
	Light bool
	// Output gets what the program writes to the terminal, frame by frame as
	// time passes; nil throws it away.
	Output io.Writer
}

// trust is which scripts the person trusts: nobody is asked where none can run.
func (o Options) trust(st *state.State) scripts.Trust {
	if o.Scripts == nil {
		return nil
	}
	return trust.New(state.TablesIn(func() *state.State { return st }))
}

// Session is a running workbench.
type Session struct {
	*testing.T
	// Tenant is what the requests reach.
	Tenant *tenant.Tenant
	// Dir is the workspace's folder, StateDir the private state's.
	Dir, StateDir string
	// Browsed are the addresses that were opened in the browser.
	Browsed []string
	// Copied are the texts that were put into the clipboard.
	Copied []string

	model *ui.Model
	prog  *tea.Program
	keys  *keymap.Map
	ended chan struct{}
	pipes *pipes
}

// Run starts a workbench, tells the story and checks that everything ends.
func Run(t *testing.T, o Options, story func(*Session)) {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	if o.StateDir == "" {
		o.StateDir = t.TempDir()
	}
	synctest.Test(t, func(t *testing.T) {
		s := start(t, o)
		defer s.stop()
		s.settle()
		if o.Light {
			s.send(tea.BackgroundColorMsg{Color: color.White})
		}
		story(s)
	})
}

func start(t *testing.T, o Options) *Session {
	if o.Width == 0 {
		o.Width, o.Height = 120, 40
	}
	if o.Tenant.TokenTTL == 0 {
		o.Tenant.TokenTTL = time.Hour
	}
	looks := taste.Load(o.Config)
	s := &Session{
		T: t, Dir: o.Dir, StateDir: o.StateDir, Tenant: tenant.New(o.Tenant),
		keys: looks.Env().Keys, ended: make(chan struct{}),
	}
	s.Tenant.SetBase(Base)
	handler := o.Handler
	if handler == nil {
		handler = s.Tenant
	}
	s.pipes = serve(handler)
	s.write(o)
	paths := o.Paths
	if paths == nil {
		paths = []string{o.Dir}
	}
	st := state.NewWith(o.StateDir, vault.Options{Keyring: noKeyring{}})
	asks := bridge.New()
	grants := oauth2.New(oauth2.Options{
		Transport: s.pipes.transport(), AllowInsecure: true, Listen: s.pipes.listen, Remote: func() bool { return o.Remote },
	})
	tokens := tokens.New(tokens.Options{Store: st.Tokens(), Prompter: asks, Grants: grants})
	eng := engine.New(engine.Options{
		Tokens: tokens, Dial: s.pipes.dial, WorkDir: body.In(o.Dir),
		TLS: &tls.Config{InsecureSkipVerify: true}, // the tenant signs its own
	})
	ctx, cancel := context.WithCancel(context.Background())
	log := history.New(state.TablesIn(func() *state.State { return st }), func() history.Limits { return history.Limits{} })
	s.model = ui.New(ctx, ui.Deps{
		Open: func(ctx context.Context, paths []string) (*store.Workspace, error) {
			return store.Open(ctx, store.Options{Paths: paths, State: st})
		},
		Opened: func(ws *store.Workspace) bool { return o.Tour && store.HomeOf(ws).Folder == o.Dir },
		Paths:  paths, EnvName: o.Env, Engine: scripted.New(eng, o.Scripts), Trust: o.trust(st), Tokens: tokens, Server: grants, Links: s.pipes.transport(), Retain: func() bool { return !o.BareLinks }, Bridge: asks,
		History: log, Halts: st.Halts(), Seen: log, Memory: st, Tour: o.Tour,
		Kept:   func() string { return "sealed with the system's keyring" },
		Browse: func(u string) error { s.Browsed = append(s.Browsed, u); return nil },
		Taste:  looks, Clipboard: o.Clipboard,
	})
	s.prog = program(o, probe{s.model, s.copied, o.Watch})
	go s.run(func() {
		cancel()
		eng.Close()
		if err := st.Close(); err != nil {
			t.Errorf("closing the state: %v", err)
		}
	})
	return s
}

// program is the workbench on a terminal as o has it.
func program(o Options, m tea.Model) *tea.Program {
	profile := colorprofile.TrueColor
	if o.NoColor {
		profile = colorprofile.ASCII
	}
	if o.Output == nil {
		o.Output = io.Discard
	}
	return tea.NewProgram(m, tea.WithInput(nil), tea.WithOutput(o.Output), tea.WithoutSignals(),
		tea.WithoutSignalHandler(), tea.WithWindowSize(o.Width, o.Height), tea.WithColorProfile(profile),
		tea.WithEnvironment([]string{"TERM=xterm-256color"}))
}

// run is the program from start to end; closing ends what it was given.
func (s *Session) run(closing func()) {
	defer close(s.ended)
	if _, err := s.prog.Run(); err != nil {
		s.Errorf("the program ended with %v", err)
	}
	if err := s.model.Flush(context.Background()); err != nil {
		s.Errorf("flushing: %v", err)
	}
	s.model.Close()
	closing()
	s.pipes.close()
}

// write puts the workspace's files into its folder, unless they are there.
func (s *Session) write(o Options) {
	files := o.Files
	if files == nil && o.Paths == nil {
		sample, err := s.Tenant.Sample(Base)
		if err != nil {
			s.Fatal(err)
		}
		files = sample
	}
	for name, data := range files {
		path := filepath.Join(o.Dir, name)
		if _, err := os.Stat(path); err == nil {
			continue
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			s.Fatal(err)
		}
	}
}

func (s *Session) stop() {
	s.prog.Quit()
	<-s.ended
	time.Sleep(longestTimer) // timers that were started end with their time
}

// copied keeps what the workbench puts into the clipboard.
func (s *Session) copied(text string) { s.Copied = append(s.Copied, text) }

// settle waits until nothing happens without a key or the clock.
func (s *Session) settle() { synctest.Wait() }

// Wait lets time pass.
func (s *Session) Wait(d time.Duration) {
	time.Sleep(d)
	s.settle()
}

// Ended reports whether the program has quit.
func (s *Session) Ended() bool {
	s.settle()
	select {
	case <-s.ended:
		return true
	default:
		return false
	}
}

// Do carries out actions by their keys.
func (s *Session) Do(ids ...keymap.ID) {
	s.Helper()
	for _, id := range ids {
		k := s.keys.Key(id)
		if k == "" {
			s.Fatalf("action %s has no key", id)
		}
		s.Press(k)
	}
}

// Press presses keys by their names.
func (s *Session) Press(names ...string) {
	for _, n := range names {
		s.prog.Send(Key(n))
		s.settle()
	}
}

// Type types a text, a key for every character.
func (s *Session) Type(text string) {
	for _, r := range text {
		s.prog.Send(tea.KeyPressMsg{Code: r, Text: string(r)})
		s.settle()
	}
}

// Paste pastes a text.
func (s *Session) Paste(text string) { s.send(tea.PasteMsg{Content: text}) }

// Clipboard is the terminal's answer to what is in its clipboard.
func (s *Session) Clipboard(text string) { s.send(tea.ClipboardMsg{Content: text}) }

// Resize changes the size of the terminal.
func (s *Session) Resize(w, h int) { s.send(tea.WindowSizeMsg{Width: w, Height: h}) }

func (s *Session) send(m tea.Msg) {
	s.prog.Send(m)
	s.settle()
}

// Open goes to a request by the names of its folders and its own, by way of the
// finder.
func (s *Session) Open(names ...string) {
	s.Helper()
	s.Do(keymap.FindRequest)
	s.Type(names[len(names)-1])
	s.Press("enter")
	for _, n := range names {
		s.Sees(n)
	}
}

// Screen is what is on screen, without colours.
func (s *Session) Screen() string {
	return ansi.Strip(s.view().Content)
}

// Styled is what is on screen, with its escape sequences.
func (s *Session) Styled() string {
	return s.view().Content
}

// Title is the title of the terminal's window.
func (s *Session) Title() string { return s.view().WindowTitle }

// Sees fails unless every text is on screen.
func (s *Session) Sees(texts ...string) {
	s.Helper()
	screen := s.Screen()
	for _, t := range texts {
		if !strings.Contains(screen, t) {
			s.Fatalf("%q is not on screen:\n%s", t, screen)
		}
	}
}

// SeesNot fails if any text is on screen.
func (s *Session) SeesNot(texts ...string) {
	s.Helper()
	screen := s.Screen()
	for _, t := range texts {
		if strings.Contains(screen, t) {
			s.Fatalf("%q is on screen:\n%s", t, screen)
		}
	}
}

// noKeyring is a machine without one.
type noKeyring struct{}

var errNoKeyring = errors.New("there is no keyring in a test")

// Get fails.
func (noKeyring) Get(_, _ string) (string, error) { return "", errNoKeyring }

// Set fails.
func (noKeyring) Set(_, _, _ string) error { return errNoKeyring }
