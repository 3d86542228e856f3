package finds

import (
	"context"
	"sync"
	"time"

	"postern/engine/lookup"
	"postern/engine/lookup/seen"
	store "postern/store/history"
)

// Store keeps what was seen over the end of the program; [store.Log] is one.
type Store interface {
	Seen(ctx context.Context, r store.Realm) ([]seen.ID, error)
	KeepSeen(ctx context.Context, r store.Realm, ids []seen.ID) error
	Choices(ctx context.Context, workspace string) (map[string]seen.Choices, error)
	KeepChoice(ctx context.Context, r store.Realm, c seen.Choice) error
}

// known are the ids of a workspace, those of an environment read from the store
// when they are first asked for. It is for commands, which wait for each other:
// Update never touches it.
type known struct {
	store     Store // nil keeps nothing
	workspace string
	// unread says that nothing is to be read: the store is being cleared.
	unread bool

	mu     sync.Mutex
	realms map[string]*seen.Index
}

// index returns the ids of an environment, which are good even with an error.
func (k *known) index(ctx context.Context, realm string) (*seen.Index, error) {
	if x := k.realms[realm]; x != nil {
		return x, nil
	}
	x := &seen.Index{}
	if k.realms == nil {
		k.realms = map[string]*seen.Index{}
	}
	k.realms[realm] = x
	if k.store == nil || k.unread {
		return x, nil
	}
	ids, err := k.store.Seen(ctx, k.realm(realm))
	x.Load(ids)
	return x, err
}

func (k *known) realm(name string) store.Realm {
	return store.Realm{Workspace: k.workspace, Name: name}
}

// add takes in the ids of a response and returns them as they are to be kept.
func (k *known) add(ctx context.Context, realm string, at time.Time, ids []lookup.ID) ([]seen.ID, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	x, err := k.index(ctx, realm)
	return x.Add(at, ids), err
}

// fitting returns the ids that fit, the best first and of equals the newest.
func (k *known) fitting(ctx context.Context, realm string, fits func(lookup.ID) int) ([]seen.ID, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	x, err := k.index(ctx, realm)
	return x.Fitting(fits), err
}

// keep writes ids to the store.
func (k *known) keep(ctx context.Context, realm string, ids []seen.ID) error {
	if k.store == nil {
		return nil
	}
	return k.store.KeepSeen(ctx, k.realm(realm), ids)
}

// choose writes a choice to the store.
func (k *known) choose(ctx context.Context, realm string, c seen.Choice) error {
	if k.store == nil {
		return nil
	}
	return k.store.KeepChoice(ctx, k.realm(realm), c)
}
