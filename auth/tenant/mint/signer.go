package mint

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"

	"github.com/go-jose/go-jose/v4"

	"postern/auth/tenant/protocol"
)

// keyID names the one key in the JWKS.
const keyID = "tenant-1"

// Signer signs with a key that is made at its first use and dies with it.
type Signer struct {
	key func() (*ecdsa.PrivateKey, error)
}

// NewSigner returns a signer with a key of its own.
func NewSigner() *Signer {
	return &Signer{key: sync.OnceValues(func() (*ecdsa.PrivateKey, error) {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return nil, fmt.Errorf("make signing key: %w", err)
		}
		return k, nil
	})}
}

// sign makes a JWT of that typ.
func (s *Signer) sign(typ jose.ContentType, claims map[string]any) (string, error) {
	k, err := s.key()
	if err != nil {
		return "", err
	}
	sig, err := jose.NewSigner(
		jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: k, KeyID: keyID}},
		(&jose.SignerOptions{}).WithType(typ))
	if err != nil {
		return "", fmt.Errorf("sign token: %w", err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("sign token: %w", err)
	}
	jws, err := sig.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("sign token: %w", err)
	}
	return jws.CompactSerialize()
}

// KeySet is the JWKS endpoint.
type KeySet struct{ Signer *Signer }

// ServeHTTP implements [http.Handler].
func (s KeySet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k, err := s.Signer.key()
	if err != nil {
		protocol.WriteProblem(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "max-age=3600, must-revalidate")
	protocol.WriteJSON(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{
		{Key: &k.PublicKey, KeyID: keyID, Algorithm: string(jose.ES256), Use: "sig"},
	}})
}
