package tenant

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"slices"
)

// challengeMethods are the ways to make a challenge from a verifier.
var challengeMethods = []string{"S256", "plain"}

// challenge is what a client proves with its verifier when it redeems a code
// (PKCE, RFC 7636). Its zero value is an authorization request without one.
type challenge struct {
	text   string
	method string
}

// readChallenge reads it from an authorization request of client c.
func readChallenge(v url.Values, c client) (challenge, error) {
	h := challenge{text: v.Get("code_challenge"), method: v.Get("code_challenge_method")}
	if h.text == "" {
		if c.public() {
			return challenge{}, badRequest("a public client must use PKCE: code_challenge is missing")
		}
		return challenge{}, nil
	}
	if h.method == "" {
		h.method = "plain" // section 4.3
	}
	if !slices.Contains(challengeMethods, h.method) || !wellSized(h.text) {
		return challenge{}, badRequest("code_challenge or code_challenge_method is malformed")
	}
	return h, nil
}

// verify is section 4.6.
func (h challenge) verify(verifier string) error {
	if h == (challenge{}) {
		if verifier != "" {
			return invalidGrant("code_verifier without a code_challenge in the authorization request")
		}
		return nil
	}
	got := verifier
	if h.method == "S256" {
		sum := sha256.Sum256([]byte(verifier))
		got = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	if !wellSized(verifier) || got != h.text {
		return invalidGrant("code_verifier does not match the code_challenge")
	}
	return nil
}

// wellSized reports whether a verifier or challenge is as long as sections 4.1
// and 4.2 want it.
func wellSized(s string) bool { return len(s) >= 43 && len(s) <= 128 }
