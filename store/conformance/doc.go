// Package conformance holds what postern promises about OAuth 2.0 tokens as
// tests: the traps that refresh tokens set, each one named, with the server
// that sets it and what must come of it. The table in docs/oauth.md is written
// from the same rows.
//
// Everything is the real thing: the client of auth/oauth2, the manager of
// auth/tokens, the private state of store/state where the disk or another
// process matters, engine where a request is sent; the server is auth/tenant,
// with faults, or some lines of a row where a server has to be odder than that.
// It has no code of its own.
//
// A new case is a row in one of the lists and `go test ./store/conformance
// -update`. A case that is shown better where the code is names the test there
// instead of repeating it, and fails when that test is gone.
package conformance
