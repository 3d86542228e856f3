package engine_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"encoding/base64"
	"encoding/binary"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	//lint:ignore SA1019 NTLM is made of it
	"golang.org/x/crypto/md4"

	"postern/engine"
)

// ntlmServer logs connections in, as MS-NLMP describes it for NTLMv2.
type ntlmServer struct {
	scheme, password, user, domain string

	mu sync.Mutex
	// connections are by the client's address: asked, then the user's name.
	connections map[string]string
	requests    int
	workstation string
}

const (
	asked           = "asked"
	serverChallenge = "\x01\x23\x45\x67\x89\xab\xcd\xef"
)

func (n *ntlmServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.requests++
	body, _ := io.ReadAll(r.Body)
	data, _ := strings.CutPrefix(r.Header.Get("Authorization"), n.scheme+" ")
	message, _ := base64.StdEncoding.DecodeString(data)
	state := n.connections[r.RemoteAddr]
	switch {
	case state != "" && state != asked:
		_, _ = io.WriteString(w, "welcome, "+state)
		return
	case bytes.HasPrefix(message, []byte("NTLMSSP\x00\x01")):
		n.connections[r.RemoteAddr] = asked
		w.Header().Set("WWW-Authenticate", n.scheme+" "+base64.StdEncoding.EncodeToString(challengeMessage()))
	case bytes.HasPrefix(message, []byte("NTLMSSP\x00\x03")) && state == asked && n.proves(message):
		n.connections[r.RemoteAddr] = n.domain + `\` + n.user
		n.workstation = utf16Field(message, 44)
		_, _ = io.WriteString(w, "welcome, "+n.connections[r.RemoteAddr]+string(body))
		return
	default:
		delete(n.connections, r.RemoteAddr)
		w.Header().Add("WWW-Authenticate", "Basic realm=\"x\"")
		w.Header().Add("WWW-Authenticate", n.scheme)
	}
	w.WriteHeader(http.StatusUnauthorized)
	_, _ = io.WriteString(w, strings.Repeat("who are you? ", 500))
}

// challengeMessage is a CHALLENGE_MESSAGE with a target information that holds
// only its end.
func challengeMessage() []byte {
	const header, flags = 48, 0x00000001 | 0x00000200 | 0x00080000 | 0x00800000
	b := append([]byte("NTLMSSP\x00"), 2, 0, 0, 0)
	b = append(b, 0, 0, 0, 0, header, 0, 0, 0)
	b = binary.LittleEndian.AppendUint32(b, flags)
	b = append(b, serverChallenge...)
	b = append(b, make([]byte, 8)...)
	b = append(b, 4, 0, 4, 0, header, 0, 0, 0)
	return append(b, 0, 0, 0, 0)
}

// proves checks the response of an AUTHENTICATE_MESSAGE.
func (n *ntlmServer) proves(message []byte) bool {
	response := bytesField(message, 20)
	if len(response) < 16 || utf16Field(message, 28) != n.domain || utf16Field(message, 36) != n.user {
		return false
	}
	h := md4.New()
	_, _ = h.Write(utf16Bytes(n.password))
	key := mac(h.Sum(nil), utf16Bytes(strings.ToUpper(n.user)+n.domain))
	return hmac.Equal(response[:16], mac(key, append([]byte(serverChallenge), response[16:]...)))
}

func mac(key, data []byte) []byte {
	h := hmac.New(md5.New, key)
	_, _ = h.Write(data)
	return h.Sum(nil)
}

func bytesField(message []byte, at int) []byte {
	size, offset := binary.LittleEndian.Uint16(message[at:]), binary.LittleEndian.Uint32(message[at+4:])
	return message[offset : offset+uint32(size)]
}

func utf16Field(message []byte, at int) string {
	var units []uint16
	for b := bytesField(message, at); len(b) > 1; b = b[2:] {
		units = append(units, binary.LittleEndian.Uint16(b))
	}
	return string(utf16.Decode(units))
}

func utf16Bytes(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func TestNTLM(t *testing.T) {
	tests := []struct {
		name   string
		scheme string
		attrs  []string
		status int
		// requests are how many it takes.
		requests int
	}{
		{name: "user and domain", attrs: []string{"username", "ann", "domain", "CORP"}, status: 200, requests: 3},
		{name: `DOMAIN\user`, attrs: []string{"username", `CORP\ann`}, status: 200, requests: 3},
		{name: "user@domain", attrs: []string{"username", "ann@CORP"}, status: 200, requests: 3},
		{name: "within Negotiate", scheme: "Negotiate", attrs: []string{"username", `CORP\ann`}, status: 200, requests: 3},
		{name: "workstation", attrs: []string{"username", `CORP\ann`, "workstation", "PC1"}, status: 200, requests: 3},
		{name: "wrong password, once", attrs: []string{"username", `CORP\ann`, "password", "wrong"}, status: 401, requests: 3},
		{name: "no retry", attrs: []string{"username", `CORP\ann`, "disableRetryRequest", "true"}, status: 401, requests: 1},
		{name: "no user", status: 401, requests: 1},
		{name: "another scheme", scheme: "Bearer", attrs: []string{"username", `CORP\ann`}, status: 401, requests: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := &ntlmServer{scheme: tt.scheme, user: "ann", domain: "CORP", password: "pä55", connections: map[string]string{}}
			if n.scheme == "" {
				n.scheme = "NTLM"
			}
			srv := serve(t, n.ServeHTTP)
			j := withBody(withAuth(job("POST", srv.URL), "ntlm", append([]string{"password", "pä55"}, tt.attrs...)...), "text", "!")
			x := must(t, newEngine(t, engine.Options{}), withHeaders(j, "Authorization", "mine"))
			if x.Response.Status != tt.status || n.requests != tt.requests {
				t.Fatalf("status %d after %d requests, want %d after %d; warnings %q", x.Response.Status, n.requests, tt.status, tt.requests, x.Warnings)
			}
			if got := text(t, x); tt.status == 200 && got != `welcome, CORP\ann!` {
				t.Errorf("got %q", got)
			}
			if len(tt.attrs) > 2 && tt.attrs[2] == "workstation" && n.workstation != tt.attrs[3] {
				t.Errorf("workstation %q", n.workstation)
			}
		})
	}
}

// The connection that was logged in must not carry anybody else's request.
func TestNTLMConnectionIsNotShared(t *testing.T) {
	n := &ntlmServer{scheme: "NTLM", user: "ann", domain: "CORP", password: "p", connections: map[string]string{}}
	srv := serve(t, n.ServeHTTP)
	e := newEngine(t, engine.Options{})
	login := withAuth(job("GET", srv.URL), "ntlm", "username", `CORP\ann`, "password", "p")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if x, err := e.Send(t.Context(), login, nil); err != nil || x.Response.Status != 200 {
				t.Errorf("logged in: %v", err)
			}
		})
		wg.Go(func() {
			if x, err := e.Send(t.Context(), job("GET", srv.URL), nil); err != nil || x.Response.Status != 401 {
				t.Errorf("somebody else was let in (%v)", err)
			}
		})
	}
	wg.Wait()
	if x := must(t, e, job("GET", srv.URL)); x.Response.Status != http.StatusUnauthorized {
		t.Error("the next one was let in")
	}
}
