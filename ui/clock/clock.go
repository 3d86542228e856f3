// Package clock moves what shows the time on screen: as often as somebody needs
// it, and not at all while nobody does.
package clock

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// Clock is the one clock of the screen. Its zero value stands still.
type Clock struct{ every time.Duration }

// TickMsg is a tick of a clock.
type TickMsg struct{ every time.Duration }

// Start has the clock tick once, after a while, if it stands still or goes too
// slowly for that; 0 is no need.
func (c *Clock) Start(every time.Duration) tea.Cmd {
	if every == 0 || c.every > 0 && c.every <= every {
		return nil
	}
	c.every = every
	return tea.Tick(every, func(time.Time) tea.Msg { return TickMsg{every} })
}

// Ticked takes a tick, after which the clock stands still. It is false where a
// faster one has taken over.
func (c *Clock) Ticked(msg TickMsg) bool {
	if msg.every != c.every {
		return false
	}
	c.every = 0
	return true
}
