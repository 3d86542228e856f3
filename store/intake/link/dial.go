package link

import (
	"context"
	"net"
	"syscall"
)

// guard is the key, in a context, of a host that must be on the open network: a
// redirect named it, and a server elsewhere may not send the program around in
// the person's own.
type guard struct{}

// Dial connects, and refuses to follow a redirect from the open network to this
// machine or into a private one. It looks at the address that the name resolved
// to, so that no name can pretend. A proxy is where the person put it.
func Dial(ctx context.Context, network, addr string) (net.Conn, error) {
	d := &net.Dialer{}
	host, _, _ := net.SplitHostPort(addr)
	if named, _ := ctx.Value(guard{}).(string); named != "" && named == host {
		d.Control = func(_, address string, _ syscall.RawConn) error {
			if where := near(address); where != "" {
				return &Error{What: "a redirect leads from the open network to " + where + ", at " + host, Tip: "name that address yourself if you trust it"}
			}
			return nil
		}
	}
	return d.DialContext(ctx, network, addr)
}
