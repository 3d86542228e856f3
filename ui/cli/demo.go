package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"postern/auth/tenant"
	"postern/ui/theme"
)

// The lifetimes of the tenant's access tokens: short where a person watches
// them being refreshed, ordinary where a program uses them.
const (
	tourTTL  = 20 * time.Second
	serveTTL = time.Hour
)

// demo starts the tenant, and the workbench on it.
func (a *app) demo() *cobra.Command {
	var serve bool
	var d Demo
	c := &cobra.Command{
		Use:   "demo",
		Short: "Take the tour: a built-in tenant, no network, no account",
		Long: `Start the built-in tenant on this machine, an identity provider with a user
directory, and open the workbench on a sample workspace in a temporary folder.
Nothing of yours is read, and nothing is left behind.

With --serve only the tenant runs, until it is interrupted. It prints how to
reach it as lines for a shell.`,
		Example: `  postern demo
  postern demo --serve --addr 127.0.0.1:8765 > tenant.env`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("demo takes no "+quoted(args[0]), "postern demo")
			}
			return nil
		},
	}
	c.Flags().BoolVar(&serve, "serve", false, "run only the tenant, until interrupted")
	c.Flags().StringVar(&d.Addr, "addr", "", "loopback `HOST:PORT` of the tenant (default: a free port)")
	c.Flags().DurationVar(&d.TokenTTL, "token-ttl", 0, "lifetime of access tokens (default 20s, with --serve 1h)")
	c.RunE = a.run(func(ctx context.Context, _ []string) error {
		if d.TokenTTL < 0 || d.TokenTTL%time.Second != 0 {
			return usage("--token-ttl "+d.TokenTTL.String()+" is no number of seconds", "--token-ttl 20s")
		}
		if serve {
			return a.serve(ctx, &d)
		}
		return a.tour(ctx, &d)
	})
	return c
}

// tour opens the workbench on the sample, with a state of its own.
func (a *app) tour(ctx context.Context, d *Demo) (err error) {
	if err := a.needsTerminal(); err != nil {
		return err
	}
	paths, err := d.Start(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return a.Workbench(ctx, Session{Paths: paths, Env: "Tenant", StateDir: d.StateDir(), Throwaway: true, Tour: true})
}

// serve runs the tenant until ctx ends, which is its ordinary end.
func (a *app) serve(ctx context.Context, d *Demo) error {
	if d.TokenTTL == 0 {
		d.TokenTTL = serveTTL
	}
	server, err := d.listen(ctx)
	if err != nil {
		return err
	}
	for _, kv := range server.Tenant.Env() {
		if _, err := fmt.Fprintf(a.Out, "%s=%s\n", kv[0], shellQuoted(kv[1])); err != nil {
			return errors.Join(fmt.Errorf("print the tenant's variables: %w", err), server.Close())
		}
	}
	a.err.line(theme.Faint, "The tenant answers at "+server.URL+" until you press ctrl+c.")
	<-ctx.Done()
	return server.Close()
}

// shellQuoted writes a value so that a shell reads back the same.
func shellQuoted(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./:@%+,", r)
	}
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

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
	server, err := d.listen(ctx)
	if err != nil {
		return nil, err
	}
	if err := d.write(server); err != nil {
		return nil, errors.Join(err, server.Close(), os.RemoveAll(d.dir))
	}
	d.server = server
	return []string{d.workspace()}, nil
}

func (d *Demo) listen(ctx context.Context) (*tenant.Server, error) {
	ttl := d.TokenTTL
	if ttl == 0 {
		ttl = tourTTL
	}
	server, err := tenant.Start(ctx, d.Addr, tenant.Options{TokenTTL: ttl, RefreshForClients: true})
	if err == nil {
		return server, nil
	}
	f := &Failure{Code: Usage, What: "the tenant cannot listen on " + d.Addr, Where: "--addr", Hint: "choose another port, or leave --addr out", Err: err}
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
// without a start.
func (d *Demo) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.server == nil {
		return nil
	}
	return errors.Join(d.server.Close(), os.RemoveAll(d.dir))
}
