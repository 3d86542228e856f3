package auth

import "context"

// NoAuth sends nothing, and stops a request from inheriting a scheme.
type NoAuth struct{}

// Type implements [Scheme].
func (NoAuth) Type() string { return "noauth" }

// Label implements [Scheme].
func (NoAuth) Label() string { return "No Auth" }

// Fields implements [Scheme].
func (NoAuth) Fields() []Field { return nil }

// Apply implements [Scheme]: the request stays as it is, with the user's own
// Authorization rows.
func (NoAuth) Apply(context.Context, Call) error { return nil }
