package uitest

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Find returns the cell of the first place that shows a text.
func (s *Session) Find(text string) (x, y int) {
	s.Helper()
	for y, l := range strings.Split(s.Screen(), "\n") {
		if before, _, ok := strings.Cut(l, text); ok {
			return ansi.StringWidth(before), y
		}
	}
	s.Fatalf("%q is not on screen:\n%s", text, s.Screen())
	return 0, 0
}

// Click clicks on the first place that shows a text.
func (s *Session) Click(text string) {
	s.Helper()
	x, y := s.Find(text)
	Mouse{s}.Down(x, y)
	Mouse{s}.Up(x, y)
}

// Mouse is the mouse of a session, by cells.
type Mouse struct{ *Session }

// Down presses the left button of the mouse on a cell.
func (s Mouse) Down(x, y int) { s.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}) }

// Move moves the mouse to a cell with its button down.
func (s Mouse) Move(x, y int) { s.send(tea.MouseMotionMsg{X: x, Y: y, Button: tea.MouseLeft}) }

// Up lets the button go.
func (s Mouse) Up(x, y int) { s.send(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft}) }
