package tokens

import (
	"context"
	"strings"

	"postern/auth"
)

// Revoker is an [auth.Grants] that can tell a server to forget a token, RFC 7009.
type Revoker interface {
	Revoke(ctx context.Context, t auth.Token) error
}

// List returns all stored tokens, newest first. If some cannot be read it
// returns the others with an error.
func (m *Manager) List(ctx context.Context) ([]auth.Token, error) { return m.shelf.list(ctx) }

// Find returns the token a person means by name: the name of a token, its key,
// or the beginning of either if no other begins so. What could mean several
// tokens is an error that names them.
func (m *Manager) Find(ctx context.Context, name string) (auth.Token, error) {
	all, err := m.shelf.list(ctx)
	if err != nil && len(all) == 0 {
		return auth.Token{}, err
	}
	return meant(all, name)
}

// Use makes the token under key the one of c: Token, Renew and Peek return it
// from now on. It must be a token of the same environment; one of another
// config is renewed in the way it was got.
func (m *Manager) Use(ctx context.Context, c auth.Config, key string) error {
	t, ok, err := m.shelf.load(ctx, key)
	switch {
	case err != nil || !ok:
		return missing(key, err)
	case t.Config.Realm != c.Realm:
		return &auth.Error{
			Kind: auth.KindConfig, Where: auth.Name(c), Summary: "that token is of another environment",
			Hint: "use one of this environment, or get a new one",
		}
	}
	return m.shelf.choose(ctx, auth.Key(c), key)
}

// RefreshNow renews the token under key whatever is left of it, with the config
// as it was when the token was made. It asks no person.
func (m *Manager) RefreshNow(ctx context.Context, key string) (auth.Token, error) {
	return m.again(ctx, renewed, key)
}

// LoginAgain replaces the token under key by a new one, with the config as it
// was when the token was made.
func (m *Manager) LoginAgain(ctx context.Context, key string) (auth.Token, error) {
	return m.again(ctx, anew, key)
}

func (m *Manager) again(ctx context.Context, w want, key string) (auth.Token, error) {
	t, ok, err := m.shelf.load(ctx, key)
	if err != nil || !ok {
		return auth.Token{}, missing(key, err)
	}
	return m.do(ctx, errand{want: w, key: key, config: t.Config, sender: t.Config})
}

// Rename gives the token under key another name. If another token has that
// name already, a number makes the difference.
func (m *Manager) Rename(ctx context.Context, key, name string) error {
	if name = strings.TrimSpace(name); name == "" {
		return &auth.Error{Kind: auth.KindConfig, Summary: "a token needs a name", Hint: "type one"}
	}
	t, release, err := m.take(ctx, key)
	if err != nil {
		return err
	}
	defer release()
	all, _ := m.shelf.list(ctx) // what cannot be read has no name to avoid
	t.Name = unlike(all, key, name)
	in, interrupted := m.shelf.pending(ctx, t)
	if _, err = m.shelf.save(ctx, t); err != nil {
		return err
	}
	if s, ok := m.shelf.store.(auth.IntentStore); ok && interrupted {
		// The save ended it, and it has not come to its end.
		if err := s.Begin(ctx, key, in); err != nil {
			return storeError("note the interrupted refresh", err)
		}
	}
	return nil
}

// Delete forgets the token under key. The server goes on to accept it; see
// [Manager.Revoke]. A refresh under way is awaited: it would bring the token
// back.
func (m *Manager) Delete(ctx context.Context, key string) error {
	release, err := m.shelf.lock(ctx, key)
	if err != nil {
		return err
	}
	defer release()
	return m.drop(ctx, key)
}

func (m *Manager) drop(ctx context.Context, key string) error {
	m.pauses.forget(key)
	return m.shelf.remove(ctx, key)
}

// DeleteExpired forgets the tokens that have ended and cannot be refreshed, and
// returns how many.
func (m *Manager) DeleteExpired(ctx context.Context) (n int, err error) {
	all, err := m.shelf.list(ctx)
	for _, t := range all {
		if !m.dead(t) {
			continue
		}
		deleted, derr := m.deleteDead(ctx, t.Key)
		if derr != nil {
			return n, derr
		}
		if deleted {
			n++
		}
	}
	return n, err
}

func (m *Manager) deleteDead(ctx context.Context, key string) (deleted bool, err error) {
	release, err := m.shelf.lock(ctx, key)
	if err != nil {
		return false, err
	}
	defer release()
	t, ok, err := m.shelf.load(ctx, key)
	if err != nil || !ok || !m.dead(t) {
		return false, err
	}
	return true, m.drop(ctx, key)
}

func (m *Manager) dead(t auth.Token) bool {
	return over(t, m.now()) && (t.Refresh == "" || t.NeedsLogin)
}

// Revoke tells the server to forget the token under key, and forgets it here
// even if the server refuses; then the error says so.
func (m *Manager) Revoke(ctx context.Context, key string) error {
	t, release, err := m.take(ctx, key)
	if err != nil {
		return err
	}
	defer release()
	refusal := m.revoke(ctx, t)
	if ctx.Err() != nil {
		return cancelled(ctx)
	}
	if err := m.drop(ctx, key); err != nil {
		return err
	}
	if refusal == nil {
		return nil
	}
	return &auth.Error{
		Kind: auth.KindOf(refusal), Where: t.Name, Err: refusal,
		Summary: "the server did not revoke the token, its copy here is deleted",
		Hint:    "revoke it at the identity provider",
	}
}

func (m *Manager) revoke(ctx context.Context, t auth.Token) error {
	r, ok := m.grants.(Revoker)
	if !ok {
		return &auth.Error{Kind: auth.KindConfig, Summary: "there is no way to revoke tokens"}
	}
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return r.Revoke(call, t)
}

// take reads the record under key and keeps it from others until release.
func (m *Manager) take(ctx context.Context, key string) (t auth.Token, release func(), err error) {
	release, err = m.shelf.lock(ctx, key)
	if err != nil {
		return auth.Token{}, nil, err
	}
	t, ok, err := m.shelf.load(ctx, key)
	if err != nil || !ok {
		release()
		return auth.Token{}, nil, missing(key, err)
	}
	return t, release, nil
}

// missing says why there is no record: err, or that there is none.
func missing(key string, err error) error {
	if err != nil {
		return err
	}
	return gone(key)
}
