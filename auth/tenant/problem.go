package tenant

import (
	"encoding/json"
	"errors"
	"net/http"
)

// problem is a refusal of RFC 6749 section 5.2 or RFC 6750 section 3.
type problem struct {
	Status      int    `json:"-"`
	Code        string `json:"error"`
	Description string `json:"error_description,omitempty"`
}

// Error implements error.
func (p *problem) Error() string { return p.Code + ": " + p.Description }

func badRequest(why string) *problem { return oauthProblem("invalid_request", why) }

func oauthProblem(code, why string) *problem {
	return &problem{Status: http.StatusBadRequest, Code: code, Description: why}
}

func invalidGrant(why string) *problem { return oauthProblem("invalid_grant", why) }

func noClient(why string) *problem {
	return &problem{Status: http.StatusUnauthorized, Code: "invalid_client", Description: why}
}

// asProblem returns err, which must hold a problem to be the client's fault,
// and writes its code into the log.
func asProblem(r *http.Request, err error) *problem {
	p, ok := errors.AsType[*problem](err)
	if !ok {
		p = &problem{Status: http.StatusInternalServerError, Code: "server_error", Description: err.Error()}
	}
	note(r, func(e *Entry) { e.Error = p.Code })
	return p
}

// writeProblem answers a client that is to authenticate itself.
func writeProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := asProblem(r, err)
	if p.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Basic realm="tenant", charset="UTF-8"`)
	}
	writeJSON(w, p.Status, p)
}

// writeBearerProblem answers a request that carries a token, as RFC 6750 wants.
func writeBearerProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := asProblem(r, err)
	w.Header().Set("WWW-Authenticate", `Bearer realm="tenant", error="`+p.Code+`", error_description="`+p.Description+`"`)
	writeJSON(w, p.Status, p)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	h.Set("Pragma", "no-cache")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // the client may have gone
}
