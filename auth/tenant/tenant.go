// Package tenant is a small identity provider and user directory that runs on
// this machine: an OAuth 2.0 and OpenID Connect authorization server, an
// Okta-like Users API (package directory) and a set of odd answers (package
// odd). `postern demo` opens a workspace on it, and the tests of the OAuth
// rooms talk to it in-process.
//
// It follows the RFCs where a client can tell (6749, 6750, 7009, 7523, 7636,
// 7662, 8252, 8414, 8628, 8693, 9068, 9207, 9700) and is strict about them: a client that works
// here is not merely lucky. Three leniencies are deliberate. A redirect to
// loopback may have any port and any path, since it cannot leave the machine.
// Code, password and, if [Options.RefreshForClients] says so, client
// credentials grants get a refresh token whether or not offline_access was
// asked for. And the credentials are fixed and public, so that a tour can
// print them: nothing here protects anything.
//
// It is not for the open network ([Start] binds loopback addresses only) and
// not for real people's data.
//
// Each endpoint is a type of its own that holds what it needs and no more: the
// registry of clients (package client), the ledger of what was given out, the
// mint that makes tokens. [Tenant] makes those and says where they answer. To
// add a grant, write its type and add one line to the list in grants.go; an
// endpoint is a type and one line in Tenant.routes.
package tenant

import (
	"net/http"

	"postern/auth/tenant/client"
	"postern/auth/tenant/device"
	"postern/auth/tenant/directory"
	"postern/auth/tenant/fault"
	"postern/auth/tenant/journal"
	"postern/auth/tenant/ledger"
	"postern/auth/tenant/mint"
	"postern/auth/tenant/odd"
)

// What a test meets of the rooms below.
type (
	// Entry is one request in the [Tenant.Log].
	Entry = journal.Entry
	// Fault makes the tenant misbehave.
	Fault = fault.Fault
	// Client is a registered OAuth client.
	Client = client.Client
	// Rotation says what a refresh does to its refresh token.
	Rotation = ledger.Rotation
	// Counts are what happened to refresh tokens.
	Counts = ledger.Counts
)

// The ways of [Options.Rotation].
const (
	// Rotate uses the token up; the answer holds a new one.
	Rotate = ledger.Rotate
	// KeepRefresh leaves the token valid; the answer holds none.
	KeepRefresh = ledger.Keep
	// KeepEmptyRefresh does, and the answer holds an empty one.
	KeepEmptyRefresh = ledger.KeepEmpty
	// KeepSameRefresh does, and the answer holds it again.
	KeepSameRefresh = ledger.KeepSame
)

// Tenant is the identity provider. It is an [http.Handler] without sockets and
// goroutines of its own, so that it runs in-process and under
// testing/synctest. It is safe for concurrent use.
type Tenant struct {
	opts     Options
	base     *address
	ledger   *ledger.Ledger
	sessions *sessions
	devices  *device.Codes
	people   *directory.Directory
	journal  *journal.Journal
	faults   *fault.List
	handler  http.Handler
}

// New returns a tenant.
func New(o Options) *Tenant {
	o = o.withDefaults()
	t := &Tenant{
		opts: o, base: &address{}, sessions: newSessions(o.Now), journal: journal.New(o.Now), faults: &fault.List{},
		ledger:  ledger.New(ledger.Options{TTL: o.RefreshTTL, Grace: o.RefreshGrace, Rotation: o.Rotation, Now: o.Now}),
		devices: device.New(device.Options{TTL: o.DeviceTTL, Interval: o.DeviceInterval, Now: o.Now}),
	}
	t.people = directory.New(directory.Options{
		Users: o.Users, Owner: o.Username, Password: o.Password, RateLimit: o.RateLimit, Now: o.Now,
	})
	t.handler = t.journal.Around(t.faults.Around(t.routes()))
	return t
}

// routes makes the endpoints and says where they are. The authorization server
// answers under two prefixes, as Okta's org server and its "default" custom
// server do, each of which is an issuer of its own.
func (t *Tenant) routes() http.Handler {
	o := t.opts
	people := t.people
	known := client.NewRegistry(o.clients(), o.Redirects, o.Now)
	keys := mint.NewSigner()
	maker := &mint.Mint{People: people, Ledger: t.ledger, Signer: keys, TTL: o.TokenTTL, Now: o.Now}
	grants := t.grantTypes(people, known, maker)
	gate := gate{key: o.APIKey, owner: people.Owner(), ledger: t.ledger}

	mux := http.NewServeMux()
	for _, is := range []issuer{
		{t.base, "", "/oauth2/v1"},
		{t.base, "/oauth2/default", "/oauth2/default/v1"},
	} {
		about := discovery{issuer: is, grants: grants}
		mux.Handle("GET "+is.path+"/.well-known/openid-configuration", about)
		mux.Handle("GET "+is.path+"/.well-known/oauth-authorization-server", about)
		if is.path != "" { // where RFC 8414 has it
			mux.Handle("GET /.well-known/oauth-authorization-server"+is.path, about)
		}
		login := &authorizeEndpoint{
			issuer: is, registry: known, people: people, sessions: t.sessions, ledger: t.ledger, mint: maker,
			username: o.Username, auto: o.AutoLogin, now: o.Now,
		}
		mux.Handle("GET "+is.root+"/authorize", login)
		mux.Handle("POST "+is.root+"/authorize", login)
		mux.Handle(is.root+"/token", tokenEndpoint{issuer: is, registry: known, grants: grants})
		mux.Handle(is.root+"/revoke", revokeEndpoint{issuer: is, registry: known, ledger: t.ledger})
		mux.Handle(is.root+"/introspect", introspectEndpoint{
			issuer: is, registry: known, ledger: t.ledger, people: people, mint: maker,
		})
		mux.Handle(is.root+"/device/authorize", device.Endpoint{
			Registry: known, Codes: t.devices, Issuer: is.id, Verify: t.activate, Audiences: is.audiences,
		})
		mux.Handle("GET "+is.root+"/userinfo", userinfoEndpoint{gate: gate, people: people})
		mux.Handle("POST "+is.root+"/userinfo", userinfoEndpoint{gate: gate, people: people})
		mux.Handle("GET "+is.root+"/keys", mint.KeySet{Signer: keys})
	}
	verify := device.Page{Codes: t.devices, People: people, Hint: o.Username}
	mux.Handle("GET "+activatePath, verify)
	mux.Handle("POST "+activatePath, verify)
	mux.Handle("/api/v1/", people.Handler(gate.caller, t.base.of))
	mux.Handle("/odd/", odd.Handler())
	mux.Handle("GET /{$}", index{t.base})
	return mux
}

// activatePath is where a person lets a device in: short, for it is typed.
const activatePath = "/activate"

func (t *Tenant) activate(r *http.Request) string { return t.base.of(r) + activatePath }

// ServeHTTP implements [http.Handler].
func (t *Tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) { t.handler.ServeHTTP(w, r) }

// SetBase sets the address that issuers and links begin with. Without it, they
// follow each request's Host.
func (t *Tenant) SetBase(url string) { t.base.fix(url) }

// Base returns what [Tenant.SetBase] set.
func (t *Tenant) Base() string { return t.base.fixed() }

// Env returns the environment variables that tell a program how to use the
// tenant, as name and value.
func (t *Tenant) Env() [][2]string {
	base := t.Base()
	return [][2]string{
		{"TENANT_URL", base},
		{"TENANT_ISSUER", base},
		{"TENANT_API_KEY", t.opts.APIKey},
		{"TENANT_CLIENT_ID", t.opts.ClientID},
		{"TENANT_CLIENT_SECRET", t.opts.ClientSecret},
		{"TENANT_PUBLIC_CLIENT_ID", t.opts.PublicClientID},
		{"TENANT_KEY_CLIENT_ID", DemoKeyClientID},
		{"TENANT_PRIVATE_KEY", DemoPrivateKey},
		{"TENANT_USERNAME", t.opts.Username},
		{"TENANT_PASSWORD", t.opts.Password},
	}
}

// Log returns what was asked so far, in the order it came in.
func (t *Tenant) Log() []Entry { return t.journal.Log() }

// Counts returns what happened to refresh tokens so far.
func (t *Tenant) Counts() Counts { return t.ledger.Counts() }

// Fault adds a fault, and returns what counts how often it struck. The first
// one that matches a request strikes it.
func (t *Tenant) Fault(f Fault) *fault.Set { return t.faults.Add(f) }

// ClearFaults ends all faults.
func (t *Tenant) ClearFaults() { t.faults.Clear() }

// RevokeAccess ends every access token that is out, and no refresh token: the
// next call with one gets a 401.
func (t *Tenant) RevokeAccess() { t.ledger.RevokeAccess() }

// RevokeAll ends every token and every login that is out.
func (t *Tenant) RevokeAll() {
	t.ledger.RevokeAll()
	t.sessions.clear()
}
