// Package endpoint says which addresses a secret may be sent to: https ones,
// and http ones of this machine. It parses and does not connect.
package endpoint

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"postern/auth"
	"postern/auth/oauth2/mask"
)

// Label is what the form calls an attribute.
func Label(attr string) string {
	for _, f := range (auth.OAuth2{}).Fields() {
		if f.Key == attr {
			return f.Label
		}
	}
	return attr
}

// Resolved complains about a {{name}} left in a value.
func Resolved(attr, value string) error {
	_, rest, ok := strings.Cut(value, "{{")
	if !ok {
		return nil
	}
	name, _, _ := strings.Cut(rest, "}}")
	return &auth.Error{
		Kind:    auth.KindConfig,
		Summary: Label(attr) + " still holds {{" + mask.Clean(name, 40) + "}}",
		Where:   attr,
		Hint:    "give the variable a value, or choose another environment",
	}
}

// Parse checks the address under the attribute attr. What is refused here
// would leak a secret or fail later with a worse text. insecure allows http to
// other machines. Errors are of type [*auth.Error].
func Parse(attr, raw string, insecure bool) (*url.URL, error) {
	bad := func(summary, hint string) (*url.URL, error) {
		return nil, &auth.Error{Kind: auth.KindConfig, Summary: summary, Where: attr, Hint: hint}
	}
	if raw == "" {
		return bad(Label(attr)+" is empty", "set it in the Auth tab")
	}
	if err := Resolved(attr, raw); err != nil {
		return nil, err
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return bad(Label(attr)+" is no web address", "write it in full, with https://")
	}
	if u.Scheme == "http" && !insecure && !IsLoopback(u.Hostname()) {
		return bad(Label(attr)+" is not https: secrets would go over the network in clear", "use https; http is for this machine only")
	}
	u.Fragment, u.RawFragment = "", ""
	u.RawQuery = sendable(u.RawQuery)
	return u, nil
}

// Page returns an address from outside as a person may open it: http or https,
// with a host, with nothing in it that a screen or a command would take for
// something else. ok is false for any other.
func Page(raw string) (address string, ok bool) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Hostname() == "" || mask.Clean(u.Host, maxAddress) != u.Host || (u.Scheme != "http" && u.Scheme != "https") {
		return "", false
	}
	u.User, u.RawQuery = nil, sendable(u.RawQuery)
	address = u.String()
	return address, mask.Clean(address, maxAddress) == address
}

// maxAddress is the longest address a person is shown, in characters.
const maxAddress = 4000

// sendable encodes what must not stand in a request line and leaves the rest
// of a query as it was written.
func sendable(query string) string {
	var b strings.Builder
	for i := range len(query) {
		if c := query[i]; c <= ' ' || c >= 0x7f || c == '"' || c == '<' || c == '>' {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(query[i])
	}
	return b.String()
}

// IsLoopback reports whether host is this machine, whatever a resolver says.
func IsLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
