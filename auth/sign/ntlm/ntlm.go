// Package ntlm logs a connection in with NTLM over HTTP, MS-NTHT: it reads what
// the server asks for and writes the next message of the login. The messages
// themselves, NTLMv2 only, are made by Microsoft's own library.
//
// It keeps no state: where a login stands is in the request that was refused.
// That all of them use one connection is the caller's part.
package ntlm

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/Azure/go-ntlmssp"

	"postern/auth/wire"
)

const authorization = "Authorization"

// Account is who logs in.
type Account struct {
	// User may hold the domain: DOMAIN\\user or user@domain.
	User, Password, Domain string
	// Workstation is the name of this machine, or "".
	Workstation string
}

// ErrNoChallenge means that the server broke a login off.
var ErrNoChallenge = errors.New("the server did not go on with the NTLM login")

// Answer writes the next message into a request that was refused with that
// header. more is false if there is none: the server does not ask for NTLM, or
// the login is over and was in vain.
func Answer(r *wire.Request, a Account, header http.Header) (more bool, err error) {
	sent, _ := r.Get(authorization)
	underWay, message, _ := strings.Cut(sent, " ")
	asked, challenge := read(header, underWay)
	switch {
	case !isNTLM(underWay):
		if asked == "" {
			return false, nil
		}
		first, err := ntlmssp.NewNegotiateMessage("", a.Workstation)
		if err != nil {
			return false, fmt.Errorf("begin the NTLM login: %w", err)
		}
		place(r, asked, first)
		return true, nil
	case !isNegotiate(message):
		return false, nil // it is the password that is wrong
	case len(challenge) == 0:
		return false, ErrNoChallenge
	}
	last, err := ntlmssp.NewAuthenticateMessage(challenge, a.name(), a.Password,
		&ntlmssp.AuthenticateMessageOptions{WorkstationName: a.Workstation})
	if err != nil {
		return false, fmt.Errorf("answer the NTLM challenge: %w", err)
	}
	place(r, underWay, last)
	return true, nil
}

// isNTLM reports whether a scheme carries NTLM messages.
func isNTLM(scheme string) bool {
	return strings.EqualFold(scheme, "NTLM") || strings.EqualFold(scheme, "Negotiate")
}

func place(r *wire.Request, prefix string, message []byte) {
	value := prefix + " " + base64.StdEncoding.EncodeToString(message)
	r.Replace(wire.Header{Name: authorization, Value: value, Secret: true, System: true})
}

// read finds the scheme to answer and the message in it. NTLM by its
// name is better than within Negotiate, which might mean Kerberos; one that is
// under way goes on.
func read(header http.Header, underWay string) (scheme string, message []byte) {
	offered := map[string]string{}
	for _, line := range header.Values("WWW-Authenticate") {
		for item := range strings.SplitSeq(line, ",") {
			name, data, _ := strings.Cut(strings.TrimSpace(item), " ")
			if key := strings.ToLower(name); offered[key] == "" {
				offered[key] = cmp.Or(strings.TrimSpace(data), " ")
			}
		}
	}
	for _, name := range []string{underWay, "NTLM", "Negotiate"} {
		data, ok := offered[strings.ToLower(name)]
		if !ok || !isNTLM(name) {
			continue
		}
		message, err := base64.StdEncoding.DecodeString(strings.TrimSpace(data))
		if err != nil {
			return name, nil
		}
		return name, message
	}
	return "", nil
}

// isNegotiate reports whether an encoded message is the first of a login.
func isNegotiate(encoded string) bool {
	message, err := base64.StdEncoding.DecodeString(encoded)
	return err == nil && bytes.HasPrefix(message, []byte("NTLMSSP\x00\x01"))
}

// name is the name with its domain, which may be written with it.
func (a Account) name() string {
	user, domain := a.User, a.Domain
	if domain == "" && !strings.Contains(user, `\`) {
		name, at, ok := strings.Cut(user, "@")
		if ok && name != "" && at != "" && !strings.Contains(at, "@") {
			user, domain = name, at
		}
	}
	if domain == "" {
		return user
	}
	return domain + `\` + user
}
