package engine

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"postern/auth"
	"postern/engine/address"
	"postern/engine/body"
	"postern/engine/collection"
	"postern/engine/failure"
	"postern/engine/header"
	"postern/engine/profile"
	"postern/engine/resolve"
	"postern/engine/wire"
)

// draft is a request on its way from the job to the wire.
type draft struct {
	resolve.Resolver
	profile.Behavior
	req  auth.Request
	auth auth.Config
	// scheme is nil when the request goes out unsigned.
	scheme auth.Scheme
	// made are the names of the headers the scheme wrote.
	made []string
	// bodySecret says that the body holds a secret.
	bodySecret bool
	user       *url.Userinfo
}

// draft resolves and encodes a job: all of the request but what a scheme adds
// and the headers of our own.
func (e *Engine) draft(job *collection.Job) (*draft, *Error) {
	d := &draft{Resolver: resolve.New(job.Scopes.WithSource(e.source)), Behavior: profile.Read(job.Behavior)}
	for _, key := range d.Ignored {
		d.Warn("the setting %s has no effect here", key)
	}
	if _, unknown := wire.Suites(d.Ciphers); len(unknown) > 0 {
		d.Warn("cipher suites that are not known here are left out: %s", strings.Join(unknown, ", "))
	}
	if err := d.method(job.Request.Method); err != nil {
		return d, err
	}
	if err := d.url(job.Request.URL.String()); err != nil {
		return d, err
	}
	if err := d.headers(job.Request.Headers); err != nil {
		return d, err
	}
	if err := d.body(e, &job.Request.Body); err != nil {
		return d, err
	}
	d.config(e, job.Auth)
	return d, nil
}

func (d *draft) method(m string) *Error {
	if m == "" {
		m = "GET"
	}
	if !header.IsToken(m) {
		return failure.New(failure.Encode, fmt.Sprintf("%q is not an HTTP method", m), "method",
			"methods are words without blanks, and variables do not work in them", nil)
	}
	d.req.Method = m
	return nil
}

func (d *draft) url(raw string) *Error {
	text, _ := d.Expand(raw, "URL")
	if strings.TrimSpace(text) == "" {
		return d.NoURL(raw)
	}
	a := address.Parse(text, d.VerbatimURL)
	if err := d.Reachable(a); err != nil {
		err.Where = "URL " + raw
		return err
	}
	if a.HasUser {
		d.user = userinfo(a)
		if p, ok := d.user.Password(); ok {
			d.Secret(p)
		}
		d.Secret(a.Password)
	}
	d.req.URL, d.req.Verbatim = a.String(), d.VerbatimURL
	return nil
}

// userinfo is what stands before the @, decoded.
func userinfo(a address.URL) *url.Userinfo {
	decode := func(s string) string {
		if p, err := url.PathUnescape(s); err == nil {
			return p
		}
		return s
	}
	return url.UserPassword(decode(a.User), decode(a.Password))
}

// systemHeaders is how many headers are added at most.
const systemHeaders = 10

// headers collects the user's enabled rows. Rows of the same spelling all go
// out; of spellings that differ only in case the one that came up last wins.
func (d *draft) headers(rows []collection.Param) *Error {
	d.req.Header = make([]auth.Header, 0, len(rows)+systemHeaders)
	var beaten []string
	for _, row := range rows {
		if row.Disabled || row.Key == "" {
			continue
		}
		name, _ := d.Expand(row.Key, "headers")
		value, secret := d.Expand(row.Value, "header", name)
		if strings.TrimSpace(name) == "" {
			continue
		}
		if f, ok := header.Check(name, value); !ok {
			return failure.New(failure.Encode, f.What, f.Where, f.Hint, nil)
		}
		if slices.Contains(beaten, name) {
			continue
		}
		d.req.Header = slices.DeleteFunc(d.req.Header, func(h auth.Header) bool {
			other := h.Name != name && strings.EqualFold(h.Name, name)
			if other {
				beaten = append(beaten, h.Name)
			}
			return other
		})
		d.req.Add(auth.Header{Name: name, Value: value, Secret: secret})
	}
	return nil
}

func (d *draft) body(e *Engine, b *collection.Body) *Error {
	if !d.KeepBody && pruned(d.req.Method) {
		return nil
	}
	own, typed := d.req.Get("Content-Type")
	enc, err := body.Encode(body.Input{
		Body: *b, ContentType: own, Files: e.workDir.Files(), Rand: e.rand,
		Expand: func(s string) string {
			out, secret := d.Expand(s, "body")
			d.bodySecret = d.bodySecret || secret
			return out
		},
	})
	if err != nil {
		return failure.Body(err)
	}
	for _, w := range enc.Warnings {
		d.Warn("%s", w)
	}
	if enc.Open == nil {
		return nil
	}
	d.req.Body, d.req.BodySize = enc.Open, enc.Size
	h := auth.Header{Name: "Content-Type", Value: enc.ContentType, System: true}
	switch {
	case enc.ContentType == "" || d.Off["content-type"]:
	case !typed:
		d.req.Add(h)
	case enc.Replace:
		h.Name = header.Spelling(&d.req, h.Name)
		d.req.Replace(h)
	}
	return nil
}

// pruned are the methods whose body Postman drops unless told otherwise.
func pruned(method string) bool {
	switch method {
	case "GET", "COPY", "HEAD", "PURGE", "UNLOCK":
		return true
	}
	return false
}

// config resolves the auth attributes and finds the scheme.
func (d *draft) config(e *Engine, c auth.Config) {
	if c.Type == "" {
		return
	}
	s, ok := auth.Lookup(c.Type)
	if !ok {
		d.Warn("the auth type %q is not known: the request goes out unsigned", c.Type)
		return
	}
	d.scheme = s
	d.auth = c.Map(func(text string) string {
		out, _ := d.Expand(text, s.Label(), "settings")
		return out
	})
	for _, key := range e.secretKeys[c.Type] {
		if v := d.auth.Get(key); v != "" {
			d.Secret(v)
		}
	}
}

// sign lets the scheme authorise the request; there is one.
func (d *draft) sign(ctx context.Context, e *Engine, tokens auth.TokenSource) *Error {
	if tokens != nil {
		tokens = judgedTokens{tokens, e, d}
	}
	d.judgeWritten(e)
	before := slices.Clone(d.req.Header)
	err := d.scheme.Apply(ctx, d.call(e, tokens))
	d.noteMade(before)
	for _, w := range d.req.Warnings {
		d.Warn("%s: %s", d.scheme.Label(), w)
	}
	if err != nil {
		return failure.Auth(d.scheme.Label(), err)
	}
	return nil
}

// call is what the scheme works on.
func (d *draft) call(e *Engine, tokens auth.TokenSource) auth.Call {
	return auth.Call{Config: d.auth, Request: &d.req, Tokens: tokens, Now: e.now, Rand: e.rand}
}

// noteMade marks what a scheme wrote since before: it belongs to this origin
// only, and what the scheme calls a secret is never shown.
func (d *draft) noteMade(before []auth.Header) {
	for _, h := range d.req.Header {
		if slices.Contains(before, h) {
			continue
		}
		d.made = append(d.made, h.Name)
		if !h.Secret {
			continue
		}
		if _, credential, ok := strings.Cut(h.Value, " "); ok {
			d.Secret(credential)
		} else {
			d.Secret(h.Value)
		}
	}
	for _, s := range d.req.Secrets {
		d.Secret(s.Reveal())
	}
}

// complete adds what Postman adds to every request. It is called when the
// scheme is done, as that may have changed the body.
func (d *draft) complete(e *Engine) {
	if _, ok := d.req.Get("Authorization"); !ok && d.user != nil {
		password, _ := d.user.Password()
		h := header.Basic(d.user.Username(), password)
		d.req.Add(h)
		d.made = append(d.made, h.Name)
	}
	a := address.Split(d.req.URL)
	d.system("User-Agent", e.userAgent)
	d.system("Accept", "*/*")
	d.system("Cache-Control", "no-cache")
	d.system("Host", a.HostHeader())
	d.system("Accept-Encoding", "gzip, deflate, br")
	d.system("Connection", "keep-alive")
}

// system adds a header unless the user has it or switched it off.
func (d *draft) system(name, value string) {
	if len(d.Off) > 0 && d.Off[strings.ToLower(name)] {
		return
	}
	if _, ok := d.req.Get(name); !ok {
		d.req.Add(auth.Header{Name: name, Value: value, System: true})
	}
}
