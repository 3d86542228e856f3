package report

import (
	"encoding/json"
	"math"
	"time"

	"github.com/google/uuid"

	"postern/auth"
	"postern/engine"
	"postern/engine/collection"
	"postern/engine/redact"
	"postern/engine/vars"
)

// times are those of the answers of a run, and of what they are made of.
type times struct{ response, dns, firstByte figure }

func (t *times) add(x *engine.Exchange) {
	t.response.add(float64(response(x).Milliseconds()))
	for f, d := range map[*figure]time.Duration{&t.dns: x.Timing.DNS, &t.firstByte: x.Timing.FirstByte} {
		if d > 0 { // a kept connection looks up no name
			f.add(float64(d.Microseconds()) / 1000)
		}
	}
}

// timings are newman's, in milliseconds.
func (t *times) timings(started, ended time.Time) map[string]any {
	out := map[string]any{"started": started.UnixMilli(), "completed": ended.UnixMilli()}
	for name, f := range map[string]*figure{"response": &t.response, "dns": &t.dns, "firstByte": &t.firstByte} {
		out[name+"Average"], out[name+"Min"], out[name+"Max"], out[name+"Sd"] = f.mean, f.low, f.high, f.deviation()
	}
	return out
}

// figure is the mean and deviation of numbers as they come, by Welford's
// method.
type figure struct {
	n         int
	mean, m2  float64
	low, high float64
}

func (f *figure) add(v float64) {
	if f.n++; f.n == 1 {
		f.low, f.high = v, v
	}
	f.low, f.high = min(f.low, v), max(f.high, v)
	delta := v - f.mean
	f.mean += delta / float64(f.n)
	f.m2 += delta * (v - f.mean)
}

// deviation is the standard deviation of all of them.
func (f *figure) deviation() float64 {
	if f.n == 0 {
		return 0
	}
	return math.Sqrt(f.m2 / float64(f.n))
}

// value is a variable in newman's shape.
type value struct {
	Type  string `json:"type"`
	Value any    `json:"value"`
	Key   string `json:"key"`
}

// typed is what a variable is to a script.
func typed(v vars.Var) any {
	if v.Type != "" && json.Valid([]byte(v.Value)) {
		return json.RawMessage(v.Value)
	}
	return v.Value
}

// scope are the variables of a scope as the run has left them, the secret ones
// masked, and what is known to be secret in the others.
func (j *JSON) scope(e *collection.Environment, s vars.Scope) any {
	out := struct {
		ID     string  `json:"id,omitempty"`
		Name   string  `json:"name,omitempty"`
		Values []value `json:"values"`
	}{Values: []value{}}
	if e != nil {
		out.ID, out.Name = e.ID, e.Name
	}
	if out.ID == "" {
		out.ID = uuid.NewString()
	}
	mask := j.known.mask()
	for _, l := range j.left.Layers {
		if l.Scope != s {
			continue
		}
		for _, v := range l.Vars {
			v.Value = mask.Body(v.Value)
			shown := typed(v)
			if v.Secret || redact.Sensitive(v.Name) {
				shown = auth.Mask
			}
			out.Values = append(out.Values, value{"any", shown, v.Name})
		}
	}
	return out
}
