// Package opening opens workspaces for the workbench and turns the house to the
// one that is on the desk: to the private state that its values, tokens and
// sends are kept in, and to the folder that its bodies may take files from.
//
// The demo has a state of its own, which goes away with it. What is opened
// instead of the demo is the person's own, and kept like everything of theirs.
package opening

import (
	"context"
	"errors"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"postern/store"
	"postern/store/state"
	"postern/store/trust"
	"postern/ui/cli/demo"
	"postern/ui/cli/house"
	"postern/ui/scripts"
)

// patience is how long another workspace waits for a token that is being got.
const patience = 10 * time.Second

// Opening is the demo, which may have been started, and the house that it is
// shown in. Make one with [New]. It is safe for concurrent use.
type Opening struct {
	env    string
	demo   *demo.Demo
	house  *house.Parts
	own    *state.State
	sample scripts.Sample

	mu sync.Mutex
	// passing is the demo's state, nil until it is started; folder is that of
	// what is on the desk.
	passing *state.State
	folder  string
}

// New returns an opening in which env, if it is a file, is opened beside the
// rest. The demo may be one that runs.
func New(d *demo.Demo, env string) *Opening { return &Opening{demo: d, env: env} }

// Enter takes a house in, which is what was wired with [Opening.Folder].
func (o *Opening) Enter(parts *house.Parts) {
	o.house, o.own = parts, parts.Private.State()
}

// Folder is the folder that bodies may take files from, "" for none.
func (o *Opening) Folder() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.folder
}

// Demo starts the demo, unless it runs, and returns its paths.
func (o *Opening) Demo(ctx context.Context) ([]string, error) {
	paths, err := o.demo.Start(ctx)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.passing == nil {
		o.passing = house.Throwaway(o.demo.StateDir())
		o.sample.Expect(paths)
	}
	return paths, nil
}

// Tour starts the demo as the first that is opened: nothing of the person's is
// looked at before they open something of their own.
func (o *Opening) Tour(ctx context.Context) error {
	_, err := o.Demo(ctx)
	if err == nil {
		o.house.Private.Exchange(o.passing)
	}
	return err
}

// Open reads a workspace. The house stays as it is until it is [Opening.Opened].
func (o *Opening) Open(ctx context.Context, paths []string) (*store.Workspace, error) {
	time.AfterFunc(time.Second, debug.FreeOSMemory) // what reading has left behind, once all is on screen
	st := o.stateOf(paths)
	if st != o.house.Private.State() { // a token on its way belongs to the state it came from
		wait, cancel := context.WithTimeout(ctx, patience)
		_ = o.house.Tokens.Settle(wait) // a login that nobody ends does not hold it up
		cancel()
	}
	if err := o.sample.Opening(ctx, trust.New(state.TablesIn(func() *state.State { return st })), paths); err != nil {
		return nil, err
	}
	return store.Open(ctx, store.Options{Paths: paths, Env: o.env, State: st})
}

// stateOf is the private state that what is at these paths belongs to.
func (o *Opening) stateOf(paths []string) *state.State {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.passing != nil && len(paths) > 0 {
		if at, err := filepath.Rel(filepath.Dir(o.demo.StateDir()), paths[0]); err == nil && filepath.IsLocal(at) {
			return o.passing
		}
	}
	return o.own
}

// Opened turns the house to a workspace, and reports whether what is done in it
// goes away with the program.
func (o *Opening) Opened(ws *store.Workspace) (passing bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	home := store.HomeOf(ws)
	o.folder = home.Folder
	o.house.Private.Exchange(home.State)
	return home.State == o.passing
}

// Close ends the house and then the demo, with what it has left on disk.
func (o *Opening) Close() error {
	err := o.house.Close()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.passing != nil { // it may have been opened and not come on the desk
		err = errors.Join(err, o.passing.Close())
	}
	return errors.Join(err, o.demo.Close())
}
