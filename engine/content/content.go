// Package content undoes the Content-Encoding of a body while it is read:
// gzip, deflate with and without its wrapper, br and zstd.
//
// It sets no limits to how large a body may become: its caller counts. To add
// an encoding, add a case to layer.
package content

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// maxLayers is how many encodings may lie on top of each other. Real servers
// use one; more than a few is somebody building a bomb.
const maxLayers = 3

// maxWindow bounds the memory a zstd frame may ask for.
const maxWindow = 128 << 20

// Decode undoes the encodings that h names. What cannot be undone comes
// through as it is, with a warning: a server that names an encoding and does
// not use it is common. The closers give memory back when the body is read.
func Decode(h http.Header, wire io.Reader) (r io.Reader, closers []io.Closer, warning string) {
	var names []string
	for _, v := range h.Values("Content-Encoding") {
		for name := range strings.SplitSeq(v, ",") {
			if name = strings.ToLower(strings.TrimSpace(name)); name != "" && name != "identity" {
				names = append(names, name)
			}
		}
	}
	if len(names) > maxLayers {
		return wire, nil, fmt.Sprintf("the body has %d encodings and is shown as it came", len(names))
	}
	r = wire
	for i := len(names) - 1; i >= 0; i-- {
		next, closer, err := layer(names[i], r)
		if err != nil {
			return next, closers, fmt.Sprintf("the body says it is %s and is not; it is shown as it came", names[i])
		}
		if closer != nil {
			closers = append(closers, closer)
		}
		r = next
	}
	return r, closers, ""
}

// errNotEncoded says that the bytes are not what their encoding claims.
var errNotEncoded = fmt.Errorf("not encoded")

// layer undoes one encoding. With an error it returns the bytes untouched.
func layer(name string, r io.Reader) (io.Reader, io.Closer, error) {
	peeked := bufio.NewReader(r)
	head, _ := peeked.Peek(4) // a short or broken body shows itself when it is read
	if len(head) == 0 {
		return peeked, nil, nil
	}
	switch name {
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
			return peeked, nil, errNotEncoded
		}
		return &lazyReader{open: func() (io.Reader, error) { return gzip.NewReader(peeked) }}, nil, nil
	case "deflate":
		if len(head) > 1 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
			return &lazyReader{open: func() (io.Reader, error) { return zlib.NewReader(peeked) }}, nil, nil
		}
		return flate.NewReader(peeked), nil, nil // some servers leave the zlib wrapper out
	case "br":
		return brotli.NewReader(peeked), nil, nil
	case "zstd":
		if !bytes.Equal(head, []byte{0x28, 0xb5, 0x2f, 0xfd}) {
			return peeked, nil, errNotEncoded
		}
		z, err := zstd.NewReader(peeked, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return peeked, nil, err
		}
		rc := z.IOReadCloser()
		return rc, rc, nil
	}
	return peeked, nil, errNotEncoded
}

// lazyReader opens its reader with the first read, so that a header that is
// cut off is an error of the body and not of its decoder.
type lazyReader struct {
	open func() (io.Reader, error)
	r    io.Reader
}

// Read implements [io.Reader].
func (l *lazyReader) Read(p []byte) (int, error) {
	if l.r == nil {
		r, err := l.open()
		if err != nil {
			return 0, err
		}
		l.r = r
	}
	return l.r.Read(p)
}
