package callback

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
)

// relayPath takes what the relay page hands over.
const relayPath = "/relay"

// relay brings the fragment of an address to the callback server: browsers
// keep it to themselves, so a page reads it, wipes it from the address bar and
// posts it back, with a nonce that only this page knows.
type relay struct{ nonce string }

// script is the page's only script; the policy allows it by its hash.
func (r *relay) script() string {
	return `const f=location.hash.slice(1);history.replaceState(null,"",location.pathname);` +
		`if(f){const h=document.createElement("form");h.method="post";h.action="` + relayPath + `";` +
		`for(const [k,v] of new URLSearchParams(f+"&relay_nonce=` + r.nonce + `")){` +
		`const i=document.createElement("input");i.type="hidden";i.name=k;i.value=v;h.append(i)}` +
		`document.body.append(h);h.submit()}`
}

// page serves the script.
func (r *relay) page(w http.ResponseWriter) {
	sum := sha256.Sum256([]byte(r.script()))
	w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; form-action 'self'; script-src 'sha256-"+
		base64.StdEncoding.EncodeToString(sum[:])+"'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, "<!doctype html><title>postern</title><body><p>One moment…</p><script>"+r.script()+"</script>\n") // the browser may have left
}

// relayed takes the posted fragment. It must come from our own page: same
// origin, and with its nonce.
func (s *Server) relayed(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost || !s.sameOrigin(r) {
		page(w, http.StatusForbidden, "Nothing to see here.")
		return
	}
	values, ok := postedForm(w, r)
	if !ok {
		return
	}
	if !same(values.Get("relay_nonce"), s.relay.nonce) {
		page(w, http.StatusBadRequest, "This address does not belong to the login that is under way.")
		return
	}
	values.Del("relay_nonce")
	s.accept(w, r, values)
}

// sameOrigin tells our own page's post from another's. Under a no-referrer
// policy browsers send Origin: null, so the fetch metadata decides then.
func (s *Server) sameOrigin(r *http.Request) bool {
	return r.Header.Get("Origin") == "http://"+s.name || r.Header.Get("Sec-Fetch-Site") == "same-origin"
}
