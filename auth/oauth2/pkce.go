package oauth2

import (
	"regexp"

	"golang.org/x/oauth2"

	"postern/auth"
)

// pkce is the proof of RFC 7636 that who redeems the code is who asked for it.
// It lives for one login.
type pkce struct{ method, verifier, challenge string }

// proof returns a new proof, or the zero one if the config turns PKCE off. The
// method is never lowered because a server complained.
func (s settings) proof() (pkce, error) {
	if s.challenge == "" {
		return pkce{}, nil
	}
	p := pkce{method: s.challenge, verifier: s.verifier}
	switch {
	case p.verifier == "":
		p.verifier = oauth2.GenerateVerifier()
	case !regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`).MatchString(p.verifier):
		return pkce{}, &auth.Error{
			Kind: auth.KindConfig, Summary: "the code verifier is not one of 43 to 128 characters A-Z a-z 0-9 - . _ ~", Where: "code_verifier",
			Hint: "leave Code Verifier empty: every login then gets a new one",
		}
	}
	p.challenge = p.verifier
	if p.method == "S256" {
		p.challenge = oauth2.S256ChallengeFromVerifier(p.verifier)
	}
	return p, nil
}
