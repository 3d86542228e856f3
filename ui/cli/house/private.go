package house

import (
	"context"
	"errors"
	"slices"
	"sync"

	"postern/store/history"
	"postern/store/settings"
	"postern/store/state"
	"postern/store/trust"
	"postern/store/vault"
)

var (
	_ vault.Keyring = NoKeyring{}

	errNoKeyring = errors.New("the keyring is not used")
)

// Private is the private state in use. It can be exchanged while the program
// runs: the demo must not leave its tokens among the person's own, nor what the
// person does in their own workspace go away with the demo. It is safe for
// concurrent use.
type Private struct {
	mu sync.Mutex
	// all are the states used so far, the present one last.
	all []*state.State
}

// NewPrivate returns a Private that uses s.
func NewPrivate(s *state.State) *Private { return &Private{all: []*state.State{s}} }

// Throwaway returns a state that goes away with its folder: nothing of it
// reaches the keyring of the operating system.
func Throwaway(dir string) *state.State {
	return state.NewWith(dir, vault.Options{Keyring: NoKeyring{}})
}

// State returns the present state.
func (p *Private) State() *state.State {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.all[len(p.all)-1]
}

// Exchange uses s from now on, which may be one that was used before.
func (p *Private) Exchange(s *state.State) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(slices.DeleteFunc(p.all, func(old *state.State) bool { return old == s }), s)
}

// Setting is a small thing that is kept in the state in use.
func (p *Private) Setting(ctx context.Context, workspace, name string) (value string, ok bool, err error) {
	return p.State().Setting(ctx, workspace, name)
}

// SetSetting keeps a small thing in the state in use.
func (p *Private) SetSetting(ctx context.Context, workspace, name, value string) error {
	return p.State().SetSetting(ctx, workspace, name, value)
}

// Close closes all that were used.
func (p *Private) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var errs []error
	for _, s := range p.all {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}

// Tokens returns the tokens of whichever state is in use.
func (p *Private) Tokens() state.Tokens { return state.TokensIn(p.State) }

// Trust are the scripts that the person trusts, in the state in use.
func (p *Private) Trust() *trust.Scripts { return trust.New(state.TablesIn(p.State)) }

// NoKeyring is a [vault.Keyring] that is not there.
type NoKeyring struct{}

// Get fails.
func (NoKeyring) Get(_, _ string) (string, error) { return "", errNoKeyring }

// Set fails.
func (NoKeyring) Set(_, _, _ string) error { return errNoKeyring }

// History is what was sent, kept in the state in use as far as set allows.
func (p *Private) History(set *settings.Settings) *history.Log {
	return history.New(state.TablesIn(p.State), func() history.Limits { return history.Limits(set.History()) })
}
