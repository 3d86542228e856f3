package uitest_test

import (
	"testing"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// A command from an API's documents becomes the request, and one step back is
// what was there.
func TestPasteACurlCommand(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Odd answers", "Echo")
		s.Do(keymap.Pane2, keymap.EditURL)
		s.Paste("curl -X PUT http://tenant.test/odd/echo?from=curl \\\n  -H 'X-From: curl' \\\n  -d '{\"from\": \"curl\"}'\n")
		s.Sees("PUT ▾ http://tenant.test/odd/echo?from=curl", "filled from the curl command", "Headers 2")
		s.Do(keymap.Send)
		s.Sees("200 OK")
		s.Press("ctrl+z")
		s.Sees("POST ▾ {{url}}/odd/echo?a=1&a=2")
		s.Do(keymap.EditURL)
		s.Paste("curl --help")
		s.Sees("✗", "no curl command with an address")
		s.Sees("POST ▾ {{url}}/odd/echo?a=1&a=2")
	})
}
