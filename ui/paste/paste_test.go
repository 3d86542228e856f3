package paste_test

import (
	"strings"
	"testing"

	"postern/engine/collection"
	"postern/ui/pane/request"
	"postern/ui/paste"
	"postern/ui/toast"
)

func TestFilled(t *testing.T) {
	was := collection.Request{Method: "GET", URL: collection.ParseURL("{{url}}"), Description: "what it is for"}
	for _, c := range []struct{ name, command, method, url, told string }{
		{"a command", "curl -X PUT https://a.example/x?b=1 -H 'A: b' -d '{}'", "PUT", "https://a.example/x?b=1", "filled from the curl command"},
		{"two", "curl https://a.example\ncurl https://b.example", "GET", "https://a.example", "filled from the curl command, the first of 2"},
		{"what is lost", "curl https://a.example --no-such-option", "GET", "https://a.example", "filled from the curl command; lost: "},
		{"none", "curl --help", "", "", "fill the request: there is no curl command with an address: paste a command such as curl https://host/path"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var told toast.Toast
			in := request.PastedCommand{ItemID: "r1", Request: was, Text: c.command}
			out, _ := paste.Filled(in, &told)
			if line := told.Line().String(); !strings.Contains(line, c.told) {
				t.Errorf("told %q, want %q", line, c.told)
			}
			if c.url == "" {
				if out.ItemID != "" {
					t.Errorf("edited %+v", out)
				}
				return
			}
			if r := out.Request; out.ItemID != "r1" || r.Method != c.method || r.URL.Text() != c.url || r.Description != was.Description {
				t.Errorf("edited %+v", out)
			}
		})
	}
}
