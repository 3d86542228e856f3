package directory

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Scopes of access tokens. A manage scope includes its read scope.
const (
	UsersRead    = "okta.users.read"
	UsersManage  = "okta.users.manage"
	GroupsRead   = "okta.groups.read"
	GroupsManage = "okta.groups.manage"
	AppsRead     = "okta.apps.read"
)

// maxBody bounds a request's body in bytes.
const maxBody = 1 << 20

// Caller is who sends a request.
type Caller struct {
	// User is the id of the person the credential belongs to, "" for a client
	// that acts for itself.
	User string
	// Key says that the caller holds the API key, which may do everything.
	Key bool
	// Scopes are what an access token allows.
	Scopes []string
}

var (
	// ErrNoCredential is what an [Authorizer] returns for a request without
	// any.
	ErrNoCredential = errors.New("no credential")
	// ErrBadCredential is what an [Authorizer] returns for a key or token that
	// is unknown, expired or revoked.
	ErrBadCredential = errors.New("bad credential")
)

// Authorizer tells who sends r, or returns [ErrNoCredential] or
// [ErrBadCredential].
type Authorizer func(r *http.Request) (Caller, error)

// endpoint answers a call: with a value for the JSON body, with nil for 204,
// or with a problem.
type endpoint func(c *call) (any, error)

type route struct {
	pattern string
	scope   string
	serve   endpoint
}

// call is one request to an endpoint. The directory is locked while it runs.
type call struct {
	*Directory
	r      *http.Request
	query  url.Values
	body   []byte
	base   string
	caller Caller
	header http.Header // of the answer
}

func routes() []route {
	rs := []route{
		{"GET /api/v1/users", UsersRead, listUsers},
		{"POST /api/v1/users", UsersManage, createUser},
		{"GET /api/v1/users/{id}", UsersRead, getUser},
		{"POST /api/v1/users/{id}", UsersManage, updateUser},
		{"PUT /api/v1/users/{id}", UsersManage, replaceUser},
		{"DELETE /api/v1/users/{id}", UsersManage, deleteUser},
		{"DELETE /api/v1/users/{id}/sessions", UsersManage, clearSessions},
		{"GET /api/v1/users/{id}/groups", GroupsRead, userGroups},
		{"GET /api/v1/users/{id}/appLinks", UsersRead, userApps},
		{"GET /api/v1/groups", GroupsRead, listGroups},
		{"POST /api/v1/groups", GroupsManage, createGroup},
		{"GET /api/v1/groups/{id}", GroupsRead, getGroup},
		{"PUT /api/v1/groups/{id}", GroupsManage, replaceGroup},
		{"DELETE /api/v1/groups/{id}", GroupsManage, deleteGroup},
		{"GET /api/v1/groups/{id}/users", GroupsRead, groupUsers},
		{"PUT /api/v1/groups/{id}/users/{user}", GroupsManage, addMember},
		{"DELETE /api/v1/groups/{id}/users/{user}", GroupsManage, removeMember},
		{"GET /api/v1/apps", AppsRead, listApps},
		{"GET /api/v1/apps/{id}", AppsRead, getApp},
	}
	for _, a := range actions() {
		rs = append(rs, route{"POST /api/v1/users/{id}" + a.path, UsersManage, a.serve})
	}
	return rs
}

// elsewhere takes every request that no route takes.
const elsewhere = "/api/v1/"

// Handler serves the API under /api/v1/. who tells who calls; base returns
// the address that links begin with, without a slash at its end.
func (d *Directory) Handler(who Authorizer, base func(*http.Request) string) http.Handler {
	mux := http.NewServeMux()
	for _, rt := range routes() {
		mux.HandleFunc(rt.pattern, func(w http.ResponseWriter, r *http.Request) { d.serve(w, r, rt, who, base) })
	}
	mux.HandleFunc(elsewhere, func(w http.ResponseWriter, r *http.Request) {
		p := notFound("Endpoint", r.URL.Path)
		for _, m := range []string{"GET", "POST", "PUT", "DELETE"} {
			probe := &http.Request{Method: m, URL: r.URL, Host: r.Host}
			if _, pattern := mux.Handler(probe); pattern != elsewhere {
				p = refuse(http.StatusMethodNotAllowed, "E0000022", "The endpoint does not support the provided HTTP method")
				w.Header().Add("Allow", m)
			}
		}
		write(w, nil, p)
	})
	return mux
}

func (d *Directory) serve(w http.ResponseWriter, r *http.Request, rt route, who Authorizer, base func(*http.Request) string) {
	c := &call{Directory: d, r: r, query: r.URL.Query(), base: base(r), header: w.Header()}
	if p := d.limit.take(rt.pattern, c.header); p != nil {
		write(w, nil, p)
		return
	}
	v, err := c.run(rt, who)
	write(w, v, err)
}

// run lets the endpoint answer and renders its answer, both under the lock: an
// answer may point into the directory.
func (c *call) run(rt route, who Authorizer) ([]byte, error) {
	caller, err := who(c.r)
	if err != nil {
		return nil, c.refuseCaller(err)
	}
	c.caller = caller
	if !caller.may(rt.scope) {
		p := refuse(http.StatusForbidden, "E0000006", "You do not have permission to perform the requested action")
		p.challenge = `Bearer error="insufficient_scope", error_description="The access token provided does not contain the required scopes.", scope="` + rt.scope + `"`
		return nil, p
	}
	if c.body, err = io.ReadAll(http.MaxBytesReader(nil, c.r.Body, maxBody)); err != nil {
		return nil, refuse(http.StatusRequestEntityTooLarge, "E0000003", "The request body was not well-formed: it is too long.")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	v, err := rt.serve(c)
	if err != nil || v == nil {
		return nil, err
	}
	return render(v)
}

func (c *call) refuseCaller(err error) error {
	p := refuse(http.StatusUnauthorized, "E0000011", "Invalid token provided")
	if errors.Is(err, ErrNoCredential) {
		p = refuse(http.StatusUnauthorized, "E0000005", "Invalid session")
	}
	if scheme, _, _ := strings.Cut(c.r.Header.Get("Authorization"), " "); strings.EqualFold(scheme, "Bearer") {
		p.challenge = `Bearer error="invalid_token", error_description="The access token is invalid or has expired."`
	}
	return p
}

func (c Caller) may(scope string) bool {
	return c.Key || slices.Contains(c.Scopes, scope) ||
		slices.Contains(c.Scopes, strings.TrimSuffix(scope, ".read")+".manage")
}

// decode reads the JSON body into v.
func (c *call) decode(v any) error {
	if t := c.r.Header.Get("Content-Type"); t != "" && !strings.Contains(t, "json") {
		return refuse(http.StatusUnsupportedMediaType, "E0000021", "Bad request. Accept and/or Content-Type headers likely do not match supported values.")
	}
	if err := json.Unmarshal(c.body, v); err != nil {
		return refuse(http.StatusBadRequest, "E0000003", "The request body was not well-formed.", err.Error())
	}
	return nil
}

// pathUser returns the user named by the path; "me" is the caller.
func (c *call) pathUser() (*user, error) {
	id := c.r.PathValue("id")
	if id == "me" && c.caller.User != "" {
		id = c.caller.User
	}
	if u := c.find(id); u != nil {
		return u, nil
	}
	return nil, notFound("User", id)
}

func (c *call) pathGroup() (*group, error) {
	id := c.r.PathValue("id")
	if g := c.group(id); g != nil {
		return g, nil
	}
	return nil, notFound("UserGroup", id)
}

// flag is a boolean query parameter that is def when absent.
func (c *call) flag(name string, def bool) bool {
	switch strings.ToLower(c.query.Get(name)) {
	case "true":
		return true
	case "false":
		return false
	}
	return def
}

// render writes JSON without Go's escaping of <, > and &, which no other
// server does.
func render(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

func write(w http.ResponseWriter, body []byte, err error) {
	h := w.Header()
	h.Set("X-Okta-Request-Id", rand.Text())
	h.Set("Cache-Control", "no-cache, no-store")
	h.Set("Pragma", "no-cache")
	h.Set("X-Content-Type-Options", "nosniff")
	status := http.StatusOK
	if err != nil {
		status, body = writeProblem(h, err)
	} else if body == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client may have gone
}

func writeProblem(h http.Header, err error) (status int, body []byte) {
	var p *problem
	if !errors.As(err, &p) {
		p = refuse(http.StatusInternalServerError, "E0000009", "Internal Server Error", err.Error())
	}
	p.ID = "oae" + rand.Text()[:20]
	if p.challenge != "" {
		h.Set("WWW-Authenticate", p.challenge)
	}
	body, err = render(p)
	if err != nil {
		return http.StatusInternalServerError, []byte(`{}`)
	}
	return p.Status, body
}
