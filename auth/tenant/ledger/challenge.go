package ledger

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"slices"

	"postern/auth/tenant/protocol"
)

// ChallengeMethods are the ways to make a challenge from a verifier.
var ChallengeMethods = []string{"S256", "plain"}

// Challenge is what a client proves with its verifier when it redeems a code
// (PKCE, RFC 7636). Its zero value is an authorization request without one.
type Challenge struct {
	text   string
	method string
}

// ReadChallenge reads it from an authorization request, which must have one if
// its client is public.
func ReadChallenge(v url.Values, public bool) (Challenge, error) {
	h := Challenge{text: v.Get("code_challenge"), method: v.Get("code_challenge_method")}
	if h.text == "" {
		if public {
			return Challenge{}, protocol.BadRequest("a public client must use PKCE: code_challenge is missing")
		}
		return Challenge{}, nil
	}
	if h.method == "" {
		h.method = "plain" // section 4.3
	}
	if !slices.Contains(ChallengeMethods, h.method) || !wellSized(h.text) {
		return Challenge{}, protocol.BadRequest("code_challenge or code_challenge_method is malformed")
	}
	return h, nil
}

// Verify is section 4.6.
func (h Challenge) Verify(verifier string) error {
	if h == (Challenge{}) {
		if verifier != "" {
			return protocol.InvalidGrant("code_verifier without a code_challenge in the authorization request")
		}
		return nil
	}
	got := verifier
	if h.method == "S256" {
		sum := sha256.Sum256([]byte(verifier))
		got = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	if !wellSized(verifier) || got != h.text {
		return protocol.InvalidGrant("code_verifier does not match the code_challenge")
	}
	return nil
}

// wellSized reports whether a verifier or challenge is as long as sections 4.1
// and 4.2 want it.
func wellSized(s string) bool { return len(s) >= 43 && len(s) <= 128 }
