//go:build race

package difftest

// raced says that the race detector watches, which makes scripts ten times as
// slow: of many things alike it is shown some.
const raced = true
