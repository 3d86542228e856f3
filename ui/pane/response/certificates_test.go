package response_test

import (
	"strings"
	"testing"
	"time"

	"postern/auth"
	"postern/engine"
	"postern/engine/peer"
	"postern/ui/keymap"
)

// certified is an exchange over TLS whose certificate ends so long after it.
func certified(trust peer.Trust, left time.Duration) *engine.Exchange {
	x := answered("x", "i", "{}")
	x.Hops = nil
	x.Sent.TLS = &peer.TLS{Version: "TLS 1.3", Cipher: "TLS_AES_128_GCM_SHA256", Protocol: "h2", Trust: trust, Chain: []peer.Certificate{
		{
			Subject: "CN=api.test", Issuer: "CN=Middle", Names: []string{"api.test", "10.0.0.1"}, MoreNames: 3,
			From: x.Started.AddDate(-1, 0, 0), Until: x.Started.Add(left),
		},
		{Subject: "CN=Middle", Issuer: "CN=Root", From: x.Started.AddDate(-1, 0, 0), Until: x.Started.AddDate(9, 0, 0)},
	}}
	return x
}

// timeline opens an exchange at its timeline.
func timeline(t *testing.T, x *engine.Exchange) string {
	t.Helper()
	p := open(t, x, "pretty")
	p.Resize(90, 24)
	do(p, keymap.PrevTab, keymap.PrevTab, keymap.PrevTab)
	return screen(p)
}

func TestTheTimelineShowsTheCertificates(t *testing.T) {
	const day = 24 * time.Hour
	early := certified(peer.Verified, 300*day)
	early.Sent.TLS.Chain[0].From = early.Started.Add(time.Hour)
	long := certified(peer.Verified, 300*day)
	long.Sent.TLS.More = 4
	for _, tt := range []struct {
		name string
		x    *engine.Exchange
		want []string
		not  []string
	}{
		{"in order", certified(peer.Verified, 300*day), []string{
			"TLS 1.3 · TLS_AES_128_GCM_SHA256 · h2  ✓ certificate verified", "CN=api.test  2025-01-02 to 2026-10-29",
			"for api.test, 10.0.0.1 and 3 more", "CN=Middle  2025-01-02 to 2035-01-02", "issued by CN=Root",
		}, []string{"ends in", "expired", "certificates more"}},
		{"ending", certified(peer.Verified, 9*day), []string{"2026-01-11  ! ends in 9 days"}, []string{"expired"}},
		{"ending today", certified(peer.Verified, 90*time.Minute), []string{"! ends in 1 hour"}, nil},
		{"expired", certified(peer.Refused, -3*day), []string{"✗ certificate refused", "✗ expired 3 days ago"}, []string{"verified"}},
		{"not valid yet", early, []string{"✗ not valid yet"}, nil},
		{"not looked at", certified(peer.Unchecked, 300*day), []string{"! certificate not verified"}, []string{"✓ certificate"}},
		{"a long chain", long, []string{"and 4 certificates more"}, nil},
		{"without TLS", answered("x", "i", "{}"), nil, []string{"certificate", "TLS"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := timeline(t, tt.x)
			for _, w := range tt.want {
				if !strings.Contains(s, w) {
					t.Errorf("%q is not in\n%s", w, s)
				}
			}
			for _, w := range tt.not {
				if strings.Contains(s, w) {
					t.Errorf("%q is in\n%s", w, s)
				}
			}
		})
	}
}

// Of a redirect's connection the timeline tells what is wrong with it only.
func TestTheTimelineShowsTheTroubleOfAHop(t *testing.T) {
	x := answered("x", "i", "{}")
	x.Hops[0].Sent.TLS = certified(peer.Verified, 300*24*time.Hour).Sent.TLS
	if s := timeline(t, x); strings.Contains(s, "CN=") {
		t.Errorf("a hop in order is told of:\n%s", s)
	}
	x.Hops[0].Sent.TLS = certified(peer.Unchecked, time.Hour).Sent.TLS
	s := timeline(t, x)
	for _, w := range []string{"! certificate not verified", "CN=api.test", "ends in 1 hour"} {
		if !strings.Contains(s, w) {
			t.Errorf("%q is not in\n%s", w, s)
		}
	}
	if strings.Contains(s, "CN=Middle") {
		t.Errorf("what is in order is told of too:\n%s", s)
	}
}

// A server cannot draw on the screen by its certificate, nor show a secret.
func TestAHostileCertificate(t *testing.T) {
	x := certified(peer.Verified, time.Hour)
	x.Secrets = []auth.Secret{"s3cret-token"}
	x.Sent.TLS.Chain[0].Subject = "CN=\x1b[31mred s3cret-token"
	p := open(t, x, "pretty")
	p.Resize(90, 24)
	do(p, keymap.PrevTab, keymap.PrevTab, keymap.PrevTab)
	if v := p.View(); strings.Contains(v, "\x1b[31mred") || strings.Contains(v, "s3cret") || !strings.Contains(v, "red") {
		t.Errorf("%q", v)
	}
}
