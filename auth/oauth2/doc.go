// Package oauth2 gets tokens from an authorization server: it implements
// [auth.Grants] for the grants of RFC 6749, the device code (RFC 8628), token
// exchange (RFC 8693) and the JWT bearer grant (RFC 7523), with PKCE (RFC 7636),
// a loopback callback (RFC 8252), signed clients (RFC 7523) and the habits of
// Postman, whose files it serves.
//
// It makes its own token requests. golang.org/x/oauth2 sends every failing
// token request a second time with another client authentication, follows
// redirects with the secret in hand and loses good tokens over odd answers; a
// server that watches for reused refresh tokens ends the session for less.
// What this package promises instead:
//
//   - one request, one client authentication, in the order and with the
//     parameters the config lists;
//   - no redirects, https or loopback only, at most 30 s and 1 MiB;
//   - a token is taken from any answer that holds one (see package answer);
//   - an [auth.Error] says what to do, without a secret in its text.
//
// It keeps no tokens and decides nothing about when to refresh: that is
// [postern/auth/tokens.Manager].
//
// To add a grant, write <grant>.go with a function of type obtainFunc and add
// one line to the list in client.go.
package oauth2
