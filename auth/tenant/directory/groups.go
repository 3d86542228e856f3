package directory

import (
	"slices"
	"strings"
	"time"
)

type group struct {
	id, name, description string
	serial                int
	builtIn               bool // everybody is in it, and nobody may change it
	members               []string
	created, updated      time.Time
	memberUpdated         time.Time
}

func (g *group) has(id string) bool { return g.builtIn || slices.Contains(g.members, id) }

func (g *group) add(id string) {
	if !g.has(id) {
		g.members = append(g.members, id)
	}
}

func (g *group) kind() string {
	if g.builtIn {
		return "BUILT_IN"
	}
	return "OKTA_GROUP"
}

// attribute is what a filter sees of a group.
func (g *group) attribute(name string) (string, bool) {
	switch name {
	case "id":
		return g.id, true
	case "type":
		return g.kind(), true
	case "profile.name":
		return g.name, true
	case "profile.description":
		return g.description, true
	case "created":
		return stamp(g.created).String(), true
	case "lastUpdated":
		return stamp(g.updated).String(), true
	case "lastMembershipUpdated":
		return stamp(g.memberUpdated).String(), true
	}
	return "", false
}

type groupView struct {
	ID            string       `json:"id"`
	Created       stamp        `json:"created"`
	Updated       stamp        `json:"lastUpdated"`
	MemberUpdated stamp        `json:"lastMembershipUpdated"`
	ObjectClass   []string     `json:"objectClass"`
	Type          string       `json:"type"`
	Profile       groupProfile `json:"profile"`
	Links         links        `json:"_links"`
}

type groupProfile struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

func (c *call) viewGroup(g *group) groupView {
	self := c.base + "/api/v1/groups/" + g.id
	return groupView{
		ID: g.id, Created: stamp(g.created), Updated: stamp(g.updated), MemberUpdated: stamp(g.memberUpdated),
		ObjectClass: []string{"okta:user_group"}, Type: g.kind(),
		Profile: groupProfile{Name: g.name, Description: g.description},
		Links: links{
			"self":  link{Href: self},
			"users": link{Href: self + "/users"},
		},
	}
}

func (c *call) viewGroups(gs []*group) []groupView {
	views := make([]groupView, len(gs))
	for i, g := range gs {
		views[i] = c.viewGroup(g)
	}
	return views
}

func listGroups(c *call) (any, error) {
	want := func(func(string) (string, bool)) bool { return true }
	for _, name := range []string{"filter", "search"} {
		if text := c.query.Get(name); text != "" {
			f, err := parseFilter(text)
			if err != nil {
				return nil, err
			}
			want = f
		}
	}
	q := strings.ToLower(c.query.Get("q"))
	var hits []*group
	for _, g := range c.groups {
		if want(g.attribute) && strings.HasPrefix(strings.ToLower(g.name), q) {
			hits = append(hits, g)
		}
	}
	hits, err := page(c, hits, maxPage)
	if err != nil {
		return nil, err
	}
	return c.viewGroups(hits), nil
}

func getGroup(c *call) (any, error) {
	g, err := c.pathGroup()
	if err != nil {
		return nil, err
	}
	return c.viewGroup(g), nil
}

func createGroup(c *call) (any, error) {
	p, err := c.groupInput(nil)
	if err != nil {
		return nil, err
	}
	return c.viewGroup(c.addGroup(p.Name, p.Description, c.now())), nil
}

func replaceGroup(c *call) (any, error) {
	g, err := c.ownGroup()
	if err != nil {
		return nil, err
	}
	p, err := c.groupInput(g)
	if err != nil {
		return nil, err
	}
	g.name, g.description, g.updated = p.Name, p.Description, c.now()
	return c.viewGroup(g), nil
}

func (c *call) groupInput(self *group) (groupProfile, error) {
	var in struct {
		Profile groupProfile `json:"profile"`
	}
	if err := c.decode(&in); err != nil {
		return groupProfile{}, err
	}
	if in.Profile.Name == "" {
		return groupProfile{}, invalid("name", "name: The field cannot be left blank")
	}
	for _, g := range c.groups {
		if g != self && strings.EqualFold(g.name, in.Profile.Name) {
			return groupProfile{}, invalid("name", "name: An object with this field already exists in the current organization")
		}
	}
	return in.Profile, nil
}

func deleteGroup(c *call) (any, error) {
	g, err := c.ownGroup()
	if err != nil {
		return nil, err
	}
	c.groups = slices.DeleteFunc(c.groups, func(o *group) bool { return o == g })
	return nil, nil
}

// ownGroup is the group named by the path, if it may be changed.
func (c *call) ownGroup() (*group, error) {
	g, err := c.pathGroup()
	if err != nil {
		return nil, err
	}
	if g.builtIn {
		return nil, invalid("type", "type: Everyone is a built-in group and cannot be changed")
	}
	return g, nil
}

func groupUsers(c *call) (any, error) {
	g, err := c.pathGroup()
	if err != nil {
		return nil, err
	}
	var in []*user
	for _, u := range c.users {
		if g.has(u.id) {
			in = append(in, u)
		}
	}
	in, err = page(c, in, maxPage)
	if err != nil {
		return nil, err
	}
	return c.viewUsers(in), nil
}

func addMember(c *call) (any, error) {
	g, u, err := c.membership()
	if err != nil {
		return nil, err
	}
	g.add(u.id)
	g.memberUpdated = c.now()
	return nil, nil
}

func removeMember(c *call) (any, error) {
	g, u, err := c.membership()
	if err != nil {
		return nil, err
	}
	g.members = slices.DeleteFunc(g.members, func(id string) bool { return id == u.id })
	g.memberUpdated = c.now()
	return nil, nil
}

func (c *call) membership() (*group, *user, error) {
	g, err := c.ownGroup()
	if err != nil {
		return nil, nil, err
	}
	id := c.r.PathValue("user")
	u := c.find(id)
	if u == nil {
		return nil, nil, notFound("User", id)
	}
	return g, u, nil
}

func userGroups(c *call) (any, error) {
	u, err := c.pathUser()
	if err != nil {
		return nil, err
	}
	var in []*group
	for _, g := range c.groups {
		if g.has(u.id) {
			in = append(in, g)
		}
	}
	return c.viewGroups(in), nil
}
