package engine

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"postern/auth"
	"postern/engine/address"
	"postern/engine/body"
	"postern/engine/collection"
	"postern/engine/redact"
	"postern/engine/vars"
)

// Prepared is the exact request a send would begin with, made without any
// network.
type Prepared struct {
	Request auth.Request
	// Body is the body, or its beginning.
	Body    []byte
	BodyCut bool
	// TokenPending says that a token must be got first; [PendingToken] stands
	// in its place.
	TokenPending bool
	Uses         []vars.Use
	Warnings     []string
	// Missing are the names that no layer has, each once.
	Missing []string
	Secrets []auth.Secret
}

// Redactor returns what masks this request's secrets.
func (p *Prepared) Redactor() redact.Redactor { return redact.New(p.Secrets...) }

// Attached looks for the files that the body of a job names, and sends
// nothing.
func (e *Engine) Attached(job collection.Job) []body.Attached {
	return body.Attachments(body.Input{
		Body: job.Request.Body, Files: e.workDir.Files(),
		Expand: func(s string) string {
			out, _ := job.Scopes.Expand(s)
			return out
		},
	})
}

// Prepare makes the request and sends nothing. The error is an [*Error]; the
// request that could not be finished is returned with it, as far as it got,
// for its uses and missing names.
func (e *Engine) Prepare(ctx context.Context, job collection.Job) (*Prepared, error) {
	p := &Prepared{}
	d, err := e.draft(&job)
	if err == nil {
		err = e.prepare(ctx, d, p, job.Auth.Realm)
	}
	p.Uses, p.Warnings, p.Missing, p.Secrets = d.Uses, d.Warnings, d.Missing, d.Secrets
	if err != nil {
		return p, err.Masked(p.Secrets)
	}
	return p, nil
}

func (e *Engine) prepare(ctx context.Context, d *draft, p *Prepared, realm string) *Error {
	if d.scheme != nil {
		tokens := storedTokens{now: e.now, pending: &p.TokenPending}
		tokens.stored, _ = e.tokens.(peeker)
		if err := d.sign(ctx, e, tokens); err != nil {
			return err
		}
		d.Secrets = slices.DeleteFunc(d.Secrets, func(s auth.Secret) bool {
			return strings.Contains(s.Reveal(), PendingToken)
		})
	}
	d.complete(e)
	s := &send{e: e, ctx: ctx, d: d, jar: e.jar(realm)}
	a := address.Split(d.req.URL)
	d.problems(e.pool)
	d.connecting(e.pool, a)
	p.Request = s.wire(a)
	sent := s.record(&p.Request)
	p.Body, p.BodyCut = sent.Body, sent.BodyCut
	return nil
}

// Lines is the request as HTTP text, masked: the request line, the headers in
// the user's order, a blank line, the body. It is for reading; a body that is
// not text is described by its size.
func Lines(p *Prepared, r redact.Redactor) []string {
	lines := []string{p.Request.Method + " " + r.URL(p.Request.URL) + " HTTP/1.1"}
	for _, h := range p.Request.Header {
		lines = append(lines, h.Name+": "+shownHeader(h, r))
	}
	if len(p.Body) == 0 {
		return lines
	}
	lines = append(lines, "")
	if !readable(p.Body) {
		return append(lines, "("+strconv.FormatInt(p.Request.BodySize, 10)+" bytes)")
	}
	masked := r.Text
	if p.BodyCut {
		masked = r.Beginning
	}
	lines = append(lines, strings.Split(masked(string(p.Body)), "\n")...)
	if p.BodyCut {
		lines = append(lines, "… ("+strconv.FormatInt(p.Request.BodySize, 10)+" bytes in all)")
	}
	return lines
}

// shownHeader masks a header, except that a stand-in is no secret.
func shownHeader(h auth.Header, r redact.Redactor) string {
	if strings.Contains(h.Value, PendingToken) {
		return h.Value
	}
	masked := r.Header(h.Name, h.Value)
	if h.Secret && masked == h.Value && h.Value != "" {
		return auth.Mask // too short for the redactor to look for
	}
	return masked
}

// readable reports whether a body is text to show.
func readable(p []byte) bool {
	return !slices.ContainsFunc(p, func(c byte) bool { return c < 0x20 && c != '\n' && c != '\r' && c != '\t' })
}
