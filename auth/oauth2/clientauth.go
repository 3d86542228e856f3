package oauth2

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"

	"postern/auth"
	"postern/auth/oauth2/assertion"
)

// clientAssertionType is that of RFC 7523, section 2.2.
const clientAssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// authenticate adds the one proof of who the client is to a request to u:
// a secret or a signature, never both. A client without a secret is a public
// one: it only says its name, and never in a Basic header, which strict servers
// refuse.
func (cl *Client) authenticate(s settings, u *url.URL, fields form, header http.Header) (form, error) {
	switch {
	case s.how == auth.PrivateKeyJWT || s.how == auth.ClientSecretJWT:
		jwt, err := cl.clientAssertion(s, u)
		if err != nil {
			return nil, err
		}
		fields.addSet("client_id", s.clientID)
		return append(fields, field{"client_assertion_type", clientAssertionType}, field{"client_assertion", jwt}), nil
	case s.how == auth.InRequestBody || s.clientSecret == "":
		fields.addSet("client_id", s.clientID)
		fields.addSet("client_secret", s.clientSecret)
	default:
		header.Set("Authorization", "Basic "+s.basic())
	}
	return fields, nil
}

// clientAssertion is the client's word for itself, RFC 7523 section 3. It is
// new for each request: servers take one only once.
func (cl *Client) clientAssertion(s settings, u *url.URL) (string, error) {
	key := s.signingKey()
	if s.how == auth.PrivateKeyJWT {
		key.Secret = "" // what it is for is not to share one
	} else {
		key.Private = ""
	}
	return cl.sign(s, u, key, assertion.Assertion{Issuer: s.clientID, Subject: s.clientID})
}

// signingKey is what the config has to sign with.
func (s settings) signingKey() assertion.Key {
	return assertion.Key{
		Private: s.config.Get("privateKey"), Secret: s.clientSecret,
		ID: s.config.Get("keyId"), Algorithm: s.config.Get("assertionAlgorithm"),
	}
}

// sign makes an assertion of a: for the audience of the config, else the token
// endpoint, which servers want even where the request goes to u.
func (cl *Client) sign(s settings, u *url.URL, key assertion.Key, a assertion.Assertion) (string, error) {
	signer, err := assertion.NewSigner(key)
	if err != nil {
		return "", err
	}
	a.ID, a.At = rand.Text(), cl.now()
	switch a.Audience = s.config.Get("assertionAudience"); {
	case a.Audience != "":
	case s.tokenURL != "":
		a.Audience = s.tokenURL
	default:
		a.Audience = u.String()
	}
	return signer.Sign(a)
}

func (s settings) basic() string {
	id, secret := s.clientID, s.clientSecret
	if s.encoded {
		id, secret = url.QueryEscape(id), url.QueryEscape(secret)
	}
	return base64.StdEncoding.EncodeToString([]byte(id + ":" + secret))
}

// otherEncoding adds the likely cure to a refused client: its id or secret
// holds characters that servers read in two ways. The other way is never tried
// by itself.
func (s settings) otherEncoding(err error) error {
	var e *auth.Error
	plain := url.QueryEscape(s.clientID) == s.clientID && url.QueryEscape(s.clientSecret) == s.clientSecret
	if s.how != auth.InBasicHeader || plain || !errors.As(err, &e) || e.Code != "invalid_client" {
		return err
	}
	other := "rfc6749"
	if s.encoded {
		other = "raw"
	}
	e.Hint += "; the id or the secret holds special characters, so also try Client Header Encoding " + other
	return e
}
