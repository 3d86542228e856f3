// Command bare is the least that a Bubble Tea program can be: what it takes is
// the library's and the terminal's. Package pace measures the workbench beside
// it.
package main

import (
	"fmt"
	"os"

	tea "charm.land/bubbletea/v2"
)

type model struct{ keys int }

// Init does nothing.
func (m model) Init() tea.Cmd { return nil }

// Update counts keys; ctrl+c ends.
func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		m.keys++
		if k.Mod == tea.ModCtrl {
			return m, tea.Quit
		}
	}
	return m, nil
}

// View shows the count.
func (m model) View() tea.View {
	v := tea.NewView(fmt.Sprintf("hello, world\n%d keys", m.keys))
	v.AltScreen = true
	return v
}

func main() {
	if _, err := tea.NewProgram(model{}).Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
