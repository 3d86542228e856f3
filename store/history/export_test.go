package history

import (
	"context"
	"time"
)

// SetNow gives the log another clock.
func (l *Log) SetNow(now func() time.Time) { l.now = now }

// Sweep removes orphaned bodies of one folder, by chance.
func (l *Log) Sweep(ctx context.Context) error { return l.sweep(ctx, false) }
