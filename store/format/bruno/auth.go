package bruno

import (
	"postern/auth"
	"postern/store/format/draft"
)

// auth makes a config of a mode; nil inherits.
func (r *reader) auth(where, mode string, f file) *auth.Config {
	b, _ := f.get("auth:" + mode)
	get := func(key string) string { return r.value(where, "auth", b.value(key)) }
	switch mode {
	case "inherit":
		return nil
	case "none", "":
		return draft.Auth("noauth")
	case "basic", "digest":
		return draft.Auth(mode, "username", get("username"), "password", get("password"))
	case "ntlm":
		return draft.Auth(mode, "username", get("username"), "password", get("password"), "domain", get("domain"))
	case "bearer":
		return draft.Auth(mode, "token", get("token"))
	case "apikey":
		in := "header"
		if p := get("placement"); p == "queryparams" || p == "queryParams" {
			in = "query"
		}
		return draft.Auth(mode, "key", get("key"), "value", get("value"), "in", in)
	case "awsv4":
		if p := get("profileName"); p != "" {
			r.log.Add(where, "auth", "the AWS profile %s is not read", p)
		}
		return draft.Auth(mode, "accessKey", get("accessKeyId"), "secretKey", get("secretAccessKey"),
			"sessionToken", get("sessionToken"), "region", get("region"), "service", get("service"))
	case "oauth2":
		return r.oauth2(where, f, get)
	}
	r.log.Add(where, "auth", "%q is not known here; it sends none", mode)
	return draft.Auth("noauth")
}

func (r *reader) oauth2(where string, f file, get func(string) string) *auth.Config {
	grant := get("grant_type")
	switch grant {
	case "password":
		grant = auth.PasswordCredentials
	case "authorization_code":
		if get("pkce") == "true" {
			grant = auth.AuthorizationCodePKCE
		}
	case auth.ClientCredentials, auth.Implicit:
	default:
		r.log.Add(where, "grant_type", "%q is not known here", grant)
	}
	c := draft.Auth(
		"oauth2", "tokenName", get("token_id"), "grant_type", grant, "authUrl", get("authorization_url"),
		"accessTokenUrl", get("access_token_url"), "refreshTokenUrl", get("refresh_token_url"), "redirect_uri", get("callback_url"),
		"clientId", get("client_id"), "clientSecret", get("client_secret"), "scope", get("scope"), "state", get("state"),
		"username", get("username"), "password", get("password"), "headerPrefix", get("token_header_prefix"),
	)
	set := func(key string, value any) { *c = c.Set(key, value) }
	if grant == auth.AuthorizationCode {
		set("usePkce", false)
	}
	set("client_authentication", auth.InRequestBody)
	if get("credentials_placement") == "basic_auth_header" {
		set("client_authentication", auth.InBasicHeader)
	}
	set("addTokenTo", "header")
	if get("token_placement") == "url" {
		set("addTokenTo", "queryParams")
	}
	if get("auto_refresh_token") == "false" {
		set("autoRefresh", false)
	}
	for _, kind := range [][2]string{{"auth", "authRequestParams"}, {"access_token", "tokenRequestParams"}, {"refresh_token", "refreshRequestParams"}} {
		if rows := extra(f, kind[0]); len(rows) > 0 {
			set(kind[1], rows)
		}
	}
	return c
}

// extra are the parameters that are sent besides, in Postman's words.
func extra(f file, request string) []any {
	var out []any
	for _, place := range [][2]string{{"headers", "request_header"}, {"queryparams", "request_url"}, {"body", "request_body"}} {
		b, _ := f.get("auth:oauth2:additional_params:" + request + "_req:" + place[0])
		for _, p := range b.rows {
			out = append(out, map[string]any{"key": p.Key, "value": p.Value, "enabled": !p.Disabled, "send_as": place[1]})
		}
	}
	return out
}
