package tenant

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"postern/auth/tenant/loopback"
)

// closeGrace is how long [Server.Close] waits for requests under way.
const closeGrace = 500 * time.Millisecond

// ErrNotLoopback says that somebody asked for an address others could reach.
var ErrNotLoopback = errors.New("the tenant listens on loopback addresses only; use 127.0.0.1:PORT")

// Server is a [Tenant] on a loopback port.
type Server struct {
	// URL is the address, without a slash at its end.
	URL    string
	Tenant *Tenant

	http  *http.Server
	close sync.Once
	done  chan struct{}
	err   error
}

// Start serves a new tenant on addr, such as "127.0.0.1:8765"; "" means any
// free port of 127.0.0.1. It refuses other than loopback addresses. The end of
// ctx closes the server.
func Start(ctx context.Context, addr string, o Options) (*Server, error) {
	addr, err := checkAddress(addr)
	if err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("start tenant: %w", err)
	}
	s := &Server{URL: "http://" + l.Addr().String(), Tenant: New(o), done: make(chan struct{})}
	s.Tenant.SetBase(s.URL)
	s.http = &http.Server{
		Handler:           loopback.Only(s.Tenant),
		ReadHeaderTimeout: 10 * time.Second,
		MaxHeaderBytes:    1 << 18,
	}
	go func() {
		defer close(s.done)
		if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.err = fmt.Errorf("serve tenant: %w", err)
		}
	}()
	go func() {
		select {
		case <-ctx.Done():
			_ = s.Close() // its error is kept for whoever calls Close
		case <-s.done:
		}
	}()
	return s, nil
}

// Close ends the server and returns why it ended earlier, if it did. It may
// be called more than once.
func (s *Server) Close() error {
	s.close.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), closeGrace)
		defer cancel()
		if s.http.Shutdown(ctx) != nil {
			_ = s.http.Close() // what is still open after the grace is cut off
		}
	})
	<-s.done
	return s.err
}

// checkAddress checks addr and gives it a port.
func checkAddress(addr string) (string, error) {
	if addr == "" {
		return "127.0.0.1:0", nil
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fmt.Errorf("read tenant address: %w", err)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	if !loopback.IsIP(host) {
		return "", fmt.Errorf("tenant address %q: %w", addr, ErrNotLoopback)
	}
	return net.JoinHostPort(host, port), nil
}
