package uitest_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"postern/ui/keymap"
	"postern/ui/uitest"
)

// A row is dragged into a folder, between rows and back by undo; what the file
// says follows.
func TestARowIsDragged(t *testing.T) {
	treeStory(t, shop, func(s *uitest.Session) {
		from := func(text string) (x, y int) {
			t.Helper()
			x, y = s.Find(text)
			uitest.Mouse{s}.Down(x, y)
			return x, y
		}
		over := func(text string) (x, y int) {
			t.Helper()
			x, y = s.Find(text)
			uitest.Mouse{s}.Move(x, y)
			return x, y
		}
		from("GET  Ping")
		x, y := over("Stock")
		s.Sees("◂ into", "moving", "move: esc leaves it")
		uitest.Mouse{s}.Up(x, y)
		s.SeesNot("◂ into", "moving")
		s.Do(keymap.Save)
		if got, want := paths(s), []string{"Orders/", "Orders/List orders", "Orders/One order", "Stock/", "Stock/Count", "Stock/Ping"}; !slices.Equal(got, want) {
			t.Fatalf("into a folder: %q", got)
		}
		// Between two rows, upwards: a line shows where.
		from("GET  Ping")
		x, y = over("One order")
		s.Sees("▸──────")
		uitest.Mouse{s}.Up(x, y)
		s.Do(keymap.Save)
		if got, want := paths(s), []string{"Orders/", "Orders/List orders", "Orders/Ping", "Orders/One order", "Stock/", "Stock/Count"}; !slices.Equal(got, want) {
			t.Fatalf("between rows: %q", got)
		}
		s.Do(keymap.Undo, keymap.Undo, keymap.Save)
		holds(s, "\n", "", "")
	})
}

// Escape, a drop outside, a drop in itself, another size, and a release that
// never came leave everything where it was.
func TestADragThatComesToNothing(t *testing.T) {
	for name, end := range map[string]func(s *uitest.Session, x, y int){
		"escape":  func(s *uitest.Session, x, y int) { s.Press("esc"); uitest.Mouse{s}.Up(x, y) },
		"outside": func(s *uitest.Session, _, _ int) { uitest.Mouse{s}.Move(80, 20); uitest.Mouse{s}.Up(80, 20) },
		"resize":  func(s *uitest.Session, x, y int) { s.Resize(70, 20); uitest.Mouse{s}.Up(x, y) },
		"lost":    func(s *uitest.Session, _, _ int) { uitest.Mouse{s}.Down(80, 30); uitest.Mouse{s}.Up(80, 30) },
		"itself": func(s *uitest.Session, _, _ int) {
			x, y := s.Find("One order")
			uitest.Mouse{s}.Move(x, y)
			uitest.Mouse{s}.Up(x, y)
			s.Sees("a folder cannot move into itself")
		},
		"dialog": func(s *uitest.Session, x, y int) { s.Do(keymap.Help); uitest.Mouse{s}.Up(x, y); s.Press("esc") },
	} {
		t.Run(name, func(t *testing.T) {
			treeStory(t, shop, func(s *uitest.Session) {
				x, y := s.Find("Orders")
				uitest.Mouse{s}.Down(x, y)
				x, y = s.Find("Stock")
				uitest.Mouse{s}.Move(x, y)
				s.Sees("moving")
				end(s, x, y)
				s.SeesNot("moving", "unsaved")
			})
		})
	}
}

// At the lower end the tree scrolls while the mouse stands still.
func TestADragScrolls(t *testing.T) {
	var items []string
	for i := range 60 {
		items = append(items, `{"name": "row `+string(rune('A'+i/10))+string(rune('0'+i%10))+`", "request": {"method": "GET", "url": "{{url}}"}}`)
	}
	file := strings.Replace(shop, `"item": [`, `"item": [`+strings.Join(items, ",")+",", 1)
	treeStory(t, file, func(s *uitest.Session) {
		x, y := s.Find("row A0")
		uitest.Mouse{s}.Down(x, y)
		bottom := 26 // of the tree at this size
		uitest.Mouse{s}.Move(x, bottom)
		s.SeesNot("Ping")
		s.Wait(10 * time.Second)
		s.Sees("Ping")
		uitest.Mouse{s}.Up(x, bottom)
		s.Do(keymap.Save)
		if got := paths(s); got[0] != "row A1" || !slices.Contains(got, "row A0") {
			t.Errorf("%q", got)
		}
	})
}

// Dividers are dragged, bounded, kept for the next time, and set back by two
// clicks; keys do the same.
func TestDividersAreDragged(t *testing.T) {
	o := uitest.Options{Dir: t.TempDir(), StateDir: t.TempDir()}
	wide := func(s *uitest.Session) int { x, _ := s.Find("2 "); return x }
	tall := func(s *uitest.Session) int { _, y := s.Find("3 Response"); return y }
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("Users", "List users")
		was, high := wide(s), tall(s)
		drag := func(x, y, toX, toY int) {
			uitest.Mouse{s}.Down(x, y)
			uitest.Mouse{s}.Move((x+toX)/2, (y+toY)/2)
			uitest.Mouse{s}.Move(toX, toY)
			uitest.Mouse{s}.Up(toX, toY)
		}
		x, _ := s.Find("╮╭─2")
		uitest.Mouse{s}.Down(x, 3)
		uitest.Mouse{s}.Move(x+9, 5)
		if got := wide(s); got != was+9 {
			t.Fatalf("not live: %d, was %d", got, was)
		}
		uitest.Mouse{s}.Up(x+9, 5)
		drag(x+9, 3, 119, 3)
		if got := wide(s); got > 120-40 {
			t.Fatalf("no bounds: %d", got)
		}
		x, _ = s.Find("╮╭─2")
		uitest.Mouse{s}.Down(x, 3)
		uitest.Mouse{s}.Move(x-20, 3)
		s.Press("esc")
		uitest.Mouse{s}.Up(x-20, 3)
		if now, _ := s.Find("╮╭─2"); now != x {
			t.Fatalf("escape leaves it at %d, it was at %d", now, x)
		}
		drag(100, high, 100, high+7)
		if got := tall(s); got != high+7 {
			t.Fatalf("the response begins at %d, not %d", got, high+7)
		}
		s.Do(keymap.Pane2, keymap.Taller)
		if got := tall(s); got != high+9 {
			t.Fatalf("taller: %d", got)
		}
	})
	uitest.Run(t, o, func(s *uitest.Session) {
		s.Open("Users", "List users")
		x, _ := s.Find("╮╭─2")
		y := tall(s)
		if y < 22 || x < 60 {
			t.Fatalf("forgotten: %d, %d", x, y)
		}
		for range 2 {
			uitest.Mouse{s}.Down(x, 3)
			uitest.Mouse{s}.Up(x, 3)
		}
		if now, _ := s.Find("╮╭─2"); now != 30 {
			t.Errorf("two clicks leave it at %d", now)
		}
		s.Resize(200, 50)
		at, _ := s.Find("╮╭─3")
		uitest.Mouse{s}.Down(at, 10)
		uitest.Mouse{s}.Move(at-12, 10)
		uitest.Mouse{s}.Up(at-12, 10)
		if now, _ := s.Find("╮╭─3"); now != at-12 {
			t.Errorf("side by side: %d, was %d", now, at)
		}
	})
}

// The last line does what it says when it is clicked.
func TestTheLastLineIsClicked(t *testing.T) {
	uitest.Run(t, uitest.Options{}, func(s *uitest.Session) {
		s.Open("Users", "List users")
		s.Click("ctrl+r send  ")
		s.Sees("200 OK", "● Tenant")
		s.Click("● Tenant")
		s.Sees("Tokens")
		s.Press("esc")
		s.Click("? help")
		s.Sees("Help")
		s.Press("esc")
		_, y := s.Find("? help")
		uitest.Mouse{s}.Down(2, y)
		uitest.Mouse{s}.Up(2, y)
		s.Sees("no environment", "Environment")
	})
}

// In dialogs a second click on a row is enter, the scroll bar can be pulled, and
// what is clicked beside it changes nothing.
func TestTheMouseInDialogs(t *testing.T) {
	uitest.Run(t, uitest.Options{Height: 24}, func(s *uitest.Session) {
		m := uitest.Mouse{Session: s}
		s.Open("Users", "List users")
		s.Do(keymap.Send, keymap.Palette)
		x, top := s.Find("▐│")
		s.SeesNot("choose a theme")
		m.Down(x, top)
		m.Move(x+30, 23)
		s.Sees("quit")
		m.Move(x, top)
		m.Up(x, top)
		s.Sees("send")
		m.Down(1, 1) // beside it
		m.Up(1, 1)
		s.Sees("Palette")
		s.Press("esc")
		s.Do(keymap.History)
		_, y := s.Find("List users")
		for range 2 {
			m.Down(60, y)
			m.Up(60, y)
		}
		s.Sees("from the history")
	})
}
