package tenant

import (
	"bytes"
	_ "embed"
	"encoding/json"
)

//go:embed sample/collection.json
var sampleCollection []byte

// The names of the sample's files.
const (
	SampleCollectionFile  = "Tenant API.postman_collection.json"
	SampleEnvironmentFile = "Tenant.postman_environment.json"
)

// Sample returns a workspace for the tenant as Postman would export it: file
// names and contents. The collection is always the same; the environment holds
// the address base and the credentials of this tenant.
func (t *Tenant) Sample(base string) (map[string][]byte, error) {
	environment, err := t.environment(base)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{
		SampleCollectionFile:  bytes.Clone(sampleCollection),
		SampleEnvironmentFile: environment,
	}, nil
}

// variable is one value of an environment file.
type variable struct {
	Key     string `json:"key"`
	Value   string `json:"value"`
	Type    string `json:"type"`
	Enabled bool   `json:"enabled"`
}

func (t *Tenant) environment(base string) ([]byte, error) {
	text := func(key, value string) variable { return variable{key, value, "default", true} }
	secret := func(key, value string) variable { return variable{key, value, "secret", true} }
	out := struct {
		ID     string     `json:"id"`
		Name   string     `json:"name"`
		Values []variable `json:"values"`
		Scope  string     `json:"_postman_variable_scope"`
		At     string     `json:"_postman_exported_at"`
		Using  string     `json:"_postman_exported_using"`
	}{
		ID: "0b4c6a52-3f0e-4f29-8a40-7a9f4f2f5d10", Name: "Tenant",
		// The names that Okta's published environment has too are spelt the
		// same, so that Okta's collections work with it. The ids are empty for
		// the reader to fill.
		Values: []variable{
			text("url", base),
			text("limit", "25"),
			text("client_id", t.opts.ClientID),
			secret("client_secret", t.opts.ClientSecret),
			text("public_client_id", t.opts.PublicClientID),
			secret("apikey", t.opts.APIKey),
			text("username", t.opts.Username),
			secret("password", t.opts.Password),
			text("email-suffix", "example.com"),
			text("userId", ""),
			text("groupId", ""),
			text("key_client_id", DemoKeyClientID),
			secret("private_key", DemoPrivateKey),
			secret("subject_token", ""),
		},
		Scope: "environment",
		At:    t.opts.Now().UTC().Format("2006-01-02T15:04:05.000Z"),
		Using: "Postman/11.62.7",
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "\t")
	if err := e.Encode(out); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
