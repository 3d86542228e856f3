package insomnia

import (
	"cmp"

	"postern/auth"
	"postern/store/format/draft"
	"postern/store/postman/jsondoc"
)

// auth makes a config; nil inherits. One that is switched off sends nothing,
// and is kept for whoever switches it on.
func (r *reader) auth(where string, v jsondoc.Value) *auth.Config {
	kind := v.Get("type").Text()
	if kind == "" {
		return nil
	}
	get := func(key string) string { return r.text(where, "authentication", v.Get(key).Text()) }
	var c *auth.Config
	switch kind {
	case "none":
		return draft.Auth("noauth")
	case "basic", "digest", "ntlm":
		c = draft.Auth(kind, "username", get("username"), "password", get("password"))
	case "bearer":
		c = bearer(get("token"), get("prefix"))
	case "singleToken":
		c = bearer(get("token"), "")
	case "apikey":
		c = apiKey(get("key"), get("value"), get("addTo"))
	case "oauth2":
		c = r.oauth2(where, v, get)
	case "iam":
		c = draft.Auth("awsv4", "accessKey", get("accessKeyId"), "secretKey", get("secretAccessKey"),
			"sessionToken", get("sessionToken"), "region", get("region"), "service", get("service"))
	case "hawk":
		c = draft.Auth("hawk", "authId", get("id"), "authKey", get("key"), "algorithm", get("algorithm"), "extraData", get("ext"))
	case "oauth1":
		c = draft.Auth("oauth1", "signatureMethod", get("signatureMethod"), "consumerKey", get("consumerKey"),
			"consumerSecret", get("consumerSecret"), "token", get("tokenKey"), "tokenSecret", get("tokenSecret"),
			"privateKey", get("privateKey"), "callback", get("callback"), "verifier", get("verifier"),
			"timestamp", get("timestamp"), "nonce", get("nonce"), "version", get("version"), "realm", get("realm"))
		*c = c.Set("addParamsToHeader", true)
	case "asap":
		c = draft.Auth("asap", "iss", get("issuer"), "sub", get("subject"), "aud", get("audience"),
			"claims", get("additionalClaims"), "kid", get("keyId"), "privateKey", get("privateKey"))
	default:
		r.log.Add(where, "authentication", "%q is not known here; it sends none", kind)
		return draft.Auth("noauth")
	}
	if v.Get("disabled").True() {
		off := c.As("noauth")
		return &off
	}
	return c
}

func bearer(token, prefix string) *auth.Config {
	if prefix == "" || prefix == "Bearer" {
		return draft.Auth("bearer", "token", token)
	}
	return draft.Auth("apikey", "key", "Authorization", "value", prefix+" "+token, "in", "header")
}

func apiKey(key, value, to string) *auth.Config {
	switch to {
	case "queryParams":
		return draft.Auth("apikey", "key", key, "value", value, "in", "query")
	case "cookie":
		return draft.Auth("apikey", "key", "Cookie", "value", key+"="+value, "in", "header")
	}
	return draft.Auth("apikey", "key", key, "value", value, "in", "header")
}

func (r *reader) oauth2(where string, v jsondoc.Value, get func(string) string) *auth.Config {
	grant := cmp.Or(get("grantType"), auth.AuthorizationCode)
	switch grant {
	case "authorization_code":
		if v.Get("usePkce").True() {
			grant = auth.AuthorizationCodePKCE
		}
	case "password":
		grant = auth.PasswordCredentials
	case auth.ClientCredentials, auth.Implicit, auth.DeviceCode:
	default:
		r.log.Add(where, "grantType", "%q is not known here", grant)
	}
	c := draft.Auth(
		"oauth2", "grant_type", grant, "authUrl", get("authorizationUrl"), "accessTokenUrl", get("accessTokenUrl"),
		"redirect_uri", get("redirectUrl"), "clientId", get("clientId"), "clientSecret", get("clientSecret"),
		"scope", get("scope"), "state", get("state"), "username", get("username"), "password", get("password"),
		"audience", get("audience"), "resource", get("resource"), "accessToken", get("accessToken"),
	)
	set := func(key string, value any) { *c = c.Set(key, value) }
	if grant == auth.AuthorizationCodePKCE {
		set("challengeAlgorithm", cmp.Or(get("pkceMethod"), "S256"))
	}
	if grant == auth.AuthorizationCode {
		set("usePkce", false)
	}
	if v.Get("credentialsInBody").True() {
		set("client_authentication", auth.InRequestBody)
	} else {
		set("client_authentication", auth.InBasicHeader)
	}
	set("addTokenTo", "header")
	if p := get("tokenPrefix"); p != "" {
		set("headerPrefix", p)
	}
	if t := get("responseType"); grant == auth.Implicit && t != "" && t != "token" {
		r.log.Add(where, "responseType", "%q is asked for by Insomnia; here it is the access token", t)
	}
	if get("refreshToken") != "" {
		r.log.Add(where, "refreshToken", "the refresh token is left behind: log in once")
	}
	return c
}
