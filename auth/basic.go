package auth

import (
	"context"
	"encoding/base64"
)

// authorization is the header most schemes write.
const authorization = "Authorization"

// Basic sends a user name and password, RFC 7617 with UTF-8.
type Basic struct{}

// Type implements [Scheme].
func (Basic) Type() string { return "basic" }

// Label implements [Scheme].
func (Basic) Label() string { return "Basic Auth" }

// Fields implements [Scheme].
func (Basic) Fields() []Field {
	return []Field{
		{Key: "username", Label: "Username"},
		{Key: "password", Label: "Password", Secret: true},
	}
}

// Apply implements [Scheme]. Both fields empty still sends the header, as
// Postman does ("Basic Og==").
func (Basic) Apply(_ context.Context, call Call) error {
	pair := call.Config.Get("username") + ":" + call.Config.Get("password")
	call.Request.Replace(Header{
		Name:   authorization,
		Value:  "Basic " + base64.StdEncoding.EncodeToString([]byte(pair)),
		Secret: true,
		System: true,
	})
	return nil
}
