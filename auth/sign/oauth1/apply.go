package oauth1

import (
	"bytes"
	"crypto"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"postern/auth/sign/jws"
	"postern/auth/wire"
)

// Settings are who signs, and how.
type Settings struct {
	// Method is one of [Methods].
	Method                      string
	ConsumerKey, ConsumerSecret string
	Token, TokenSecret          string
	// PrivateKey is a PEM text, for the RSA methods.
	PrivateKey string
	// Time is in Unix seconds. Version may be empty.
	Time, Nonce, Version string
	// Callback and Verifier belong to the requests for tokens.
	Callback, Verifier, Realm string
	// HashBody signs a body that is no form.
	HashBody bool
	// InHeader puts the parameters into the Authorization header, in place of a
	// form or the query; RawHeader leaves them there as they are.
	InHeader, RawHeader bool
	// KeepEmpty signs parameters without a value too.
	KeepEmpty bool
}

// Apply signs a request. Settings that cannot sign anything are a warning, and
// the request stays as it is.
func Apply(r *wire.Request, settings Settings) error {
	s, err := newSigner(r, settings)
	if err != nil {
		r.Warn("not signed: %v", err)
		return nil
	}
	if err := s.readForm(); err != nil {
		return err
	}
	params, err := s.parameters()
	if err != nil {
		return err
	}
	signature, err := s.signature(params)
	if err != nil {
		r.Warn("not signed: %v", err)
		return nil
	}
	r.Del("Authorization")
	s.place(append(params, Param{Name: "oauth_signature", Value: signature}), signature)
	return nil
}

// signer is one signature under way.
type signer struct {
	Settings
	r   *wire.Request
	key crypto.PrivateKey
	// query and form are the request's parameters, without older signatures.
	query, form []Param
	isForm      bool
}

func newSigner(r *wire.Request, settings Settings) (*signer, error) {
	s := &signer{Settings: settings, r: r}
	switch {
	case s.ConsumerKey == "":
		return nil, errors.New("the Consumer Key is missing")
	case !slices.Contains(Methods(), s.Method):
		return nil, fmt.Errorf("there is no signature method %q; choose one, such as HMAC-SHA1", s.Method)
	case usesKey(s.Method):
		var err error
		if s.key, err = jws.ParseKey(s.PrivateKey); err != nil {
			return nil, fmt.Errorf("the Private Key cannot be used: %w", err)
		}
	case s.ConsumerSecret == "":
		return nil, errors.New("the Consumer Secret is missing")
	}
	return s, nil
}

// maxForm is how large a form may be to be signed: its parameters have to be
// sorted, and that takes all of them.
const maxForm = 8 << 20

var errForm = errors.New("the form is too large to be signed: OAuth 1.0 signs at most 8 MiB of parameters")

// readForm takes the parameters of query and body, and the older signatures
// away from them.
func (s *signer) readForm() error {
	r := s.r
	s.query = withoutOAuth(ParseForm(r.Target().Query))
	for _, name := range oauthNames() {
		r.URL = wire.RemoveQuery(r.URL, name)
	}
	if s.isForm = r.IsForm(); !s.isForm {
		return nil
	}
	rc, err := r.Body()
	if err != nil {
		return fmt.Errorf("read the form: %w", err)
	}
	defer func() { _ = rc.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(rc, maxForm+1))
	switch {
	case err != nil:
		return fmt.Errorf("read the form: %w", err)
	case len(text) > maxForm:
		return errForm
	}
	form := ParseForm(string(text))
	if s.form = withoutOAuth(form); len(s.form) != len(form) {
		s.setForm(formatForm(s.form))
	}
	return nil
}

func oauthNames() []string {
	return []string{
		"oauth_consumer_key", "oauth_token", "oauth_signature_method", "oauth_timestamp", "oauth_nonce", "oauth_version",
		"oauth_body_hash", "oauth_callback", "oauth_verifier", "oauth_signature",
	}
}

func withoutOAuth(params []Param) []Param {
	return slices.DeleteFunc(params, func(p Param) bool { return slices.Contains(oauthNames(), p.Name) })
}

func (s *signer) setForm(text string) {
	r := s.r
	r.Body = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	r.BodySize = int64(len(text))
}

// parameters are those of the protocol, in Postman's order. Empty ones are left
// out unless the settings keep them, those of extensions always.
func (s *signer) parameters() ([]Param, error) {
	params := []Param{
		{Name: "oauth_consumer_key", Value: s.ConsumerKey},
		{Name: "oauth_token", Value: s.Token},
		{Name: "oauth_signature_method", Value: s.Method},
		{Name: "oauth_timestamp", Value: s.Time},
		{Name: "oauth_nonce", Value: s.Nonce},
		{Name: "oauth_version", Value: s.Version},
	}
	isEmpty := func(p Param) bool { return strings.TrimSpace(p.Value) == "" }
	if !s.KeepEmpty {
		params = slices.DeleteFunc(params, isEmpty)
	}
	hash, err := s.bodyHash()
	if err != nil {
		return nil, err
	}
	extensions := []Param{
		{Name: "oauth_body_hash", Value: hash},
		{Name: "oauth_callback", Value: s.Callback},
		{Name: "oauth_verifier", Value: s.Verifier},
	}
	return append(params, slices.DeleteFunc(extensions, isEmpty)...), nil
}

// bodyHash is that of the body hash extension, which leaves forms to the
// signature itself.
func (s *signer) bodyHash() (string, error) {
	h, ok := Hash(s.Method)
	if !ok || !s.HashBody || s.isForm || s.r.IsMultipart() {
		return "", nil
	}
	sum := h.New()
	if err := s.r.HashBody(sum, -1); err != nil {
		return "", fmt.Errorf("hash the body: %w", err)
	}
	return base64.StdEncoding.EncodeToString(sum.Sum(nil)), nil
}

func (s *signer) signature(params []Param) (string, error) {
	t := s.r.Target()
	all := slices.Concat(params, s.query, s.form)
	base := Base(s.r.Method, t.Scheme+"://"+t.Authority()+t.Path, all)
	return Sign(s.Method, base, Secrets{Consumer: s.ConsumerSecret, Token: s.TokenSecret, Key: s.key})
}

// place puts the parameters where the config wants them, and gives the query
// the encoding that was signed.
func (s *signer) place(params []Param, signature string) {
	r := s.r
	if base, _, hasQuery, fragment := wire.SplitURL(r.URL); hasQuery && !r.Verbatim {
		r.URL = base + "?" + formatForm(s.query) + fragment
	}
	if s.InHeader {
		value := header(s.Realm, params, s.RawHeader)
		r.Add(wire.Header{Name: "Authorization", Value: value, Secret: true, System: true})
		return
	}
	r.Secrets = append(r.Secrets, wire.Secret(signature), wire.Secret(escape(signature)))
	if s.isForm && (r.Method == http.MethodPost || r.Method == http.MethodPut) {
		s.appendForm(formatForm(params))
		return
	}
	r.URL = wire.AppendQuery(r.URL, formatForm(params))
}

// appendForm adds to the body without touching what is in it.
func (s *signer) appendForm(pairs string) {
	r := s.r
	if len(s.form) > 0 {
		pairs = "&" + pairs
	}
	open, size := r.Body, r.BodySize
	r.Body = func() (io.ReadCloser, error) {
		rc, err := open()
		if err != nil {
			return nil, err
		}
		return struct {
			io.Reader
			io.Closer
		}{io.MultiReader(rc, bytes.NewReader([]byte(pairs))), rc}, nil
	}
	if size >= 0 {
		r.BodySize = size + int64(len(pairs))
	}
}
