package auth

import "context"

// Bearer sends a fixed token as RFC 6750 says: Authorization: Bearer <token>.
type Bearer struct{}

// Type implements [Scheme].
func (Bearer) Type() string { return "bearer" }

// Label implements [Scheme].
func (Bearer) Label() string { return "Bearer Token" }

// Fields implements [Scheme].
func (Bearer) Fields() []Field {
	return []Field{{Key: "token", Label: "Token", Secret: true, Help: "Sent as Authorization: Bearer <token>. Empty sends nothing."}}
}

// Apply implements [Scheme]. With an empty token nothing is added or removed,
// so the user's own Authorization row survives.
func (Bearer) Apply(_ context.Context, call Call) error {
	token := call.Config.Get("token")
	if token == "" {
		return nil
	}
	call.Request.Replace(Header{Name: authorization, Value: "Bearer " + token, Secret: true, System: true})
	return nil
}
