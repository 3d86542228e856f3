package difftest

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The comparison is only worth something if it sees what it is to see. These
// tests need no newman.

// wireOf sends bytes to a recorder and returns what it made of them.
func wireOf(t *testing.T, raw string) record {
	t.Helper()
	rec := newRecorder(t)
	c, err := net.Dial("tcp", rec.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if _, err := io.WriteString(c, raw); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(c); err != nil { // the answer, to its end
		t.Fatal(err)
	}
	got := rec.take()
	if len(got) != 1 || got[0].port != c.LocalAddr().(*net.TCPAddr).Port {
		t.Fatalf("recorded %+v", got)
	}
	return got[0]
}

func TestRecorderKeepsWhatArrives(t *testing.T) {
	r := wireOf(t, "pUT /a b?c HTTP/1.1\r\nHost: h\r\nx-LOWER:  1 \r\nX-Lower: 2\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
	want := []header{{"Host", "h"}, {"x-LOWER", "1"}, {"X-Lower", "2"}, {"Transfer-Encoding", "chunked"}}
	if r.method != "pUT" || r.target != "/a b?c" || r.body != "abcde" || !slices.Equal(r.headers, want) {
		t.Errorf("recorded %+v", r)
	}
}

func TestEveryDifferenceIsSeen(t *testing.T) {
	const base = "POST /a HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nX-B: 2\r\nX-B: 3\r\nContent-Length: 3\r\n\r\nabc"
	for _, tt := range []struct{ name, old, new, want string }{
		{"method", "POST", "PUT", `method: newman "POST", postern "PUT"`},
		{"target", "/a", "/A", `target: newman "/a", postern "/A"`},
		{"spelling", "X-A", "x-a", `header x-a: newman "X-A: 1", postern "x-a: 1"`},
		{"value", "X-A: 1", "X-A: 2", `header x-a: newman "X-A: 1", postern "X-A: 2"`},
		{"more", "X-A: 1", "X-A: 1\r\nX-C: 1", `header x-c: only postern "X-C: 1"`},
		{"less", "X-A: 1\r\n", "", `header x-a: only newman "X-A: 1"`},
		{"order of equals", "X-B: 2\r\nX-B: 3", "X-B: 3\r\nX-B: 2", `header x-b: newman "X-B: 2\nX-B: 3", postern "X-B: 3\nX-B: 2"`},
		{"order of others", "X-A: 1\r\nX-B: 2\r\nX-B: 3", "X-B: 2\r\nX-A: 1\r\nX-B: 3", ""},
		{"body", "abc", "abd", `body: newman "abc", postern "abd"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, b := wireOf(t, base), wireOf(t, strings.Replace(base, tt.old, tt.new, 1))
			got := differences(outcome{records: []record{a}}, outcome{records: []record{b}})
			if strings.Join(got, "|") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSignaturesAreComparedWhereTheyCanBe(t *testing.T) {
	signed := func(nonce, signature string) outcome {
		return outcome{records: []record{{headers: []header{{"Authorization", `OAuth oauth_nonce="` + nonce + `",oauth_signature="` + signature + `"`}}}}}
	}
	if got := differences(signed("n", "s"), signed("n", "t")); len(got) != 1 {
		t.Errorf("the same nonce and another signature: %q", got)
	}
	if got := differences(signed("n", "s"), signed("m", "t")); len(got) != 0 {
		t.Errorf("another nonce: %q", got)
	}
}

func TestCountsOfRequestsDiffer(t *testing.T) {
	one := []record{{method: "GET"}}
	for name, tt := range map[string]struct {
		newman, ours outcome
		want         string
	}{
		"neither":     {outcome{err: "x"}, outcome{err: "y"}, ""},
		"only newman": {outcome{records: one}, outcome{err: "y"}, "not sent: y"},
		"only ours":   {outcome{err: "x"}, outcome{records: one}, "sent only by postern: x"},
		"one more":    {outcome{records: one}, outcome{records: slices.Repeat(one, 2)}, "number of requests: newman 1, postern 2"},
	} {
		if got := strings.Join(differences(tt.newman, tt.ours), "|"); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestAllowList(t *testing.T) {
	file := filepath.Join(t.TempDir(), "allow.tsv")
	text := "# a comment\n\na.json\tFolder/*\theader x: *\tfirst reason\n*\t*\tnever\tsecond reason\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	list := readAllow(t, file)
	if _, ok := allow(list, "a.json", "Other/One", "header x: 1"); ok {
		t.Error("allowed for another request")
	}
	if _, ok := allow(list, "b.json", "Folder/One", "header x: 1"); ok {
		t.Error("allowed for another collection")
	}
	if a, ok := allow(list, "a.json", "Folder/One", "header x: 1\n2"); !ok || a.reason != "first reason" {
		t.Errorf("not allowed: %v", a)
	}
	if got := unused(list); !slices.Equal(got, []string{"*\t*\tnever\tsecond reason"}) {
		t.Errorf("unused %q", got)
	}
}
