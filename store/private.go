package store

import (
	"context"
	"errors"

	"postern/engine/collection"
	"postern/store/state"
)

// lastEnvironment names the setting that remembers the choice.
const lastEnvironment = "environment"

// LoadPrivate reads what the private state knows: it returns copies of all
// environments, globals included, with their current values, and the id of
// the environment chosen last ("" for none). It may wait for the keyring, so
// call it when the screen is up. What can be read is returned beside an error.
//
// The copies hold what the files held when they were read or last saved.
func (w *Workspace) LoadPrivate(ctx context.Context) (envs []*collection.Environment, last string, err error) {
	w.saving.Lock()
	defer w.saving.Unlock()
	w.mu.Lock()
	var files []file
	for _, path := range w.order {
		files = append(files, *w.files[path])
	}
	w.mu.Unlock()
	var bad []error
	for _, f := range files {
		e, err := w.loadCurrent(ctx, f)
		envs, bad = append(envs, e), append(bad, err)
	}
	if w.state != nil {
		last, _, err = w.state.Setting(ctx, w.root, lastEnvironment)
		bad = append(append(bad, err), w.state.Notices()...)
	}
	return envs, last, errors.Join(bad...)
}

// loadCurrent returns a copy of an environment with its current values.
func (w *Workspace) loadCurrent(ctx context.Context, f file) (*collection.Environment, error) {
	e := f.env.Clone()
	if w.state == nil {
		return e, nil
	}
	values, err := w.state.Values(ctx, f.private())
	known := make(map[state.Slot]state.Value, len(values))
	for _, v := range values {
		known[v.Slot] = v
	}
	written := map[string]bool{}
	for i, x := range slots(e) {
		written[x.Key] = true
		if v, ok := known[x]; ok {
			text := v.Text
			e.Vars[i].Current = &text
			// A value once marked secret stays masked, whatever the file says.
			e.Vars[i].Secret = e.Vars[i].Secret || v.Secret
		}
	}
	for _, v := range values {
		if !written[v.Key] && v.Nth == 0 {
			e.Vars = append(e.Vars, collection.EnvVar{Key: v.Key, Current: &v.Text, Secret: v.Secret, Private: true})
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.files[e.File].current = known
	return e, err
}

// SaveCurrent keeps e's current values in the private state, and forgets those
// that e no longer has. It touches no file. e is a copy.
func (w *Workspace) SaveCurrent(ctx context.Context, e *collection.Environment) error {
	w.saving.Lock()
	defer w.saving.Unlock()
	f, err := knownOf(w, e.File)
	if err != nil || w.state == nil {
		return err
	}
	now := map[state.Slot]state.Value{}
	var set []state.Value
	for i, x := range slots(e) {
		v := e.Vars[i]
		if v.Current == nil {
			continue
		}
		now[x] = state.Value{Slot: x, Text: *v.Current, Secret: v.Secret}
		if old, ok := f.current[x]; !ok || old != now[x] {
			set = append(set, now[x])
		}
	}
	// Only what this process knew is dropped: another one may have added more.
	var drop []state.Slot
	for x := range f.current {
		if _, ok := now[x]; !ok {
			drop = append(drop, x)
		}
	}
	if len(set)+len(drop) == 0 {
		return nil
	}
	if err := w.state.SetValues(ctx, f.private(), set, drop); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.files[e.File].current = now
	return nil
}

// RememberEnvironment keeps which environment was chosen in this workspace;
// "" is none.
func (w *Workspace) RememberEnvironment(ctx context.Context, id string) error {
	if w.state == nil {
		return nil
	}
	return w.state.SetSetting(ctx, w.root, lastEnvironment, id)
}

// private says whose current values the file's are. It is the file's own id:
// what the workspace calls it depends on what else is open.
func (f file) private() state.Env { return state.Env{ID: f.id, File: f.real} }

// slots names each variable of e.
func slots(e *collection.Environment) []state.Slot {
	out := make([]state.Slot, len(e.Vars))
	seen := map[string]int{}
	for i, v := range e.Vars {
		out[i] = state.Slot{Key: v.Key, Nth: seen[v.Key]}
		seen[v.Key]++
	}
	return out
}
