package wire_test

import (
	"testing"

	"postern/auth/wire"
)

func TestTarget(t *testing.T) {
	tests := []struct {
		url, host, port, authority, uri string
	}{
		{"http://h/a?b=1#c", "h", "80", "h", "/a?b=1"},
		{"https://H.Test", "h.test", "443", "h.test", "/"},
		{"https://h:443/", "h", "443", "h", "/"},
		{"https://h:80/?", "h", "80", "h:80", "/?"},
		{"http://u:p@h:8080/%zz", "h", "8080", "h:8080", "/%zz"},
		{"http://[::1]/x", "[::1]", "80", "[::1]", "/x"},
		{"http://[::1]:81/x", "[::1]", "81", "[::1]:81", "/x"},
		{"http://h?q=/a:b", "h", "80", "h", "/?q=/a:b"},
	}
	for _, tt := range tests {
		t.Run(tt.url, func(t *testing.T) {
			got := (&wire.Request{URL: tt.url}).Target()
			if got.Host != tt.host || got.Port != tt.port || got.Authority() != tt.authority || got.URI() != tt.uri {
				t.Errorf("got %+v, %s, %s", got, got.Authority(), got.URI())
			}
		})
	}
}

func TestChosenType(t *testing.T) {
	tests := []struct {
		name   string
		header wire.Header
		want   string
	}{
		{"the user's plain text", wire.Header{Name: "content-type", Value: "text/plain"}, "text/plain"},
		{"plain text for want of another", wire.Header{Name: "Content-Type", Value: "text/plain", System: true}, ""},
		{"the body's", wire.Header{Name: "Content-Type", Value: "application/json", System: true}, "application/json"},
		{"none", wire.Header{Name: "X", Value: "y"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := (&wire.Request{Header: []wire.Header{tt.header}}).ChosenType(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
