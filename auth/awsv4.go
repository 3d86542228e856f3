package auth

import (
	"cmp"
	"context"

	"postern/auth/sign/sigv4"
)

// AWSv4 signs requests to Amazon Web Services, Signature Version 4.
type AWSv4 struct{}

// Type implements [Scheme].
func (AWSv4) Type() string { return "awsv4" }

// Label implements [Scheme].
func (AWSv4) Label() string { return "AWS Signature" }

// Fields implements [Scheme].
func (AWSv4) Fields() []Field {
	return []Field{
		{Key: "addAuthDataToQuery", Label: "Add to query", Bool: true, Help: "Makes a presigned URL; otherwise headers carry the signature."},
		{Key: "accessKey", Label: "AccessKey"},
		{Key: "secretKey", Label: "SecretKey", Secret: true},
		{Key: "region", Label: "AWS Region", Default: "us-east-1"},
		{Key: "service", Label: "Service Name", Default: "execute-api"},
		{Key: "sessionToken", Label: "Session Token", Secret: true},
	}
}

// Apply implements [Scheme]. Without keys nothing is added or removed.
func (AWSv4) Apply(_ context.Context, call Call) error {
	c, r := call.Config, call.Request
	cred := sigv4.Credentials{
		AccessKey: c.Get("accessKey"), SecretKey: c.Get("secretKey"), SessionToken: c.Get("sessionToken"),
		Region: cmp.Or(c.Get("region"), "us-east-1"), Service: cmp.Or(c.Get("service"), "execute-api"),
	}
	if cred.AccessKey == "" || cred.SecretKey == "" {
		r.Warn("not signed: the AccessKey or the SecretKey is missing")
		return nil
	}
	return sigv4.Apply(r, cred, call.now(), c.Bool("addAuthDataToQuery"))
}
