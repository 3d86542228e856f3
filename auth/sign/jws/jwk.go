package jws

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/go-jose/go-jose/v4"
)

// JWK is a key with what its text says of it.
type JWK struct {
	// Key is what [Sign] takes.
	Key any
	// ID and Algorithm are the members kid and alg; they may be empty.
	ID, Algorithm string
}

// ParseJWK reads a private or shared key as a JSON Web Key, RFC 7517, or the
// one of a set: that of the given id or, with none given, the only one.
func ParseJWK(text, id string) (JWK, error) {
	var set jose.JSONWebKeySet
	if err := json.Unmarshal([]byte(text), &set); err != nil {
		return JWK{}, fmt.Errorf("%w: %w", ErrNoJWK, err)
	}
	if len(set.Keys) == 0 {
		var k jose.JSONWebKey
		if err := json.Unmarshal([]byte(text), &k); err != nil {
			return JWK{}, fmt.Errorf("%w: %w", ErrNoJWK, err)
		}
		set.Keys = []jose.JSONWebKey{k}
	} else if id != "" {
		set.Keys = slices.DeleteFunc(set.Keys, func(k jose.JSONWebKey) bool { return k.KeyID != id })
	}
	if len(set.Keys) != 1 {
		return JWK{}, ErrKeyID
	}
	k := set.Keys[0]
	if Fitting(k.Key) == "" {
		return JWK{}, ErrNoJWK // a public one
	}
	return JWK{Key: k.Key, ID: k.KeyID, Algorithm: k.Algorithm}, nil
}
