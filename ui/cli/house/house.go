// Package house is the rooms of the house as one command needs them: what they
// are made for, what they are once they are wired, and how they end.
//
// It makes none of them; that is for whoever wires the program. A command that
// needs something more of a room gets it by a field of [Parts].
package house

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"postern/auth"
	"postern/auth/claims"
	"postern/auth/oauth2/metadata"
	"postern/auth/tokens"
	"postern/engine"
	"postern/engine/body"
	"postern/engine/payload"
	"postern/engine/script"
	"postern/engine/scripted"
	"postern/store/history"
	"postern/store/settings"
)

// Setup says what [Parts] are made for.
type Setup struct {
	// WorkDir is the folder that bodies may take files from.
	WorkDir body.Folder
	// Prompter asks the person for a login; nil means nobody is there.
	Prompter auth.Prompter
	// ScriptTime is how long the scripts around a request may take; 0 is the
	// usual time.
	ScriptTime time.Duration
	// BodyMemory is how many bytes of an answer are held in memory before it
	// goes to disk; 0 is what is usual where people look at it.
	BodyMemory int64
	// Jar keeps cookies; nil means one for each environment.
	Jar http.CookieJar
	// Connections go before the person's settings, for this run.
	Connections settings.Override
}

// Limits are those of a send.
func (s Setup) Limits() engine.Limits {
	return engine.Limits{Body: payload.Limits{Memory: s.BodyMemory}}
}

// Server is what an authorization server tells of a token.
type Server interface {
	// Introspect returns what it knows of the access token, RFC 7662.
	Introspect(ctx context.Context, t auth.Token) (claims.Object, error)
	// UserInfo returns who its user is, OpenID Connect Core section 5.3.
	UserInfo(ctx context.Context, t auth.Token) (claims.Object, error)
	// Discover returns what the issuer of c says of itself, RFC 8414.
	Discover(ctx context.Context, c auth.Config) (metadata.Metadata, error)
}

// Parts are the wired rooms of the house.
type Parts struct {
	Private *Private
	Tokens  *tokens.Manager
	Engine  *engine.Engine
	// Retain says whether links that are followed keep headers and auth.
	Retain func() bool
	// Scripts runs scripts, Sender sends with them.
	Scripts *script.Host
	Sender  *scripted.Sender
	// Server asks authorization servers about tokens.
	Server Server
	// Links fetches what a person names by its address.
	Links http.RoundTripper
	// History keeps what was sent.
	History *history.Log
	// Notes is where the person is told what the end waits for; nil is nowhere.
	Notes io.Writer
}

// WithScripts adds what runs scripts, and returns the parts.
func (p *Parts) WithScripts(s Setup) *Parts {
	p.Scripts = script.NewHost(script.Options{Limits: script.Limits{Time: s.ScriptTime, Wait: s.ScriptTime}})
	p.Sender = scripted.New(p.Engine, p.Scripts)
	return p
}

// settleTime is how long the end of the program waits for a token that is being
// refreshed: a call's own deadline and the time to save its answer.
const settleTime = 40 * time.Second

// tellAfter is how long it waits without a word.
const tellAfter = time.Second

// Close ends them, once a token that is being refreshed is saved. The error is
// that of the state, which may have been writing.
func (p *Parts) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), settleTime)
	defer cancel()
	if p.Notes != nil {
		tell := time.AfterFunc(tellAfter, func() {
			_, _ = fmt.Fprintln(p.Notes, "waiting for a token that is being refreshed; to interrupt may cost you a login")
		})
		defer tell.Stop()
	}
	err := p.Tokens.Settle(ctx)
	p.Engine.Close()
	if p.Scripts != nil {
		err = errors.Join(err, p.Scripts.Close())
	}
	return errors.Join(err, p.Private.Close())
}
