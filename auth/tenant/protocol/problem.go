// Package protocol is how the tenant's endpoints read forms and refuse: what
// RFC 6749 says about every one of them.
//
// It knows no client, grant or token.
package protocol

import (
	"encoding/json"
	"errors"
	"net/http"

	"postern/auth/tenant/journal"
)

// Problem is a refusal of RFC 6749 section 5.2 or RFC 6750 section 3.
type Problem struct {
	Status      int    `json:"-"`
	Code        string `json:"error"`
	Description string `json:"error_description,omitempty"`
}

// Error implements error.
func (p *Problem) Error() string { return p.Code + ": " + p.Description }

// BadRequest is a request that is malformed.
func BadRequest(why string) *Problem { return Refuse("invalid_request", why) }

// Refuse is a refusal with status 400.
func Refuse(code, why string) *Problem {
	return &Problem{Status: http.StatusBadRequest, Code: code, Description: why}
}

// InvalidGrant refuses what a grant rests on: a code, token, password.
func InvalidGrant(why string) *Problem { return Refuse("invalid_grant", why) }

// NoClient is a failed client authentication.
func NoClient(why string) *Problem {
	return &Problem{Status: http.StatusUnauthorized, Code: "invalid_client", Description: why}
}

// As returns err, which must hold a problem to be the client's fault,
// and writes its code into the log.
func As(r *http.Request, err error) *Problem {
	p, ok := errors.AsType[*Problem](err)
	if !ok {
		p = &Problem{Status: http.StatusInternalServerError, Code: "server_error", Description: err.Error()}
	}
	journal.Note(r, func(e *journal.Entry) { e.Error = p.Code })
	return p
}

// WriteProblem answers a client that is to authenticate itself.
func WriteProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := As(r, err)
	if p.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Basic realm="tenant", charset="UTF-8"`)
	}
	WriteJSON(w, p.Status, p)
}

// WriteBearerProblem answers a request that carries a token, as RFC 6750 wants.
func WriteBearerProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := As(r, err)
	w.Header().Set("WWW-Authenticate", `Bearer realm="tenant", error="`+p.Code+`", error_description="`+p.Description+`"`)
	WriteJSON(w, p.Status, p)
}

// WriteJSON answers with v, which is not to be cached unless the header says so.
func WriteJSON(w http.ResponseWriter, status int, v any) {
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
