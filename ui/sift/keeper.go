package sift

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
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

// kept is what the paths are kept under.
const kept = "filters"

// Keeper remembers the paths of before for the next run. Make one with
// [NewKeeper].
type Keeper struct {
	in    Memory
	asked bool
	// last is what is to be kept; writing is held by whoever writes it, so that
	// the last one is what stays.
	last    atomic.Pointer[[]string]
	writing sync.Mutex
}

// NewKeeper returns a keeper in a memory; nil remembers nothing.
func NewKeeper(in Memory) *Keeper { return &Keeper{in: in} }

// The intents.
type (
	// Remembered brings the paths that were kept.
	Remembered struct{ Paths []string }
	// PathsChanged says that a path was added to those of before.
	PathsChanged struct{ Paths []string }
)

// Load wishes for the paths, the first time it is called. That they cannot be
// read is not worth a word.
func (k *Keeper) Load() pane.Intent {
	if k == nil || k.in == nil || k.asked {
		return nil
	}
	k.asked = true
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		text, ok, err := k.in.Setting(ctx, "", kept)
		var paths []string
		if err != nil || !ok || json.Unmarshal([]byte(text), &paths) != nil {
			return nil
		}
		return Remembered{paths[:min(len(paths), maxPast)]}
	}}
}

// Keep wishes for paths to be kept, but for those that compare with a value:
// that may be anything, and what is kept is not sealed.
func (k *Keeper) Keep(paths []string) pane.Intent {
	if k == nil || k.in == nil {
		return nil
	}
	var plain []string
	for _, p := range paths {
		if !strings.ContainsAny(p, `("`) {
			plain = append(plain, p)
		}
	}
	k.last.Store(&plain)
	return pane.Work{Do: func(ctx context.Context) pane.Intent {
		k.writing.Lock()
		defer k.writing.Unlock()
		text, err := json.Marshal(k.last.Load())
		if err == nil {
			err = k.in.SetSetting(ctx, "", kept, string(text))
		}
		if err != nil {
			return pane.Failed{Err: fmt.Errorf("keep the filters: %w", err)}
		}
		return nil
	}}
}
