package request

import (
	"postern/engine/vars"
	"postern/ui/keymap"
	"postern/ui/pane"
)

// The lines above the tab.
const (
	headLine = iota
	barLine
	aboveTab
)

// Update handles one event.
func (p *Pane) Update(e pane.Event) pane.Intent {
	p.fresh = false
	if (popup{p}).first(e) {
		return nil
	}
	in := p.update(e)
	popup{p}.follow()
	return in
}

func (p *Pane) update(e pane.Event) pane.Intent {
	if !p.doc.open {
		return p.node.update(e)
	}
	switch e := e.(type) {
	case pane.Act:
		return p.act(e)
	case pane.Key:
		if p.head.editing() {
			return p.report(p.head.key(e))
		}
	case pane.Paste:
		if isCommand(e.Text) && (p.head.isURL || !p.Editing()) {
			p.head.leave()
			p.head.load()
			return p.head.command(e.Text)
		}
		if p.head.editing() {
			p.head.paste(e.Text)
			return nil
		}
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
	p.fresh = false
	if !p.doc.open {
		return p.node.commit()
	}
	changed := p.tab().commit()
	return p.report(p.head.commit() || changed)
}

// report turns a change into an intent.
func (p *Pane) report(changed bool) pane.Intent {
	in := p.doc.wish
	p.doc.wish = nil
	if !changed {
		return in
	}
	p.previews = false
	p.load()
	return join(p.wish(Edited{ItemID: p.doc.ItemID, Request: p.doc.Request.Clone()}), in)
}

// wish adds to an intent that the preview is wanted, if it is.
func (p *Pane) wish(i pane.Intent) pane.Intent {
	if !p.PreviewStale() {
		return i
	}
	return join(i, PreviewWanted{ItemID: p.doc.ItemID})
}

func (p *Pane) toTab(e pane.Event) pane.Intent {
	changed, _ := p.tab().update(e)
	return p.report(changed)
}

func (p *Pane) act(e pane.Act) pane.Intent {
	if isAuth(e.ID) {
		before := p.turn(Auth)
		return join(before, p.toTab(e))
	}
	switch e.ID {
	case keymap.EditURL:
		before := p.Commit()
		p.head.isURL = true
		return before
	case keymap.Method:
		before := p.Commit()
		p.head.pickMethod()
		return before
	case keymap.BodyMode:
		before := p.turn(Body)
		_, _ = p.tab().update(e) // opens a choice, changes nothing yet
		return before
	case keymap.Copy:
		if t, ok := p.tab().(copied); ok {
			if what, text := t.copied(); text != "" {
				return CopyAsked{What: what, Text: text}
			}
		}
		return nil
	case keymap.QuickLook:
		return looked(p.tab(), p.doc.Request.URL.Text())
	case keymap.CopyAll:
		return CopyAsked{What: "the URL", Text: p.doc.Request.URL.Text()}
	case keymap.NextTab, keymap.Right:
		return p.turn(p.Tab() + 1)
	case keymap.PrevTab, keymap.Left:
		return p.turn(p.Tab() - 1)
	}
	return p.toTab(e)
}

// turn goes to another tab, around the ends.
func (p *Pane) turn(to Tab) pane.Intent {
	before := p.Commit()
	n := Tab(len(p.tabs))
	p.bar.Choose(int((to + n) % n))
	return join(before, p.wish(nil))
}

func (p *Pane) click(e pane.Click) pane.Intent {
	switch e.Y {
	case headLine:
		return p.clickHead(e.X)
	case barLine:
		if i := p.bar.Hit(e.X); i >= 0 {
			return p.turn(Tab(i))
		}
		return p.Commit()
	}
	var before pane.Intent
	if p.head.editing() {
		before = p.Commit()
	}
	e.Y -= aboveTab
	return join(before, p.toTab(e))
}

func (p *Pane) clickHead(x int) pane.Intent {
	if p.head.pick != nil {
		return p.report(p.head.click(x))
	}
	switch p.head.at(x) {
	case onSend:
		return join(p.Commit(), SendAsked{ItemID: p.doc.ItemID})
	case onMethod:
		if p.head.typed == nil {
			return p.act(pane.Act{ID: keymap.Method})
		}
		p.head.click(x)
		return nil
	}
	var before pane.Intent
	if !p.head.isURL {
		before = p.act(pane.Act{ID: keymap.EditURL})
	}
	p.head.click(x)
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

// looked are the names in what the cursor of a tab is on, else those of the
// URL.
func looked(t any, url string) pane.Intent {
	var names []string
	if t, ok := t.(copied); ok {
		_, text := t.copied()
		names = vars.Names(text)
	}
	if len(names) == 0 {
		names = vars.Names(url)
	}
	if len(names) == 0 {
		return nil
	}
	return pane.LookAsked{Names: names}
}
