package tenant

import (
	_ "embed"
	"slices"
	"time"
)

// What a tenant uses when [Options] say nothing else. They are public on
// purpose.
const (
	DemoAPIKey         = "00demoKeyOfTheBuiltInTenant_not_a_secret_1"
	DemoClientID       = "0oa1demoClient00015d7"
	DemoClientSecret   = "demo-secret-of-the-built-in-tenant"
	DemoPublicClientID = "0oa1demoPublic00025d7"
	DemoKeyClientID    = "0oa1demoKey00000035d7"
	DemoUsername       = "tony.stark@example.com"
	DemoPassword       = "Demo-Passw0rd"
)

// DemoPrivateKey is the key, in PEM, that the client of [DemoKeyClientID] signs
// its assertions with, by ES256. That client has no secret.
//
//go:embed demo_private.pem
var DemoPrivateKey string

//go:embed demo_public.pem
var demoPublicKey string

// Options say how a [Tenant] behaves. The zero value is a tenant with the demo
// credentials, tokens of an hour and sixty people.
type Options struct {
	// TokenTTL is how long an access token lives; 0 means an hour. Whole
	// seconds, because expires_in has no smaller unit.
	TokenTTL time.Duration
	// RefreshTTL is how long a refresh token lives unused; 0 means 90 days.
	RefreshTTL time.Duration
	// RefreshGrace is how long after its use a refresh token may be used once
	// more without that counting as theft, for a client that lost the answer.
	RefreshGrace time.Duration
	// RefreshForClients gives client_credentials a refresh token too. RFC 6749
	// advises against it; the demo turns it on so that the refresh can be
	// watched.
	RefreshForClients bool
	// Rotation says whether a refresh uses its token up, and what the answer
	// holds; its zero value is [Rotate].
	Rotation Rotation
	// AutoLogin answers an authorization request at once, for tests without a
	// browser: as if a session were there of the request's login_hint, else of
	// the client's Username, else of Username.
	AutoLogin bool
	// DeviceTTL is how long a device may wait for its user; 0 means ten
	// minutes. DeviceInterval is the least time between two of its polls; 0
	// means five seconds. Both in whole seconds.
	DeviceTTL, DeviceInterval time.Duration

	// APIKey is what `Authorization: SSWS …` must carry.
	APIKey string
	// ClientID and ClientSecret are the confidential client's, PublicClientID
	// is the public client's, which has no secret and must use PKCE.
	ClientID, ClientSecret, PublicClientID string
	// Clients are registered beside those and the one of [DemoKeyClientID].
	Clients []Client
	// Username and Password sign in. Everybody of the directory has the same
	// password.
	Username, Password string
	// Redirects are the redirect URIs both clients may use beside loopback
	// ones, compared to the character; nil means Postman's own.
	Redirects []string

	// Users is how many people the directory starts with; 0 means 60.
	Users int
	// RateLimit is how many calls a minute an endpoint of the Users API takes;
	// 0 means that none is refused.
	RateLimit int
	// Now is the clock; nil means [time.Now].
	Now func() time.Time
}

func (o Options) withDefaults() Options {
	for _, s := range []struct {
		field *string
		value string
	}{
		{&o.APIKey, DemoAPIKey},
		{&o.ClientID, DemoClientID},
		{&o.ClientSecret, DemoClientSecret},
		{&o.PublicClientID, DemoPublicClientID},
		{&o.Username, DemoUsername},
		{&o.Password, DemoPassword},
	} {
		if *s.field == "" {
			*s.field = s.value
		}
	}
	if o.TokenTTL <= 0 {
		o.TokenTTL = time.Hour
	}
	if o.RefreshTTL <= 0 {
		o.RefreshTTL = 90 * 24 * time.Hour
	}
	if o.DeviceTTL <= 0 {
		o.DeviceTTL = 10 * time.Minute
	}
	if o.DeviceInterval <= 0 {
		o.DeviceInterval = 5 * time.Second
	}
	if o.Redirects == nil {
		o.Redirects = []string{
			"https://oauth.pstmn.io/v1/callback",
			"https://oauth.pstmn.io/v1/browser-callback",
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// clients are the registered ones.
func (o Options) clients() []Client {
	return append(slices.Clone(o.Clients),
		Client{ID: o.ClientID, Secret: o.ClientSecret},
		Client{ID: o.PublicClientID},
		Client{ID: DemoKeyClientID, Key: demoPublicKey})
}
