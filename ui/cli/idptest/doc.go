// Package idptest logs in at identity providers that nobody of this house
// wrote: npm's oidc-provider and Debian's glewlwyd, in the way of a person. The
// program is the built one, on a terminal; the browser it opens is a real
// Chromium without a window, which finds its way through the provider's own
// pages back to the loopback callback; and the API that is called asks the
// provider about every token it is shown.
//
// It holds tests only. They skip with what they miss: POSTERN_IDP names a
// folder with the modules oidc-provider and playwright-core (.ci/run makes
// one); node, chromium, glewlwyd and sqlite3 are looked for in PATH. With
// POSTERN_IDP set they fail instead of skipping, because who sets it wants them
// to run.
//
// Every provider is started once, behind a gate that keeps a journal of what
// it was asked and what it answered. When a test fails, the folder with the
// providers' logs, the journals and what the browser did is kept, and named at
// the end.
//
// To add a client, write it into testdata/oidc-provider.mjs or
// testdata/glewlwyd.json: each test has clients of its own, so that the journal
// can tell them apart. To add a provider, write what starts it beside them and
// a function like startGlewlwyd.
package idptest
