package engine

import (
	"encoding/json"
	"slices"
	"strings"

	"postern/auth"
)

// behavior is Postman's protocolProfileBehavior, read.
type behavior struct {
	// stay, keepMethod, keepAuth and downgrade are about redirects: do not
	// follow, keep method and body, keep credentials across origins, go from
	// https to http.
	stay, keepMethod, keepAuth, downgrade bool
	noReferer                             bool
	maxRedirects                          int
	keepBody                              bool
	verbatimURL                           bool
	noCookies                             bool
	insecure                              bool
	protocol                              string
	// off are the system headers not to send, in lower case.
	off map[string]bool
	// ignored are settings that have no effect here.
	ignored []string
}

// followInsecure is our own key beside Postman's: it allows a redirect from
// https to http. Postman ignores keys it does not know.
const followInsecure = "followInsecureRedirects"

const defaultRedirects = 10

func readBehavior(m map[string]any) behavior {
	b := behavior{maxRedirects: defaultRedirects}
	for _, key := range sortedKeys(m) {
		v := m[key]
		on := truth(v)
		switch key {
		case "followRedirects":
			b.stay = !on
		case "maxRedirects":
			if n, ok := number(v); ok {
				b.maxRedirects = n
			}
		case "followOriginalHttpMethod":
			b.keepMethod = on
		case "followAuthorizationHeader":
			b.keepAuth = on
		case "removeRefererHeaderOnRedirect":
			b.noReferer = on
		case followInsecure:
			b.downgrade = on
		case "disableBodyPruning":
			b.keepBody = on
		case "disableUrlEncoding":
			b.verbatimURL = on
		case "disableCookies":
			b.noCookies = on
		case "strictSSL":
			b.insecure = !on
		case "protocolVersion":
			b.protocol = auth.Text(v)
		case "disabledSystemHeaders":
			b.off = disabledHeaders(v)
		case "insecureHTTPParser", "tlsPreferServerCiphers", "tlsDisabledProtocols", "tlsCipherSelection":
			b.ignored = append(b.ignored, key)
		}
	}
	return b
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
