// Package keep remembers small things of the screen on this machine, from one
// run to the next: how it is divided, what was filtered by. What they mean is
// for those whose they are; secrets are none of them, for nothing is sealed.
package keep

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"

	"postern/ui/pane"
)

// Memory is where small things are kept; the private state is one. The
// workspace "" stands for all.
type Memory interface {
	Setting(ctx context.Context, workspace, name string) (value string, ok bool, err error)
	SetSetting(ctx context.Context, workspace, name, value string) error
}

// Keeper remembers one thing, as JSON. Make one with [New].
type Keeper[T any] struct {
	in         Memory
	name, what string
	asked      bool
	// last is what is to be kept; writing is held by whoever writes it, so that
	// the last one is what stays.
	last    atomic.Pointer[T]
	writing sync.Mutex
}

// New returns a keeper in a memory, under a name; nil remembers nothing. what
// says what it is in the error of a failure.
func New[T any](in Memory, name, what string) *Keeper[T] {
	return &Keeper[T]{in: in, name: name, what: what}
}

// Loaded is the intent that brings what was kept.
type Loaded[T any] struct{ Value T }

// Load wishes for what was kept, the first time it is called. It does not come
// if it cannot be read: it is not worth a word.
func (k *Keeper[T]) Load() pane.Intent {
	if k.in == nil || k.asked {
		return nil
	}
	k.asked = true
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		text, ok, err := k.in.Setting(ctx, "", k.name)
		var v T
		if err != nil || !ok || json.Unmarshal([]byte(text), &v) != nil {
			return nil
		}
		return Loaded[T]{v}
	}}
}

// Keep wishes for something to be kept.
func (k *Keeper[T]) Keep(v T) pane.Intent {
	if k.in == nil {
		return nil
	}
	k.last.Store(&v)
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		if err := k.write(ctx); err != nil {
			return pane.Failed{Err: fmt.Errorf("keep %s: %w", k.what, err)}
		}
		return nil
	}}
}

func (k *Keeper[T]) write(ctx context.Context) error {
	k.writing.Lock()
	defer k.writing.Unlock()
	text, err := json.Marshal(k.last.Load())
	if err != nil {
		return err
	}
	return k.in.SetSetting(ctx, "", k.name, string(text))
}
