package auth

import (
	"cmp"
	"context"
	"errors"
	"hash"
	"net/http"
	"strings"

	"postern/auth/sign/digest"
)

// Digest proves a password without sending it, RFC 7616: the first request goes
// out bare, the server asks, and the request is sent once more with the proof.
type Digest struct{}

// Type implements [Scheme].
func (Digest) Type() string { return "digest" }

// Label implements [Scheme].
func (Digest) Label() string { return "Digest Auth" }

// Fields implements [Scheme].
func (Digest) Fields() []Field {
	return []Field{
		{Key: "username", Label: "Username"},
		{Key: "password", Label: "Password", Secret: true},
		{Key: "disableRetryRequest", Label: "Disable retrying the request", Bool: true, Help: "Then only a realm and a nonce written here are used."},
		{Key: "realm", Label: "Realm", Help: "The server names it; with a nonce the first request is signed already."},
		{Key: "nonce", Label: "Nonce", Help: "The server makes it."},
		{Key: "algorithm", Label: "Algorithm", Options: digest.Algorithms(), Help: "The server's goes before; MD5 when neither names one."},
		{Key: "qop", Label: "qop", Help: "auth or auth-int, for a nonce written here."},
		{Key: "nonceCount", Label: "Nonce Count", Help: "Eight digits, for a nonce written here."},
		{Key: "clientNonce", Label: "Client Nonce", Help: "Empty makes a new one."},
		{Key: "opaque", Label: "Opaque"},
	}
}

// firstUse is the count of a nonce that is new.
const firstUse = "00000001"

// Apply implements [Scheme]. It signs only with a realm and a nonce that
// somebody wrote into the settings, which are taken by the letter.
func (Digest) Apply(_ context.Context, call Call) error {
	c := call.Config
	if c.Get("username") == "" || c.Get("realm") == "" || c.Get("nonce") == "" {
		return nil
	}
	return signDigest(call, digest.Credentials{
		Username: c.Get("username"), Password: c.Get("password"), Realm: c.Get("realm"), Nonce: c.Get("nonce"),
		Algorithm: c.Get("algorithm"), QOP: c.Get("qop"), Opaque: c.Get("opaque"), Count: c.Get("nonceCount"),
	})
}

func signDigest(call Call, cred digest.Credentials) error {
	r := call.Request
	cred.Method, cred.URI = r.Method, r.Target().URI()
	cred.Count = cmp.Or(cred.Count, firstUse)
	cred.Client = call.Config.Get("clientNonce")
	if cred.Client == "" {
		cred.Client = call.nonce(16)
	}
	cred.HashBody = func(h hash.Hash) error { return r.HashBody(h, -1) }
	value, err := cred.Header()
	if err != nil {
		return err
	}
	r.Replace(Header{Name: authorization, Value: value, Secret: true, System: true})
	return nil
}

var errNoDigest = errors.New("the server asks for a digest in a way that is not known here")

// Challenge implements [Challenger]: it answers the best of the server's
// challenges, unless an answer was refused already. Trying a wrong password
// twice may lock an account.
func (Digest) Challenge(_ context.Context, call Call, status int, header http.Header) (bool, error) {
	c := call.Config
	if status != http.StatusUnauthorized && status != http.StatusForbidden || c.Get("username") == "" || c.Bool("disableRetryRequest") {
		return false, nil
	}
	all := digest.Parse(header.Values("WWW-Authenticate"))
	if len(all) == 0 {
		return false, nil
	}
	asked, ok := digest.Choose(all, c.Get("algorithm"))
	if !ok {
		return false, errNoDigest
	}
	if !asked.Stale && wrongPassword(call, asked.Nonce) {
		return false, nil
	}
	answer := asked.Answer(c.Get("username"), c.Get("password"))
	if answer.Algorithm == "" {
		answer.Algorithm = c.Get("algorithm")
	}
	if err := signDigest(call, answer); err != nil {
		return false, err
	}
	return true, nil
}

// wrongPassword reports whether the refused request carried a proof, and one
// with a nonce of the server's: a written one may just be an old one.
func wrongPassword(call Call, asked string) bool {
	sent, _ := call.Request.Get(authorization)
	written := call.Config.Get("nonce")
	if written != "" && written != asked && strings.Contains(sent, `nonce="`+written+`"`) {
		return false
	}
	return strings.HasPrefix(sent, "Digest ")
}

// Steps implements [Handshake]: the proof, and another one if its nonce was
// already too old.
func (Digest) Steps() int { return 2 }

// Pinned implements [Handshake]: the proof is in the request.
func (Digest) Pinned() bool { return false }
