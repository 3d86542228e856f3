package state

import (
	"context"
	"errors"
	"slices"
	"time"

	"postern/auth"
)

var (
	_ auth.TokenStore  = Tokens{}
	_ auth.Locker      = Tokens{}
	_ auth.IntentStore = Tokens{}
	_ auth.ChoiceStore = Tokens{}
)

// Tokens keeps the tokens of a [State], the intents of their refreshes and the
// choices between them. Get one from [State.Tokens] or [TokensIn].
//
// What is written is on disk when the call returns nil, over a power cut, too:
// a server that rotates refresh tokens forgets the old one, and the new one
// cannot be had twice.
type Tokens struct {
	in func() *State
}

// Tokens returns the tokens kept in s.
func (s *State) Tokens() Tokens { return Tokens{func() *State { return s }} }

// TokensIn returns the tokens of the state that in returns at the time of each
// call.
func TokensIn(in func() *State) Tokens { return Tokens{in} }

// Lock implements [auth.Locker]; see [State.Lock].
func (t Tokens) Lock(ctx context.Context, key string) (unlock func(), err error) {
	return t.in().Lock(ctx, key)
}

// tokenKind binds a sealed token to its table.
const tokenKind = "token"

// tokenRecord is a token as it is sealed. auth.Secret encodes as dots on
// purpose; this is the one place that writes its value, and only to be sealed.
type tokenRecord struct {
	Key        string            `json:"key"`
	Name       string            `json:"name"`
	Access     string            `json:"access"`
	Refresh    string            `json:"refresh,omitempty"`
	ID         string            `json:"id,omitempty"`
	Type       string            `json:"type,omitempty"`
	Scope      string            `json:"scope,omitempty"`
	Issued     string            `json:"issued,omitempty"`
	Origin     string            `json:"origin,omitempty"`
	Extra      map[string]string `json:"extra,omitempty"`
	Obtained   time.Time         `json:"obtained"`
	Expiry     time.Time         `json:"expiry,omitzero"`
	Config     configRecord      `json:"config"`
	Generation int               `json:"generation,omitempty"`
	NeedsLogin bool              `json:"needsLogin,omitempty"`
	RetryAt    time.Time         `json:"retryAt,omitzero"`
}

type configRecord struct {
	Type  string       `json:"type"`
	Realm string       `json:"realm,omitempty"`
	Attrs []attrRecord `json:"attrs,omitempty"`
}

type attrRecord struct {
	Key    string `json:"key"`
	Value  any    `json:"value"`
	Source string `json:"source,omitempty"`
}

func recordOf(t auth.Token) tokenRecord {
	r := tokenRecord{
		Key: t.Key, Name: t.Name,
		Access: t.Access.Reveal(), Refresh: t.Refresh.Reveal(), ID: t.ID.Reveal(),
		Type: t.Type, Scope: t.Scope, Issued: t.Issued, Origin: t.Origin, Extra: t.Extra,
		// Round drops the monotonic clock, which means nothing elsewhere.
		Obtained: t.Obtained.Round(0), Expiry: t.Expiry.Round(0),
		Config:     configRecord{Type: t.Config.Type, Realm: t.Config.Realm},
		Generation: t.Generation, NeedsLogin: t.NeedsLogin, RetryAt: t.RetryAt.Round(0),
	}
	for _, a := range t.Config.Attrs {
		r.Config.Attrs = append(r.Config.Attrs, attrRecord(a))
	}
	return r
}

func (r tokenRecord) token() auth.Token {
	t := auth.Token{
		Key: r.Key, Name: r.Name,
		Access: auth.Secret(r.Access), Refresh: auth.Secret(r.Refresh), ID: auth.Secret(r.ID),
		Type: r.Type, Scope: r.Scope, Issued: r.Issued, Origin: r.Origin, Extra: r.Extra,
		Obtained: r.Obtained, Expiry: r.Expiry,
		Config:     auth.Config{Type: r.Config.Type, Realm: r.Config.Realm},
		Generation: r.Generation, NeedsLogin: r.NeedsLogin, RetryAt: r.RetryAt,
	}
	for _, a := range r.Config.Attrs {
		t.Config.Attrs = append(t.Config.Attrs, auth.Attr(a))
	}
	return t
}

// Load implements [auth.TokenStore]. A token that cannot be unlocked is an
// error that is [vault.ErrLocked]; the next Load tries again. A damaged one is
// put aside: the error tells it once, the next Load finds none.
func (t Tokens) Load(ctx context.Context, key string) (auth.Token, bool, error) {
	s := t.in()
	rows, err := tokenRows(ctx, s, `WHERE name = ?`, hashed(key))
	if err != nil || len(rows) == 0 {
		return auth.Token{}, false, err
	}
	got, err := openToken(ctx, s, rows[0])
	return got, err == nil, err
}

// Save implements [auth.TokenStore]; it ends the intent of a refresh with the
// token's replacement.
func (t Tokens) Save(ctx context.Context, token auth.Token) error {
	s, name := t.in(), hashed(token.Key)
	sealed, err := s.seal(tokenKind, name, recordOf(token))
	if err != nil {
		return doing("keep token", err)
	}
	return doing("keep token", s.change(ctx,
		statement{`INSERT OR REPLACE INTO tokens (name, sealed, updated) VALUES (?, ?, ?)`, []any{name, sealed, time.Now().UnixNano()}},
		statement{`DELETE FROM intents WHERE name = ?`, []any{name}},
	))
}

// Delete implements [auth.TokenStore]. With the token go the intent of its
// refresh and the choices that fell on it.
func (t Tokens) Delete(ctx context.Context, key string) error {
	s, name := t.in(), hashed(key)
	if !s.exists() {
		return nil
	}
	return doing("forget token", s.change(ctx,
		statement{`DELETE FROM tokens WHERE name = ?`, []any{name}},
		statement{`DELETE FROM intents WHERE name = ?`, []any{name}},
		statement{`DELETE FROM choices WHERE token = ?`, []any{name}},
	))
}

// List implements [auth.TokenStore]. If some tokens cannot be read, it returns
// the others with an error; those are put aside and met once. If they cannot be
// unlocked, the error is [vault.ErrLocked].
func (t Tokens) List(ctx context.Context) ([]auth.Token, error) {
	s := t.in()
	rows, err := tokenRows(ctx, s, ``)
	if err != nil {
		return nil, err
	}
	var out []auth.Token
	var bad []error
	for _, r := range rows {
		got, err := openToken(ctx, s, r)
		switch {
		case err == nil:
			out = append(out, got)
		case errors.Is(err, ErrDamaged):
			bad = append(bad, err)
		default:
			return nil, err // nothing is wrong with this one alone
		}
	}
	slices.SortStableFunc(out, func(a, b auth.Token) int { return b.Obtained.Compare(a.Obtained) })
	return out, errors.Join(bad...)
}

func tokenRows(ctx context.Context, s *State, where string, args ...any) ([]record, error) {
	rows, err := s.records(ctx, `SELECT name, `+boundedBlob+`, updated FROM tokens `+where, scanNamed, args...)
	return rows, doing("read tokens", err)
}

func openToken(ctx context.Context, s *State, r record) (auth.Token, error) {
	var x tokenRecord
	err := s.openNamed(ctx, tokenKind, `tokens`, r, &x, func() bool { return hashed(x.Key) == r.name })
	return x.token(), err
}
