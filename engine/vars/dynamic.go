package vars

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// Generator is a dynamic variable: a name that gets a new value every time it
// is used. A variable of any layer with the same name hides it.
type Generator struct {
	// Name includes the dollar sign.
	Name string
	// Group is what Postman files it under: "Common", "Internet", …
	Group string

	make func(maker) string
}

// Dynamics returns the dynamic variables in the order they are documented.
// Names of Postman's that are not in the list stay unresolved.
func Dynamics() []Generator {
	var all []Generator
	for _, group := range generators {
		all = append(all, group...)
	}
	return all
}

// value makes a value for a dynamic name.
func (s Source) value(name string) (string, bool) {
	if !strings.HasPrefix(name, "$") {
		return "", false
	}
	for _, group := range generators {
		for _, g := range group {
			if g.Name == name {
				return g.make(newMaker(s)), true
			}
		}
	}
	return "", false
}

// generators are all dynamic variables. The shapes are Postman's and the values
// are not: where it picks from a word list, so do we, from that of a library or
// from one of our own.
var generators = [][]Generator{
	commonGenerators, internetGenerators, peopleGenerators, placeGenerators,
	moneyGenerators, businessGenerators, dateGenerators, fileGenerators, textGenerators, imageGenerators,
}

var commonGenerators = []Generator{
	{"$guid", "Common", maker.uuid},
	{"$timestamp", "Common", func(m maker) string {
		return strconv.FormatInt(m.now.Round(time.Second).Unix(), 10)
	}},
	{"$isoTimestamp", "Common", func(m maker) string {
		return m.now.UTC().Format("2006-01-02T15:04:05.000Z")
	}},
	{"$randomInt", "Common", func(m maker) string { return m.number(0, 1000) }},
	{"$randomUUID", "Common", maker.uuid},
	{"$randomAlphaNumeric", "Common", func(m maker) string { return m.chars(1, lower+digits) }},
	{"$randomBoolean", "Common", func(m maker) string { return strconv.FormatBool(m.IntN(2) == 1) }},
}

const (
	digits  = "0123456789"
	lower   = "abcdefghijklmnopqrstuvwxyz"
	upper   = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	hexes   = "0123456789abcdef"
	base58s = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
)

// maker makes values out of randomness and a moment.
type maker struct {
	*rand.Rand
	now time.Time
}

func newMaker(s Source) maker { return maker{Rand: rand.New(s), now: s.now()} }

// pick returns one of the words.
func (m maker) pick(words []string) string { return words[m.IntN(len(words))] }

// of makes a generator's function that picks one of the words.
func of(words ...string) func(maker) string {
	return func(m maker) string { return m.pick(words) }
}

// number returns an integer from low to high, both included.
func (m maker) number(low, high int) string { return strconv.Itoa(low + m.IntN(high-low+1)) }

// chars returns n characters of the alphabet.
func (m maker) chars(n int, alphabet string) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[m.IntN(len(alphabet))]
	}
	return string(b)
}

// join makes n parts and joins them.
func (m maker) join(n int, sep string, part func(maker) string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = part(m)
	}
	return strings.Join(parts, sep)
}

// uuid returns a version 4 UUID.
func (m maker) uuid() string {
	hi, lo := m.Uint64(), m.Uint64()
	hi = hi&^0xf000 | 0x4000
	lo = lo&^(3<<62) | 2<<62
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", hi>>32, hi>>16&0xffff, hi&0xffff, lo>>48, lo&(1<<48-1))
}
