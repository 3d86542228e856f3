package content_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"postern/engine/content"
)

const plain = "Plain text, plain text, plain text."

// packed is p in an encoding; "raw deflate" is the one without its wrapper.
func packed(t *testing.T, encoding string, p []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch encoding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "raw deflate":
		w, err = flate.NewWriter(&b, flate.BestCompression)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, err = zstd.NewWriter(&b)
	}
	if err == nil {
		_, err = w.Write(p)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// decoded is what of a body is read, and what goes wrong with that.
func decoded(encodings []string, body []byte) (text, warning string, err error) {
	r, closers, warning := content.Decode(http.Header{"Content-Encoding": encodings}, bytes.NewReader(body))
	p, err := io.ReadAll(r)
	for _, c := range closers {
		_ = c.Close()
	}
	return string(p), warning, err
}

func TestDecode(t *testing.T) {
	gz := packed(t, "gzip", []byte(plain))
	for _, tt := range []struct {
		name      string
		encodings []string
		body      []byte
		want      string
		warning   string
	}{
		{"none", nil, []byte(plain), plain, ""},
		{"identity", []string{"identity, "}, []byte(plain), plain, ""},
		{"gzip", []string{" GZip"}, gz, plain, ""},
		{"x-gzip", []string{"x-gzip"}, gz, plain, ""},
		{"deflate", []string{"deflate"}, packed(t, "deflate", []byte(plain)), plain, ""},
		{"raw deflate", []string{"deflate"}, packed(t, "raw deflate", []byte(plain)), plain, ""},
		{"br", []string{"br"}, packed(t, "br", []byte(plain)), plain, ""},
		{"zstd", []string{"zstd"}, packed(t, "zstd", []byte(plain)), plain, ""},
		{"two in one header", []string{"br, gzip"}, packed(t, "gzip", packed(t, "br", []byte(plain))), plain, ""},
		{"two in two headers", []string{"br", "gzip"}, packed(t, "gzip", packed(t, "br", []byte(plain))), plain, ""},
		{"no body", []string{"gzip"}, nil, "", ""},
		{"not gzip", []string{"gzip"}, []byte(plain), plain, "says it is gzip and is not"},
		{"not zstd", []string{"zstd"}, []byte("x"), "x", "says it is zstd and is not"},
		{"nobody knows it", []string{"snappy"}, []byte(plain), plain, "says it is snappy and is not"},
		{"one below that nobody knows", []string{"snappy, gzip"}, gz, plain, "says it is snappy and is not"},
		{"too many", []string{"gzip, gzip", "gzip, gzip"}, gz, string(gz), "has 4 encodings"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text, warning, err := decoded(tt.encodings, tt.body)
			if err != nil || text != tt.want || !strings.Contains(warning, tt.warning) || (warning == "") != (tt.warning == "") {
				t.Errorf("%q, %q, %v", text, warning, err)
			}
		})
	}
}

// What is cut off is an error of the body, wherever it is cut.
func TestDecodeCut(t *testing.T) {
	for _, encoding := range []string{"gzip", "deflate", "br", "zstd"} {
		whole := packed(t, encoding, []byte(plain))
		for n := 4; n < len(whole); n++ {
			if text, warning, err := decoded([]string{encoding}, whole[:n]); err == nil || warning != "" || !strings.HasPrefix(plain, text) {
				t.Errorf("%d bytes of %s: %q, %q, %v", n, encoding, text, warning, err)
			}
		}
	}
}
