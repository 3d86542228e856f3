package engine_test

import (
	"context"
	"encoding/base64"
	"io"
	"net"
	"net/url"
	"strings"
	"testing"

	"postern/engine"
	"postern/engine/wire"
)

// proxied sends through a proxy that answers everything, and returns where was
// dialled and what was sent first.
func proxied(t *testing.T, address string) (dialled, request string) {
	t.Helper()
	got := make(chan string, 1)
	dial := func(_ context.Context, _, addr string) (net.Conn, error) {
		dialled = addr
		client, server := net.Pipe()
		go func() {
			defer func() { _ = server.Close() }()
			buf := make([]byte, 8192)
			n, _ := server.Read(buf)
			got <- string(buf[:n])
			_, _ = io.WriteString(server, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
		}()
		return client, nil
	}
	e := newEngine(t, engine.Options{Dial: dial, Proxy: wire.Proxies([]wire.Proxy{{
		URL:    &url.URL{Scheme: "http", Host: "proxy.test:3128", User: url.UserPassword("u", "p")},
		Bypass: []string{"direct.test"},
	}})})
	_, _ = e.Send(t.Context(), job("GET", address), nil) // a refused CONNECT is an error, and not what is looked at
	return dialled, <-got
}

func TestProxy(t *testing.T) {
	credentials := "Proxy-Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("u:p")) + "\r\n"
	for _, tt := range []struct {
		name, address, dialled, line string
		credentials                  bool
	}{
		{"http", "http://a.test/b|c?d", "proxy.test:3128", "GET http://a.test/b|c?d HTTP/1.1\r\nHost: a.test\r\n", true},
		{"own port", "http://a.test:81/", "proxy.test:3128", "GET http://a.test:81/ HTTP/1.1\r\nHost: a.test:81\r\n", true},
		{"double slash", "http://a.test//b", "proxy.test:3128", "GET http://a.test//b HTTP/1.1\r\n", true},
		{"double slash, odd", "http://a.test//b|c", "proxy.test:3128", "GET http://a.test//b|c HTTP/1.1\r\n", true},
		{"https", "https://a.test/b", "proxy.test:3128", "CONNECT a.test:443 HTTP/1.1\r\n", true},
		{"around it", "http://direct.test/b", "direct.test:80", "GET /b HTTP/1.1\r\nHost: direct.test\r\n", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dialled, request := proxied(t, tt.address)
			if dialled != tt.dialled || !strings.HasPrefix(request, tt.line) || strings.Contains(request, credentials) != tt.credentials {
				t.Errorf("dialled %s and sent\n%s", dialled, request)
			}
		})
	}
}
