package wallet

import (
	"context"
	"testing"
	"testing/synctest"

	"postern/auth"
	"postern/auth/tokens"
	"postern/ui/bridge"
	"postern/ui/widget"
)

// rig is a wallet without a screen.
type rig struct {
	*Wallet
	bridge  *bridge.Bridge
	browsed int
}

func newRig(ctx context.Context) *rig {
	r := &rig{bridge: bridge.New()}
	r.Wallet = New(ctx, Deps{
		Tokens: tokens.New(tokens.Options{}), Bridge: r.bridge,
		Browse: func(string) error { r.browsed++; return nil },
		Where:  func() string { return "in memory" },
	}, widget.DefaultEnv())
	return r
}

// A login that was given up before it came on screen opens no browser.
func TestALoginThatIsOverAlready(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t.Context())
		ctx, cancel := context.WithCancel(t.Context())
		go func() { _, _ = r.bridge.Authorize(ctx, auth.Prompt{URL: "http://dev.test/login"}) }() // given up below
		q, _ := r.bridge.Next(t.Context())
		cancel()
		synctest.Wait()
		_, in := r.Update(loginMsg{q})
		if in != nil || r.browsed > 0 {
			t.Errorf("the browser was opened %d times, and the screen shows %#v", r.browsed, in)
		}
	})
}
