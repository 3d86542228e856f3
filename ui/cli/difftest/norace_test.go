//go:build !race

package difftest

const raced = false
