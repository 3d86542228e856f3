package metadata

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"postern/auth"
	"postern/auth/oauth2/endpoint"
	"postern/auth/oauth2/mask"
	"postern/auth/oauth2/refusal"
)

const (
	// maxDocument is the most that is read of a document, in bytes.
	maxDocument = 64 << 10
	// timeout bounds the reading of one document.
	timeout = 10 * time.Second
	// maxRedirects bounds those within the origin.
	maxRedirects = 3
)

// Fetch reads the metadata of issuer over rt. Errors are of type
// [*auth.Error]. The issuer must be https, or http on this machine; insecure
// allows http to others as well.
//
// The document is looked for where OpenID Connect Discovery has it, behind the
// issuer's path, then where RFC 8414 has it, before the path, then where some
// servers have that of RFC 8414 all the same. Each request is reported to the
// trace of ctx.
func Fetch(ctx context.Context, rt http.RoundTripper, issuer string, insecure bool) (Metadata, error) {
	u, err := check(issuer, insecure)
	if err != nil {
		return Metadata{}, err
	}
	cl := &http.Client{Transport: rt, CheckRedirect: sameOrigin}
	auth.Step(ctx, "asking "+u.Host+" for its endpoints")
	var first error
	for _, at := range locations(u) {
		m, err := fetch(ctx, cl, at, u, issuer, insecure)
		switch {
		case err == nil:
			return m, nil
		case auth.KindOf(err) != auth.KindAnswer:
			return Metadata{}, err // the next one is on the same host
		case first == nil && !errors.Is(err, errNotThere):
			first = err
		}
	}
	if first == nil {
		first = &auth.Error{
			Kind: auth.KindAnswer, Summary: u.Host + " publishes no metadata for this issuer", Where: "issuer",
			Hint: "check Issuer URL, or leave it empty and write the endpoints yourself",
		}
	}
	return Metadata{}, first
}

// errNotThere says that another location may have the document.
var errNotThere = errors.New("not found")

// check refuses an issuer that nobody should ask.
func check(issuer string, insecure bool) (*url.URL, error) {
	bad := func(summary, hint string) (*url.URL, error) {
		return nil, &auth.Error{Kind: auth.KindConfig, Summary: summary, Where: "issuer", Hint: hint}
	}
	if err := endpoint.Resolved("issuer", issuer); err != nil {
		return nil, err
	}
	u, err := url.Parse(issuer)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https":
		return bad("Issuer URL is no web address", "write it in full, with https://")
	case u.Scheme == "http" && !insecure && !local(u):
		return bad("Issuer URL is not https: anybody on the way could answer", "use https; http is for this machine only")
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return bad("Issuer URL holds more than an address", "leave out user name, query and fragment")
	}
	if before, _, ok := strings.Cut(issuer, "/.well-known/"); ok {
		return bad("Issuer URL is the address of the metadata, not of the issuer", "write "+quote(before))
	}
	return u, nil
}

// locations are where the metadata of an issuer may be.
func locations(u *url.URL) []string {
	const oidc, oauth = "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"
	origin, path := u.Scheme+"://"+u.Host, strings.TrimRight(u.EscapedPath(), "/")
	list := []string{origin + path + oidc, origin + oauth + path}
	if path != "" {
		list = append(list, origin+path+oauth)
	}
	return list
}

// sameOrigin follows redirects within the origin only.
func sameOrigin(r *http.Request, via []*http.Request) error {
	from := via[0].URL
	if len(via) > maxRedirects || r.URL.Scheme != from.Scheme || r.URL.Host != from.Host {
		return http.ErrUseLastResponse
	}
	return nil
}

// fetch reads the document at one location and reports it to the trace.
func fetch(ctx context.Context, cl *http.Client, at string, issuer *url.URL, asked string, insecure bool) (Metadata, error) {
	call := auth.TokenCall{Kind: "discovery", Method: http.MethodGet, URL: at, Started: time.Now()}
	body, err := get(ctx, cl, &call)
	var m Metadata
	if err == nil {
		m, err = parse(body, issuer, insecure)
	}
	if err == nil {
		err = sameIssuer(asked, m.Issuer)
	}
	call.Duration, call.Err, call.Warnings = time.Since(call.Started), err, m.Warnings
	auth.Trace(ctx, call)
	if err != nil {
		return Metadata{}, err
	}
	m.Source = at
	return m, nil
}

// get reads what is at call.URL and notes it in call.
func get(ctx context.Context, cl *http.Client, call *auth.TokenCall) ([]byte, error) {
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	r, err := http.NewRequestWithContext(limited, call.Method, call.URL, nil)
	if err != nil {
		return nil, odd("its address cannot be asked", "check Issuer URL")
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", "postern")
	call.RequestHeader = r.Header.Clone()
	what := refusal.Request{Kind: call.Kind, Attr: "issuer"}
	resp, err := cl.Do(r)
	if err != nil {
		return nil, refusal.Unconnected(ctx, r.URL.Host, what, mask.Masker{}, err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read
	call.Status, call.Header = resp.StatusCode, mask.Masker{}.Header(resp.Header)
	switch status := resp.StatusCode; {
	case status >= 300 && status < 400:
		to := "nowhere"
		if u, err := resp.Location(); err == nil {
			to = u.Scheme + "://" + u.Host
		}
		return nil, odd("its address redirects to "+quote(to), "redirects to another origin are not followed; if the new address is right, write it as Issuer URL")
	case status == http.StatusTooManyRequests || status == http.StatusRequestTimeout || status >= 500:
		return nil, &auth.Error{
			Kind: auth.KindUnreachable, Summary: fmt.Sprintf("%s answered %d when asked for its endpoints", r.URL.Host, status), Where: "issuer",
			Hint: "try again later",
		}
	case status != http.StatusOK:
		e := odd(fmt.Sprintf("%s answered %d", r.URL.Host, status), "check Issuer URL")
		e.Err = errNotThere
		return nil, e
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxDocument+1))
	if err != nil {
		return nil, refusal.Unreachable(ctx, r.URL.Host, what, mask.Masker{}.Error(err))
	}
	if len(body) > maxDocument {
		return nil, odd("it is larger than 64 KiB", "check Issuer URL")
	}
	// Even JSON may hold characters that a terminal takes for something else.
	call.Body = mask.Clean(string(body), maxDocument)
	var laid bytes.Buffer
	if json.Indent(&laid, []byte(call.Body), "", "  ") == nil {
		call.Body = laid.String()
	} else {
		call.Body = mask.Clean(call.Body, 2000)
	}
	return body, nil
}
