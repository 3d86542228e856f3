package opening_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/tokens"
	"postern/engine"
	"postern/store"
	"postern/store/state"
	"postern/ui/cli/demo"
	"postern/ui/cli/house"
	"postern/ui/cli/opening"
	"postern/ui/scripts"
)

// rig is a workbench without a screen.
type rig struct {
	*testing.T
	*opening.Opening
	own   *state.State
	parts *house.Parts
}

func newRig(t *testing.T) *rig {
	r := &rig{T: t, own: house.Throwaway(t.TempDir()), Opening: opening.New(&demo.Demo{}, "")}
	r.parts = &house.Parts{Private: house.NewPrivate(r.own), Engine: engine.New(engine.Options{})}
	r.parts.Tokens = tokens.New(tokens.Options{Store: r.parts.Private.Tokens()})
	r.Enter(r.parts)
	t.Cleanup(r.close)
	return r
}

func (r *rig) close() {
	r.Helper()
	if err := r.Close(); err != nil {
		r.Error(err)
	}
}

func (r *rig) demo() []string {
	r.Helper()
	paths, err := r.Demo(r.Context())
	if err != nil {
		r.Fatal(err)
	}
	return paths
}

func (r *rig) open(paths ...string) *store.Workspace {
	r.Helper()
	ws, err := r.Open(r.Context(), paths)
	if err != nil {
		r.Fatal(err)
	}
	return ws
}

// saves keeps a token, and checks that the person's own state then has so many.
func (r *rig) saves(key string, own int) {
	r.Helper()
	if err := r.parts.Private.Tokens().Save(r.Context(), auth.Token{Key: key, Name: key}); err != nil {
		r.Fatal(err)
	}
	if all, err := r.own.Tokens().List(r.Context()); err != nil || len(all) != own {
		r.Errorf("with %s the person has the tokens %v, want %d (%v)", key, all, own, err)
	}
}

const mine = `{"info": {"name": "Mine", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [],
	"event": [{"listen": "test", "script": {"exec": ["pm.test('x')"]}}]}`

func write(t *testing.T, dir, name string) string {
	path := filepath.Join(dir, name+".postman_collection.json")
	if err := os.WriteFile(path, []byte(mine), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// What is done in the demo goes away with it. What is opened instead of it is the
// person's own.
func TestOnlyTheDemoGoesAway(t *testing.T) {
	r := newRig(t)
	own := t.TempDir()
	file := write(t, own, "mine")
	sample := r.demo()
	ws := r.open(sample...)
	r.saves("before it is on the desk", 1)
	if !r.Opened(ws) || r.Folder() != sample[0] {
		t.Errorf("the demo is kept, or takes files from %s", r.Folder())
	}
	r.saves("in the demo", 1)

	if again := r.demo(); again[0] != sample[0] {
		t.Errorf("another demo was started: %v", again)
	}
	if r.Opened(r.open(file)) || r.Folder() != own {
		t.Errorf("the person's own goes away, or takes files from %s", r.Folder())
	}
	r.saves("in their own", 2)
	if !r.Opened(r.open(append(sample, own)...)) {
		t.Error("the demo with something beside it is kept")
	}
	r.saves("in the demo again", 2)

	dir := filepath.Dir(sample[0])
	r.close()
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is left behind: %v", dir, err)
	}
}

// Nothing of the person's is looked at in the tour before they open it.
func TestTheTourBeginsApart(t *testing.T) {
	r := newRig(t)
	if err := r.Tour(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.saves("in the tour", 0)
}

// The demo's scripts are trusted; not those that came into its folder since,
// though it is asked for again.
func TestWhatComesIntoTheDemoIsNotTrusted(t *testing.T) {
	r := newRig(t)
	sample := r.demo()
	unknown := func(ws *store.Workspace) map[string]int {
		out := map[string]int{}
		for _, c := range ws.Collections() {
			un, err := r.parts.Private.Trust().Unknown(t.Context(), scripts.All(c))
			if err != nil {
				t.Fatal(err)
			}
			out[c.Name] = len(un)
		}
		return out
	}
	ws := r.open(sample...)
	r.Opened(ws)
	for name, n := range unknown(ws) {
		if n > 0 {
			t.Errorf("of %s %d scripts are not trusted", name, n)
		}
	}
	write(t, sample[0], "mine")
	ws = r.open(r.demo()...)
	r.Opened(ws)
	if got := unknown(ws); got["Mine"] != 1 {
		t.Errorf("not trusted are %v", got)
	}
}

// endless is a token server that takes its time.
type endless struct {
	auth.Grants
	done chan struct{}
}

func (endless) Interactive(auth.Config) bool { return false }

func (e endless) Obtain(context.Context, auth.Config, auth.Prompter) (auth.Token, error) {
	<-e.done
	return auth.Token{}, errors.New("too late")
}

// A token that is being got is waited for before the state is exchanged, but not
// without end.
func TestATokenThatTakesTooLong(t *testing.T) {
	file := write(t, t.TempDir(), "mine")
	own, other := house.Throwaway(t.TempDir()), house.Throwaway(t.TempDir())
	synctest.Test(t, func(t *testing.T) {
		o, grants := opening.New(&demo.Demo{}, ""), endless{done: make(chan struct{})}
		parts := &house.Parts{Private: house.NewPrivate(own), Tokens: tokens.New(tokens.Options{Grants: grants})}
		o.Enter(parts)
		parts.Private.Exchange(other)
		go func() { _, _ = parts.Tokens.Login(t.Context(), auth.Config{Type: "oauth2"}) }()
		synctest.Wait()
		began := time.Now()
		if _, err := o.Open(t.Context(), []string{file}); err != nil || time.Since(began) != 10*time.Second {
			t.Errorf("it waited for %v: %v", time.Since(began), err)
		}
		close(grants.done)
		synctest.Wait()
	})
}
