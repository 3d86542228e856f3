// Package sizes remembers on this machine how the person divided the screen.
// What the sizes mean is package layout's.
package sizes

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"

	"postern/ui/layout"
	"postern/ui/pane"
)

// Memory is where small things are kept; the private state is one. The
// workspace "" stands for all.
type Memory interface {
	Setting(ctx context.Context, workspace, name string) (value string, ok bool, err error)
	SetSetting(ctx context.Context, workspace, name, value string) error
}

// name is what they are kept under.
const name = "layout"

// Keeper remembers. Make one with [New].
type Keeper struct {
	in Memory
	// last is what is to be kept, nil while nothing has changed; writing is
	// held by whoever writes it, so that the last one is what stays.
	last    atomic.Pointer[layout.Sizes]
	writing sync.Mutex
	asked   bool
}

// New returns a keeper in a memory; nil remembers nothing.
func New(in Memory) *Keeper { return &Keeper{in: in} }

// Loaded is the intent that brings what was kept.
type Loaded struct{ Sizes layout.Sizes }

// Load wishes for what was kept, the first time it is called. It does not come
// if something was changed meanwhile, nor if it cannot be read: it is not worth
// a word.
func (k *Keeper) Load() pane.Intent {
	if k.in == nil || k.asked {
		return nil
	}
	k.asked = true
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		text, ok, err := k.in.Setting(ctx, "", name)
		var s layout.Sizes
		if err != nil || !ok || json.Unmarshal([]byte(text), &s) != nil || k.last.Load() != nil {
			return nil
		}
		return Loaded{s.Sane()}
	}}
}

// Keep wishes for sizes to be kept.
func (k *Keeper) Keep(s layout.Sizes) pane.Intent {
	if k.in == nil {
		return nil
	}
	k.last.Store(&s)
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		if err := k.write(ctx); err != nil {
			return pane.Failed{Err: fmt.Errorf("keep the sizes of the panes: %w", err)}
		}
		return nil
	}}
}

func (k *Keeper) write(ctx context.Context) error {
	k.writing.Lock()
	defer k.writing.Unlock()
	text, err := json.Marshal(k.last.Load())
	if err != nil {
		return err
	}
	return k.in.SetSetting(ctx, "", name, string(text))
}
