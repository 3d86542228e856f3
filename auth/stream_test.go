package auth_test

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"postern/auth"
)

// bodySize is far more than signing may take.
const bodySize = 32 << 20

// zeros is a body of that size that nobody ever holds; it counts who opened it
// and did not close it.
type zeros struct {
	io.Reader
	open *int
}

func (z zeros) Close() error { *z.open--; return nil }

// A body is read through once and never held, however large it is.
func TestBodiesAreHashedOnTheirWay(t *testing.T) {
	h256, h1 := sha256.New(), sha1.New()
	_, _ = io.Copy(io.MultiWriter(h256, h1), io.LimitReader(blank{}, bodySize))
	tests := []struct {
		name, typ string
		attrs     map[string]any
		want      string
	}{
		{"awsv4", "awsv4", awsAttrs(), hex.EncodeToString(h256.Sum(nil))},
		{"awsv4 in the query", "awsv4", awsAttrs("addAuthDataToQuery", true), ""},
		{"hawk", "hawk", hawkAttrs("includePayloadHash", true), ""},
		{"edgegrid", "edgegrid", edgegridAttrs("maxBodySize", bodySize), ""},
		{"oauth1", "oauth1", oauth1Attrs("includeBodyHash", true, "disableHeaderEncoding", true), base64.StdEncoding.EncodeToString(h1.Sum(nil))},
		{"digest", "digest", digestAttrs("qop", "auth-int"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			open, opened := 0, 0
			r := &auth.Request{Method: http.MethodPost, URL: vectorURL, BodySize: bodySize}
			r.Add(auth.Header{Name: "Content-Type", Value: "application/octet-stream"})
			r.Body = func() (io.ReadCloser, error) {
				open, opened = open+1, opened+1
				return zeros{io.LimitReader(blank{}, bodySize), &open}, nil
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			sign(t, config(tt.typ, tt.attrs), r)
			runtime.ReadMemStats(&after)
			if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
				t.Errorf("took %d bytes of memory", took)
			}
			if open != 0 || opened != 1 {
				t.Errorf("opened %d times, %d of them still open", opened, open)
			}
			if all := strings.Join(lines(r), "\n"); !strings.Contains(all, tt.want) {
				t.Errorf("got\n%s\nwant in it %s", all, tt.want)
			}
		})
	}
}

// blank reads as zeros without an end.
type blank struct{}

func (blank) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// A body that cannot be read is no reason to send it unsigned.
func TestUnreadableBody(t *testing.T) {
	for _, tt := range []struct {
		typ   string
		attrs map[string]any
	}{
		{"awsv4", awsAttrs()},
		{"hawk", hawkAttrs("includePayloadHash", true)},
		{"edgegrid", edgegridAttrs()},
		{"oauth1", oauth1Attrs("includeBodyHash", true)},
		{"digest", digestAttrs("qop", "auth-int")},
	} {
		t.Run(tt.typ, func(t *testing.T) {
			s, _ := auth.Lookup(tt.typ)
			r := &auth.Request{Method: http.MethodPost, URL: vectorURL}
			r.Body = func() (io.ReadCloser, error) { return nil, io.ErrUnexpectedEOF }
			err := s.Apply(t.Context(), auth.Call{Config: config(tt.typ, tt.attrs), Request: r})
			if err == nil || !strings.HasPrefix(err.Error(), "hash the body: ") {
				t.Errorf("error %v", err)
			}
		})
	}
}
