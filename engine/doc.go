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
// Neighbours to extend instead of this package: a body mode goes into
// engine/body, an auth scheme into auth, a secret header's name into
// engine/redact, a setting of protocolProfileBehavior into engine/profile, words
// for a failure into engine/failure.
package engine
