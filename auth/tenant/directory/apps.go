package directory

import (
	"strings"
	"time"
)

// app is something people sign in to.
type app struct {
	id, name, label, mode string
	group                 string // id of the group whose members have it
	created               time.Time
}

type appView struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Label       string   `json:"label"`
	Status      string   `json:"status"`
	LastUpdated stamp    `json:"lastUpdated"`
	Created     stamp    `json:"created"`
	Features    []string `json:"features"`
	SignOnMode  string   `json:"signOnMode"`
	Links       links    `json:"_links"`
}

func (c *call) viewApp(a *app) appView {
	self := c.base + "/api/v1/apps/" + a.id
	return appView{
		ID: a.id, Name: a.name, Label: a.label, Status: "ACTIVE",
		LastUpdated: stamp(a.created), Created: stamp(a.created), Features: []string{}, SignOnMode: a.mode,
		Links: links{
			"self":     link{Href: self},
			"users":    link{Href: c.base + "/api/v1/groups/" + a.group + "/users"},
			"appLinks": []link{{Name: "login", Href: c.signOn(a), Type: "text/html"}},
		},
	}
}

func (c *call) signOn(a *app) string { return c.base + "/home/" + a.name + "/" + a.id }

func listApps(c *call) (any, error) {
	q := strings.ToLower(c.query.Get("q"))
	views := []appView{}
	for _, a := range c.apps {
		if strings.HasPrefix(strings.ToLower(a.label), q) || strings.HasPrefix(a.name, q) {
			views = append(views, c.viewApp(a))
		}
	}
	return views, nil
}

func getApp(c *call) (any, error) {
	id := c.r.PathValue("id")
	for _, a := range c.apps {
		if a.id == id {
			return c.viewApp(a), nil
		}
	}
	return nil, notFound("AppInstance", id)
}

// appLink is an app on somebody's dashboard.
type appLink struct {
	ID          string `json:"id"`
	Label       string `json:"label"`
	LinkURL     string `json:"linkUrl"`
	AppName     string `json:"appName"`
	AppInstance string `json:"appInstanceId"`
	Assignment  string `json:"appAssignmentId"`
	Credentials bool   `json:"credentialsSetup"`
	Hidden      bool   `json:"hidden"`
	Sort        int    `json:"sortOrder"`
}

func userApps(c *call) (any, error) {
	u, err := c.pathUser()
	if err != nil {
		return nil, err
	}
	out := []appLink{}
	for _, a := range c.apps {
		if g := c.group(a.group); g == nil || !g.has(u.id) {
			continue
		}
		out = append(out, appLink{
			ID: "00ub" + scramble(u.id+a.id, 16), Label: a.label, LinkURL: c.signOn(a), AppName: a.name,
			AppInstance: a.id, Assignment: "0ua" + scramble(a.id+u.id, 17), Sort: len(out),
		})
	}
	return out, nil
}
