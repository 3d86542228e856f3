package engine

// Stage is the part of a send that failed.
type Stage string

// The stages of a send, in order.
const (
	StageResolve   Stage = "resolve"
	StageEncode    Stage = "encode"
	StageAuthorize Stage = "authorize"
	StageConnect   Stage = "connect"
	StageTransfer  Stage = "transfer"
	StageCancelled Stage = "cancelled"
)

// Error is a failed send, in words for a person: what failed, where, and one
// thing to try.
type Error struct {
	Stage Stage
	// Summary is one short line: "cannot connect to 127.0.0.1:9".
	Summary string
	// Where is the URL, the field or the variable it happened at.
	Where string
	// Hint is one thing to try.
	Hint string
	// Missing are the unresolved names that caused it.
	Missing []string
	Err     error
}

// Error returns the summary and the cause.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Summary
	}
	return e.Summary + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
