package auth

import (
	"context"
	"net/http"

	"postern/auth/sign/ntlm"
)

// NTLM logs a connection in with a Windows account. The first request goes out
// bare; when the server asks for NTLM, a negotiate, a challenge and an
// authenticate message follow on one and the same connection.
//
//	bare ─ 401 NTLM ─▶ negotiate ─ 401 NTLM <challenge> ─▶ authenticate ─▶ answer
type NTLM struct{}

// Type implements [Scheme].
func (NTLM) Type() string { return "ntlm" }

// Label implements [Scheme].
func (NTLM) Label() string { return "NTLM Authentication" }

// Fields implements [Scheme].
func (NTLM) Fields() []Field {
	return []Field{
		{Key: "username", Label: "Username", Help: `Also DOMAIN\user or user@domain.`},
		{Key: "password", Label: "Password", Secret: true},
		{Key: "disableRetryRequest", Label: "Disable retrying the request", Bool: true, Help: "Then nobody is logged in."},
		{Key: "domain", Label: "Domain"},
		{Key: "workstation", Label: "Workstation", Help: "The name of this machine, if the server wants one."},
	}
}

// Apply implements [Scheme]: nothing is sent before the server asks, and
// nothing of the user's stands in the way when it does.
func (NTLM) Apply(_ context.Context, call Call) error {
	if call.Config.Get("username") != "" {
		call.Request.Del(authorization)
	}
	return nil
}

// Challenge implements [Challenger]. Where the login stands is told by what the
// refused request carried.
func (NTLM) Challenge(_ context.Context, call Call, status int, header http.Header) (bool, error) {
	c := call.Config
	if status != http.StatusUnauthorized && status != http.StatusForbidden || c.Get("username") == "" || c.Bool("disableRetryRequest") {
		return false, nil
	}
	return ntlm.Answer(call.Request, ntlm.Account{
		User: c.Get("username"), Password: c.Get("password"), Domain: c.Get("domain"), Workstation: c.Get("workstation"),
	}, header)
}

// Steps implements [Handshake].
func (NTLM) Steps() int { return 2 }

// Pinned implements [Handshake]: the login is that of the connection.
func (NTLM) Pinned() bool { return true }
