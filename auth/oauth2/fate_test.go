package oauth2_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"postern/auth"
	"postern/auth/oauth2"
	"postern/auth/tenant"
)

func TestFateOfARequestThatFailed(t *testing.T) {
	broken := errors.New("no route")
	tests := []struct {
		name  string
		fault tenant.Fault
		dial  error
		want  auth.Fate
	}{
		{name: "nobody listens", dial: broken, want: auth.FateUnsent},
		{name: "dropped before the answer", fault: tenant.Fault{Drop: true}, want: auth.FateUnknown},
		{name: "hangs", fault: tenant.Fault{Delay: time.Minute}, want: auth.FateUnknown},
		{name: "web page", fault: tenant.Fault{Status: 200, Body: "<html>"}, want: auth.FateUnknown},
		{name: "500", fault: tenant.Fault{Status: 500}, want: auth.FateAnswered},
		{name: "408", fault: tenant.Fault{Status: 408}, want: auth.FateAnswered},
		{name: "404", fault: tenant.Fault{Status: 404}, want: auth.FateAnswered},
		{name: "redirect", fault: tenant.Fault{Status: 307, Header: http.Header{"Location": {"/x"}}}, want: auth.FateAnswered},
		{name: "error in a 200", fault: tenant.Fault{Status: 200, Body: `{"error":"odd"}`}, want: auth.FateAnswered},
		{name: "invalid client", fault: tenant.Fault{Status: 401, Body: `{"error":"invalid_client"}`}, want: auth.FateAnswered},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				idp, network := tenant.New(tenant.Options{}), newNetwork()
				server := &http.Server{Handler: idp}
				go func() { _ = server.Serve(network) }() // it ends below
				transport := &http.Transport{DialContext: func(ctx context.Context, n, a string) (net.Conn, error) {
					if tt.dial != nil {
						return nil, tt.dial
					}
					return network.dial(ctx, n, a)
				}}
				defer func() { _ = server.Close() }() // its listener is a channel
				defer transport.CloseIdleConnections()
				tt.fault.Path, tt.fault.Times = "/oauth2/v1/token", 1
				idp.Fault(tt.fault)
				_, err := oauth2.New(oauth2.Options{Transport: transport}).Refresh(t.Context(), auth.Token{Refresh: "r", Config: resident("authorization_code")})
				if err == nil || auth.FateOf(err) != tt.want {
					t.Errorf("%v is %q, want %q", err, auth.FateOf(err), tt.want)
				}
			})
		})
	}
}
