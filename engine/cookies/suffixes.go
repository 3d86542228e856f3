package cookies

import (
	"slices"
	"strings"
)

// suffixes is a [cookiejar.PublicSuffixList] by rule instead of by the list of
// ten thousand names: the last label is public, and so is a generic label
// below a country. It is enough to keep a server from setting a cookie for all
// of "com" or "co.uk"; it does not know the suffixes of hosting companies, for
// which the worst is that two sites of the same company share a cookie, in
// requests that a person sends one by one.
type suffixes struct{}

// PublicSuffix implements [cookiejar.PublicSuffixList].
func (suffixes) PublicSuffix(domain string) string {
	last := strings.LastIndexByte(domain, '.')
	if last < 0 {
		return domain
	}
	before := strings.LastIndexByte(domain[:last], '.')
	second := domain[before+1 : last]
	if country := len(domain)-last-1 == 2; country && slices.Contains(genericLabels, second) {
		return domain[before+1:]
	}
	return domain[last+1:]
}

// String implements [cookiejar.PublicSuffixList].
func (suffixes) String() string { return "postern's rules for public suffixes" }

var genericLabels = []string{
	"ac", "ad", "co", "com", "ed", "edu", "go", "gob", "gouv", "gov", "govt", "gv", "id", "info", "ltd",
	"me", "mil", "ne", "net", "nom", "or", "org", "plc", "sch", "web",
}
