package directory

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// domain is where everybody of the seed lives; RFC 2606 keeps it free.
const domain = "@example.com"

// departmentsWithGroup get a group of their name.
var departmentsWithGroup = []string{
	"Administration", "Engineering", "Finance", "Legal", "Marketing", "Sales", "Security", "Support",
}

// epoch is when the first person joined. It is fixed, and so is all that
// follows from it: two tenants are alike to the byte.
func epoch() time.Time { return time.Date(2021, 3, 1, 8, 30, 0, 0, time.UTC) }

// seed fills the directory with n people and with groups and apps.
func (d *Directory) seed(n int, owner string) {
	d.seedGroups()
	managers := map[string]*user{}
	for i := range n {
		s := person(i)
		joined := epoch().Add(time.Duration(i)*83*time.Hour + time.Duration(digits(s.login, 3600_000))*time.Millisecond)
		u := d.addUser(s.profile(i), joined)
		d.settle(u, s.status, joined)
		if m := managers[s.department]; m != nil {
			u.profile["managerId"] = m.id
			u.profile["manager"] = m.profile.text("displayName")
		} else {
			managers[s.department] = u
		}
		d.join(u, s)
	}
	d.seedOwner(owner)
	d.seedApps()
}

// person returns the i-th person: of the table, then combinations of its
// names.
func person(i int) sample {
	s := people[i%len(people)]
	round := i / len(people)
	if round == 0 {
		return s
	}
	o := people[(i+7*round)%len(people)]
	s.last = o.last
	s.login = fmt.Sprintf("%s.%d", s.login, round+1)
	return s
}

func (s sample) profile(i int) profile {
	at := offices[s.office]
	p := profile{
		"firstName": s.first, "lastName": s.last, "displayName": s.first + " " + s.last,
		"login": s.login + domain, "email": s.login + domain,
		"title": s.title, "department": s.department, "organization": "Example Industries",
		"city": at[0], "countryCode": at[1], "locale": at[2], "timezone": at[3],
		"mobilePhone":    at[4] + fmt.Sprintf("%04d", digits(s.login, 10000)),
		"employeeNumber": strconv.Itoa(1001 + i), "userType": "Employee",
	}
	if i%4 == 1 {
		p["secondEmail"] = strings.ReplaceAll(s.login, ".", "") + "@example.org"
	}
	if s.title == "Contractor" || s.title == "Intern" {
		p["userType"] = s.title
	}
	return p
}

// settle gives somebody the past that their status tells of.
func (d *Directory) settle(u *user, s status, joined time.Time) {
	u.status = s
	u.statusChanged = joined.Add(26 * time.Hour)
	u.lastUpdated = u.statusChanged
	if s == staged || s == provisioned {
		return
	}
	u.activated = joined.Add(time.Hour)
	u.setPassword(d.password, joined.Add(2*time.Hour))
	u.question, u.answer = "Who's a major player in the cowboy scene?", "Annie Oakley"
	u.lastLogin = u.activated.Add(time.Duration(digits("login"+u.id, 400*24)) * time.Hour)
	u.lastUpdated = u.statusChanged
}

func (d *Directory) seedGroups() {
	everyone := d.addGroup("Everyone", "All users in your organization", epoch())
	everyone.builtIn = true
	for i, name := range departmentsWithGroup {
		d.addGroup(name, "The "+name+" department", epoch().Add(time.Duration(i+1)*time.Hour))
	}
	d.addGroup("Équipe Paris", "Everybody in the Paris office", epoch().Add(48*time.Hour))
	d.addGroup("Contractors", "People of other companies", epoch().Add(49*time.Hour))
}

func (d *Directory) join(u *user, s sample) {
	for _, g := range d.groups {
		if g.name == s.department || g.name == "Équipe Paris" && s.office == "par" ||
			g.name == "Contractors" && s.title == "Contractor" {
			g.add(u.id)
		}
	}
}

// seedOwner makes sure that the API key belongs to somebody who is active.
func (d *Directory) seedOwner(login string) {
	if login == "" {
		login = people[0].login + domain
	}
	u := d.find(login)
	if u == nil {
		name, _, _ := strings.Cut(login, "@")
		u = d.addUser(profile{"firstName": name, "lastName": "Owner", "displayName": name, "login": login, "email": login}, epoch())
	}
	if u.status != active {
		d.settle(u, active, u.created)
	}
	d.owner = u.id
}

func (d *Directory) seedApps() {
	groups := map[string]string{}
	for _, g := range d.groups {
		groups[g.name] = g.id
	}
	for i, a := range []app{
		{name: "postern_demo", label: "Request workbench", mode: "OPENID_CONNECT", group: groups["Everyone"]},
		{name: "amazon_aws", label: "Cloud Console", mode: "SAML_2_0", group: groups["Engineering"]},
		{name: "ledger", label: "General Ledger", mode: "SAML_2_0", group: groups["Finance"]},
		{name: "bookmark", label: "Café Paris", mode: "BOOKMARK", group: groups["Équipe Paris"]},
	} {
		a.id, _ = d.newID(appPrefix)
		a.created = epoch().Add(time.Duration(i) * 72 * time.Hour)
		d.apps = append(d.apps, &a)
	}
}

// addUser adds a staged user without credentials.
func (d *Directory) addUser(p profile, now time.Time) *user {
	u := &user{status: staged, typeID: defaultType, profile: p, created: now, lastUpdated: now}
	u.id, u.serial = d.newID(userPrefix)
	d.users = append(d.users, u)
	return u
}

func (d *Directory) addGroup(name, description string, now time.Time) *group {
	g := &group{name: name, description: description, created: now, updated: now, memberUpdated: now}
	g.id, g.serial = d.newID(groupPrefix)
	d.groups = append(d.groups, g)
	return g
}
