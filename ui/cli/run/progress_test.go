package run

import (
	"strings"
	"testing"

	"postern/engine/collection"
	"postern/engine/runner"
)

// The bar is full when every identity has had every request.
func TestProgressOfIdentities(t *testing.T) {
	var out strings.Builder
	p := &progress{w: &out}
	p.Report(runner.Began{Requests: make([]collection.Ref, 2), Iterations: 3, As: []string{"admin", "none"}})
	for range 12 {
		p.Report(runner.Done{})
	}
	if !strings.HasSuffix(out.String(), "] 12/12, 0 failed") {
		t.Errorf("it ends with %q", out.String()[strings.LastIndexByte(out.String(), '\r'):])
	}
}
