package metadata_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/oauth2/metadata"
)

// slow answers after a second.
type slow struct{ web *web }

func (s slow) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(time.Second)
	return s.web.RoundTrip(r)
}

func TestCacheAsksOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := one("https://idp.test"+oidc, `{"issuer":"https://idp.test","token_endpoint":"https://idp.test/t"}`)
		c := metadata.NewCache(slow{w})
		impatient, leave := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer leave()
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				ctx, want := t.Context(), auth.Kind("")
				if i == 0 {
					ctx, want = impatient, auth.KindCancelled
				}
				m, err := c.Get(ctx, "https://idp.test", false)
				if auth.KindOf(err) != want || err == nil && m.Token == "" {
					t.Errorf("got %+v, %v", m, err)
				}
			})
		}
		wg.Wait()
		time.Sleep(24 * time.Hour)
		if _, err := c.Get(t.Context(), "https://idp.test", false); err != nil || len(w.asked) != 1 {
			t.Errorf("error %v, asked %q", err, w.asked)
		}
	})
}

func TestCacheForgetsFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &web{pages: map[string]page{"https://idp.test" + oidc: {status: http.StatusServiceUnavailable}}}
		c := metadata.NewCache(slow{w})
		for range 2 {
			if _, err := c.Get(t.Context(), "https://idp.test", false); err == nil || len(w.asked) != 1 {
				t.Errorf("error %v, asked %q", err, w.asked)
			}
		}
		w.pages["https://idp.test"+oidc] = page{body: strings.NewReader(`{"issuer":"https://idp.test"}`)}
		time.Sleep(6 * time.Second)
		if _, err := c.Get(t.Context(), "https://idp.test", false); err != nil {
			t.Error(err)
		}
	})
}

// A cache keeps what may go in clear apart from what may not.
func TestCacheKeepsClearTextApart(t *testing.T) {
	c := metadata.NewCache(one("http://idp.test"+oidc, `{"issuer":"http://idp.test"}`))
	if _, err := c.Get(t.Context(), "http://idp.test", true); err != nil {
		t.Error(err)
	}
	if _, err := c.Get(t.Context(), "http://idp.test", false); err == nil {
		t.Error("clear text allowed once is allowed for all")
	}
}
