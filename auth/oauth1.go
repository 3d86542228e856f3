package auth

import (
	"cmp"
	"context"
	"strconv"

	"postern/auth/sign/oauth1"
)

// OAuth1 signs requests with the credentials of an application and of its user,
// RFC 5849.
type OAuth1 struct{}

// Type implements [Scheme].
func (OAuth1) Type() string { return "oauth1" }

// Label implements [Scheme].
func (OAuth1) Label() string { return "OAuth 1.0" }

// Fields implements [Scheme].
func (OAuth1) Fields() []Field {
	return []Field{
		{Key: "addParamsToHeader", Label: "Add to header", Bool: true, Help: "Otherwise a form of POST or PUT carries the parameters, else the query."},
		{Key: "signatureMethod", Label: "Signature Method", Default: "HMAC-SHA1", Options: oauth1.Methods()},
		{Key: "consumerKey", Label: "Consumer Key"},
		{Key: "consumerSecret", Label: "Consumer Secret", Secret: true},
		{Key: "token", Label: "Access Token", Secret: true},
		{Key: "tokenSecret", Label: "Token Secret", Secret: true},
		{Key: "privateKey", Label: "Private Key", Long: true, Secret: true, Help: "PEM, for the RSA methods."},
		{Key: "callback", Label: "Callback URL"},
		{Key: "verifier", Label: "Verifier", Secret: true},
		{Key: "timestamp", Label: "Timestamp", Help: "Unix seconds; empty means now."},
		{Key: "nonce", Label: "Nonce", Help: "Empty makes a new one for every send."},
		{Key: "version", Label: "Version", Help: "1.0, or empty to leave it out."},
		{Key: "realm", Label: "Realm"},
		{Key: "includeBodyHash", Label: "Include body hash", Bool: true, Help: "Signs a body that is no form."},
		{Key: "addEmptyParamsToSign", Label: "Add empty parameters to signature", Bool: true},
		{Key: "disableHeaderEncoding", Label: "Disable header encoding", Bool: true, Help: "Leaves the values in the header as they are."},
	}
}

// Apply implements [Scheme]. Without a consumer key, or without what the method
// signs with, nothing is added or removed.
func (OAuth1) Apply(_ context.Context, call Call) error {
	c := call.Config
	s := oauth1.Settings{
		Method: cmp.Or(c.Get("signatureMethod"), "HMAC-SHA1"), ConsumerKey: c.Get("consumerKey"),
		ConsumerSecret: c.Get("consumerSecret"), Token: c.Get("token"), TokenSecret: c.Get("tokenSecret"),
		PrivateKey: c.Get("privateKey"), Callback: c.Get("callback"), Verifier: c.Get("verifier"),
		Time: c.Get("timestamp"), Nonce: c.Get("nonce"), Version: c.Get("version"), Realm: c.Get("realm"),
		HashBody: c.Bool("includeBodyHash"), InHeader: c.Bool("addParamsToHeader"),
		KeepEmpty: c.Bool("addEmptyParamsToSign"), RawHeader: c.Bool("disableHeaderEncoding"),
	}
	if s.Time == "" {
		s.Time = strconv.FormatInt(call.now().Unix(), 10)
	}
	if s.Nonce == "" {
		s.Nonce = call.nonce(11)
	}
	return oauth1.Apply(call.Request, s)
}
