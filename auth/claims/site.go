package claims

import (
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/net/publicsuffix"

	"postern/auth/wire"
)

// site is where a web address leads: a host and its port.
type site struct {
	// host is in lower case, without the brackets of an IPv6 address.
	host, port string
	// ip is the host if it is an address.
	ip netip.Addr
}

// web returns the site of an http or https address. ok is false for all other
// texts and for hosts that cannot be compared: names not yet filled in, and
// those written in Unicode, of which there are several spellings.
func web(address string) (s site, ok bool) {
	t := (&wire.Request{URL: address}).Target()
	if t.Scheme != "http" && t.Scheme != "https" {
		return site{}, false
	}
	s = site{host: strings.TrimSuffix(strings.Trim(t.Host, "[]"), "."), port: t.Port}
	if _, err := strconv.ParseUint(s.port, 10, 16); err != nil || len(s.host) > 253 { // as long as DNS allows
		return site{}, false
	}
	for i := range len(s.host) {
		if c := s.host[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`{}<>"%\`, c) >= 0 {
			return site{}, false
		}
	}
	if s.host == "" {
		return site{}, false
	}
	if last := s.host[len(s.host)-1]; last >= '0' && last <= '9' || strings.Contains(s.host, ":") { // no name is like that
		s.ip, _ = netip.ParseAddr(s.host)
	}
	return s, true
}

// String is the site as a person would type it.
func (s site) String() string {
	host := s.host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if s.port == "443" || s.port == "80" {
		return host
	}
	return host + ":" + s.port
}

// loopback reports whether the site is on this machine. Every port is a
// different server there, and its names are all the same.
func (s site) loopback() bool {
	if s.host == "localhost" || strings.HasSuffix(s.host, ".localhost") {
		return true
	}
	return s.ip.IsLoopback()
}

// public reports whether the host is a name that others can have, too: not this
// machine, not an address, not the bare name of a neighbour.
func (s site) public() bool {
	return !s.ip.IsValid() && strings.Contains(s.host, ".") && !s.loopback()
}

// below reports whether the host is domain or below it.
func (s site) below(domain string) bool {
	rest, ok := strings.CutSuffix(s.host, domain)
	return ok && (rest == "" || strings.HasSuffix(rest, "."))
}

// near reports whether two sites belong together as far as their names tell:
// the same host, the same domain below a public suffix, or the same vendor.
func near(a, b site) bool {
	if a.loopback() || b.loopback() {
		return a.loopback() && b.loopback() && a.port == b.port
	}
	if a.host == b.host {
		return true
	}
	if !a.public() || !b.public() {
		return false
	}
	if ta, tb := a.tenant(), b.tenant(); ta != "" && tb != "" {
		return ta == tb
	}
	if v := a.vendor(); v != "" && v == b.vendor() {
		return true
	}
	da, err := publicsuffix.EffectiveTLDPlusOne(a.host)
	if err != nil { // the host is a public suffix itself
		return false
	}
	return b.below(da)
}

// tenancies are domains where every name below is another customer of an
// identity provider.
var tenancies = []string{"okta.com", "oktapreview.com", "okta-emea.com", "okta-gov.com", "okta.mil", "auth0.com"}

// tenant names the customer of an identity provider that the site belongs to,
// or is "".
func (s site) tenant() string {
	for _, domain := range tenancies {
		name, ok := strings.CutSuffix(s.host, "."+domain)
		if !ok {
			continue
		}
		// Okta's console and its endpoints for certificates are beside the org.
		return strings.TrimSuffix(strings.TrimSuffix(name, ".mtls"), "-admin") + "." + domain
	}
	return ""
}

// hosted reports whether an identity provider serves the host for a customer,
// who may have a domain of their own for it while the issuer keeps this name.
func (s site) hosted() bool {
	return s.tenant() != "" || s.cognito() || s.below("ciamlogin.com") || s.below("b2clogin.com")
}

// cognito reports whether the host is the issuer of Amazon Cognito's tokens.
func (s site) cognito() bool {
	return strings.HasPrefix(s.host, "cognito-idp.") && s.below("amazonaws.com")
}

// vendors are domains of one owner who uses the names of one for services of
// another: Entra's issuer is sts.windows.net for a login at
// login.microsoftonline.com, and Azure's management.azure.com is also
// management.core.windows.net.
var vendors = []struct {
	name    string
	domains []string
}{
	{"Microsoft", []string{
		"azure.com", "azure.net", "windows.net", "microsoft.com", "microsoftonline.com", "office.com", "office365.com",
		"powerbi.com", "powerapps.com", "azuresynapse.net", "loganalytics.io", "applicationinsights.io",
		"b2clogin.com", "ciamlogin.com", "azure.us", "microsoftonline.us", "usgovcloudapi.net", "azure.cn",
		"chinacloudapi.cn", "partner.microsoftonline.cn",
	}},
	{"Google", []string{"google.com", "googleapis.com"}},
	{"Amazon Cognito", []string{"amazoncognito.com"}},
}

func (s site) vendor() string {
	if s.cognito() {
		return "Amazon Cognito"
	}
	for _, v := range vendors {
		for _, domain := range v.domains {
			if s.below(domain) {
				return v.name
			}
		}
	}
	return ""
}
