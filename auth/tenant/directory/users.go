package directory

import (
	"maps"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// findLimit is the page size of a search by q, which is meant for lookups
// while typing.
const findLimit = 10

func listUsers(c *call) (any, error) {
	want, err := c.userFilter()
	if err != nil {
		return nil, err
	}
	def := maxPage
	if c.query.Has("q") {
		def = findLimit
	}
	var hits []*user
	for _, u := range c.users {
		if want(u) {
			hits = append(hits, u)
		}
	}
	hits, err = page(c, hits, def)
	if err != nil {
		return nil, err
	}
	return c.viewUsers(hits), nil
}

func (c *call) viewUsers(us []*user) []userView {
	views := make([]userView, len(us))
	for i, u := range us {
		views[i] = c.viewUser(u)
	}
	return views
}

// userFilter joins q, filter and search. A list that asks for nothing leaves
// out the deprovisioned, as Okta's does.
func (c *call) userFilter() (func(*user) bool, error) {
	var all []func(*user) bool
	for _, name := range []string{"filter", "search"} {
		text := strings.TrimSpace(c.query.Get(name))
		if text == "" {
			continue
		}
		f, err := parseFilter(text)
		if err != nil {
			return nil, err
		}
		all = append(all, func(u *user) bool { return f(u.attribute) })
	}
	if len(all) == 0 {
		all = append(all, func(u *user) bool { return u.status != deprovisioned })
	}
	if q := strings.ToLower(c.query.Get("q")); q != "" {
		all = append(all, func(u *user) bool { return u.startsWith(q) })
	}
	return func(u *user) bool {
		return !slices.ContainsFunc(all, func(f func(*user) bool) bool { return !f(u) })
	}, nil
}

func (u *user) startsWith(q string) bool {
	for _, name := range []string{"firstName", "lastName", "email"} {
		if strings.HasPrefix(strings.ToLower(u.profile.text(name)), q) {
			return true
		}
	}
	full := u.profile.text("firstName") + " " + u.profile.text("lastName")
	return strings.HasPrefix(strings.ToLower(full), q)
}

// attribute is what a filter sees of a user.
func (u *user) attribute(name string) (string, bool) {
	switch name {
	case "id":
		return u.id, true
	case "status":
		return string(u.status), true
	case "type.id":
		return u.typeID, true
	case "created":
		return stamp(u.created).String(), true
	case "activated":
		return stamp(u.activated).String(), !u.activated.IsZero()
	case "statusChanged":
		return stamp(u.statusChanged).String(), !u.statusChanged.IsZero()
	case "lastUpdated":
		return stamp(u.lastUpdated).String(), true
	}
	attr, ok := strings.CutPrefix(name, "profile.")
	if !ok {
		return "", false
	}
	v, ok := u.profile[attr].(string)
	return v, ok
}

func getUser(c *call) (any, error) {
	u, err := c.pathUser()
	if err != nil {
		return nil, err
	}
	return c.viewOneUser(u), nil
}

// userInput is the body of a create or an update.
type userInput struct {
	Profile     profile          `json:"profile"`
	Credentials credentialsInput `json:"credentials"`
	GroupIDs    []string         `json:"groupIds"`
	Type        *idView          `json:"type"`
}

type credentialsInput struct {
	Password secretInput   `json:"password"`
	Recovery questionInput `json:"recovery_question"`
}

type secretInput struct {
	Value string `json:"value"`
}

type questionInput struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

func createUser(c *call) (any, error) {
	var in userInput
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	causes := c.checkProfile(in.Profile, nil)
	causes = append(causes, checkCredentials(in.Credentials, in.Profile.text("login"))...)
	if len(causes) > 0 {
		return nil, invalid(causeField(causes[0]), causes...)
	}
	into := make([]*group, len(in.GroupIDs))
	for i, id := range in.GroupIDs {
		if into[i] = c.group(id); into[i] == nil {
			return nil, notFound("UserGroup", id)
		}
	}
	u := c.addUser(in.Profile, c.now())
	if in.Type != nil && strings.HasPrefix(in.Type.ID, "oty") {
		u.typeID = in.Type.ID
	}
	c.setCredentials(u, in.Credentials)
	for _, g := range into {
		g.add(u.id)
	}
	if c.flag("activate", true) {
		u.activate(c.now())
		if c.query.Get("nextlogin") == "changePassword" && u.status == active {
			u.to(passwordExpired, c.now())
		}
	}
	return c.viewOneUser(u), nil
}

// updateUser changes what the body names and leaves the rest.
func updateUser(c *call) (any, error) {
	return change(c, func(old, in profile) profile {
		merged := maps.Clone(old)
		maps.Copy(merged, in)
		return merged
	})
}

// replaceUser replaces the profile as a whole; a body without one changes only
// the credentials, as "Set Password" of Okta's own collection relies on.
func replaceUser(c *call) (any, error) {
	return change(c, func(_, in profile) profile { return in })
}

func change(c *call, merge func(old, in profile) profile) (any, error) {
	u, err := c.pathUser()
	if err != nil {
		return nil, err
	}
	var in userInput
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	next := u.profile
	if in.Profile != nil {
		next = merge(u.profile, in.Profile)
	}
	causes := c.checkProfile(next, u)
	causes = append(causes, checkCredentials(in.Credentials, next.text("login"))...)
	if len(causes) > 0 {
		return nil, invalid(causeField(causes[0]), causes...)
	}
	u.profile = next
	u.lastUpdated = c.now()
	c.setCredentials(u, in.Credentials)
	return c.viewOneUser(u), nil
}

func (c *call) setCredentials(u *user, in credentialsInput) {
	if p := in.Password.Value; p != "" {
		u.setPassword(p, c.now())
		if u.status == recovery || u.status == passwordExpired || u.status == provisioned {
			u.to(active, c.now())
		}
	}
	if q := in.Recovery; q.Question != "" {
		u.question, u.answer = q.Question, q.Answer
	}
}

// deleteUser deactivates first and deletes on the second call.
func deleteUser(c *call) (any, error) {
	u, err := c.pathUser()
	if err != nil {
		return nil, err
	}
	if u.status == deprovisioned {
		c.remove(u)
		return nil, nil
	}
	u.to(deprovisioned, c.now())
	return nil, nil
}

func clearSessions(c *call) (any, error) {
	_, err := c.pathUser()
	return nil, err
}

// checkProfile says what is wrong with a profile. self is the user it is for,
// nil for a new one.
func (c *call) checkProfile(p profile, self *user) []string {
	var causes []string
	for _, name := range []string{"login", "email", "firstName", "lastName"} {
		if strings.TrimSpace(p.text(name)) == "" {
			causes = append(causes, name+": The field cannot be left blank")
		}
	}
	if login := p.text("login"); login != "" {
		if !isAddress(login) {
			causes = append(causes, "login: Username must be in the form of an email address")
		}
		if o := c.find(login); o != nil && o != self && strings.EqualFold(o.profile.text("login"), login) {
			causes = append(causes, "login: An object with this field already exists in the current organization")
		}
	}
	if email := p.text("email"); email != "" && !isAddress(email) {
		causes = append(causes, "email: Does not match required pattern")
	}
	for _, name := range slices.Sorted(maps.Keys(p)) {
		switch v := p[name].(type) {
		case nil, string:
			if s, _ := v.(string); len(s) > 1024 {
				causes = append(causes, name+": The field is too long")
			}
			if !slices.Contains(attributes, name) {
				causes = append(causes, strconv.Quote(name)+": The attribute is not defined in the user's schema")
			}
		default:
			causes = append(causes, name+": The attribute must be text")
		}
	}
	return causes
}

func isAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s
}

func causeField(cause string) string {
	field, _, _ := strings.Cut(cause, ":")
	return field
}

func checkCredentials(in credentialsInput, login string) []string {
	var causes []string
	if p := in.Password.Value; p != "" && !strong(p, login) {
		causes = append(causes, weakPassword)
	}
	if q := in.Recovery; q.Question != "" && len([]rune(q.Answer)) < 4 {
		causes = append(causes, "recovery_question: The security question answer must be at least 4 characters in length")
	}
	return causes
}

const weakPassword = "password: Password requirements were not met. Password requirements: at least 8 characters, a lowercase letter, an uppercase letter, a number, no parts of your username."

func strong(p, login string) bool {
	name, _, _ := strings.Cut(strings.ToLower(login), "@")
	return len([]rune(p)) >= 8 &&
		strings.ContainsFunc(p, unicode.IsLower) && strings.ContainsFunc(p, unicode.IsUpper) &&
		strings.ContainsFunc(p, unicode.IsDigit) &&
		(name == "" || !strings.Contains(strings.ToLower(p), name))
}
