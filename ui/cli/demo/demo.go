// Package demo runs the built-in tenant with a sample workspace to try it on.
//
// It opens no screen and asks nobody; what the sample holds is the tenant's.
package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"postern/auth/tenant"
	"postern/ui/cli/exit"
)

// tourTTL is the lifetime of the tenant's access tokens where a person watches
// them being refreshed.
const tourTTL = 20 * time.Second

// Demo is the tenant with a sample workspace in a temporary folder. Its fields
// are set before Start.
type Demo struct {
	// Addr is the loopback address, "" for a free port of 127.0.0.1.
	Addr string
	// TokenTTL is the lifetime of access tokens; 0 means 20 seconds.
	TokenTTL time.Duration

	mu     sync.Mutex
	server *tenant.Server
	dir    string
}

// Start starts the tenant, which runs until ctx ends or Close is called, writes
// the sample and returns its folder. Started again it returns the same.
func (d *Demo) Start(ctx context.Context) (paths []string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.server != nil {
		return []string{d.workspace()}, nil
	}
	server, err := d.Listen(ctx)
	if err != nil {
		return nil, err
	}
	if err := d.write(server); err != nil {
		return nil, errors.Join(err, server.Close(), os.RemoveAll(d.dir))
	}
	d.server = server
	return []string{d.workspace()}, nil
}

// Listen starts only the tenant, which runs until ctx ends or it is closed.
func (d *Demo) Listen(ctx context.Context) (*tenant.Server, error) {
	ttl := d.TokenTTL
	if ttl == 0 {
		ttl = tourTTL
	}
	server, err := tenant.Start(ctx, d.Addr, tenant.Options{TokenTTL: ttl, RefreshForClients: true})
	if err == nil {
		return server, nil
	}
	f := &exit.Failure{Code: exit.Usage, What: "the tenant cannot listen on " + d.Addr, Where: "--addr", Hint: "choose another port, or leave --addr out", Err: err}
	if errors.Is(err, tenant.ErrNotLoopback) {
		f.What, f.Hint = "the tenant answers on this machine only", "--addr 127.0.0.1:8765"
	}
	return nil, f
}

func (d *Demo) write(server *tenant.Server) error {
	files, err := server.Tenant.Sample(server.URL)
	if err != nil {
		return fmt.Errorf("write the sample: %w", err)
	}
	if d.dir, err = os.MkdirTemp("", "postern-demo-"); err != nil {
		return fmt.Errorf("write the sample: %w", err)
	}
	if err := os.Mkdir(d.workspace(), 0o700); err != nil {
		return fmt.Errorf("write the sample: %w", err)
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(d.workspace(), name), data, 0o600); err != nil {
			return fmt.Errorf("write the sample: %w", err)
		}
	}
	return nil
}

func (d *Demo) workspace() string { return filepath.Join(d.dir, "Tenant") }

// StateDir is a folder for the private state of the demo.
func (d *Demo) StateDir() string { return filepath.Join(d.dir, "state") }

// Close ends the tenant and removes everything the demo wrote. It may be called
// without a start, and twice.
func (d *Demo) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.server == nil {
		return nil
	}
	server := d.server
	d.server = nil
	return errors.Join(server.Close(), os.RemoveAll(d.dir))
}
