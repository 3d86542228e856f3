package oauth2

import (
	"context"
	"strings"

	"postern/auth"
	"postern/auth/oauth2/endpoint"
	"postern/auth/oauth2/metadata"
)

// Discover asks the issuer of c for its metadata, anew: a person wants to see them, and
// then what [metadata.Changes] makes of them. What a grant needs is asked for
// once and kept. Errors are of type [*auth.Error].
func (cl *Client) Discover(ctx context.Context, c auth.Config) (metadata.Metadata, error) {
	return metadata.Fetch(ctx, cl.http.Transport, strings.TrimSpace(c.Get("issuer")), cl.insecure || c.Bool("allowInsecure"))
}

// service is an endpoint of the server that is no token endpoint.
type service struct {
	// attr is the attribute its address stands under.
	attr string
	// what is done there, for an error text.
	what string
}

// find reads c for a request to v, whose address is the config's own, else the
// one its issuer tells.
func (v service) find(ctx context.Context, cl *Client, c auth.Config) (s settings, address string, err error) {
	if s, err = cl.settle(ctx, c, false); err != nil {
		return s, "", err
	}
	if own := strings.TrimSpace(c.Get(v.attr)); own != "" {
		return s, own, nil
	}
	none := &auth.Error{
		Kind: auth.KindConfig, Summary: "it is not known where to " + v.what, Where: v.attr,
		Hint: "set " + endpoint.Label(v.attr) + ", or Issuer URL to have it found",
	}
	issuer := strings.TrimSpace(c.Get("issuer"))
	if issuer == "" {
		return s, "", none
	}
	m, err := cl.metadata(ctx, issuer, s.insecure)
	if err != nil {
		return s, "", err
	}
	if told := metadata.Fill(c, m).Get(v.attr); told != "" {
		return s, told, nil
	}
	none.Summary = "the identity provider does not say where to " + v.what
	none.Hint = "set " + endpoint.Label(v.attr) + " if it has one: not every server does"
	return s, "", none
}
