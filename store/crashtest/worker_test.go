package crashtest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"postern/auth"
	"postern/auth/oauth2"
	"postern/auth/tenant"
	"postern/auth/tokens"
	"postern/store/state"
	"postern/store/vault"
)

const orderVariable = "POSTERN_CRASHTEST_ORDER"

// order is what a worker is to do.
type order struct {
	// Dir is the state directory, Base the address of the tenant.
	Dir, Base string
	// Settle is how long a refresh that was interrupted is waited for; 0 is
	// the program's own time.
	Settle time.Duration
	// Goroutines, if not 0, wait for expiries until the token has reached a
	// Generation; else one refreshes all the time.
	Goroutines, Generation int
	// Rude leaves signals to do what they do to a program that knows nothing
	// of them, and Forgetful keeps no intents: with either, sessions get lost.
	Rude, Forgetful bool
}

// report is a line a worker writes.
type report struct {
	// Ready says that the worker is at work from here on.
	Ready bool `json:",omitempty"`
	// Lost is what the person is told when the session is over.
	Lost string `json:",omitempty"`
	// Interrupted says that the store knew of a refresh that was cut off.
	Interrupted bool `json:",omitempty"`
	// Failed is any other error.
	Failed string `json:",omitempty"`
	// Generation is that of the last token.
	Generation int `json:",omitempty"`
}

// settings are what the workers' token is got with: a login, so that nothing
// but the refresh token can renew it.
func settings(base string) auth.Config {
	pairs := [][2]string{
		{"grant_type", "authorization_code"},
		{"authUrl", base + "/oauth2/v1/authorize"},
		{"accessTokenUrl", base + "/oauth2/v1/token"},
		{"clientId", tenant.DemoClientID},
		{"clientSecret", tenant.DemoClientSecret},
		{"scope", "openid offline_access"},
	}
	c := auth.Config{Type: "oauth2", Realm: "crash"}
	for _, p := range pairs {
		c.Attrs = append(c.Attrs, auth.Attr{Key: p[0], Value: p[1]})
	}
	return c
}

// noRing is a machine without a keyring: the key file serves.
type noRing struct{}

func (noRing) Get(string, string) (string, error) { return "", errors.New("no keyring here") }
func (noRing) Set(string, string, string) error   { return errors.New("no keyring here") }

// watched is the store of a token that remembers whether it had an intent.
type watched struct {
	state.Tokens
	found atomic.Bool
}

func (w *watched) Pending(ctx context.Context, key string) (auth.Intent, bool, error) {
	in, ok, err := w.Tokens.Pending(ctx, key)
	if ok {
		w.found.Store(true)
	}
	return in, ok, err
}

// forgetful is a store without intents.
type forgetful struct {
	auth.TokenStore
	auth.Locker
}

// stack is the program without a face.
type stack struct {
	config  auth.Config
	state   *state.State
	store   *watched
	manager *tokens.Manager
}

func build(o order) *stack {
	k := &stack{config: settings(o.Base), state: state.NewWith(o.Dir, vault.Options{Keyring: noRing{}})}
	k.store = &watched{Tokens: k.state.Tokens()}
	opts := tokens.Options{Store: k.store, Grants: oauth2.New(oauth2.Options{}), Settle: o.Settle}
	if o.Forgetful {
		opts.Store = forgetful{k.store.Tokens, k.store.Tokens}
	}
	k.manager = tokens.New(opts)
	return k
}

// close ends the stack as the program does: after what is under way.
func (k *stack) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return errors.Join(k.manager.Settle(ctx), k.state.Close())
}

// work is the main function of a worker.
func work(text string) int {
	var o order
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	ctx := context.Background()
	if !o.Rude { // as in the program's main
		c, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
		context.AfterFunc(c, stop)
		ctx = c
	}
	k := build(o)
	job := k.churn
	if o.Goroutines > 0 {
		job = func(ctx context.Context) { k.herd(ctx, o) }
	}
	say(report{Ready: true})
	job(ctx)
	if err := k.close(); err != nil {
		say(report{Failed: err.Error()})
		return 1
	}
	return 0
}

// churn refreshes all the time, until ctx ends or there is nothing left to
// refresh.
func (k *stack) churn(ctx context.Context) {
	var last auth.Token
	for ctx.Err() == nil {
		t, err := k.manager.Renew(ctx, k.config, last)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			say(k.failure(err))
			return
		case t.Unsaved:
			say(report{Failed: "the token could not be saved"})
		}
		k.store.found.Store(false)
		last = t
	}
}

// failure tells the end of the session from other errors.
func (k *stack) failure(err error) report {
	if auth.KindOf(err) != auth.KindNeedsLogin {
		return report{Failed: fmt.Sprintf("%s: %v", auth.KindOf(err), err)}
	}
	return report{Lost: err.Error(), Interrupted: k.store.found.Load()}
}

// herd has many goroutines that all want the token the moment it expires. It
// begins when the test says so.
func (k *stack) herd(ctx context.Context, o order) {
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n') // the end of it will do, too
	var wg sync.WaitGroup
	var highest atomic.Int64
	for range o.Goroutines {
		wg.Go(func() {
			for {
				t, err := k.manager.Token(ctx, k.config)
				if err != nil {
					say(k.failure(err))
					return
				}
				if n := int64(t.Generation); t.Generation >= o.Generation {
					for h := highest.Load(); n > h && !highest.CompareAndSwap(h, n); h = highest.Load() {
					}
					return
				}
				<-time.After(time.Until(t.Expiry) - margin)
			}
		})
	}
	wg.Wait()
	say(report{Generation: int(highest.Load())})
}

// tokenTTL is the shortest life a token can have, and margin how long before
// its end it is renewed.
const (
	tokenTTL = time.Second
	margin   = tokenTTL / 10
)

func say(r report) {
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // a struct of texts and numbers
	}
	_, _ = os.Stdout.Write(append(b, '\n')) // in one write: others write, too
}

// key is the name of the stack's token.
func key(k *stack) string { return auth.Key(k.config) }

// settle is how long the workers wait for a refresh that was interrupted: the
// tenant is near, and what is late comes sooner than that, also on a machine that
// does much else.
const settle = time.Second
