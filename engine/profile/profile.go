// Package profile reads Postman's protocolProfileBehavior: the settings of a
// request that are about HTTP itself.
//
// It only says what was set; the engine acts on it. A new setting is a field
// and a case in Read.
package profile

import (
	"encoding/json"
	"slices"
	"strings"

	"postern/auth"
)

// Behavior is protocolProfileBehavior, read.
type Behavior struct {
	// Stay, KeepMethod, KeepAuth and Downgrade are about redirects: do not
	// follow, keep method and body, keep credentials across origins, go from
	// https to http.
	Stay, KeepMethod, KeepAuth, Downgrade bool
	// NoReferer leaves the Referer out that a redirect would add.
	NoReferer bool
	// MaxRedirects is how many are followed before it is an error.
	MaxRedirects int
	// KeepBody sends a body with the methods that have none.
	KeepBody bool
	// VerbatimURL sends path and query as they are typed.
	VerbatimURL bool
	// NoCookies neither sends cookies nor keeps those that are set.
	NoCookies bool
	// Insecure accepts any certificate.
	Insecure bool
	// Protocol is "http1", "http2", "auto" or "".
	Protocol string
	// TLSOff are TLS versions not to speak, as "TLSv1_2"; Ciphers the suites
	// to offer, as OpenSSL names them.
	TLSOff, Ciphers []string
	// Off are the system headers not to send, in lower case.
	Off map[string]bool
	// Ignored are settings that have no effect here.
	Ignored []string
}

// FollowInsecure is our own key beside Postman's: it allows a redirect from
// https to http. Postman ignores keys it does not know.
const FollowInsecure = "followInsecureRedirects"

const defaultRedirects = 10

// Read reads what a request's settings come to. Keys nobody knows are left
// alone; null is as if the key were not there.
func Read(m map[string]any) Behavior {
	b := Behavior{MaxRedirects: defaultRedirects}
	for _, key := range sortedKeys(m) {
		v := m[key]
		if v == nil {
			continue
		}
		on := truth(v)
		switch key {
		case "followRedirects":
			b.Stay = !on
		case "maxRedirects":
			if n, ok := number(v); ok {
				b.MaxRedirects = n
			}
		case "followOriginalHttpMethod":
			b.KeepMethod = on
		case "followAuthorizationHeader":
			b.KeepAuth = on
		case "removeRefererHeaderOnRedirect":
			b.NoReferer = on
		case FollowInsecure:
			b.Downgrade = on
		case "disableBodyPruning":
			b.KeepBody = on
		case "disableUrlEncoding":
			b.VerbatimURL = on
		case "disableCookies":
			b.NoCookies = on
		case "strictSSL":
			b.Insecure = !on
		case "protocolVersion":
			b.Protocol = auth.Text(v)
		case "disabledSystemHeaders":
			b.Off = disabledHeaders(v)
		case "tlsDisabledProtocols":
			b.TLSOff = texts(v)
		case "tlsCipherSelection":
			b.Ciphers = texts(v)
		case "insecureHTTPParser":
			if on {
				b.Ignored = append(b.Ignored, key)
			}
		case "tlsPreferServerCiphers": // it is about servers: no client of any kind can act on it
		}
	}
	return b
}

// texts are the texts of a list.
func texts(v any) []string {
	list, _ := v.([]any)
	var out []string
	for _, e := range list {
		if s, ok := e.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

func disabledHeaders(v any) map[string]bool {
	m, _ := v.(map[string]any)
	off := make(map[string]bool, len(m))
	for name, v := range m {
		if truth(v) {
			off[strings.ToLower(name)] = true
		}
	}
	return off
}

func truth(v any) bool {
	switch v := v.(type) {
	case bool:
		return v
	case string:
		return v != "" && !strings.EqualFold(v, "false")
	}
	n, ok := number(v)
	return ok && n != 0
}

func number(v any) (int, bool) {
	switch v := v.(type) {
	case json.Number:
		n, err := v.Int64()
		return int(n), err == nil
	case float64:
		return int(v), true
	case int:
		return v, true
	}
	return 0, false
}

func sortedKeys(m map[string]any) []string {
	if len(m) == 0 {
		return nil
	}
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
