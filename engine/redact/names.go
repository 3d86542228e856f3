package redact

import (
	"slices"
	"strings"
)

// Sensitive reports whether a header of that name carries a credential, in any
// case and with any separators.
func Sensitive(name string) bool {
	plain := words(name)
	if slices.Contains(publicHeaders, plain) {
		return false
	}
	return slices.Contains(secretHeaders, plain) ||
		slices.ContainsFunc(secretParts, func(part string) bool { return strings.Contains(plain, part) }) ||
		strings.HasSuffix(plain, "token")
}

// secretParam reports whether a query parameter of that name carries a
// credential.
func secretParam(name string) bool {
	plain := words(name)
	return slices.Contains(secretParams, plain) ||
		slices.ContainsFunc(secretParts, func(part string) bool { return strings.Contains(plain, part) })
}

// secretMember reports whether a member of a JSON body of that name holds a
// credential. A code is one in an address only; in a body it says what went
// wrong.
func secretMember(name string) bool {
	plain := words(name)
	return plain != "code" && (secretParam(name) || strings.HasSuffix(plain, "token"))
}

// words reduces a name to what people recognise it by.
func words(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '-' || r == '_' || r == '.' || r == ' ':
			return -1
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		}
		return r
	}, name)
}

var (
	secretHeaders = []string{
		"authorization", "proxyauthorization", "cookie", "setcookie", "dpop", "xamzsecuritytoken",
		"ocpapimsubscriptionkey", "xfunctionskey", "xauthkey", "xaccesskey",
	}
	// secretParts make a header or a parameter secret wherever they stand in
	// its name.
	secretParts = []string{"apikey", "secret", "password"}
	// publicHeaders only look secret.
	publicHeaders = []string{"postmantoken"}

	secretParams = []string{
		"accesstoken", "refreshtoken", "idtoken", "token", "authtoken", "privatetoken", "sessiontoken", "jwt", "code",
		"codeverifier", "clientassertion", "assertion", "passwd", "pwd", "sig", "signature", "xamzsignature",
		"xamzsecuritytoken", "oauthtoken", "oauthsignature",
	}
)
