package oauth2

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"postern/auth"
	"postern/auth/oauth2/answer"
	"postern/auth/oauth2/endpoint"
	"postern/auth/oauth2/mask"
	"postern/auth/oauth2/refusal"
)

// callTimeout bounds one token request, answer included.
const callTimeout = 30 * time.Second

// tokenRequest is one request to a server's endpoint, before the client has
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
	// read reads the answer; nil is [answer.Read].
	read func(answer.Reply) (answer.Answer, error)
}

// written is a request as it goes out.
type written struct {
	*http.Request
	body form
	m    mask.Masker
}

// token makes the request and reads the token from the answer.
func (cl *Client) token(ctx context.Context, s settings, r tokenRequest) (auth.Token, error) {
	if r.kind != auth.DeviceCode { // that one asks many times
		step(ctx, "asking HOST for a token", r.endpoint)
	}
	a, err := cl.post(ctx, s, r)
	if err != nil {
		return auth.Token{}, err
	}
	t := a.Token()
	t.Origin = origin(r.endpoint)
	return t, nil
}

// post makes the request once and reports it to the trace. Errors are of type
// [*auth.Error].
func (cl *Client) post(ctx context.Context, s settings, r tokenRequest) (answer.Answer, error) {
	u, err := endpoint.Parse(r.attr, r.endpoint, s.insecure)
	if err != nil {
		return answer.Answer{}, err
	}
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	w, err := cl.write(call, s, u, r)
	if err != nil {
		return answer.Answer{}, err
	}
	return cl.send(ctx, s, w, r)
}

// send makes the request w once and reports it to the trace. ctx is the
// caller's.
func (cl *Client) send(ctx context.Context, s settings, w written, r tokenRequest) (answer.Answer, error) {
	record := auth.TokenCall{
		Kind: r.kind, Method: w.Method, URL: w.m.URL(w.URL), Started: cl.now(),
		RequestHeader: w.m.Header(w.Header), RequestBody: w.body.masked(w.m),
	}
	a, err := cl.exchange(ctx, w, r, &record)
	err = s.otherEncoding(err)
	record.Duration = cl.now().Sub(record.Started)
	record.Err, record.Warnings = err, append(slices.Clone(r.warnings), a.Warnings...)
	if cl.warn != nil {
		record.Warnings = append(record.Warnings, cl.warn(w.URL)...)
	}
	auth.Trace(ctx, record)
	return a, err
}

// exchange sends w and reads the answer. ctx is the caller's.
func (cl *Client) exchange(ctx context.Context, w written, r tokenRequest, record *auth.TokenCall) (answer.Answer, error) {
	what := refusal.Request{Kind: r.kind, Attr: r.attr}
	var l line
	resp, err := cl.http.Do(l.watch(w.Request))
	if err != nil {
		return answer.Answer{}, l.fate(refusal.Unconnected(ctx, w.URL.Host, what, w.m, err))
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read
	record.Status, record.Header = resp.StatusCode, w.m.Header(resp.Header)
	body, err := io.ReadAll(io.LimitReader(resp.Body, answer.MaxBytes+1))
	if err != nil {
		return answer.Answer{}, refusal.Unreachable(ctx, w.URL.Host, what, w.m.Error(err))
	}
	record.Body = w.m.Body(body)
	reply := answer.Reply{Status: resp.StatusCode, Header: resp.Header, Body: body, Received: cl.now()}
	if reply.Status >= 300 && reply.Status < 400 {
		return answer.Answer{}, refusal.Redirected(w.URL, resp.Header.Get("Location"), what)
	}
	read := r.read
	if read == nil {
		read = answer.Read
	}
	a, err := read(reply)
	if err != nil {
		return a, refusal.Of(reply, a, what, w.m, err)
	}
	return a, nil
}

// write makes the HTTP request. Extra parameters of the config take the place
// of standard ones of the same name, as in Postman, and follow them otherwise.
func (cl *Client) write(ctx context.Context, s settings, u *url.URL, r tokenRequest) (written, error) {
	header := http.Header{
		"Accept":       {"application/json"},
		"Content-Type": {"application/x-www-form-urlencoded"},
		"User-Agent":   {"postern"},
	}
	fields, err := cl.authenticate(s, u, slices.Clone(r.fields), header)
	if err != nil {
		return written{}, err
	}
	w := written{body: fields.without(r.params, auth.InBody), m: s.masker(fields, r.params)}
	var inURL form
	custom := http.Header{}
	for _, p := range r.params {
		switch p.In {
		case auth.InURL:
			inURL = append(inURL, field{p.Key, p.Value})
		case auth.InHeader:
			custom.Add(p.Key, p.Value)
		default:
			w.body = append(w.body, field{p.Key, p.Value})
		}
	}
	w.Request, err = http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader([]byte(w.body.encode())))
	if err != nil {
		return written{}, &auth.Error{
			Kind: auth.KindConfig, Summary: "cannot write the token request", Where: r.attr,
			Hint: "look at the extra parameters of the Auth tab", Err: w.m.Error(err),
		}
	}
	w.URL.RawQuery = joinQuery(w.URL.RawQuery, inURL)
	for name, values := range custom {
		header[name] = values
	}
	if host := header.Get("Host"); host != "" {
		w.Host = host
	}
	w.Header = header
	return w, nil
}
