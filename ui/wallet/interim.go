package wallet

import (
	"context"
	"errors"

	"postern/auth"
	"postern/auth/tokens"
)

var errNotYet = errors.New("the token manager cannot do that yet")

// manager is the token manager with what it is about to learn.
type manager struct{ *tokens.Manager }

func (m manager) RefreshNow(ctx context.Context, t auth.Token) (auth.Token, error) {
	return m.Renew(ctx, t.Config, t)
}
func (m manager) Revoke(context.Context, string) error                       { return errNotYet }
func (m manager) Rename(context.Context, string, string) error               { return errNotYet }
func (m manager) DeleteExpired(context.Context) (int, error)                 { return 0, errNotYet }
func (m manager) Use(context.Context, auth.Config, string) error             { return nil }
func (m manager) Get(ctx context.Context, c auth.Config) (auth.Token, error) { return m.Login(ctx, c) }
