// Package directory is the tenant's people: users, groups and apps in memory,
// behind an HTTP API of Okta's shape (HAL links, cursor paging, lifecycle,
// error objects, rate-limit headers).
//
// It answers the way the real service does where a client can tell: which
// status may follow which, what a page's Link header looks like, which error
// code a refusal carries. It is not a user store for real people: passwords
// lie in memory as they are, nothing is written anywhere.
//
// Who calls is decided outside: [Directory.Handler] takes the function that
// turns a request into a [Caller]. To add an endpoint, write its function and
// add one line to the table in routes.go; to add people, add lines to the
// table in people.go.
package directory

import (
	"crypto/subtle"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"
)

// DefaultUsers is how many people a directory starts with.
const DefaultUsers = 60

// ErrLogin says that a login and a password do not belong together, or that
// the person may not sign in. It does not tell which.
var ErrLogin = errors.New("the username or password is wrong, or the user is not active")

// Options say what a [Directory] starts with. The zero value is a directory
// of [DefaultUsers] people with an empty password, which nobody can use.
type Options struct {
	// Users is the number of people at the start; 0 means [DefaultUsers].
	Users int
	// Owner is the login of the person the API key belongs to. If nobody in
	// the seed has it, that person is added.
	Owner string
	// Password is the password of everybody in the seed.
	Password string
	// RateLimit is how many calls a minute an endpoint takes before it answers
	// 429. 0 means that nothing is refused: the headers then count down from
	// 600 to 1.
	RateLimit int
	// Now is the clock; nil means [time.Now].
	Now func() time.Time
}

// Directory holds the users, groups and apps. It is safe for concurrent use.
type Directory struct {
	now      func() time.Time
	password string
	owner    string // user id
	limit    limiter

	mu     sync.Mutex
	users  []*user  // by serial, rising
	groups []*group // by serial, rising
	apps   []*app
	last   map[string]int // id prefix → last serial given out
}

// Person is what the authorization server needs to know about a user.
type Person struct {
	ID, Login, Email    string
	FirstName, LastName string
	Locale, Zone, Phone string
	Updated             time.Time
	Groups              []string
}

// Name is the person's full name.
func (p Person) Name() string { return strings.TrimSpace(p.FirstName + " " + p.LastName) }

// New returns a directory with its people in it.
func New(o Options) *Directory {
	if o.Now == nil {
		o.Now = time.Now
	}
	d := &Directory{
		now:      o.Now,
		password: o.Password,
		limit:    limiter{now: o.Now, max: o.RateLimit, calls: map[string]int{}},
		last:     map[string]int{},
	}
	n := o.Users
	if n <= 0 {
		n = DefaultUsers
	}
	d.seed(n, o.Owner)
	return d
}

// Login checks a password. It returns [ErrLogin] for an unknown login, a wrong
// password, and for anybody who is not active.
func (d *Directory) Login(login, password string) (Person, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	u := d.find(login)
	if u == nil || u.password == "" || u.status != active ||
		subtle.ConstantTimeCompare([]byte(u.password), []byte(password)) != 1 {
		return Person{}, ErrLogin
	}
	u.lastLogin = d.now()
	return d.person(u), nil
}

// Person looks somebody up by id or login. ok is false if there is nobody, or
// if they may not sign in.
func (d *Directory) Person(id string) (p Person, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	u := d.find(id)
	if u == nil || u.status != active {
		return Person{}, false
	}
	return d.person(u), true
}

// Owner returns the id of the person the API key belongs to.
func (d *Directory) Owner() string { return d.owner }

func (d *Directory) person(u *user) Person {
	p := Person{
		ID: u.id, Login: u.profile.text("login"), Email: u.profile.text("email"),
		FirstName: u.profile.text("firstName"), LastName: u.profile.text("lastName"),
		Locale: u.profile.text("locale"), Zone: u.profile.text("timezone"),
		Phone: u.profile.text("mobilePhone"), Updated: u.lastUpdated,
	}
	for _, g := range d.groups {
		if g.has(u.id) {
			p.Groups = append(p.Groups, g.name)
		}
	}
	return p
}

// find returns the user with that id, login, or unambiguous login without its
// domain, as Okta does; nil if there is none.
func (d *Directory) find(id string) *user {
	var short *user
	hits := 0
	for _, u := range d.users {
		login := u.profile.text("login")
		if u.id == id || strings.EqualFold(login, id) {
			return u
		}
		if name, _, ok := strings.Cut(login, "@"); ok && strings.EqualFold(name, id) {
			short = u
			hits++
		}
	}
	if hits == 1 {
		return short
	}
	return nil
}

func (d *Directory) remove(u *user) {
	d.users = slices.DeleteFunc(d.users, func(o *user) bool { return o == u })
	for _, g := range d.groups {
		g.members = slices.DeleteFunc(g.members, func(id string) bool { return id == u.id })
	}
}

func (d *Directory) group(id string) *group {
	for _, g := range d.groups {
		if g.id == id {
			return g
		}
	}
	return nil
}
