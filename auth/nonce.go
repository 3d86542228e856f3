package auth

import (
	"encoding/binary"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
)

// now reads the call's clock.
func (c Call) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}

func (c Call) random() uint64 {
	if c.Rand == nil {
		return rand.Uint64()
	}
	return c.Rand()
}

// nonce returns n letters and digits that nobody used before. They need not be
// secret: every scheme sends its nonce in the clear.
func (c Call) nonce(n int) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	b := make([]byte, n)
	for i := range b {
		b[i] = letters[c.random()%uint64(len(letters))]
	}
	return string(b)
}

// uuid returns a random UUID, RFC 9562 version 4.
func (c Call) uuid() string {
	var u uuid.UUID
	binary.BigEndian.PutUint64(u[:8], c.random())
	binary.BigEndian.PutUint64(u[8:], c.random())
	u[6] = u[6]&0x0f | 0x40
	u[8] = u[8]&0x3f | 0x80
	return u.String()
}
