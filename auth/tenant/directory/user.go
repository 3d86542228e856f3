package directory

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"
)

// status is where a user stands in their life:
//
//	        create(activate=false)             suspend
//	            STAGED ──activate──► ACTIVE ◄────────────► SUSPENDED
//	              │                  ▲ │ │     unsuspend
//	(no password) ▼                  │ │ └─expire_password──► PASSWORD_EXPIRED
//	          PROVISIONED ───────────┘ └─reset_password────► RECOVERY
//	               LOCKED_OUT ──unlock──► ACTIVE
//	 any ──deactivate──► DEPROVISIONED ──activate──► PROVISIONED or ACTIVE
//	                          └──delete──► gone
type status string

const (
	staged          status = "STAGED"
	provisioned     status = "PROVISIONED"
	active          status = "ACTIVE"
	recovery        status = "RECOVERY"
	passwordExpired status = "PASSWORD_EXPIRED"
	lockedOut       status = "LOCKED_OUT"
	suspended       status = "SUSPENDED"
	deprovisioned   status = "DEPROVISIONED"
)

// defaultType is the id of the user type everybody has unless they are created
// with another.
const defaultType = "otyfnjfba4ye7pgjB0g4"

type user struct {
	id       string
	serial   int
	status   status
	typeID   string
	profile  profile
	password string // "" means none was ever set
	question string
	answer   string

	created, activated, statusChanged       time.Time
	lastLogin, lastUpdated, passwordChanged time.Time
}

// to moves the user to another status.
func (u *user) to(s status, now time.Time) {
	if u.status != s {
		u.status = s
		u.statusChanged = now
	}
	u.lastUpdated = now
}

func (u *user) setPassword(p string, now time.Time) {
	u.password = p
	u.passwordChanged = now
	u.lastUpdated = now
}

// stamp is a time the way Okta writes it: UTC with milliseconds, null if zero.
type stamp time.Time

// MarshalJSON implements [json.Marshaler].
func (s stamp) MarshalJSON() ([]byte, error) {
	if time.Time(s).IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + s.String() + `"`), nil
}

// String returns the time as it stands in JSON, without the quotes.
func (s stamp) String() string { return time.Time(s).UTC().Format("2006-01-02T15:04:05.000Z") }

// attributes are the profile's attributes, in the order they are written.
// Others are refused, as by a real org whose schema does not know them.
var attributes = []string{
	"firstName", "lastName", "mobilePhone", "secondEmail", "login", "email",
	"middleName", "honorificPrefix", "honorificSuffix", "title", "displayName",
	"nickName", "profileUrl", "primaryPhone", "streetAddress", "city", "state",
	"zipCode", "countryCode", "postalAddress", "preferredLanguage", "locale",
	"timezone", "userType", "employeeNumber", "costCenter", "organization",
	"division", "department", "managerId", "manager",
}

// alwaysWritten is how many of the attributes are written even when unset.
const alwaysWritten = 6

// profile holds a user's attributes.
type profile map[string]any

func (p profile) text(name string) string {
	s, _ := p[name].(string)
	return s
}

// MarshalJSON writes the attributes in their usual order, not by the alphabet.
func (p profile) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, name := range attributes {
		v := p[name]
		if v == nil && i >= alwaysWritten {
			continue
		}
		text, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + name + `":`)
		b.Write(text)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// userView is a user as the API shows it.
type userView struct {
	ID              string          `json:"id"`
	Status          status          `json:"status"`
	Created         stamp           `json:"created"`
	Activated       stamp           `json:"activated"`
	StatusChanged   stamp           `json:"statusChanged"`
	LastLogin       stamp           `json:"lastLogin"`
	LastUpdated     stamp           `json:"lastUpdated"`
	PasswordChanged stamp           `json:"passwordChanged"`
	Type            idView          `json:"type"`
	Profile         profile         `json:"profile"`
	Credentials     credentialsView `json:"credentials"`
	Links           links           `json:"_links"`
}

type idView struct {
	ID string `json:"id"`
}

type credentialsView struct {
	Password *struct{}     `json:"password,omitempty"`
	Recovery *questionView `json:"recovery_question,omitempty"`
	Provider providerView  `json:"provider"`
}

type questionView struct {
	Question string `json:"question"`
}

type providerView struct {
	Type string `json:"type"`
	Name string `json:"name"`
}

// link is one HAL link. Only addresses that this server answers get one, so
// that whoever follows links never ends in a 404 of ours.
type link struct {
	Href   string `json:"href"`
	Method string `json:"method,omitempty"`
	Name   string `json:"name,omitempty"`
	Type   string `json:"type,omitempty"`
}

// links maps a relation to a link or a list of links.
type links map[string]any

func credentialsOf(u *user) credentialsView {
	v := credentialsView{Provider: providerView{Type: "OKTA", Name: "OKTA"}}
	if u.password != "" {
		v.Password = &struct{}{}
	}
	if u.question != "" {
		v.Recovery = &questionView{Question: u.question}
	}
	return v
}

func (c *call) viewUser(u *user) userView {
	return userView{
		ID: u.id, Status: u.status,
		Created: stamp(u.created), Activated: stamp(u.activated), StatusChanged: stamp(u.statusChanged),
		LastLogin: stamp(u.lastLogin), LastUpdated: stamp(u.lastUpdated), PasswordChanged: stamp(u.passwordChanged),
		Type: idView{ID: u.typeID}, Profile: u.profile, Credentials: credentialsOf(u),
		Links: links{"self": link{Href: c.base + "/api/v1/users/" + u.id}},
	}
}

// viewOneUser is viewUser with the links that lead to what may be done next:
// a list shows only self, a single user all of them.
func (c *call) viewOneUser(u *user) userView {
	v := c.viewUser(u)
	self := c.base + "/api/v1/users/" + u.id
	v.Links["groups"] = link{Href: self + "/groups"}
	v.Links["appLinks"] = link{Href: self + "/appLinks"}
	for _, a := range actions() {
		if a.link == "" || !slices.Contains(a.from, u.status) || a.needsPassword && u.password == "" {
			continue
		}
		v.Links[a.link] = link{Href: self + a.path, Method: "POST"}
	}
	return v
}
