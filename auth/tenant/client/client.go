// Package client is the registry of the tenant's OAuth clients: who they are,
// how they prove it, and where a browser may be sent back to.
//
// It knows no grants and no tokens of the tenant. A new method of client
// authentication is a case in [Registry.Authenticate] and a name in the list
// of [Methods].
package client

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
)

// Client is a registered OAuth client. One with neither secret nor key is
// public.
type Client struct {
	// ID is the client_id.
	ID string
	// Secret proves the client in the header or the body, or is the key of its
	// client_secret_jwt.
	Secret string
	// Key is the public key in PEM that its private_key_jwt and its assertions
	// are verified with.
	Key string
	// Audience is the aud of its access tokens if the request names none; ""
	// means the tenant's.
	Audience string
	// Username is who logs in with it if nobody is asked; "" means the tenant's.
	Username string
}

// Public reports whether c has nothing to prove itself with.
func (c Client) Public() bool { return c.Secret == "" && c.Key == "" }

// AudienceOr returns what a request asked for, or else c's own.
func (c Client) AudienceOr(asked []string) []string {
	if len(asked) == 0 && c.Audience != "" {
		return []string{c.Audience}
	}
	return asked
}

// key reads c's public key.
func (c Client) key() (crypto.PublicKey, error) {
	if c.Key == "" {
		return nil, errors.New("the client has no public key")
	}
	block, _ := pem.Decode([]byte(c.Key))
	if block == nil {
		return nil, errors.New("the client's public key is not in PEM")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("read the client's public key: %w", err)
	}
	return key, nil
}
