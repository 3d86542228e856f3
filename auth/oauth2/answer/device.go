package answer

import (
	"cmp"
	"errors"
	"time"

	"postern/auth/oauth2/endpoint"
	"postern/auth/oauth2/mask"
)

// Device is the answer of a device authorization endpoint, RFC 8628.
type Device struct {
	// Code is what the client asks with, UserCode what the person types.
	Code, UserCode string
	// Page is where; Complete is the same with the code in it, "" if the server
	// has none. Both are web addresses fit for a screen.
	Page, Complete string
	// Interval is the pause between two questions, from 1 to 60 s.
	Interval time.Duration
	// Lifetime is how long the code is good.
	Lifetime time.Duration
}

// The bounds of a device answer. A server that does not say how long its code
// lives is asked for a quarter of an hour.
const (
	defaultInterval = 5 * time.Second
	minInterval     = time.Second
	maxInterval     = time.Minute
	defaultWait     = 15 * time.Minute
	maxWait         = time.Hour
)

// The ways an answer holds no device code.
var (
	ErrNoDevice = errors.New("the answer holds no device code")
	ErrNoPage   = errors.New("the answer names no web page to enter the code at")
)

// ReadDevice reads the answer of a device authorization endpoint, as leniently
// as [Read]. With [ErrRefused] the answer holds the server's reason.
func ReadDevice(r Reply) (Device, Answer, error) {
	if len(r.Body) > MaxBytes {
		return Device{}, Answer{}, ErrTooLarge
	}
	a := Answer{Received: r.Received}
	f, ok := a.fields(r.Body)
	if !ok {
		return Device{}, a, ErrNoDevice
	}
	a.Code, _ = f.text("error")
	a.Description, _ = f.text("error_description")
	a.URI, _ = f.text("error_uri")
	if a.Code != "" || r.Status < 200 || r.Status > 299 {
		return Device{}, a, ErrRefused
	}
	d := Device{
		Code: f.word("device_code"), UserCode: mask.Clean(f.word("user_code"), 100),
		Interval: a.bounded(f, "interval", minInterval, maxInterval, defaultInterval),
		Lifetime: a.bounded(f, "expires_in", minInterval, maxWait, defaultWait),
	}
	if d.Code == "" || d.UserCode == "" {
		return Device{}, a, ErrNoDevice
	}
	page, _ := f.text("verification_uri")
	old, _ := f.text("verification_url") // of drafts, and of Google
	if d.Page, ok = endpoint.Page(cmp.Or(page, old)); !ok {
		return Device{}, a, ErrNoPage
	}
	full, _ := f.text("verification_uri_complete")
	if d.Complete, ok = endpoint.Page(full); !ok && full != "" {
		a.warn("verification_uri_complete is no web address")
	}
	return d, a, nil
}

// bounded reads a length of time. For one that is not told, makes no sense or,
// for a lifetime, is over, usual stands in.
func (a *Answer) bounded(f fields, key string, least, most, usual time.Duration) time.Duration {
	n, told, odd := f.seconds(key)
	switch {
	case odd != "":
		a.warn(odd + "; it is taken as " + usual.String())
		return usual
	case !told, n <= 0 && key == "expires_in":
		return usual
	case n >= most.Seconds():
		return most
	}
	return max(least, time.Duration(n*float64(time.Second)))
}
