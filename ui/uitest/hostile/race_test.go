//go:build race

package hostile_test

// raced says that the race detector watches, which makes everything ten times
// as slow: an eighth of the texts goes the same ways.
const raced = true
