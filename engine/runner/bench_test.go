package runner_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"postern/engine"
	"postern/engine/collection"
	"postern/engine/runner"
)

// silent is a reporter that listens to nothing.
type silent struct{}

func (silent) Report(runner.Event) {}

// BenchmarkThousandRequests compares a run of 1,000 small requests with a loop
// of net/http that sends the same headers to the same server and reads the
// answers. The two take turns, so that what else the machine does meets both.
// The server runs in the same process, so its work is in both too. The run has
// an environment of 200 variables to look names up in.
func BenchmarkThousandRequests(b *testing.B) {
	const n = 1000
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"ok":true}`) // the client's side is the one that is checked
	}))
	b.Cleanup(s.Close)
	c := thousand(s.URL, n)
	refs, err := runner.Select(c)
	if err != nil {
		b.Fatal(err)
	}
	env := &collection.Environment{Name: "dev"}
	for i := range 200 {
		env.Vars = append(env.Vars, collection.EnvVar{Key: fmt.Sprint("name", i), Initial: "value"})
	}
	e := engine.New(engine.Options{Proxy: func(*http.Request) (*url.URL, error) { return nil, nil }})
	defer e.Close()

	client := s.Client()
	var bare, run time.Duration
	for b.Loop() {
		start := time.Now()
		for i := range n {
			bareSend(b, client, fmt.Sprintf("%s/things/%d?limit=25", s.URL, i))
		}
		between := time.Now()
		sum, err := runner.Run(context.Background(), e, runner.Plan{Collection: c, Requests: refs, Env: env}, silent{})
		if err != nil || sum.Requests != n || sum.Failed+sum.HTTPErrors > 0 {
			b.Fatal(sum, err)
		}
		bare, run = bare+between.Sub(start), run+time.Since(between)
	}
	each := func(d time.Duration) float64 { return d.Seconds() * 1000 / float64(b.N) }
	b.ReportMetric(each(bare), "bare-ms")
	b.ReportMetric(each(run), "run-ms")
	b.ReportMetric(run.Seconds()/bare.Seconds(), "×bare")
	b.ReportMetric(0, "ns/op") // of both together it says nothing
}

func bareSend(b *testing.B, client *http.Client, address string) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	if err != nil {
		b.Fatal(err)
	}
	for _, h := range [][2]string{
		{"Accept", "application/json"},
		{"X-Tenant", "dev-1234"},
		{"User-Agent", engine.DefaultUserAgent},
		{"Cache-Control", "no-cache"},
		{"Accept-Encoding", "gzip, deflate, br"},
		{"Connection", "keep-alive"},
	} {
		req.Header.Set(h[0], h[1])
	}
	resp, err := client.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	if _, err = io.ReadAll(resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		b.Fatal(resp.StatusCode, err)
	}
	_ = resp.Body.Close() // it was read to its end
}

// thousand is a collection of n requests in folders of a hundred.
func thousand(base string, n int) *collection.Collection {
	c := &collection.Collection{Name: "Large", Vars: []collection.Variable{
		{Key: "url", Value: base},
		{Key: "tenant", Value: "dev-1234"},
	}}
	for i := range n {
		if i%100 == 0 {
			id := fmt.Sprint("f", i)
			c.Items = append(c.Items, &collection.Item{ID: id, Name: id, Folder: true})
		}
		f := c.Items[len(c.Items)-1]
		id := fmt.Sprint("r", i)
		f.Items = append(f.Items, &collection.Item{ID: id, Name: id, Request: &collection.Request{
			Method: "GET", URL: collection.ParseURL(fmt.Sprintf("{{url}}/things/%d?limit=25", i)),
			Headers: []collection.Param{{Key: "Accept", Value: "application/json"}, {Key: "X-Tenant", Value: "{{tenant}}"}},
		}})
	}
	return c
}
