package tenant

import (
	"net/http"
	"strings"
	"sync/atomic"

	"postern/auth/tenant/protocol"
)

// address is what issuers and links begin with. Its zero value follows each
// request.
type address struct{ url atomic.Value } // of string

func (a *address) fix(url string) { a.url.Store(strings.TrimSuffix(url, "/")) }

// fixed returns the address that was set, "" if none was.
func (a *address) fixed() string {
	url, _ := a.url.Load().(string)
	return url
}

// of returns the address for the answer to r, without a slash at its end.
func (a *address) of(r *http.Request) string {
	if url := a.fixed(); url != "" {
		return url
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// issuer is one of the authorization servers.
type issuer struct {
	base *address
	path string // what its identifier ends in
	root string // what the paths of its endpoints begin with
}

// id is the issuer identifier, as in the iss of a token.
func (i issuer) id(r *http.Request) string { return i.base.of(r) + i.path }

// audiences are what the aud of a client's assertion may be.
func (i issuer) audiences(r *http.Request) []string {
	return []string{i.id(r), i.base.of(r) + i.root + "/token"}
}

// index is the answer to GET /: what there is to ask for.
type index struct{ base *address }

// ServeHTTP implements [http.Handler].
func (i index) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	base := i.base.of(r)
	protocol.WriteJSON(w, http.StatusOK, struct {
		Name   string            `json:"name"`
		Issuer string            `json:"issuer"`
		Links  map[string]string `json:"_links"`
	}{"Tenant", base, map[string]string{
		"discovery": base + "/.well-known/openid-configuration",
		"users":     base + "/api/v1/users?limit=25",
		"groups":    base + "/api/v1/groups",
		"apps":      base + "/api/v1/apps",
		"odd":       base + "/odd/",
	}})
}
