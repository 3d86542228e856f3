package tenant

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/go-jose/go-jose/v4"
)

// signer signs with a key that is made at its first use and dies with it.
type signer struct {
	once sync.Once
	key  *ecdsa.PrivateKey
	err  error
}

// keyID names the one key in the JWKS.
const keyID = "tenant-1"

func (s *signer) private() (*ecdsa.PrivateKey, error) {
	s.once.Do(func() { s.key, s.err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader) })
	return s.key, s.err
}

func (s *signer) public() (jose.JSONWebKey, error) {
	k, err := s.private()
	if err != nil {
		return jose.JSONWebKey{}, fmt.Errorf("make signing key: %w", err)
	}
	return jose.JSONWebKey{Key: &k.PublicKey, KeyID: keyID, Algorithm: string(jose.ES256), Use: "sig"}, nil
}

// sign makes a JWT of that typ.
func (s *signer) sign(typ jose.ContentType, claims map[string]any) (string, error) {
	k, err := s.private()
	if err != nil {
		return "", fmt.Errorf("make signing key: %w", err)
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

// jti returns the id of an access token that this signer made, "" for any
// other text.
func (s *signer) jti(token string) string {
	jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return ""
	}
	k, err := s.private()
	if err != nil {
		return ""
	}
	payload, err := jws.Verify(&k.PublicKey)
	if err != nil {
		return ""
	}
	var claims struct {
		ID string `json:"jti"`
	}
	if json.Unmarshal(payload, &claims) != nil {
		return ""
	}
	return claims.ID
}
