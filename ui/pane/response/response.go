// Package response is the pane that shows what a send brought: the body as
// coloured text with search, the headers, the exact request that went out, and
// the timeline.
//
// It shows documents it is given and never reads a whole body: a pager asks for
// the rows on screen.
package response

import (
	"postern/engine"
	"postern/engine/payload"
	"postern/ui/bodyrows"
	"postern/ui/crumbs"
	"postern/ui/facts"
	"postern/ui/keymap"
	"postern/ui/painting"
	"postern/ui/pane"
	"postern/ui/safe"
	"postern/ui/sift"
	"postern/ui/tabled"
	"postern/ui/visual"
	"postern/ui/widget/filterbar"
	"postern/ui/widget/pager"
	"postern/ui/widget/tabs"
	"postern/ui/widget/text"
)

// Pane implements pane.Pane. Make one with [New].
type Pane struct {
	env           pane.Env
	width, height int
	focus         bool

	x     *engine.Exchange
	trail crumbs.Trail
	// progress is what a send in flight says; nil when none is.
	progress text.Line
	ofScripts
	body   *bodyrows.Rows
	layout Layout
	wrap   bool
	// following says that the end of a body is kept on screen while it comes.
	following bool
	painting  painting.Painting

	bar    *tabs.Bar
	order  []int
	pager  *pager.Pager
	search search
	filter filtered
	finds  finds
	where  where
	table  tabled.List
	// lines is the text of the tab on show, unless it is the body's.
	lines pager.Lines
	// places are where the tabs were left.
	places [tabCount]pager.Place

	drawn
}

// drawn is what was drawn last.
type drawn struct {
	view  string
	fresh bool
	// wrong is what went wrong, above the text.
	wrong facts.Wrong
}

// ofScripts is what the scripts of the request on show do.
type ofScripts struct {
	// told is what those of the send in flight have told up to now, or nil.
	told *engine.Exchange
	// some says that there are some; page is what they made for the eye.
	some bool
	page visual.Page
}

// New returns an empty pane.
func New(env pane.Env) *Pane {
	p := &Pane{
		env: env, bar: tabs.New(env), pager: pager.New(env, true), wrap: true,
		search: search{bar: filterbar.New(env, safe.Lit(" /"), safe.Lit("search in the body"))},
		filter: filtered{Sift: sift.New(env)},
	}
	p.pager.SetWrap(p.wrap)
	p.table.Restyle(env)
	p.show()
	return p
}

// Restyle draws anew with env.
func (p *Pane) Restyle(env pane.Env) {
	p.env, p.fresh = env, false
	p.bar.Restyle(env)
	p.pager.Restyle(env)
	p.search.bar.Restyle(env)
	p.filter.Restyle(env)
	p.table.Restyle(env)
}

// Resize sets the area in cells.
func (p *Pane) Resize(w, h int) {
	p.width, p.height, p.fresh = w, h, false
	p.place()
}

// place gives the pager what the tabs, a search and a failure leave.
func (p *Pane) place() {
	h := p.height - p.above() - p.filter.Height()
	if p.search.shown() {
		h--
	}
	p.bar.Resize(p.width)
	p.pager.Resize(p.width, max(h, 0))
	p.table.Resize(p.width, max(h, 0))
}

// Focus says whether keys go to this pane.
func (p *Pane) Focus(on bool) {
	p.focus, p.fresh = on, false
	p.pager.Focus(on)
	p.table.Focus(on)
}

// Editing reports whether a search or a filter is being typed.
func (p *Pane) Editing() bool { return p.search.bar.Focused() || p.filter.Typing() }

// Searching reports whether there are hits to step through.
func (p *Pane) Searching() bool { return p.search.on() }

// Exchange returns the exchange on show, or nil.
func (p *Pane) Exchange() *engine.Exchange { return p.x }

// SetExchange shows x; nil shows that nothing was sent. The body comes by
// [Pane.SetDocument].
func (p *Pane) SetExchange(x *engine.Exchange) {
	if p.x == x && p.progress == nil {
		return
	}
	awaited := p.x == nil && p.progress != nil                          // the reader may have turned to what scripts tell
	if x == nil || !awaited && (p.x == nil || p.x.ItemID != x.ItemID) { // another request: begin with its body
		p.bar.Choose(tabBody)
	}
	if arrived(p.x, x) { // the rest of it has come: stay where the reader is
		at := p.pager.Place()
		p.x, p.progress, p.told = x, nil, nil
		p.show()
		p.pager.Resume(at)
		return
	}
	p.places = [tabCount]pager.Place{}
	p.x, p.body, p.layout, p.progress, p.told, p.finds, p.trail, p.following = x, nil, Layout{}, nil, nil, finds{}, crumbs.Trail{}, false
	linker{p}.spot(nil)
	p.search.end()
	p.filter.Close()
	p.table.Close()
	p.search.text, p.search.found, p.search.err = "", nil, ""
	p.search.bar.Set("")
	p.search.bar.Focus(false)
	p.show()
}

// arrived reports whether x is the whole of what was on show while it came.
func arrived(old, x *engine.Exchange) bool {
	return old != nil && x != nil && old.ID == x.ID && old != x &&
		old.Response != nil && x.Response != nil && old.Response.Body == x.Response.Body
}

// SetTrail says how the exchange on show was reached. Call it after
// [Pane.SetExchange], which forgets it.
func (p *Pane) SetTrail(t crumbs.Trail) {
	p.trail, p.fresh = t, false
	p.place()
}

// TrailOf returns how the exchange on show was reached.
func TrailOf(p *Pane) crumbs.Trail { return p.trail }

// Document returns what shows the body, or nil.
func (p *Pane) Document() payload.Document {
	if p.body == nil {
		return nil
	}
	return p.body.Doc
}

// Busy reports whether a send in flight is on show.
func (p *Pane) Busy() bool { return p.progress != nil }

// SetProgress shows how a send in flight is going.
func (p *Pane) SetProgress(l text.Line) {
	turned := (p.progress == nil) != (l == nil)
	p.progress, p.fresh = l, false
	p.place()
	if turned {
		retest(p)
	}
}

// tell shows what the scripts of the send in flight have told up to now, in the
// tabs for that; nil is nothing yet.
func tell(p *Pane, x *engine.Exchange) {
	if p.told == x || p.progress == nil {
		return
	}
	p.told = x
	at, end := p.pager.Place(), p.pager.Cursor() >= len(p.lines)-1
	p.show()
	if p.pager.Resume(at); end && (p.tab() == tabConsole || p.tab() == tabTests) {
		p.pager.Act(keymap.Bottom)
	}
}

// SetDocument shows the body as doc, laid out as l says, if x is still on show.
func (p *Pane) SetDocument(exchangeID string, doc payload.Document, lexer payload.Lexer, l Layout) {
	if p.x == nil || p.x.ID != exchangeID {
		return
	}
	l.Picture = p.painting.Same(l.Picture)
	if p.body != nil && p.body.Doc == doc { // it has grown
		p.fresh, p.layout = false, l
		p.place()
		p.pager.Refresh()
		follower{p}.toEnd()
		return
	}
	if p.filter.Typing() { // what is to be put back
		p.filter.body, p.filter.layout, p.filter.at = bodyrows.New(doc, lexer), l, pager.Place{}
		if p.layout.Filter != "" {
			return
		}
	}
	p.put(doc, lexer, l)
}

// put shows a document of the exchange on show.
func (p *Pane) put(doc payload.Document, lexer payload.Lexer, l Layout) {
	first := p.body == nil
	other := first || p.layout.Filter != l.Filter
	if (p.layout.Form == "events") != (l.Form == "events") { // what is found stands elsewhere
		p.search.end()
	}
	p.body, p.layout = bodyrows.New(doc, lexer), l
	p.body.Spotter = p.finds.spotter
	p.search.found = nil
	p.table.Close()
	p.fresh = false
	switch {
	case p.tab() != tabBody:
	case other: // another text: from its beginning
		p.pager.SetSource(p.body)
	default:
		p.pager.Swap(p.body)
	}
	follower{p}.put(first)
}

// Update handles one event.
func (p *Pane) Update(e pane.Event) pane.Intent {
	defer follower{p}.moved(e, p.pager.Cursor())
	if in, taken := (tabler{p}).update(e); taken {
		return in
	}
	switch e := e.(type) {
	case pane.Key:
		return doer{p}.key(e)
	case pane.Paste:
		p.fresh = false
		if p.filter.Typing() {
			return sifter{p}.work(p.filter.Paste(e.Text))
		}
		p.search.bar.Paste(e.Text)
	case pane.Act:
		return doer{p}.act(e.ID)
	case pane.Wheel:
		p.pager.Wheel(e.Lines)
		p.fresh = false
	case pane.Click:
		return doer{p}.click(e)
	}
	return nil
}

// doer is what keys, actions and clicks do.
type doer struct{ *Pane }

func (p doer) key(k pane.Key) pane.Intent {
	p.fresh = false
	if p.filter.Typing() {
		return sifter(p).key(k)
	}
	switch out, move := p.search.bar.Key(k.KeyPressMsg); out {
	case filterbar.Kept:
		p.search.bar.Focus(false)
		defer p.place()
		return finder(p).ask(p.search.bar.Text())
	case filterbar.Dropped:
		p.search.bar.Focus(false)
		p.search.bar.Set("")
		finder(p).ask("")
		p.place()
	case filterbar.Moved:
		p.pager.Act(move)
	}
	return nil
}

func (p doer) act(id keymap.ID) pane.Intent {
	p.fresh = false
	switch id {
	case keymap.NextTab:
		p.turn(p.bar.Active() + 1)
	case keymap.PrevTab:
		p.turn(p.bar.Active() - 1)
	case keymap.Left, keymap.Right:
		p.sideways(id)
	case keymap.Search:
		if p.body != nil {
			p.ShowBody()
			p.search.bar.Focus(true)
			p.place()
		}
	case keymap.Filter:
		return sifter(p).open()
	case keymap.Cancel:
		return finder(p).leave()
	case keymap.Next:
		return finder(p).step(1)
	case keymap.Prev:
		return finder(p).step(-1)
	case keymap.Wrap:
		p.wrap = !p.wrap
		p.pager.SetWrap(p.wrap)
	case keymap.Raw:
		if p.x != nil {
			return DocumentAsked{ExchangeID: p.x.ID, Raw: p.layout.Form != "raw"}
		}
	case keymap.Toggle, keymap.FoldAll, keymap.UnfoldAll:
		folder(p).act(id)
	case keymap.CopyPath, keymap.CopyScriptPath:
		return copier(p).path(id)
	case keymap.Open, keymap.FollowLink:
		if in, ok := linker(p).open(id); ok {
			return in
		}
		if id == keymap.Open && folder(p).on() {
			folder(p).act(keymap.Toggle)
			return nil
		}
		return p.finds.open(p.tab(), p.pager.Cursor())
	case keymap.Copy:
		return copier(p).row()
	case keymap.CopyAll:
		return copier(p).all()
	default:
		p.pager.Act(id)
	}
	return nil
}

// sideways scrolls rows that are cut, and steps through the tabs else.
func (p doer) sideways(id keymap.ID) {
	if !p.wrap && p.tab() == tabBody {
		p.pager.Act(id)
		return
	}
	p.turn(p.bar.Active() + map[keymap.ID]int{keymap.Left: -1, keymap.Right: 1}[id])
}

func (p doer) click(e pane.Click) pane.Intent {
	p.fresh = false
	if e.Y == 0 {
		if i := p.bar.Hit(e.X); i >= 0 {
			p.turn(i)
		}
		return nil
	}
	y := e.Y - p.above()
	p.pager.Click(y)
	if !e.Double {
		return nil
	}
	if in := linker(p).at(e.X, y); in != nil {
		return in
	}
	folder(p).act(keymap.Toggle)
	return nil
}
