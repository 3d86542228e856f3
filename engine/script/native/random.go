package native

import (
	"crypto/rand"

	"github.com/dop251/goja"
	"github.com/google/uuid"
)

// maxRandom is how many random bytes may be asked for at once, as in browsers.
const maxRandom = 65536

func randomGroup(rt *goja.Runtime) map[string]any {
	return map[string]any{
		"bytes": func(n int) goja.ArrayBuffer {
			if n < 0 || n > maxRandom {
				throw(rt, "RangeError", "the number of random bytes is out of range")
			}
			b := make([]byte, n)
			_, _ = rand.Read(b) // it never fails
			return rt.NewArrayBuffer(b)
		},
		"uuid":  uuid.NewString,
		"uuid1": func() (string, error) { u, err := uuid.NewUUID(); return u.String(), err },
		"uuid7": func() (string, error) { u, err := uuid.NewV7(); return u.String(), err },
	}
}
