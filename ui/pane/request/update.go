package request

import (
	"slices"
	"strings"

	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/widget/field"
)

// The lines above the tab.
const (
	headLine = iota
	barLine
	aboveTab
)

// Update handles one event.
func (p *Pane) Update(e pane.Event) pane.Intent {
	if !p.doc.open {
		return nil
	}
	p.fresh = false
	switch e := e.(type) {
	case pane.Act:
		return p.act(e)
	case pane.Key:
		return p.key(e)
	case pane.Paste:
		switch {
		case p.typed != nil:
			p.typed.Paste(e.Text)
			return nil
		case p.typing:
			p.url.Paste(strings.TrimSpace(e.Text))
			return nil
		}
		return p.toTab(e)
	case pane.Click:
		return p.click(e)
	}
	return p.toTab(e)
}

// Commit implements [pane.Committer].
func (p *Pane) Commit() pane.Intent {
	if !p.Editing() {
		return nil
	}
	p.fresh, p.pick = false, nil
	changed := p.tab().commit()
	if p.typed != nil {
		changed = p.takeMethod(p.typed.Value()) || changed
	}
	if p.typing {
		changed = p.takeURL() || changed
	}
	return p.report(changed)
}

// report turns a change into an intent.
func (p *Pane) report(changed bool) pane.Intent {
	if changed {
		return p.changed()
	}
	return nil
}

func (p *Pane) toTab(e pane.Event) pane.Intent {
	changed, _ := p.tab().update(e)
	return p.report(changed)
}

func (p *Pane) act(e pane.Act) pane.Intent {
	switch e.ID {
	case keymap.EditURL:
		before := p.Commit()
		p.typing = true
		return before
	case keymap.Method:
		before := p.Commit()
		m := methodOptions()
		at := slices.Index(methods(), p.doc.Request.Method)
		if at < 0 {
			at = len(m) - 1
		}
		p.pick = newPicker(p.env, m, at)
		return before
	case keymap.BodyMode:
		before := p.turnTo(Body)
		_, _ = p.tab().update(e) // opens a choice, changes nothing yet
		return before
	case keymap.NextTab, keymap.Right:
		return p.turn(1)
	case keymap.PrevTab, keymap.Left:
		return p.turn(-1)
	}
	return p.toTab(e)
}

// turn goes to another tab, around the ends.
func (p *Pane) turn(by int) pane.Intent {
	n := len(p.tabs)
	return p.turnTo(Tab((int(p.Tab()) + by + n) % n))
}

func (p *Pane) turnTo(t Tab) pane.Intent {
	before := p.Commit()
	p.bar.Choose(int(t))
	return join(before, p.wish(nil))
}

func (p *Pane) key(k pane.Key) pane.Intent {
	switch {
	case p.pick != nil:
		return p.pickKey(k)
	case p.typed != nil:
		switch p.typed.Key(k.KeyPressMsg) {
		case field.Abandoned:
			p.typed = nil
		case field.Accepted, field.Next, field.Prev, field.Up, field.Down:
			return p.report(p.takeMethod(p.typed.Value()))
		}
		return nil
	case p.typing:
		switch p.url.Key(k.KeyPressMsg) {
		case field.Abandoned:
			p.typing = false
			p.load()
		case field.Accepted, field.Next, field.Prev, field.Up, field.Down:
			return p.report(p.takeURL())
		}
		return nil
	}
	return p.toTab(k)
}

// takeURL ends the typing of the URL and reports whether it is another one.
func (p *Pane) takeURL() bool {
	p.typing = false
	u := &p.doc.Request.URL
	if p.url.Value() == u.Text() {
		return false
	}
	*u = u.WithText(p.url.Value())
	return true
}

func (p *Pane) pickKey(k pane.Key) pane.Intent {
	taken, done := p.pick.key(k)
	if !done {
		return nil
	}
	at := p.pick.bar.Active()
	p.pick = nil
	if !taken {
		return nil
	}
	return p.picked(at)
}

// picked takes the method that was chosen; the last choice is to type one.
func (p *Pane) picked(at int) pane.Intent {
	if m := methods(); at < len(m) {
		return p.report(p.takeMethod(m[at]))
	}
	p.typed = field.New(p.env, field.Options{})
	p.typed.Set(p.doc.Request.Method)
	return nil
}

// takeMethod ends the typing of the method and reports whether it is another.
func (p *Pane) takeMethod(m string) bool {
	p.typed = nil
	m = strings.ToUpper(strings.TrimSpace(m))
	if m == "" || m == p.doc.Request.Method {
		return false
	}
	p.doc.Request.Method = m
	return true
}

func (p *Pane) click(e pane.Click) pane.Intent {
	switch e.Y {
	case headLine:
		return p.clickHead(e)
	case barLine:
		if i := p.bar.Hit(e.X); i >= 0 {
			return p.turnTo(Tab(i))
		}
		return p.Commit()
	}
	var before pane.Intent
	if p.typing || p.typed != nil || p.pick != nil {
		before = p.Commit()
	}
	e.Y -= aboveTab
	return join(before, p.toTab(e))
}

func (p *Pane) clickHead(e pane.Click) pane.Intent {
	h := p.head()
	switch {
	case p.pick != nil:
		if !p.pick.click(e.X) {
			return nil
		}
		at := p.pick.bar.Active()
		p.pick = nil
		return p.picked(at)
	case h.sendX > 0 && e.X >= h.sendX:
		return join(p.Commit(), SendAsked{ItemID: p.doc.ItemID})
	case e.X < h.urlX:
		if p.typed != nil {
			p.typed.Click(e.X - 1)
			return nil
		}
		return p.act(pane.Act{ID: keymap.Method})
	}
	before := pane.Intent(nil)
	if !p.typing {
		before = p.act(pane.Act{ID: keymap.EditURL})
	}
	p.url.Click(e.X - h.urlX)
	return before
}

// join puts two intents in order.
func join(a, b pane.Intent) pane.Intent {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	if batch, ok := a.(pane.Batch); ok {
		return append(batch, b)
	}
	return pane.Batch{a, b}
}
