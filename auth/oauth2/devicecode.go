package oauth2

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"postern/auth"
	"postern/auth/oauth2/answer"
)

// deviceCode is RFC 8628: the person logs in with a browser anywhere, by a code.
func deviceCode(ctx context.Context, cl *Client, s settings, p auth.Prompter) (auth.Token, error) {
	d, err := cl.newDevice(ctx, s)
	if err != nil {
		return auth.Token{}, err
	}
	return cl.byDevice(ctx, s, p, d, "")
}

// newDevice asks the server for a code. Extra parameters go where they say;
// those meant for a browser's address go into the body, where servers look for
// them here.
func (cl *Client) newDevice(ctx context.Context, s settings) (answer.Device, error) {
	step(ctx, "asking HOST for a device code", s.deviceURL)
	fields := form{}
	fields.addSet("scope", s.scope)
	params := slices.Clone(s.authParams)
	for i := range params {
		if s.grant != auth.DeviceCode {
			params[i].In = auth.InBody
		}
	}
	var d answer.Device
	_, err := cl.post(ctx, s, tokenRequest{
		kind:     "device_authorization",
		attr:     "deviceUrl",
		endpoint: s.deviceURL,
		fields:   append(fields, s.targets()...),
		params:   params,
		read: func(r answer.Reply) (a answer.Answer, err error) {
			d, a, err = answer.ReadDevice(r)
			return a, err
		},
	})
	return d, err
}

// errLate ends the wait for a code that is no longer good.
var errLate = errors.New("the code was not entered in time")

// byDevice shows the code to the person and asks the server until they entered
// it. other is the way they may choose instead, for [auth.ErrOtherWay].
func (cl *Client) byDevice(ctx context.Context, s settings, p auth.Prompter, d answer.Device, other auth.Way) (auth.Token, error) {
	asking, decline := context.WithCancelCause(ctx)
	defer decline(nil)
	waiting, cancel := context.WithTimeoutCause(asking, d.Lifetime, errLate)
	defer cancel()
	prompt := auth.Prompt{
		TokenName: s.name, Way: auth.ByDevice, Other: other,
		URL: cmp.Or(d.Complete, d.Page), Page: d.Page, UserCode: d.UserCode, Until: cl.now().Add(d.Lifetime),
	}
	step(ctx, "waiting for you to enter the code at HOST", d.Page)
	go func() {
		// Who closes the prompt may still enter the code.
		if _, err := p.Authorize(waiting, prompt); err != nil {
			decline(err)
		}
	}()
	t, err := cl.poll(waiting, s, d)
	if waiting.Err() == nil || err == nil {
		return t, err
	}
	switch cause := context.Cause(waiting); {
	case ctx.Err() != nil:
		return auth.Token{}, &auth.Error{Kind: auth.KindCancelled, Summary: "the login was cancelled", Where: "deviceUrl", Err: context.Canceled}
	case errors.Is(cause, errLate):
		return auth.Token{}, &auth.Error{Kind: auth.KindNeedsLogin, Summary: errLate.Error(), Where: "deviceUrl", Hint: "log in again for a new code"}
	case other != "" && errors.Is(cause, auth.ErrOtherWay):
		return auth.Token{}, auth.ErrOtherWay
	default:
		return auth.Token{}, declined(cause, "deviceUrl")
	}
}

// The pauses of a server that asks for more of them, or cannot be reached.
const (
	slower    = 5 * time.Second
	maxPacing = time.Minute
)

// poll asks for the token, each time a pause after the last answer, until ctx
// ends or the server says something final. Trouble on the way is not final.
func (cl *Client) poll(ctx context.Context, s settings, d answer.Device) (auth.Token, error) {
	interval, trouble := d.Interval, time.Duration(0)
	for {
		select {
		case <-ctx.Done():
			return auth.Token{}, context.Cause(ctx)
		case <-time.After(max(interval, trouble)):
		}
		t, err := cl.token(ctx, s, tokenRequest{
			kind:     auth.DeviceCode,
			attr:     "accessTokenUrl",
			endpoint: s.tokenURL,
			fields:   form{{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"}, {"device_code", d.Code}},
			params:   s.tokenParams,
		})
		var e *auth.Error
		errors.As(err, &e)
		switch {
		case err == nil || ctx.Err() != nil || e == nil:
			return t, err
		case e.Code == "authorization_pending":
			trouble = 0
		case e.Code == "slow_down":
			interval, trouble = interval+slower, 0
		case e.Kind == auth.KindUnreachable:
			trouble = max(e.RetryAfter, min(2*max(interval, trouble), maxPacing))
			step(ctx, "HOST does not answer; trying again in "+trouble.String(), s.tokenURL)
		default:
			return t, err
		}
	}
}
