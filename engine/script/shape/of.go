package shape

import (
	"postern/auth"
	"postern/engine/collection"
)

// Request is the JSON of a request.
type Request struct {
	Method string `json:"method"`
	URL    URL    `json:"url"`
	Header []Row  `json:"header"`
	Body   *Body  `json:"body,omitempty"`
	Auth   Auth   `json:"auth,omitempty"`
}

// URL is the JSON of an address.
type URL struct {
	Protocol string   `json:"protocol,omitempty"`
	Auth     *User    `json:"auth,omitempty"`
	Host     []string `json:"host,omitempty"`
	Port     string   `json:"port,omitempty"`
	Path     []string `json:"path,omitempty"`
	Query    []Row    `json:"query,omitempty"`
	Hash     string   `json:"hash,omitempty"`
	Variable []Row    `json:"variable,omitempty"`
}

// User is who an address names.
type User struct {
	User     string `json:"user,omitempty"`
	Password string `json:"password,omitempty"`
}

// Row is a row of a list. A nil Key or Value is null.
type Row struct {
	Key         *string  `json:"key"`
	Value       *string  `json:"value"`
	Disabled    bool     `json:"disabled,omitempty"`
	Type        string   `json:"type,omitempty"`
	Src         []string `json:"src,omitempty"`
	ContentType string   `json:"contentType,omitempty"`
	FileName    string   `json:"fileName,omitempty"`
}

// Body is the JSON of a body: one mode.
type Body struct {
	Mode       string         `json:"mode"`
	Disabled   bool           `json:"disabled,omitempty"`
	Raw        *string        `json:"raw,omitempty"`
	URLEncoded []Row          `json:"urlencoded,omitempty"`
	FormData   []Row          `json:"formdata,omitempty"`
	GraphQL    *GraphQL       `json:"graphql,omitempty"`
	File       *File          `json:"file,omitempty"`
	Options    map[string]any `json:"options,omitempty"`
}

// GraphQL is the JSON of a GraphQL body.
type GraphQL struct {
	Query     string `json:"query"`
	Operation string `json:"operationName,omitempty"`
	Variables string `json:"variables,omitempty"`
}

// File is the JSON of a body from a file.
type File struct {
	Src     string `json:"src,omitempty"`
	Content string `json:"content,omitempty"`
}

// Auth is the JSON of an auth block: its type, and under that name its
// attributes.
type Auth map[string]any

// Attr is one attribute of an auth block.
type Attr struct {
	Key   string `json:"key"`
	Value any    `json:"value"`
	Type  string `json:"type"`
}

// Of is the JSON of a request.
func Of(r collection.Request) Request {
	return Request{Method: r.Method, URL: address(r.URL), Header: rows(r.Headers), Body: body(r.Body), Auth: block(r.Auth)}
}

func address(u collection.URL) URL {
	out := URL{Protocol: u.Protocol, Host: u.Host, Port: u.Port, Hash: u.Hash, Query: rows(u.Query), Variable: rows(u.Vars)}
	if u.HasUser || u.HasPassword {
		out.Auth = &User{User: u.User, Password: u.Password}
	}
	if u.HasPath && len(u.Path) == 0 {
		out.Path = []string{""}
	} else {
		out.Path = u.Path
	}
	return out
}

func rows(list []collection.Param) []Row {
	out := make([]Row, len(list))
	for i, p := range list {
		out[i] = row(p)
	}
	return out
}

func row(p collection.Param) Row {
	r := Row{Disabled: p.Disabled}
	if !p.NoKey {
		r.Key = &p.Key
	}
	if !p.NoValue {
		r.Value = &p.Value
	}
	return r
}

func body(b collection.Body) *Body {
	if b.Mode == "" {
		return nil
	}
	out := &Body{Mode: b.Mode, Disabled: b.Disabled}
	switch b.Mode {
	case "raw":
		out.Raw = &b.Raw
		if b.Language != "" {
			out.Options = map[string]any{"raw": map[string]any{"language": b.Language}}
		}
	case "urlencoded":
		out.URLEncoded = rows(b.URLEncoded)
	case "formdata":
		for _, p := range b.Form {
			r := row(p.Param)
			r.Type, r.Src, r.ContentType, r.FileName = p.Type, p.Src, p.ContentType, p.FileName
			out.FormData = append(out.FormData, r)
		}
	case "graphql":
		out.GraphQL = &GraphQL{Query: b.GraphQL.Query, Operation: b.GraphQL.Operation, Variables: b.GraphQL.Variables}
	case "file":
		out.File = &File{Src: b.File.Src, Content: b.File.Content}
	}
	return out
}

func block(c *auth.Config) Auth {
	if c == nil || c.Type == "" {
		return nil
	}
	attrs := make([]Attr, len(c.Attrs))
	for i, a := range c.Attrs {
		attrs[i] = Attr{Key: a.Key, Value: a.Value, Type: "any"}
	}
	return Auth{"type": c.Type, c.Type: attrs}
}
