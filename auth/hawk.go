package auth

import (
	"context"
	"fmt"
	"strconv"

	"postern/auth/sign/hawk"
)

// Hawk signs the request line and the host with a shared key, and the body if
// wanted.
type Hawk struct{}

// Type implements [Scheme].
func (Hawk) Type() string { return "hawk" }

// Label implements [Scheme].
func (Hawk) Label() string { return "Hawk Authentication" }

// Fields implements [Scheme].
func (Hawk) Fields() []Field {
	return []Field{
		{Key: "authId", Label: "Hawk Auth ID"},
		{Key: "authKey", Label: "Hawk Auth Key", Secret: true},
		{Key: "algorithm", Label: "Algorithm", Options: []string{"sha256", "sha1"}, Help: "Without one an empty header goes out, as in Postman."},
		{Key: "user", Label: "User", Help: "Kept for Postman; it is not sent."},
		{Key: "nonce", Label: "Nonce", Help: "Empty makes a new one for every send."},
		{Key: "extraData", Label: "ext", Help: "Application data, signed and sent."},
		{Key: "app", Label: "app", Help: "The application of an Oz ticket."},
		{Key: "delegation", Label: "dlg", Help: "Who the application acts for."},
		{Key: "timestamp", Label: "Timestamp", Help: "Unix seconds; empty means now."},
		{Key: "includePayloadHash", Label: "Include payload hash", Bool: true, Help: "The server may check it with the Content-Type: type that header, plain text by default does not count."},
	}
}

// Apply implements [Scheme]. Without an id or a key nothing is added or
// removed.
func (Hawk) Apply(_ context.Context, call Call) error {
	c, r := call.Config, call.Request
	cred := hawk.Credentials{ID: c.Get("authId"), Key: c.Get("authKey"), Algorithm: c.Get("algorithm")}
	if cred.ID == "" || cred.Key == "" {
		r.Warn("not signed: the Hawk Auth ID or the Hawk Auth Key is missing")
		return nil
	}
	h := Header{Name: authorization, Secret: true, System: true}
	if hawk.Known(cred.Algorithm) {
		value, err := signHawk(call, cred)
		if err != nil {
			return err
		}
		h.Value = value
	} else {
		r.Warn("not signed: the algorithm is %q; choose sha256 or sha1", cred.Algorithm)
	}
	r.Replace(h)
	return nil
}

func signHawk(call Call, cred hawk.Credentials) (string, error) {
	c, r := call.Config, call.Request
	t := r.Target()
	a := hawk.Artifacts{
		Time: c.Get("timestamp"), Nonce: c.Get("nonce"), Method: r.Method, Resource: t.URI(), Host: t.Host, Port: t.Port,
		Ext: c.Get("extraData"), App: c.Get("app"), Delegation: c.Get("delegation"),
	}
	if n, err := strconv.ParseInt(a.Time, 10, 64); err != nil || n == 0 {
		a.Time = strconv.FormatInt(call.now().Unix(), 10)
	}
	if a.Nonce == "" {
		a.Nonce = call.nonce(6)
	}
	if c.Bool("includePayloadHash") && r.Body != nil {
		p, err := hawk.NewPayload(cred.Algorithm, r.ChosenType())
		if err != nil {
			return "", err
		}
		if err := r.HashBody(p, -1); err != nil {
			return "", fmt.Errorf("hash the body: %w", err)
		}
		a.Payload = p.Value()
	}
	return hawk.Header(cred, a)
}
