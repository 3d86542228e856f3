// Package wallet is what the workbench does with tokens: the one the chosen
// request would send, the list of all of them, getting a new one, and the
// logins that wait for a person.
//
// It keeps no token: those are the token manager's. It runs what it is asked
// for in commands, whose messages ([Msg]) the workbench hands back to
// [Wallet.Update], and answers with intents for the rest of the screen.
//
// To add something that can be done with a token, add its intent to
// ui/dialog/tokens, a case to [Wallet.Handle] and a function that returns the
// command.
package wallet

import (
	"context"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/auth"
	"postern/auth/claims"
	"postern/auth/oauth2/metadata"
	"postern/auth/tokens"
	"postern/ui/bridge"
	"postern/ui/dialog"
	"postern/ui/pane"
	"postern/ui/widget"
)

// Server is what can be asked of an authorization server besides tokens.
type Server interface {
	Introspect(ctx context.Context, t auth.Token) (claims.Object, error)
	UserInfo(ctx context.Context, t auth.Token) (claims.Object, error)
	Discover(ctx context.Context, c auth.Config) (metadata.Metadata, error)
}

// Deps is what a [Wallet] works with.
type Deps struct {
	Tokens *tokens.Manager
	Server Server
	// Bridge brings the token manager's questions.
	Bridge *bridge.Bridge
	// Browse opens a URL in the system's browser.
	Browse func(url string) error
	// Where says how tokens are kept, in a few words.
	Where func() string
}

// Wallet is the state of all that. Make one with [New].
type Wallet struct {
	deps Deps
	env  widget.Env
	ctx  context.Context
	ids  int

	// subject is what is chosen, known its token.
	subject Subject
	known   Known
	logins  map[string]bridge.Question
	list    list
	// flows are the tokens that are being got, by the name of their dialog.
	flows map[string]*flow
	// offer is what an issuer says of itself, until the person has answered.
	offer offer
}

// New returns a wallet; ctx ends what it has under way.
func New(ctx context.Context, deps Deps, env widget.Env) *Wallet {
	return &Wallet{deps: deps, env: env, ctx: ctx, logins: map[string]bridge.Question{}, flows: map[string]*flow{}}
}

// Msg is the result of one of the wallet's commands.
type Msg interface {
	apply(w *Wallet) (tea.Cmd, pane.Intent)
}

// Update takes a result in. The intent is for the rest of the screen.
func (w *Wallet) Update(msg Msg) (tea.Cmd, pane.Intent) { return msg.apply(w) }

// Restyle makes the dialogs to come look like env.
func (w *Wallet) Restyle(env widget.Env) { w.env = env }

// The intents of the wallet.
type (
	// Opened is a dialog to show.
	Opened = dialog.Opened
	// Closed is the name of a dialog that is over.
	Closed = dialog.Closed
	// Noted is a word to the person.
	Noted = pane.Noted
	// Failed is something that went wrong.
	Failed = pane.Failed
	// CopyAsked is a text for the clipboard, and what it is.
	CopyAsked = pane.CopyAsked
	// Shown says that the chosen subject's token is known, see [Wallet.Known].
	Shown struct{}
	// EditAsked wants the auth settings of the chosen subject, with the cursor
	// on the attribute of that key, if any.
	EditAsked struct{ Where string }
	// Filled are endpoints that the person took over from an issuer.
	Filled struct {
		Owner   string
		Changes []metadata.Change
	}
	// Shared is the token that is to be written into the settings of Owner.
	Shared struct {
		Owner string
		Token auth.Secret
	}
)

// now is the wall clock; under test it is synctest's.
func (w *Wallet) now() time.Time { return time.Now() }

func (w *Wallet) newID(kind string) string {
	w.ids++
	return kind + strconv.Itoa(w.ids)
}
