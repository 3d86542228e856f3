package oauth2

import "golang.org/x/oauth2"

// pkce is the proof of RFC 7636 that who redeems the code is who asked for it.
// It lives for one login.
type pkce struct{ method, verifier, challenge string }

// proof returns a new proof, or the zero one if the config turns PKCE off. The
// method is never lowered because a server complained.
func (s settings) proof() pkce {
	if s.challenge == "" {
		return pkce{}
	}
	p := pkce{method: s.challenge, verifier: s.verifier}
	if p.verifier == "" {
		p.verifier = oauth2.GenerateVerifier()
	}
	p.challenge = p.verifier
	if p.method == "S256" {
		p.challenge = oauth2.S256ChallengeFromVerifier(p.verifier)
	}
	return p
}
