//go:build race

package state_test

// raced says that the race detector watches, which makes the database ten times
// as slow: of many things alike it is shown some.
const raced = true
