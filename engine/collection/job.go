package collection

import (
	"postern/auth"
	"postern/engine/vars"
)

// Job is a self-contained snapshot of one request: everything the engine needs
// to send it, and nothing that changes under it.
type Job struct {
	// ID names this send; results carry it.
	ID string
	// Path are the names from the collection down to the request.
	Path []string
	// ItemID is the request's [Item.ID].
	ItemID  string
	Request Request
	// Auth is the effective config after inheritance, not yet resolved; its
	// Realm is the environment's id.
	Auth auth.Config
	// AuthFrom is "request", "folder", "collection" or "" for none.
	AuthFrom string
	// AuthOwner is the name of the folder or collection the auth came from.
	AuthOwner string
	// Behavior is the merged protocolProfileBehavior.
	Behavior map[string]any
	Scopes   vars.Set
}
