package engine

import "postern/engine/failure"

// Error is a failed send, in words for a person: what failed, where, and one
// thing to try.
type Error = failure.Error

// Stage is the part of a send that failed.
type Stage = failure.Stage

// The stages of a send, in order.
const (
	StageResolve   = failure.Resolve
	StageEncode    = failure.Encode
	StageAuthorize = failure.Authorize
	StageConnect   = failure.Connect
	StageTransfer  = failure.Transfer
	StageCancelled = failure.Cancelled
)
