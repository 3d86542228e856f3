// Package matrix is a run as several identities: every request is sent as each
// of them, and what they were answered makes a grid, held against what was
// expected. That is how authorisation is tested.
//
// It is no run of its own: a [Matrix] stands between package runner and its
// sender. The run is that of the first identity, the leader, whose scripts say
// where it goes; whenever it sends a request, the others send theirs before, the
// last first. So who may do less has been turned away when who may do more
// changes or deletes what all of them asked for.
//
//	runner.Run ─▶ Matrix.Send ─┬─▶ last guest … second ─▶ runner.Sender
//	                           └─▶ leader ──────────────▶ runner.Sender
//
// Each identity has cookies and variables of its own. What its scripts have not
// set, a guest in the leader's environment has from the leader: it asks for what
// the leader made. In another environment it has nothing of the leader's, which
// may be a token. A guest that is answered 400 or above was turned away, and the
// scripts behind that answer do not run: they would test, and take values from,
// what it was not given.
//
// An expectation is a test of the answer, so that every report tells of it, and
// a run ends and fails by it as by any other.
package matrix
