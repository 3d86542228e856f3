package cli_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"postern/auth/tenant"
	"postern/ui/cli"
	"postern/ui/cli/exit"
)

// A run of ten thousand iterations with every reporter takes no more memory at
// its end than in its beginning.
func TestMemoryStaysFlat(t *testing.T) {
	const iterations, early = 10_000, 1_000
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("x", 512)) // the client's side is tested
	}))
	defer server.Close()
	for _, parallel := range []string{"1", "8"} {
		t.Run("parallel "+parallel, func(t *testing.T) {
			d := newDesk(t, tenant.Options{})
			d.write("one.json", `{"info": {"name": "One", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
				"item": [{"name": "One", "request": "{{url}}/one"}]}`)
			answers := 0
			var before, after uint64
			d.setup = func(o *cli.Options) {
				o.Out = writer(func(line string) {
					if strings.HasPrefix(line, "GET") {
						switch answers++; answers {
						case early:
							before = heap()
						case iterations:
							after = heap()
						}
					}
				})
			}
			got := d.run("run", d.path("one.json"), "--var", "url="+server.URL, "-n", "10000", "--parallel", parallel,
				"-r", "cli,json,junit,html", "--reporter-json-export", d.path("r.json"), "--reporter-junit-export", d.path("r.xml"), "--reporter-html-export", d.path("r.html"))
			if got.code != exit.OK || answers != iterations {
				t.Fatalf("code %d, %d answers\n%s", got.code, answers, got.err)
			}
			t.Logf("%d KiB in use after %d iterations, %d KiB after %d", before>>10, early, after>>10, iterations)
			if after > before+1<<20 {
				t.Errorf("%d KiB in use after %d iterations, %d KiB after %d", before>>10, early, after>>10, iterations)
			}
		})
	}
}

// heap is how many bytes are in use once what nobody holds is gone.
func heap() uint64 {
	runtime.GC()
	runtime.GC() // what the first one's finalizers let go
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
