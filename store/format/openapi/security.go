package openapi

import (
	"net/url"
	"strings"

	"postern/auth"
	"postern/engine/collection"
	"postern/store/format/draft"
	"postern/store/postman/jsondoc"
)

// need is a credential's variable, which the environment gets.
func (r *reader) need(name string, secret bool) string {
	if _, ok := r.needs[name]; !ok {
		r.order = append(r.order, name)
	}
	r.needs[name] = secret
	return "{{" + name + "}}"
}

// rootAuth is the auth of everything that has none of its own.
func (r *reader) rootAuth() {
	list := r.root.Get("security")
	if list.Len() > 0 {
		r.c.Auth, _ = r.choose("", list)
	}
}

// security gives an operation auth of its own if the document does.
func (o *operation) security() {
	list := o.v.Get("security")
	if !list.Exists() || list.Raw() == o.root.Get("security").Raw() {
		return
	}
	var headers []collection.Param
	o.q.Auth, headers = o.choose(o.where, list)
	o.q.Headers = append(o.q.Headers, headers...)
	if o.q.Auth == nil {
		o.q.Auth = draft.Auth("noauth")
	}
}

// choose takes the first of several ways to prove who one is that is known
// here. What it asks for besides comes as headers, or is told.
func (r *reader) choose(where string, list jsondoc.Value) (*auth.Config, []collection.Param) {
	known := 0
	var chosen *auth.Config
	var headers []collection.Param
	for _, way := range list.Children() {
		if way.Len() > 0 {
			known++
		}
		if chosen != nil {
			continue
		}
		for name, scopes := range way.Members() {
			c := r.scheme(where, name, scopes)
			switch {
			case c == nil:
			case chosen == nil:
				chosen = c
			case c.Type == "apikey" && c.Get("in") == "header":
				headers = append(headers, collection.Param{Key: c.Get("key"), Value: c.Get("value")})
			default:
				r.log.Add(where, "security", "%s is asked for besides and is left behind", name)
			}
		}
	}
	if known > 1 && chosen != nil {
		r.log.Add(where, "security", "of %d ways to authorize it has the first", known)
	}
	return chosen, headers
}

// scheme is a config of a security scheme, nil for one that is not known here.
func (r *reader) scheme(where, name string, scopes jsondoc.Value) *auth.Config {
	v := r.root.Get("components").Get("securitySchemes").Get(name)
	if r.v2 {
		v = r.root.Get("securityDefinitions").Get(name)
	}
	v = r.deref(where, v)
	switch kind := v.Get("type").Text(); kind {
	case "basic":
		return r.passwordAuth("basic")
	case "http":
		switch s := strings.ToLower(v.Get("scheme").Text()); s {
		case "basic", "digest":
			return r.passwordAuth(s)
		case "bearer":
			return draft.Auth("bearer", "token", r.need("bearerToken", true))
		default:
			r.log.Add(where, "security", "the HTTP scheme %q of %s is not known here", s, name)
		}
	case "apiKey":
		value := r.need(variableName(name), true)
		if in := v.Get("in").Text(); in == "cookie" {
			return draft.Auth("apikey", "key", "Cookie", "value", v.Get("name").Text()+"="+value, "in", "header")
		} else if in != "" {
			return draft.Auth("apikey", "key", v.Get("name").Text(), "value", value, "in", in)
		}
		r.log.Add(where, "security", "%s does not say where its key goes", name)
	case "oauth2":
		return r.oauth2(where, name, v, scopes)
	case "openIdConnect":
		issuer := r.absolute(v.Get("openIdConnectUrl").Text())
		issuer, _, _ = strings.Cut(issuer, "/.well-known/")
		return draft.Auth("oauth2", "tokenName", name, "grant_type", auth.AuthorizationCodePKCE, "issuer", issuer,
			"clientId", r.need("clientId", false), "clientSecret", r.need("clientSecret", true), "scope", scopes.Join(" "), "addTokenTo", "header")
	case "":
		r.log.Add(where, "security", "the scheme %s is not there", name)
	default:
		r.log.Add(where, "security", "the scheme %s of type %q is not known here; certificates are set in the settings", name, kind)
	}
	return nil
}

func (r *reader) passwordAuth(kind string) *auth.Config {
	return draft.Auth(kind, "username", r.need("username", false), "password", r.need("password", true))
}

// variableName makes a name of a variable out of a scheme's.
func variableName(s string) string {
	return strings.NewReplacer(" ", "_", "{", "", "}", "").Replace(s)
}

// flow is one of a scheme's ways to a token, in the order of preference.
type flow struct{ key, key2, grant string }

var flows = []flow{
	{"authorizationCode", "accessCode", auth.AuthorizationCodePKCE},
	{"clientCredentials", "application", auth.ClientCredentials},
	{"deviceAuthorization", "", auth.DeviceCode},
	{"password", "password", auth.PasswordCredentials},
	{"implicit", "implicit", auth.Implicit},
}

func (r *reader) oauth2(where, name string, v, scopes jsondoc.Value) *auth.Config {
	for _, f := range flows {
		way := v.Get("flows").Get(f.key)
		if r.v2 && v.Get("flow").Text() == f.key2 {
			way = v
		}
		if !way.Is(jsondoc.Object) {
			continue
		}
		if n := v.Get("flows").Len(); n > 1 {
			r.log.Add(where, "security", "of the %d flows of %s it has %s", n, name, f.key)
		}
		c := draft.Auth(
			"oauth2", "tokenName", name, "grant_type", f.grant, "authUrl", r.absolute(way.Get("authorizationUrl").Text()),
			"accessTokenUrl", r.absolute(way.Get("tokenUrl").Text()), "refreshTokenUrl", r.absolute(way.Get("refreshUrl").Text()),
			"deviceUrl", r.absolute(way.Get("deviceAuthorizationUrl").Text()), "clientId", r.need("clientId", false),
		)
		set := func(key, value string) { *c = c.Set(key, value) }
		if f.grant != auth.Implicit {
			set("clientSecret", r.need("clientSecret", true))
		}
		if f.grant == auth.PasswordCredentials {
			set("username", r.need("username", false))
			set("password", r.need("password", true))
		}
		if scopes.Len() > 0 {
			set("scope", scopes.Join(" "))
		}
		set("addTokenTo", "header")
		return c
	}
	r.log.Add(where, "security", "%s has no flow that is known here", name)
	return nil
}

// absolute resolves an address against that of the first server.
func (r *reader) absolute(s string) string {
	u, err := url.Parse(s)
	if s == "" || err != nil || u.IsAbs() || len(r.bases) == 0 {
		return s
	}
	base, err := url.Parse(r.bases[0].url + "/")
	if err != nil {
		return r.bases[0].url + s
	}
	return base.ResolveReference(u).String()
}
