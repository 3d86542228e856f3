package script

import (
	"context"

	"postern/engine/collection"
)

// Services are what a script may ask of the world. A nil one refuses. A script
// may ask for many things at once: Send, Run and the Jar are called by several
// goroutines.
type Services struct {
	// Send sends a request of a script's own. Its templates are not replaced,
	// it inherits no auth, and it may not name files: refusing them is the
	// caller's. The error is told to the script.
	Send func(ctx context.Context, r collection.Request) (*Response, error)
	// Run sends another request of the collection, by its id, with its auth and
	// its scripts: pm.execution.runRequest. The variables are local ones for it.
	Run func(ctx context.Context, id string, local []Var) (*Response, error)
	// Jar is for pm.cookies.jar.
	Jar Jar
	// Told hears what scripts tell while they run, a piece at a time: tests,
	// lines, errors, and changes of short variables before them. Nobody has to
	// listen: all of it is in the outcome. It is called by who called Run.
	Told func(piece Outcome)
}

// Jar is the cookies that scripts may look at and change. Postman asks for a
// list of allowed domains; that is the caller's to keep.
type Jar interface {
	Cookies(ctx context.Context, url string) ([]Cookie, error)
	SetCookie(ctx context.Context, url string, c Cookie) error
	// Remove removes a cookie, or all of the address where name is "".
	Remove(ctx context.Context, url, name string) error
}
