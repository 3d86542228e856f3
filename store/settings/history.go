package settings

import (
	"strconv"
	"time"

	"postern/store/postman/jsondoc"
)

// History is how much of what was sent is kept. A zero field leaves it to
// package history; so does a wrong one in the file.
type History struct {
	// Age is how long a send is kept.
	Age time.Duration
	// Bytes is how much all of them may take.
	Bytes int64
	// NoBodies keeps response bodies out.
	NoBodies bool
}

// History is what the settings say of it.
func (s *Settings) History() History {
	d, _ := s.read() // what is wrong is told with the first connection, see Config
	return d.history
}

// The most that can be asked for: ten years, a terabyte.
const (
	maxDays      = 3650
	maxMegabytes = 1 << 20
)

func (r *reader) history(v jsondoc.Value) {
	var h History
	var days, megabytes int64
	r.object(v, "the history", fields{
		"days":      r.count(&days, maxDays),
		"megabytes": r.count(&megabytes, maxMegabytes),
		"bodies": func(v jsondoc.Value) {
			kept := false // of a wish that is not understood, the careful half
			r.flag(&kept)(v)
			h.NoBodies = !kept
		},
	})
	h.Age, h.Bytes = time.Duration(days)*24*time.Hour, megabytes<<20
	r.out.history = h // each of its members stands for itself
}

// count reads a whole number from 1 up to a limit.
func (r *reader) count(to *int64, limit int64) func(jsondoc.Value) {
	return func(v jsondoc.Value) {
		n, err := strconv.ParseInt(v.Raw(), 10, 64)
		if err != nil || n < 1 || n > limit {
			r.bad(v, strconv.Quote(v.Key())+" must be a whole number from 1 to "+strconv.FormatInt(limit, 10), "write it without quotes")
			return
		}
		*to = n
	}
}
