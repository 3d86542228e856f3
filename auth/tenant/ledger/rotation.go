package ledger

// Rotation says what a refresh does to its refresh token, and what the answer
// says about it.
type Rotation int

const (
	// Rotate uses the token up; the answer holds a new one.
	Rotate Rotation = iota
	// Keep leaves the token valid; the answer holds none.
	Keep
	// KeepEmpty leaves the token valid; the answer holds an empty string.
	KeepEmpty
	// KeepSame leaves the token valid; the answer holds it again.
	KeepSame
)

// Counts are what happened to refresh tokens so far.
type Counts struct {
	// Refreshes are the uses that were accepted, and Graced those among them
	// that came after the first, within the grace.
	Refreshes, Graced int
	// Reuses are the uses that were taken for theft: each ended a family.
	Reuses int
}

// Counts returns what happened so far.
func (l *Ledger) Counts() Counts {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.counts
}
