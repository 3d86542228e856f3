// Package tenant is a small identity provider and user directory that runs on
// this machine: an OAuth 2.0 and OpenID Connect authorization server, an
// Okta-like Users API (package directory) and a set of odd answers (package
// odd). `postern demo` opens a workspace on it, and the tests of the OAuth
// rooms talk to it in-process.
//
// It follows the RFCs where a client can tell (6749, 6750, 7009, 7636, 7662,
// 8252, 8414, 9068, 9207, 9700) and is strict about them: a client that works
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
// To add a grant, write its function and add one line to the list in token.go;
// an endpoint is one line in Tenant.routes.
package tenant

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"postern/auth/tenant/directory"
	"postern/auth/tenant/odd"
)

// What a tenant uses when [Options] say nothing else. They are public on
// purpose.
const (
	DemoAPIKey         = "00demoKeyOfTheBuiltInTenant_not_a_secret_1"
	DemoClientID       = "0oa1demoClient00015d7"
	DemoClientSecret   = "demo-secret-of-the-built-in-tenant"
	DemoPublicClientID = "0oa1demoPublic00025d7"
	DemoUsername       = "tony.stark@example.com"
	DemoPassword       = "Demo-Passw0rd"
)

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
	// KeepRefresh turns rotation off: a refresh token stays valid, and the
	// answer to a refresh holds no new one.
	KeepRefresh bool
	// AutoLogin answers an authorization request at once, as if Username had
	// a session: for tests without a browser.
	AutoLogin bool

	// APIKey is what `Authorization: SSWS …` must carry.
	APIKey string
	// ClientID and ClientSecret are the confidential client's, PublicClientID
	// is the public client's, which has no secret and must use PKCE.
	ClientID, ClientSecret, PublicClientID string
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

// Tenant is the identity provider. It is an [http.Handler] without sockets and
// goroutines of its own, so that it runs in-process and under
// testing/synctest. It is safe for concurrent use.
type Tenant struct {
	opts    Options
	people  *directory.Directory
	mux     *http.ServeMux
	clients []client
	ledger  ledger
	signer  signer
	journal journal
	faults  faults

	mu   sync.Mutex
	base string
}

// New returns a tenant.
func New(o Options) *Tenant {
	o = o.withDefaults()
	t := &Tenant{opts: o, mux: http.NewServeMux()}
	t.people = directory.New(directory.Options{
		Users: o.Users, Owner: o.Username, Password: o.Password, RateLimit: o.RateLimit, Now: o.Now,
	})
	t.clients = []client{
		{id: o.ClientID, secret: o.ClientSecret},
		{id: o.PublicClientID},
	}
	t.ledger.now = o.Now
	t.journal.now = o.Now
	t.routes()
	return t
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

// routes says where everything is. The authorization server answers under two
// prefixes, as Okta's org server and its "default" custom server do, each of
// which is an issuer of its own.
func (t *Tenant) routes() {
	for _, at := range []string{"", "/oauth2/default"} {
		root := at + "/v1"
		if at == "" {
			root = "/oauth2/v1"
		}
		t.mux.HandleFunc("GET "+at+"/.well-known/openid-configuration", t.discovery(at, root))
		t.mux.HandleFunc("GET "+at+"/.well-known/oauth-authorization-server", t.discovery(at, root))
		t.mux.HandleFunc("GET "+root+"/keys", t.keys)
		t.mux.HandleFunc(root+"/authorize", t.authorize(at))
		t.mux.HandleFunc(root+"/token", t.token(at))
		t.mux.HandleFunc(root+"/revoke", t.revoke)
		t.mux.HandleFunc(root+"/introspect", t.introspect)
		t.mux.HandleFunc(root+"/userinfo", t.userinfo)
	}
	// RFC 8414 puts the well-known part in front of the issuer's path.
	t.mux.HandleFunc("GET /.well-known/oauth-authorization-server/oauth2/default", t.discovery("/oauth2/default", "/oauth2/default/v1"))
	t.mux.Handle("/api/v1/", t.people.Handler(t.caller, t.baseOf))
	t.mux.Handle("/odd/", odd.Handler())
	t.mux.HandleFunc("GET /{$}", t.index)
}

// ServeHTTP implements [http.Handler].
func (t *Tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	entry := t.journal.begin(r)
	rec := &recorder{ResponseWriter: w}
	// Deferred because a dropped connection leaves by a panic.
	defer func() { t.journal.end(entry, rec.status) }()
	r = r.WithContext(withEntry(r.Context(), entry))
	t.faults.serve(rec, r, t.mux)
	if rec.status == 0 {
		rec.status = http.StatusOK
	}
}

// SetBase sets the address that issuers and links begin with. Without it, they
// follow each request's Host.
func (t *Tenant) SetBase(url string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.base = strings.TrimSuffix(url, "/")
}

// Base returns what [Tenant.SetBase] set.
func (t *Tenant) Base() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.base
}

func (t *Tenant) baseOf(r *http.Request) string {
	if b := t.Base(); b != "" {
		return b
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

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
		{"TENANT_USERNAME", t.opts.Username},
		{"TENANT_PASSWORD", t.opts.Password},
	}
}

// index is the answer to GET /: what there is to ask for.
func (t *Tenant) index(w http.ResponseWriter, r *http.Request) {
	base := t.baseOf(r)
	writeJSON(w, http.StatusOK, struct {
		Name   string            `json:"name"`
		Issuer string            `json:"issuer"`
		Links  map[string]string `json:"_links"`
	}{"Tenant", base, map[string]string{
		"discovery": base + "/.well-known/openid-configuration",
		"users":     base + "/api/v1/users?limit=25",
		"groups":    base + "/api/v1/groups",
		"apps":      base + "/api/v1/apps",
		"odd":       base + "/odd/",
	}})
}
