package auth

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"postern/auth/sign/jws"
	"postern/auth/wire"
)

// JWT makes a JSON Web Token for every request and sends it as a bearer token.
type JWT struct{}

// Type implements [Scheme].
func (JWT) Type() string { return "jwt" }

// Label implements [Scheme].
func (JWT) Label() string { return "JWT Bearer" }

// Fields implements [Scheme].
func (JWT) Fields() []Field {
	return []Field{
		{Key: "addTokenTo", Label: "Add JWT token to", Options: []string{"header", "queryParam"}},
		{Key: "algorithm", Label: "Algorithm", Options: jws.Algorithms()},
		{Key: "secret", Label: "Secret", Secret: true, Help: "For the HS algorithms."},
		{Key: "isSecretBase64Encoded", Label: "Secret Base64 encoded", Bool: true},
		{Key: "privateKey", Label: "Private key", Long: true, Secret: true, Help: "PEM, for the RS, PS and ES algorithms."},
		{Key: "payload", Label: "Payload", Long: true, Help: "The claims, a JSON object."},
		{Key: "headerPrefix", Label: "Request header prefix", Default: "Bearer", Help: "Bearer when absent; empty sends the bare token."},
		{Key: "queryParamKey", Label: "Query Parameter Key", Default: "token"},
		{Key: "header", Label: "JWT headers", Long: true, Help: "A JSON object; alg is added."},
	}
}

// Apply implements [Scheme]. Settings that make no token leave the request as
// it is; a place other than header and queryParam gets none.
func (JWT) Apply(_ context.Context, call Call) error {
	token, err := makeJWT(call.Config)
	if err != nil {
		call.Request.Warn("no token is sent: %v", err)
		return nil
	}
	placeJWT(call, token)
	return nil
}

func makeJWT(c Config) (string, error) {
	alg := c.Get("algorithm")
	if !slices.Contains(jws.Algorithms(), alg) {
		return "", fmt.Errorf("the algorithm is %q; choose one, such as HS256", alg)
	}
	key, err := jwtKey(c, alg)
	if err != nil {
		return "", err
	}
	header, err := jws.ParseObject(jsonText(c, "header"))
	if err != nil {
		return "", fmt.Errorf("the JWT headers cannot be used: %w", err)
	}
	header.Set("alg", alg)
	payload, err := jws.ParseObject(jsonText(c, "payload"))
	if err != nil {
		return "", fmt.Errorf("the payload cannot be used: %w", err)
	}
	return jws.Sign(alg, key, header, payload)
}

func jwtKey(c Config, alg string) (any, error) {
	if !jws.Symmetric(alg) {
		if c.Get("privateKey") == "" {
			return nil, fmt.Errorf("%s needs a private key", alg)
		}
		key, err := jws.ParseKey(c.Get("privateKey"))
		if err != nil {
			return nil, fmt.Errorf("the private key cannot be used: %w", err)
		}
		return key, nil
	}
	if c.Get("secret") == "" {
		return nil, fmt.Errorf("%s needs a secret", alg)
	}
	return jws.ParseSecret(c.Get("secret"), c.Bool("isSecretBase64Encoded"))
}

// jsonText is an attribute that is JSON, as a text or as the value itself. A
// value that variables did not change is taken as its file spells it.
func jsonText(c Config, key string) string {
	for _, a := range slices.Backward(c.Attrs) {
		if a.Key != key {
			continue
		}
		if _, isText := a.Value.(string); !isText && a.Source != "" && !strings.Contains(a.Source, "{{") {
			return a.Source
		}
		return Text(a.Value)
	}
	return ""
}

// placeJWT writes the token where the config wants it.
func placeJWT(call Call, token string) {
	c, r := call.Config, call.Request
	switch c.Get("addTokenTo") {
	case "", "header":
		prefix := "Bearer "
		if v, ok := c.Value("headerPrefix"); ok && v != nil {
			if prefix = Text(v); prefix != "" {
				prefix += " "
			}
		}
		r.Replace(Header{Name: authorization, Value: prefix + token, Secret: true, System: true})
	case "queryParam":
		key := c.Get("queryParamKey")
		if key == "" {
			key = "token"
		}
		r.URL = wire.AppendQuery(wire.RemoveQuery(r.URL, key), wire.EscapeTyped(key, "&=")+"="+token)
		r.Secrets = append(r.Secrets, Secret(token))
	}
}
