package report

import (
	"math"
	"time"

	"postern/auth"
	"postern/engine/collection"
	"postern/engine/redact"
	"postern/engine/vars"
)

// times are those of the answers of a run: their mean and deviation as they
// come, by Welford's method.
type times struct {
	n         int
	mean, m2  float64
	low, high float64
}

func (t *times) add(d time.Duration) {
	ms := float64(d.Milliseconds())
	if t.n++; t.n == 1 {
		t.low, t.high = ms, ms
	}
	t.low, t.high = min(t.low, ms), max(t.high, ms)
	delta := ms - t.mean
	t.mean += delta / float64(t.n)
	t.m2 += delta * (ms - t.mean)
}

// deviation is the standard deviation of all of them.
func (t *times) deviation() float64 {
	if t.n == 0 {
		return 0
	}
	return math.Sqrt(t.m2 / float64(t.n))
}

// timings are newman's.
func (t *times) timings(started, ended time.Time) map[string]any {
	return map[string]any{
		"responseAverage": t.mean, "responseMin": t.low, "responseMax": t.high, "responseSd": t.deviation(),
		"dnsAverage": 0, "dnsMin": 0, "dnsMax": 0, "dnsSd": 0,
		"firstByteAverage": 0, "firstByteMin": 0, "firstByteMax": 0, "firstByteSd": 0,
		"started": started.UnixMilli(), "completed": ended.UnixMilli(),
	}
}

// value is a variable in newman's shape.
type value struct {
	Type  string `json:"type"`
	Value string `json:"value"`
	Key   string `json:"key"`
}

// scope are the variables of a scope as the run has left them, the secret ones
// masked.
func (j *JSON) scope(e *collection.Environment, s vars.Scope) any {
	out := struct {
		ID     string  `json:"id,omitempty"`
		Name   string  `json:"name,omitempty"`
		Values []value `json:"values"`
	}{Values: []value{}}
	if e != nil {
		out.ID, out.Name = e.ID, e.Name
	}
	for _, l := range j.left.Layers {
		if l.Scope != s {
			continue
		}
		for _, v := range l.Vars {
			text := v.Value
			if v.Secret || redact.Sensitive(v.Name) {
				text = auth.Mask
			}
			out.Values = append(out.Values, value{"any", text, v.Name})
		}
	}
	return out
}
