package difftest

import (
	"context"
	"crypto/tls"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"postern/engine"
	"postern/engine/body"
	"postern/engine/collection"
)

func TestNewman(t *testing.T) {
	requireNewman(t)
	t.Run("own", func(t *testing.T) {
		differential(t, own(t), readAllow(t, "testdata/allow.tsv"))
	})
	t.Run("corpus", func(t *testing.T) {
		inputs := corpus(t)
		general := readAllow(t, "testdata/allow.tsv")
		for _, a := range general {
			a.used++ // held by the collections here
		}
		differential(t, inputs, append(general, readAllow(t, "testdata/allow-corpus.tsv")...))
	})
}

// tally counts requests by how they compare.
type tally struct {
	// identical are those that differ in nothing but what always differs.
	compared, identical, allowed, unlike int
	// neither counts what both refuse to send.
	neither int
	reasons map[string]int
}

// differential sends all inputs by both ways and compares.
func differential(t *testing.T, inputs []input, list []*allowed) {
	rec := newRecorder(t)
	theirs, refused := sendWithNewman(t, rec, inputs)
	sum := tally{reasons: map[string]int{}}
	for run, in := range inputs {
		if why, ok := refused[run]; ok {
			t.Logf("%s: newman takes it not: %s", in.name, why)
			continue
		}
		for at, ours := range sendWithEngine(t, rec, in) {
			sum.judge(t, in.name, ours.name, list, theirs[slot{run, at}], ours.outcome)
		}
	}
	for _, text := range unused(list) {
		t.Errorf("nothing needs this line of the allow list any more: %s", text)
	}
	t.Logf("%d requests compared: %d identical but for the agent and trace headers, %d differ further as allowed, %d sent by neither, %d differ",
		sum.compared, sum.identical, sum.allowed, sum.neither, sum.unlike)
	for _, reason := range slices.Sorted(maps.Keys(sum.reasons)) {
		t.Logf("%6d  %s", sum.reasons[reason], reason)
	}
}

// judge compares one request and says what is not allowed.
func (s *tally) judge(t *testing.T, input, request string, list []*allowed, theirs, ours outcome) {
	t.Helper()
	s.compared++
	all := differences(theirs, ours)
	reasons := map[string]bool{}
	bad, allOver := false, true
	for _, d := range all {
		a, ok := allow(list, input, request, d)
		if !ok {
			bad = true
			t.Errorf("%s\t%s\t%.600s", input, request, d)
			continue
		}
		reasons[a.reason] = true
		allOver = allOver && a.allOver
	}
	for r := range reasons {
		s.reasons[r]++
	}
	switch {
	case len(theirs.records)+len(ours.records) == 0:
		s.neither++
	case bad:
		s.unlike++
	case allOver:
		s.identical++
	default:
		s.allowed++
	}
}

// sent is what the engine made of an item.
type sent struct {
	name string
	outcome
}

func sendWithEngine(t *testing.T, rec *recorder, in input) []sent {
	t.Helper()
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, rec.listener.Addr().String())
	}
	e := engine.New(engine.Options{
		Dial: dial, TLS: &tls.Config{InsecureSkipVerify: true}, WorkDir: body.In(in.dir),
		Proxy: func(*http.Request) (*url.URL, error) { return nil, nil },
	})
	defer e.Close()
	var out []sent
	for i, ref := range in.coll.Requests() {
		job := collection.NewJob(in.coll, ref.Chain, in.env, nil, nil)
		job.ID = fmt.Sprint(i)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		_, err := e.Send(ctx, job, nil)
		cancel()
		o := outcome{records: rec.take()}
		if err != nil {
			o.err = err.Error()
		}
		out = append(out, sent{ref.Path(), o})
	}
	return out
}
