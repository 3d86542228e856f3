package client

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"postern/auth/tenant/protocol"
)

// assertionType is the client_assertion_type of RFC 7523 section 2.2.
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// An assertion may live for maxAssertion; the clocks of two machines may
// differ by maxSkew.
const (
	maxAssertion = 5 * time.Minute
	maxSkew      = 30 * time.Second
)

// algorithms are what an assertion may be signed with: those of a secret
// first, and never "none".
var algorithms = []jose.SignatureAlgorithm{
	jose.HS256, jose.HS384, jose.HS512,
	jose.RS256, jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512,
	jose.ES256, jose.ES384, jose.ES512, jose.EdDSA,
}

// Algorithms are their names, as in RFC 7518.
func Algorithms() []string {
	var names []string
	for _, a := range algorithms {
		names = append(names, string(a))
	}
	return names
}

// Assertion is a JWT of RFC 7523 that a registered client made.
type Assertion struct {
	// Client is who made it: its iss.
	Client Client
	// Subject is whom it speaks for: its sub.
	Subject string
	// Method is the method of client authentication its key is for.
	Method string
}

// Assertion checks a JWT by the rules of RFC 7523 section 3 and uses it up: its
// jti is good once. Its aud must be one of audiences.
func (g *Registry) Assertion(token string, audiences []string) (Assertion, error) {
	t, err := jwt.ParseSigned(token, algorithms)
	if err != nil {
		return Assertion{}, errors.New("the assertion is not a JWT signed with one of the supported algorithms")
	}
	var claims jwt.Claims
	if err := t.UnsafeClaimsWithoutVerification(&claims); err != nil {
		return Assertion{}, errors.New("the assertion's claims are malformed")
	}
	c, ok := g.Find(claims.Issuer)
	if !ok {
		return Assertion{}, errors.New("the assertion's iss is no registered client")
	}
	a := Assertion{Client: c, Subject: claims.Subject, Method: PrivateJWT}
	var key any = []byte(c.Secret)
	if strings.HasPrefix(t.Headers[0].Algorithm, "HS") {
		a.Method = SecretJWT
		if c.Secret == "" {
			return Assertion{}, errors.New("the client has no secret to sign with")
		}
	} else if key, err = c.key(); err != nil {
		return Assertion{}, err
	}
	if err := t.Claims(key, &claims); err != nil {
		return Assertion{}, errors.New("the assertion's signature is not the client's")
	}
	return a, g.accept(claims, audiences)
}

// accept checks the claims of an assertion whose signature is good.
func (g *Registry) accept(c jwt.Claims, audiences []string) error {
	now := g.now()
	at := func(d *jwt.NumericDate) string { return d.Time().UTC().Format(time.RFC3339) }
	switch {
	case c.Subject == "":
		return errors.New("the assertion has no sub")
	case !slices.ContainsFunc(audiences, c.Audience.Contains):
		return errors.New("the assertion's aud must be the issuer or the token endpoint")
	case c.Expiry == nil:
		return errors.New("the assertion has no exp")
	case !now.Before(c.Expiry.Time()):
		return fmt.Errorf("the assertion expired at %s; it is %s here", at(c.Expiry), now.UTC().Format(time.RFC3339))
	case c.Expiry.Time().After(now.Add(maxAssertion + maxSkew)):
		return fmt.Errorf("the assertion's exp is more than %s ahead", maxAssertion)
	case c.NotBefore != nil && c.NotBefore.Time().After(now.Add(maxSkew)):
		return fmt.Errorf("the assertion is not valid before %s; it is %s here", at(c.NotBefore), now.UTC().Format(time.RFC3339))
	case c.IssuedAt != nil && c.IssuedAt.Time().After(now.Add(maxSkew)):
		return fmt.Errorf("the assertion's iat %s is in the future; it is %s here", at(c.IssuedAt), now.UTC().Format(time.RFC3339))
	case c.ID == "":
		return errors.New("the assertion has no jti")
	}
	return g.useUp(c.Issuer+" "+c.ID, now, c.Expiry.Time())
}

// useUp lets an assertion be used once, and forgets those that are over.
func (g *Registry) useUp(id string, now, expires time.Time) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	maps.DeleteFunc(g.seen, func(_ string, end time.Time) bool { return !now.Before(end) })
	if _, ok := g.seen[id]; ok {
		return errors.New("the assertion's jti was used before")
	}
	g.seen[id] = expires
	return nil
}

// byAssertion knows a client by a JWT about itself.
func (g *Registry) byAssertion(form url.Values, audiences []string) (Client, string, error) {
	if form.Get("client_assertion_type") != assertionType {
		return Client{}, "", protocol.BadRequest("the client_assertion_type must be " + assertionType)
	}
	a, err := g.Assertion(form.Get("client_assertion"), audiences)
	if err == nil && a.Subject != a.Client.ID {
		err = errors.New("the assertion's iss and sub must both be the client_id")
	}
	if err != nil {
		return Client{}, a.Method, protocol.NoClient(err.Error())
	}
	return a.Client, a.Method, nil
}
