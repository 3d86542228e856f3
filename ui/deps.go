package ui

import (
	"context"
	"net/http"

	"postern/auth/tokens"
	"postern/engine/body"
	"postern/engine/collection"
	"postern/store"
	"postern/ui/bridge"
	"postern/ui/clip"
	"postern/ui/finds"
	"postern/ui/keep"
	"postern/ui/past"
	"postern/ui/preview"
	"postern/ui/runs"
	"postern/ui/scripts"
	"postern/ui/taste"
	"postern/ui/wallet"
)

// Engine is what sends and previews; [engine.Engine] is one, and
// [scripted.Sender], which runs scripts too.
type Engine interface {
	scripts.Engine
	preview.Engine
	Attached(job collection.Job) []body.Attached
	// Jar are the cookies of an environment, named by its realm.
	Jar(realm string) http.CookieJar
}

// Log is the history; [history.Log] is one.
type Log interface {
	past.Log
	runs.Log
}

// Deps is what the workbench works with. Nothing of it is used before the first
// frame.
type Deps struct {
	// Open reads a workspace. It is called in a command.
	Open func(ctx context.Context, paths []string) (*store.Workspace, error)
	// Opened is told which workspace is on the desk, and says whether what is
	// done in it goes away with the program; nil is none of that.
	Opened func(ws *store.Workspace) (passing bool)
	// Paths are the files and folders to open; none means the usual places.
	Paths []string
	// EnvName is the environment to choose, by name; "" is the last one used.
	EnvName string
	Engine  Engine
	// Retain says whether a link that is followed within its origin takes the
	// headers and auth along; nil does.
	Retain func() bool
	// Trust is which scripts may run; nil runs none.
	Trust  scripts.Trust
	Tokens *tokens.Manager
	// Server answers questions about tokens.
	Server wallet.Server
	// Kept says how tokens are kept, in a few words.
	Kept func() string
	// Links fetches what the person names by its address; nil fetches nothing.
	Links http.RoundTripper
	// History keeps what was sent; nil keeps nothing.
	History Log
	// Halts keeps where runs were that ended early; nil keeps nothing.
	Halts runs.Halts
	// Seen keeps the ids that were seen; nil keeps nothing.
	Seen finds.Store
	// Bridge brings the token manager's questions to the screen.
	Bridge *bridge.Bridge
	// Memory keeps small things, such as the sizes of the panes; nil keeps none.
	Memory keep.Memory
	// Browse opens a URL in the system's browser.
	Browse func(url string) error
	// Clipboard is that of this machine; nil is none.
	Clipboard clip.Board
	// Demo starts the tenant and writes the sample workspace; nil when there
	// is none to offer.
	Demo func(ctx context.Context) (paths []string, err error)
	// Tour says that the tour starts at once.
	Tour bool
	// Taste is looks and keys; nil is the default.
	Taste *taste.Taste
}
