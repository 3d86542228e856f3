package engine

import (
	"context"
	"strings"
	"sync"

	"postern/auth"
	"postern/auth/claims"
	"postern/engine/address"
)

// judge tells tokens that look as if they were for another target. It remembers
// its last finding: a run sends the same token to the same host all the time,
// and reading a token costs more than the rest of signing.
type judge struct {
	mu sync.Mutex
	// access, id and origin are what the finding is about.
	access, id     auth.Secret
	origin, config string
	why            string
}

// wrong says why t looks wrong for a request to url, "" if it does not.
func (j *judge) wrong(t auth.Token, url string) string {
	origin := address.Split(url).Origin()
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.access != t.Access || j.id != t.ID || j.origin != origin || j.config != t.Key {
		j.access, j.id, j.origin, j.config = t.Access, t.ID, origin, t.Key
		j.why = claims.Mismatch(t, url)
	}
	return j.why
}

// judgedTokens is a token source whose tokens are judged before they are sent.
type judgedTokens struct {
	auth.TokenSource
	e *Engine
	d *draft
}

// Token implements [auth.TokenSource].
func (o judgedTokens) Token(ctx context.Context, c auth.Config) (auth.Token, error) {
	t, err := o.TokenSource.Token(ctx, c)
	if err != nil {
		o.d.judgeText(o.e, c.Get("accessToken")) // which may step in
		return t, err
	}
	if t.Access == PendingToken {
		return t, nil
	}
	if !auth.AutoRefresh(c) && !t.Usable(o.e.now()) {
		o.d.Warn("the token %s has expired and is sent all the same: its auto-refresh is off", t.Name)
	}
	judged := t
	judged.Key, judged.Config = auth.Key(c), c // what is sent, and what was asked for, is as it is now
	o.d.judge(o.e, judged)
	return t, nil
}

// judge warns of a token that looks wrong for the request.
func (d *draft) judge(e *Engine, t auth.Token) {
	if why := e.judge.wrong(t, d.req.URL); why != "" {
		d.Warn("%s", why)
	}
}

// judgeWritten judges a token that stands in the config itself.
func (d *draft) judgeWritten(e *Engine) {
	written := ""
	switch {
	case d.auth.Type == "bearer":
		written = d.auth.Get("token")
	case d.auth.Type == "oauth2" && !auth.Obtainable(d.auth):
		written = d.auth.Get("accessToken")
	}
	d.judgeText(e, written)
}

// judgeText judges what a person wrote as a token.
func (d *draft) judgeText(e *Engine, written string) {
	if strings.Count(written, ".") == 2 { // a JWT; nothing can be said of others
		d.judge(e, auth.Token{Access: auth.Secret(written), Config: d.auth})
	}
}
