package engine

import (
	"net/http"
	"slices"

	"postern/auth"
	"postern/engine/redact"
)

// AllSecrets are the secrets that the exchange tells of, and those that its
// headers, addresses, bodies and scripts have under the name of one. What is
// kept or printed of an exchange is masked with them: a cookie must not be
// readable in the body of a service that echoes what it gets.
func (x *Exchange) AllSecrets() []auth.Secret {
	all := slices.Clone(x.Secrets)
	sent, answers := []Sent{x.Sent}, []http.Header{}
	for _, h := range x.Hops {
		sent, answers = append(sent, h.Sent), append(answers, h.Header)
	}
	if x.Response != nil {
		answers = append(answers, x.Response.Header)
	}
	for _, s := range sent {
		for _, h := range s.Header {
			all = append(all, redact.HeaderSecrets(h.Name, h.Value)...)
		}
		all = append(all, redact.URLSecrets(s.URL)...)
		all = append(all, redact.BodySecrets(string(s.Body))...)
	}
	for _, h := range answers {
		for name, values := range h {
			for _, v := range values {
				all = append(all, redact.HeaderSecrets(name, v)...)
			}
		}
	}
	plain := redact.Redactor{}
	for _, u := range x.Uses {
		if plain.Use(u) != u.Value {
			all = append(all, auth.Secret(u.Value))
		}
	}
	for _, out := range x.Outcomes() {
		for _, c := range out.Changes {
			if redact.Sensitive(c.Var.Key) {
				all = append(all, auth.Secret(c.Var.Value))
			}
		}
	}
	return all
}

// Public returns what masks all secrets, for what is written or printed
// without a person who asked for it.
func (x *Exchange) Public() redact.Redactor { return redact.New(x.AllSecrets()...) }
