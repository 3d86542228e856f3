// Package device is the device authorization grant, RFC 8628: the endpoint
// that gives out the codes, the page where a person lets the device in, and
// the codes between the two.
//
// It makes no tokens: the token endpoint asks [Codes.Take] for the grant. How
// often a device may ask is kept per code, so a poll too early slows that one
// device down and no other.
package device

import (
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"postern/auth/tenant/ledger"
	"postern/auth/tenant/protocol"
)

// slower is what a slow_down adds to the interval (RFC 8628 section 3.5).
const slower = 5 * time.Second

// codeMemory is how long an expired code is remembered, to say that it expired.
const codeMemory = time.Hour

// alphabet and userLength make the user code: section 6.1 advises letters that
// make no words and are not taken for one another.
const (
	alphabet   = "BCDFGHJKLMNPQRSTVWXZ"
	userLength = 8
)

// ErrNoCode says that nobody waits for a user code: it is mistyped, expired or
// was answered already.
var ErrNoCode = errors.New("nobody waits for this code")

// code is a pair that was given out.
type code struct {
	grant    *ledger.Grant
	user     string // the user code, without its dash
	expires  time.Time
	interval time.Duration
	polled   time.Time // zero: not yet
	answered bool
	denied   bool
	used     bool
}

// Options say how long codes live.
type Options struct {
	// TTL is the life of a pair of codes, Interval the time between two polls.
	TTL, Interval time.Duration
	// Now is the clock.
	Now func() time.Time
}

// Codes remembers what was given out to devices. It is safe for concurrent use.
type Codes struct {
	opts Options

	mu       sync.Mutex
	byDevice map[string]*code
}

// New returns no codes yet.
func New(o Options) *Codes { return &Codes{opts: o, byDevice: map[string]*code{}} }

// begin gives out a pair of codes for what a device asks for.
func (c *Codes) begin(g *ledger.Grant) (device, user string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.opts.Now()
	maps.DeleteFunc(c.byDevice, func(_ string, k *code) bool { return now.Sub(k.expires) > codeMemory })
	device, user = rand.Text(), userCode()
	c.byDevice[device] = &code{grant: g, user: user, expires: now.Add(c.opts.TTL), interval: c.opts.Interval}
	return device, user[:userLength/2] + "-" + user[userLength/2:]
}

// Take is a device's poll: it returns the grant once somebody approved it, and
// until then the refusals of RFC 8628 section 3.5.
func (c *Codes) Take(device, client string) (*ledger.Grant, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.byDevice[device]
	now := c.opts.Now()
	switch {
	case k == nil || k.grant.Client != client:
		return nil, protocol.InvalidGrant("the device code is unknown or another client's")
	case k.used:
		return nil, protocol.InvalidGrant("the device code was used before")
	case !now.Before(k.expires):
		return nil, protocol.Refuse("expired_token", "the device code has expired")
	}
	early := !k.polled.IsZero() && now.Sub(k.polled) < k.interval
	k.polled = now
	switch {
	case early:
		k.interval += slower
		return nil, protocol.Refuse("slow_down", fmt.Sprintf("polled too early: wait %s from now on", k.interval))
	case !k.answered:
		return nil, protocol.Refuse("authorization_pending", "nobody has approved the device yet")
	case k.denied:
		return nil, protocol.Refuse("access_denied", "the user refused")
	}
	k.used = true
	return k.grant, nil
}

// Request is what a person is asked to allow.
type Request struct {
	Client string
	Scope  []string
}

// find returns what waits for a user code. The code's case, blanks and dashes
// do not matter. Its error is [ErrNoCode].
func (c *Codes) find(user string) (Request, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.waiting(user)
	if k == nil {
		return Request{}, ErrNoCode
	}
	return Request{k.grant.Client, k.grant.Scope}, nil
}

// Approve lets the device of a user code in as the person with that user id.
// Its error is [ErrNoCode].
func (c *Codes) Approve(user, id string) error {
	return c.answer(user, func(k *code) { k.grant.User, k.grant.AuthTime = id, c.opts.Now() })
}

// Deny keeps the device of a user code out. Its error is [ErrNoCode].
func (c *Codes) Deny(user string) error { return c.answer(user, func(k *code) { k.denied = true }) }

// Waiting returns the user codes that nobody answered yet, the oldest first.
func (c *Codes) Waiting() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	open := slices.DeleteFunc(slices.Collect(maps.Values(c.byDevice)), func(k *code) bool { return !c.open(k) })
	slices.SortFunc(open, func(a, b *code) int { return a.expires.Compare(b.expires) })
	var users []string
	for _, k := range open {
		users = append(users, k.user[:userLength/2]+"-"+k.user[userLength/2:])
	}
	return users
}

func (c *Codes) answer(user string, how func(*code)) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.waiting(user)
	if k == nil {
		return ErrNoCode
	}
	k.answered = true
	how(k)
	return nil
}

// waiting returns the code that waits for a user code, under the lock.
func (c *Codes) waiting(user string) *code {
	plain := strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(user))
	for _, k := range c.byDevice {
		if k.user == plain && c.open(k) {
			return k
		}
	}
	return nil
}

// open reports whether k can still be answered.
func (c *Codes) open(k *code) bool { return !k.answered && c.opts.Now().Before(k.expires) }

// userCode makes a user code without its dash.
func userCode() string {
	random := make([]byte, userLength)
	_, _ = rand.Read(random) // it never fails
	for i, b := range random {
		random[i] = alphabet[int(b)%len(alphabet)]
	}
	return string(random)
}
