package metadata_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"postern/auth"
	"postern/auth/oauth2/metadata"
)

// web is the internet of a test: an answer for each address. What has none is
// a 404.
type web struct {
	pages map[string]page

	mu    sync.Mutex
	asked []string
}

type page struct {
	status int // 200 if 0
	header http.Header
	body   io.Reader
	err    error
}

func (w *web) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = append(w.asked, r.URL.String())
	p, ok := w.pages[r.URL.String()]
	if !ok {
		p = page{status: http.StatusNotFound, body: strings.NewReader("<h1>Not found</h1>")}
	}
	if p.err != nil {
		return nil, p.err
	}
	if p.status == 0 {
		p.status = http.StatusOK
	}
	if p.header == nil {
		p.header = http.Header{}
	}
	if p.body == nil {
		p.body = http.NoBody
	}
	return &http.Response{
		StatusCode: p.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: p.header, Body: io.NopCloser(p.body),
	}, nil
}

// one is a web with one document.
func one(at, body string) *web {
	return &web{pages: map[string]page{at: {body: strings.NewReader(body)}}}
}

func fixture(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// known is the metadata of a fixture.
func known(t *testing.T, name, issuer string) metadata.Metadata {
	t.Helper()
	m, err := metadata.Fetch(context.Background(), one(issuer+"/.well-known/openid-configuration", fixture(t, name)), issuer, false)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// asError returns err as what every error of the package must be.
func asError(t *testing.T, err error) *auth.Error {
	t.Helper()
	var e *auth.Error
	if !errors.As(err, &e) {
		t.Fatalf("error %v (%T) is no *auth.Error", err, err)
	}
	if e.Kind == "" || e.Summary == "" || e.Where == "" || e.Hint == "" && e.Kind != auth.KindCancelled {
		t.Errorf("error %+v lacks a part", e)
	}
	return e
}

// endless is a document that never ends.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	e.read += len(p)
	return len(p), nil
}
