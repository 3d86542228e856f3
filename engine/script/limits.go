package script

import (
	"cmp"
	"time"
)

// Limits are what a task may use.
type Limits struct {
	// Time is how long its scripts may work; waiting for an answer or a timer
	// does not count. newman's --timeout-script is this and Wait.
	Time time.Duration
	// Wait is how long a task may take with all its waiting.
	Wait time.Duration
	// Memory is in bytes, what the child has of its own included.
	Memory int64
	// Message is the most that is said at once in either direction, in bytes,
	// bodies included.
	Message int
}

// Defaults are the limits that count where none are given.
func Defaults() Limits {
	return Limits{Time: 10 * time.Second, Wait: 5 * time.Minute, Memory: 256 << 20, Message: 8 << 20}
}

// or fills in what is not set.
func (l Limits) or(d Limits) Limits {
	return Limits{
		Time: cmp.Or(l.Time, d.Time), Wait: cmp.Or(l.Wait, d.Wait),
		Memory: cmp.Or(l.Memory, d.Memory), Message: cmp.Or(l.Message, d.Message),
	}
}
