package bulk

import (
	"strings"

	"postern/engine/collection"
	"postern/ui/keymap"
	"postern/ui/names"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/suggest"
	"postern/ui/theme"
	"postern/ui/widget/cells"
	"postern/ui/widget/complete"
	"postern/ui/widget/editor"
	"postern/ui/widget/text"
)

// Sheet is an editor of rows as text. Make one with [New].
type Sheet struct {
	env   pane.Env
	names *names.Names
	// words is what is typed beside names, if anything.
	words func(key string, value bool) suggest.Words
	edit  *editor.Editor
	was   []collection.Param
	seen  string // their text
}

// New returns an editor of rows. words says what is often typed as a key, or as
// the value of one; it may be nil.
func New(env pane.Env, n *names.Names, rows []collection.Param, words func(key string, value bool) suggest.Words) *Sheet {
	s := &Sheet{env: env, names: n, words: words, was: rows, seen: Text(rows)}
	s.edit = editor.New(env, editor.Options{Highlight: s.spans, Numbers: true})
	s.edit.Set(s.seen)
	s.edit.Edit(true)
	return s
}

// Stale reports whether the rows became others while they were edited.
func (s *Sheet) Stale(rows []collection.Param) bool { return Text(rows) != s.seen }

// Rows returns what the text says, and whether that is anything new.
func (s *Sheet) Rows() (rows []collection.Param, changed bool) {
	now := s.edit.Text()
	if now == s.seen {
		return s.was, false
	}
	return Params(now, s.was), true
}

// Update handles one event, and reports whether the editing is over and what
// is to be copied.
func (s *Sheet) Update(e pane.Event) (over bool, taken string) {
	switch e := e.(type) {
	case pane.Act: // what is not typed is meant for the rows
		return true, ""
	case pane.Key:
		switch s.edit.Key(e.KeyPressMsg) {
		case editor.Left:
			return true, ""
		case editor.Copied, editor.Cut:
			return false, s.edit.Taken()
		}
	case pane.Paste:
		s.edit.Paste(e.Text)
	case pane.Click:
		s.edit.Click(e.X, e.Y)
	case pane.Wheel:
		s.edit.Scroll(e.Lines)
	}
	return false, ""
}

// spans colours a line: one that is off has no names.
func (s *Sheet) spans(line string) []cells.Span {
	if _, off := strip(line); off {
		return []cells.Span{{From: 0, To: len(line), Role: theme.Disabled}}
	}
	return s.names.Spans(line)
}

// Typing is the text with its cursor, and what may stand there.
func (s *Sheet) Typing() (complete.Typing, complete.Source) { return s.edit.Typing(), s.offer }

func (s *Sheet) offer(line string, at int) (complete.Offer, bool) {
	if o, ok := s.names.Offer(line, at); ok || s.words == nil {
		return o, ok
	}
	body, _ := strip(line)
	start := len(line) - len(strings.TrimLeft(line, " \t/#"))
	key, _, value := strings.Cut(body, ":")
	if value {
		start = strings.IndexByte(line, ':') + 1
	}
	if at < start {
		return complete.Offer{}, false
	}
	o, ok := s.words(strings.TrimSpace(key), value).Offer(line[start:], at-start)
	o.From, o.To = o.From+start, o.To+start
	return o, ok
}

// Hint tells what the names of the cursor's line stand for, or how to write a
// line.
func (s *Sheet) Hint() text.Line {
	if l := s.names.Values(s.edit.Line()); len(l) > 0 {
		return l
	}
	return text.Of(theme.Faint, safe.Lit("one ")).Plus(theme.Plain, safe.Lit("key: value")).
		Plus(theme.Faint, safe.Lit(" a line · ")).Plus(theme.Plain, safe.Lit(off)).
		Plus(theme.Faint, safe.Lit(" switches off · ")).Plus(theme.KeyName, safe.Clean(s.env.Keys.Key(keymap.Cancel))).
		Plus(theme.Faint, safe.Lit(" back to rows"))
}

// View returns the text in exactly that size.
func (s *Sheet) View(width, height int) string {
	s.edit.Resize(width, height)
	return s.edit.View()
}

// Restyle makes the text draw anew, with env.
func (s *Sheet) Restyle(env pane.Env) {
	s.env = env
	s.edit.Restyle(env)
}

// Refresh colours anew, because the names' values changed.
func (s *Sheet) Refresh() { s.edit.Refresh() }
