// Package metadata asks an authorization server what it is: its endpoints and
// what they support, as RFC 8414 and OpenID Connect Discovery publish them.
//
// [Fetch] reads one document and trusts it only as far as the RFC allows: the
// issuer in it must be the one that was asked, to the character. [Cache] asks
// each issuer once. [Changes] says what a form may fill in, [Fill] fills what a
// config leaves open when a token is needed.
//
// It gets no tokens, keeps nothing on disk and knows no client. To read another
// member, add it to [Metadata] and to parse; if a config can use it, add a row
// to the list in fill.go.
package metadata

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"postern/auth"
	"postern/auth/oauth2/endpoint"
)

// Metadata is what a server tells of itself. What it leaves out is empty.
type Metadata struct {
	Issuer string

	// The endpoints. Each is an absolute https address, or http as far as
	// [Fetch] allows.
	Authorization, Token, Device, Revocation, Introspection, UserInfo string

	// ChallengeMethods are those of PKCE.
	ChallengeMethods []string
	// TokenAuth are the ways a client may authenticate itself.
	TokenAuth []string
	// IssuerInResponse says that the answer to an authorization request names
	// the issuer, RFC 9207.
	IssuerInResponse bool

	// Source is the address it was read from.
	Source string
	// Warnings are oddities that did not matter.
	Warnings []string
}

// parse reads a document. A member of another type than it should have is left
// out; an endpoint that must not be used is an error, since nothing else such
// a document says is to be trusted either.
func parse(body []byte, issuer *url.URL, insecure bool) (Metadata, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil || members == nil {
		return Metadata{}, odd("what is there is no JSON object", "check that the address is an identity provider's")
	}
	var m Metadata
	read := func(name string, into any) {
		raw, ok := members[name]
		if ok && json.Unmarshal(raw, into) != nil {
			m.Warnings = append(m.Warnings, "the member "+name+" is not of the type it should have")
		}
	}
	read("issuer", &m.Issuer)
	read("code_challenge_methods_supported", &m.ChallengeMethods)
	read("token_endpoint_auth_methods_supported", &m.TokenAuth)
	read("authorization_response_iss_parameter_supported", &m.IssuerInResponse)
	for _, e := range []struct {
		name string
		into *string
	}{
		{"authorization_endpoint", &m.Authorization},
		{"token_endpoint", &m.Token},
		{"device_authorization_endpoint", &m.Device},
		{"revocation_endpoint", &m.Revocation},
		{"introspection_endpoint", &m.Introspection},
		{"userinfo_endpoint", &m.UserInfo},
	} {
		read(e.name, e.into)
		if *e.into == "" {
			continue
		}
		if why := unfit(*e.into, issuer, insecure); why != "" {
			return Metadata{}, odd(fmt.Sprintf("its %s %s %s", e.name, quote(*e.into), why),
				"leave Issuer URL empty and write the endpoints yourself, or tell those who run the server")
		}
	}
	return m, nil
}

// unfit says why an endpoint must not be used. A server on this machine may have
// http endpoints here; one elsewhere has no business in sending our secrets to
// a port of this machine.
func unfit(raw string, issuer *url.URL, insecure bool) string {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return "is no web address"
	case u.User != nil:
		return "holds a user name"
	case u.Scheme == "http" && !insecure && (!local(u) || !local(issuer)):
		return "is not https"
	}
	return ""
}

// sameIssuer compares as the RFCs do, byte by byte, and explains a difference:
// it is most often one of spelling.
func sameIssuer(asked, told string) error {
	if told == asked {
		return nil
	}
	e := odd(fmt.Sprintf("it is that of %s, and Issuer URL is %s", quote(told), quote(asked)),
		"if that is the server you mean, write its name as it does: "+quote(told))
	switch {
	case told == "":
		e.Summary, e.Hint = "it names no issuer", "leave Issuer URL empty and write the endpoints yourself"
	case strings.TrimRight(told, "/") == strings.TrimRight(asked, "/"):
		e.Summary = fmt.Sprintf("the slash at the end differs: it is that of %s, and Issuer URL is %s", quote(told), quote(asked))
		e.Hint = "write Issuer URL as " + quote(told)
	case strings.Contains(told, "{"):
		e.Hint = "this address stands for many tenants; write the id of yours into Issuer URL, in place of common or organizations"
	}
	e.Summary = summary + e.Summary
	return e
}

// summary begins every complaint about a document.
const summary = "the server's metadata cannot be used: "

// odd makes the error for an answer that makes no sense.
func odd(why, hint string) *auth.Error {
	return &auth.Error{Kind: auth.KindAnswer, Summary: summary + why, Where: "issuer", Hint: hint}
}

// quote makes a server's text fit for a line.
func quote(s string) string {
	const most = 200
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return strconv.Quote(s)
}

func local(u *url.URL) bool { return endpoint.IsLoopback(u.Hostname()) }
