package request

import (
	"slices"
	"strings"

	"postern/engine/vars"
	"postern/ui/heading"
	"postern/ui/keymap"
	"postern/ui/pane"
)

// The line of the address, and the height of it and the bar.
const (
	headLine = 0
	aboveTab = 2
)

// Update handles one event.
func (p *Pane) Update(e pane.Event) pane.Intent {
	p.fresh = false
	if _, ok := e.(pane.Act); ok {
		p.doc.files.Again()
	}
	var in pane.Intent
	if !(popup{p}).first(e) {
		in = p.update(e)
	}
	popup{p}.follow()
	return join(join(in, p.WantFiles()), p.wantFolder())
}

func (p *Pane) update(e pane.Event) pane.Intent {
	if p.doc.kind == isNothing {
		return nil
	}
	switch e := e.(type) {
	case pane.Act:
		return p.act(e)
	case pane.Keep:
		return p.report(keep(p))
	case pane.Key:
		if p.head.Editing() {
			return p.report(p.head.Key(e))
		}
	case pane.Paste:
		if heading.IsCommand(e.Text) && p.doc.kind == isRequest && (typesURL(p) || !p.Editing()) {
			p.head.Leave()
			p.head.Load()
			return command(p, e.Text)
		}
		if p.head.Editing() {
			p.head.Paste(e.Text)
			return nil
		}
	case pane.Click:
		return p.click(e)
	case pane.Arrived:
		return p.report(p.arrived(e.What))
	}
	return p.toTab(e)
}

// Commit implements [pane.Committer].
func (p *Pane) Commit() pane.Intent {
	if !p.Editing() {
		return nil
	}
	p.fresh = false
	before := p.report(p.tab().Commit())
	return join(before, p.report(p.head.Commit()))
}

// keep takes over what is typed so far of a long text.
func keep(p *Pane) (changed bool) {
	t := textIn(p.tab())
	return t != nil && t.Editing() && t.Keep()
}

// report turns a change into an intent.
func (p *Pane) report(changed bool) pane.Intent {
	in := p.doc.wish
	p.doc.wish = nil
	if c := p.head.Command(); c != "" {
		in = command(p, c)
	}
	if !changed {
		return in
	}
	p.previews = false
	p.load()
	return join(p.wish(p.doc.changed()), in)
}

// wish adds to an intent that the preview is wanted, if it is.
func (p *Pane) wish(i pane.Intent) pane.Intent {
	if !p.PreviewStale() {
		return i
	}
	return join(i, PreviewWanted{ItemID: p.doc.ItemID})
}

func (p *Pane) toTab(e pane.Event) pane.Intent {
	changed, in := p.tab().Update(e)
	p.doc.wish = join(p.doc.wish, in)
	return p.report(changed)
}

func (p *Pane) act(e pane.Act) pane.Intent {
	all := p.doc.kind.tabs()
	if isAuth(e.ID) {
		before := p.turn(slices.Index(all, Auth))
		return join(before, p.toTab(e))
	}
	if in, done := ofRequest(p, e); done {
		return in
	}
	switch at := p.bar.Active(); e.ID {
	case keymap.EditOutside:
		before := p.Commit()
		if t := textIn(p.tab()); t != nil {
			return join(before, t.Outside())
		}
		return before
	case keymap.Copy:
		if t, ok := p.tab().(copied); ok {
			if what, text := t.Copied(); text != "" {
				return CopyAsked{What: what, Text: text}
			}
		}
		return nil
	case keymap.QuickLook:
		return looked(p.tab(), p.doc.Request.URL.Text())
	case keymap.NextTab, keymap.Right:
		return p.turn(at + 1)
	case keymap.PrevTab, keymap.Left:
		return p.turn(at - 1)
	}
	return p.toTab(e)
}

// ofRequest does what there is to do with requests only.
func ofRequest(p *Pane, e pane.Act) (in pane.Intent, done bool) {
	is := p.doc.kind == isRequest
	switch e.ID {
	case keymap.EditURL:
		if in = p.Commit(); is {
			p.head.EditURL()
		}
	case keymap.Method:
		if in = p.Commit(); is {
			p.head.PickMethod()
		}
	case keymap.BodyMode:
		if is {
			in = p.turn(slices.Index(isRequest.tabs(), Body))
			_, _ = p.tab().Update(e) // opens a choice, changes nothing yet
		}
	case keymap.CopyAll:
		if is {
			in = CopyAsked{What: "the URL", Text: p.doc.Request.URL.Text()}
		}
	default:
		return nil, false
	}
	return in, true
}

// turn goes to the tab at a place, around the ends.
func (p *Pane) turn(to int) pane.Intent {
	before := p.Commit()
	n := len(p.doc.kind.tabs())
	p.bar.Choose((to + n) % n)
	return join(before, p.wish(nil))
}

func (p *Pane) click(e pane.Click) pane.Intent {
	above := p.doc.kind.above()
	switch {
	case e.Y == above-1:
		if i := p.bar.Hit(e.X); i >= 0 {
			return p.turn(i)
		}
		return p.Commit()
	case e.Y == headLine:
		return p.clickHead(e.X)
	}
	var before pane.Intent
	if p.head.Editing() {
		before = p.Commit()
	}
	e.Y -= above
	return join(before, p.toTab(e))
}

func (p *Pane) clickHead(x int) pane.Intent {
	if p.head.Picking() {
		return p.report(p.head.Click(x))
	}
	switch p.head.At(x) {
	case heading.Send:
		return join(p.Commit(), SendAsked{ItemID: p.doc.ItemID})
	case heading.Method:
		if !p.head.TypingMethod() {
			return p.act(pane.Act{ID: keymap.Method})
		}
		p.head.Click(x)
		return nil
	}
	var before pane.Intent
	if !typesURL(p) {
		before = p.act(pane.Act{ID: keymap.EditURL})
	}
	p.head.Click(x)
	return before
}

// typesURL reports whether the URL is being typed.
func typesURL(p *Pane) bool {
	_, ok := p.head.Typed()
	return ok
}

// command hands on what was pasted in the place of the address.
func command(p *Pane, s string) pane.Intent {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s) // as terminals paste it
	return PastedCommand{ItemID: p.doc.ItemID, Request: p.doc.Request.Clone(), Text: s}
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
		_, text := t.Copied()
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
