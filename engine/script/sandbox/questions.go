package sandbox

import (
	"postern/engine/script/frame"
	"postern/engine/script/wire"
)

// questions are what a script asks the parent, a few at a time. What waits for
// its turn is held here, where the memory is limited.
type questions struct {
	write   func(frame.Message) error
	asking  int
	waiting []frame.Message
}

// ask asks now, or when there is room.
func (q *questions) ask(m frame.Message) error {
	q.waiting = append(q.waiting, m)
	return q.more()
}

// answered makes room for the next.
func (q *questions) answered() {
	q.asking--
	_ = q.more() // none is too long, and a parent that is gone ends us
}

func (q *questions) more() error {
	for len(q.waiting) > 0 && q.asking < wire.AtOnce {
		next := q.waiting[0]
		q.waiting = q.waiting[1:]
		if err := q.write(next); err != nil {
			return err
		}
		q.asking++
	}
	return nil
}

// clear forgets all that was asked.
func (q *questions) clear() { q.asking, q.waiting = 0, nil }
