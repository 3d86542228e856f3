// Package crashtest kills programs in the middle of a refresh and counts what
// that costs: sessions lost, files corrupted. It has no code of its own.
//
// Its tests start their own binary over and over as workers, which share a
// state directory and refresh one token as fast as they can, with the parts
// the program is made of: the state with its vault, the token manager and the
// OAuth client. The authorization server is the tenant, in the process of the
// test, with refresh tokens that work once and whose second use ends the
// session.
//
// What is expected of a crash depends on that server. If it lets a refresh
// token that was just used be used once more (a grace), nothing may ever be
// lost. If it does not, a program that is killed between sending its refresh
// token and saving the answer has lost the session, and no client can help it:
// then the person must be told just that. A program that is asked to end loses
// nothing on either.
//
// By default each case kills twenty workers. For the figures:
//
//	go test ./store/crashtest -v -timeout 1h -kills 1000 -expiries 200
//
// To add a case, add a row to the table in kill_test.go.
package crashtest
