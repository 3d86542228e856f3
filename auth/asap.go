package auth

import (
	"cmp"
	"context"

	"postern/auth/sign/asap"
)

// ASAP proves one service to another with a short-lived token that only the
// service's private key can make.
type ASAP struct{}

// Type implements [Scheme].
func (ASAP) Type() string { return "asap" }

// Label implements [Scheme].
func (ASAP) Label() string { return "ASAP (Atlassian)" }

// Fields implements [Scheme].
func (ASAP) Fields() []Field {
	return []Field{
		{Key: "alg", Label: "Algorithm", Default: "RS256", Options: asap.Algorithms()},
		{Key: "iss", Label: "Issuer"},
		{Key: "aud", Label: "Audience"},
		{Key: "kid", Label: "Key ID"},
		{Key: "privateKey", Label: "Private key", Long: true, Secret: true, Help: "PEM, or a data: URI that holds the key id."},
		{Key: "sub", Label: "Subject", Help: "The issuer when empty."},
		{Key: "claims", Label: "Additional Claims", Long: true, Help: "A JSON object; what it holds goes before the fields."},
		{Key: "exp", Label: "Expiry", Default: "3600", Help: "Seconds."},
	}
}

// Apply implements [Scheme]. Settings that make no token leave the request as
// it is.
func (ASAP) Apply(_ context.Context, call Call) error {
	c := call.Config
	aud, _ := c.Value("aud")
	token, err := asap.Token(asap.Settings{
		Algorithm: cmp.Or(c.Get("alg"), "RS256"), Issuer: c.Get("iss"), Subject: c.Get("sub"), Audience: aud,
		KeyID: c.Get("kid"), PrivateKey: c.Get("privateKey"), Lifetime: c.Get("exp"), Claims: jsonText(c, "claims"),
		Time: call.now(), ID: call.uuid(),
	})
	if err != nil {
		call.Request.Warn("no token is sent: %v", err)
		return nil
	}
	call.Request.Replace(Header{Name: authorization, Value: "Bearer " + token, Secret: true, System: true})
	return nil
}
