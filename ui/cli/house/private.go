package house

import (
	"errors"
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
// runs: the demo that is started from the first page must not leave its tokens
// among the person's own. It is safe for concurrent use.
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

// Exchange uses s from now on.
func (p *Private) Exchange(s *state.State) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, s)
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
