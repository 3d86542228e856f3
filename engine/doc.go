// Package engine sends one request: it resolves the templates, encodes the
// body, has the request authorised, sends it by its own redirect policy and
// captures the answer. [Engine.Prepare] does the first half without any
// network. It is the same for the workbench and for the command line.
//
// It knows no files of the workspace, keeps nothing and draws nothing: a
// job comes in, an [Exchange] goes out, and the only words in
// between are the [Event]s. Everything that fails is an [Error] with the stage
// and one thing to try.
//
// The way of a send, by file, and what each of them leaves to a package of its
// own:
//
//	send.go        the states of a send, one after the other
//	draft.go       resolve, encode, sign     engine/resolve, body, profile; auth
//	tokens.go      tokens, awaited           auth/tokens
//	judge.go       tokens that look wrong    auth/claims
//	transport.go   the connection            engine/wire, outgoing, trace
//	challenge.go   refused: signed anew      auth
//	redirect.go    sent elsewhere            engine/address
//	capture.go     the answer is read        engine/content, payload
//	exchange.go    what comes of it          engine/redact
//
// Neighbours to extend instead of this package: a body mode goes into
// engine/body, an auth scheme into auth, a secret header's name into
// engine/redact, a setting of protocolProfileBehavior into engine/profile, words
// for a failure into engine/failure.
package engine
