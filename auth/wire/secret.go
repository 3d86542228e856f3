package wire

import (
	"fmt"
	"log/slog"
)

// Mask stands for every secret on screen, in logs and in reports. Its width is
// fixed, so that it does not tell how long the secret is.
const Mask = "••••••••"

// Secret is a text that prints as dots wherever it might leave the program by
// accident: fmt verbs, JSON and slog. Reveal is the only way to its value.
type Secret string

// Reveal returns the text itself. Every call is a place to review.
func (s Secret) Reveal() string { return string(s) }

// String returns [Mask], or nothing for an empty secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return Mask
}

// Format prints the mask for every verb, so that %x and %q do not leak.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) } // fmt.State never fails

// GoString keeps %#v from printing the value.
func (s Secret) GoString() string { return s.String() }

// MarshalText keeps encoding/json from writing the value.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue keeps slog from writing the value.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
