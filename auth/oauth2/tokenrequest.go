package oauth2

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"postern/auth"
	"postern/auth/oauth2/answer"
	"postern/auth/oauth2/endpoint"
	"postern/auth/oauth2/mask"
	"postern/auth/oauth2/refusal"
)

// callTimeout bounds one token request, answer included.
const callTimeout = 30 * time.Second

// form is a form body in the order it is sent.
type form []field

type field struct{ key, value string }

func (f *form) addSet(key, value string) {
	if value != "" {
		*f = append(*f, field{key, value})
	}
}

func (f form) encode() string {
	var b strings.Builder
	for i, p := range f {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.key) + "=" + url.QueryEscape(p.value))
	}
	return b.String()
}

// query encodes f for a URL, where a blank is %20 to every server.
func (f form) query() string { return strings.ReplaceAll(f.encode(), "+", "%20") }

// without drops the fields that params replace, being sent in the same place.
func (f form) without(params []auth.Param, in auth.Placement) form {
	return slices.DeleteFunc(slices.Clone(f), func(f field) bool {
		return slices.ContainsFunc(params, func(p auth.Param) bool { return p.Key == f.key && p.In == in })
	})
}

// targets are the legacy audience and resource fields.
func (s settings) targets() form {
	var f form
	for _, v := range s.audience {
		f.addSet("audience", v)
	}
	for _, v := range s.resource {
		f.addSet("resource", v)
	}
	return f
}

// tokenRequest is one request to a token endpoint, before the client has
// authenticated itself.
type tokenRequest struct {
	// kind names it in the timeline.
	kind string
	// attr is the attribute the endpoint comes from.
	attr, endpoint string
	fields         form
	params         []auth.Param
	// warnings are what the timeline should say besides.
	warnings []string
}

// token makes the request and reads the token from the answer.
func (cl *Client) token(ctx context.Context, s settings, r tokenRequest) (auth.Token, error) {
	a, err := cl.do(ctx, s, r)
	if err != nil {
		return auth.Token{}, err
	}
	return a.Token(cl.now()), nil
}

// do makes the request once and reports it to the trace.
func (cl *Client) do(ctx context.Context, s settings, r tokenRequest) (answer.Answer, error) {
	u, err := endpoint.Parse(r.attr, r.endpoint, cl.insecure)
	if err != nil {
		return answer.Answer{}, err
	}
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	req, err := s.build(call, u, r)
	m := s.masker(r)
	if err != nil {
		return answer.Answer{}, &auth.Error{
			Kind: auth.KindConfig, Summary: "cannot write the token request", Where: r.attr,
			Hint: "look at the extra parameters of the Auth tab", Err: m.Error(err),
		}
	}
	record := auth.TokenCall{Kind: r.kind, Method: req.Method, URL: m.URL(req.URL), Started: cl.now()}
	a, err := cl.exchange(ctx, req, r, m, &record)
	err = s.otherEncoding(err)
	record.Duration = cl.now().Sub(record.Started)
	record.Err, record.Warnings = err, append(slices.Clone(r.warnings), a.Warnings...)
	if cl.warn != nil {
		record.Warnings = append(record.Warnings, cl.warn(u)...)
	}
	auth.Trace(ctx, record)
	return a, err
}

// exchange sends req and reads the answer. ctx is the caller's, which tells a
// caller who left from a server that is slow.
func (cl *Client) exchange(ctx context.Context, req *http.Request, r tokenRequest, m mask.Masker, record *auth.TokenCall) (answer.Answer, error) {
	var l line
	resp, err := cl.http.Do(l.watch(req))
	if err != nil {
		return answer.Answer{}, l.fate(unconnected(ctx, req.URL.Host, err, m))
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read
	record.Status, record.Header = resp.StatusCode, m.Header(resp.Header)
	body, err := io.ReadAll(io.LimitReader(resp.Body, answer.MaxBytes+1))
	if err != nil {
		return answer.Answer{}, unreachable(ctx, req.URL.Host, m.Error(err))
	}
	reply := answer.Reply{Status: resp.StatusCode, Header: resp.Header, Body: body, Received: cl.now()}
	what := refusal.Request{Kind: r.kind, Attr: r.attr}
	if reply.Status >= 300 && reply.Status < 400 {
		return answer.Answer{}, refusal.Redirected(req.URL, resp.Header.Get("Location"), what)
	}
	a, err := answer.Read(reply)
	if err != nil {
		return a, refusal.Of(reply, a, what, m, err)
	}
	return a, nil
}

// build makes the HTTP request. Extra parameters of the config take the place
// of standard ones of the same name, as in Postman, and follow them otherwise.
func (s settings) build(ctx context.Context, u *url.URL, r tokenRequest) (*http.Request, error) {
	header := http.Header{
		"Accept":       {"application/json"},
		"Content-Type": {"application/x-www-form-urlencoded"},
		"User-Agent":   {"postern"},
	}
	fields := s.authenticate(slices.Clone(r.fields), header)
	fields = fields.without(r.params, auth.InBody)
	var inBody, inURL form
	custom := http.Header{}
	for _, p := range r.params {
		switch p.In {
		case auth.InURL:
			inURL = append(inURL, field{p.Key, p.Value})
		case auth.InHeader:
			custom.Add(p.Key, p.Value)
		default:
			inBody = append(inBody, field{p.Key, p.Value})
		}
	}
	body := append(fields, inBody...).encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader([]byte(body)))
	if err != nil {
		return nil, err
	}
	req.URL.RawQuery = joinQuery(req.URL.RawQuery, inURL)
	for name, values := range custom {
		header[name] = values
	}
	if host := header.Get("Host"); host != "" {
		req.Host = host
	}
	req.Header = header
	return req, nil
}

// authenticate adds the one proof of who the client is. A client without a
// secret is a public one: it only says its name, and never in a Basic header,
// which strict servers refuse.
func (s settings) authenticate(fields form, header http.Header) form {
	if s.inBody || s.clientSecret == "" {
		fields.addSet("client_id", s.clientID)
		fields.addSet("client_secret", s.clientSecret)
		return fields
	}
	header.Set("Authorization", "Basic "+s.basic())
	return fields
}

func (s settings) basic() string {
	id, secret := s.clientID, s.clientSecret
	if s.encoded {
		id, secret = url.QueryEscape(id), url.QueryEscape(secret)
	}
	return base64.StdEncoding.EncodeToString([]byte(id + ":" + secret))
}

// otherEncoding adds the likely cure to a refused client: its id or secret
// holds characters that servers read in two ways. The other way is never tried
// by itself.
func (s settings) otherEncoding(err error) error {
	var e *auth.Error
	plain := url.QueryEscape(s.clientID) == s.clientID && url.QueryEscape(s.clientSecret) == s.clientSecret
	if s.inBody || plain || !errors.As(err, &e) || e.Code != "invalid_client" {
		return err
	}
	other := "rfc6749"
	if s.encoded {
		other = "raw"
	}
	e.Hint += "; the id or the secret holds special characters, so also try Client Header Encoding " + other
	return e
}

// joinQuery puts f behind the query the address already has.
func joinQuery(query string, f form) string {
	if len(f) == 0 {
		return query
	}
	if query == "" {
		return f.query()
	}
	return query + "&" + f.query()
}

// unconnected explains an exchange that never began. Where certificates are
// the reason, ours or the server's, the network is not what to look at.
func unconnected(ctx context.Context, host string, err error, m mask.Masker) error {
	var (
		own interface {
			error
			Hint() string
		}
		unverified *tls.CertificateVerificationError
	)
	e := &auth.Error{Kind: auth.KindUnreachable, Where: host, Err: m.Error(err)}
	switch {
	case errors.As(err, &own):
		e.Fate = auth.FateAnswered
		e.Summary, e.Hint = m.Text(own.Error(), 300), own.Hint()
	case errors.As(err, &unverified):
		e.Fate = auth.FateAnswered
		e.Summary, e.Hint = "the certificate of the token endpoint is not to be trusted", "add its authority to the settings (authorities)"
	default:
		return unreachable(ctx, host, e.Err)
	}
	return e
}

// unreachable explains an exchange without an answer.
func unreachable(ctx context.Context, host string, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return &auth.Error{Kind: auth.KindCancelled, Summary: "the token request was cancelled", Where: host, Err: context.Canceled}
	}
	e := &auth.Error{
		Kind: auth.KindUnreachable, Summary: "cannot reach the token endpoint", Where: host,
		Hint: "check the address, the network and the proxy, then send again", Err: err,
	}
	if errors.Is(err, context.DeadlineExceeded) {
		e.Summary, e.Err = "the token endpoint did not answer in time", nil
	}
	return e
}
