package directory

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
)

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// Prefixes of the ids, which tell what a thing is.
const (
	userPrefix  = "00u"
	groupPrefix = "00g"
	appPrefix   = "0oa"
)

// newID returns the next id of a kind: 20 characters that begin with the
// prefix. They look random but follow from the serial, so that the same calls
// always yield the same ids and a tour's text can name them.
func (d *Directory) newID(prefix string) (id string, serial int) {
	d.last[prefix]++
	serial = d.last[prefix]
	return prefix + "1" + scramble(prefix+strconv.Itoa(serial), 13) + "5d7", serial
}

// scramble returns n base-62 characters that follow from seed; n ≤ 32.
func scramble(seed string, n int) string {
	sum := sha256.Sum256([]byte(seed))
	out := make([]byte, n)
	for i := range out {
		out[i] = base62[int(sum[i])%len(base62)]
	}
	return string(out)
}

// digits returns a number in [0, n) that follows from seed.
func digits(seed string, n uint64) uint64 {
	sum := sha256.Sum256([]byte(seed))
	return binary.BigEndian.Uint64(sum[:8]) % n
}
