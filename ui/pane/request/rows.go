package request

import (
	"postern/engine/collection"
	"postern/ui/bulk"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/params"
	"postern/ui/safe"
	"postern/ui/suggest"
	"postern/ui/theme"
	"postern/ui/widget/complete"
	"postern/ui/widget/kvtable"
	"postern/ui/widget/text"
)

// rowsOf says how a list of the document becomes a table and back.
type rowsOf struct {
	// list is what can be edited as text, and put takes what it became; nil
	// means nothing can.
	list     func(*document) []collection.Param
	put      func(*document, []collection.Param)
	sections func(*document) []kvtable.Section
	// apply carries a fact over to the document.
	apply func(*document, kvtable.Fact)
	// note stands beside the tab's label.
	note func(*document) safe.Text
	// about returns the texts of a row that may use names, and its help.
	about func(d *document, sec, row int) (texts []string, help string)
	// offer is what is typed into a cell beside names; nil is nothing.
	offer func(*document, cell) complete.Source
	// words is what is typed into the text beside names, if anything.
	words func(key string, value bool) suggest.Words
	// secret reports whether a row has something that can be shown.
	secret func(d *document, row int) bool
}

// cell is a place in a table; the row of one that does not exist yet is
// negative.
type cell struct{ sec, row, col int }

// table is a tab of editable rows.
type table struct {
	env  pane.Env
	doc  *document
	of   rowsOf
	rows *kvtable.Table
	// sheet is the rows as text, while they are edited so.
	sheet *bulk.Sheet
	item  string // the request the rows are from
}

func newTable(env pane.Env, d *document, o kvtable.Options, of rowsOf) *table {
	return &table{env: env, doc: d, of: of, rows: kvtable.New(env, o)}
}

func (t *table) load() {
	if t.sheet != nil && (t.item != t.doc.key() || t.sheet.Stale(t.of.list(t.doc))) {
		t.sheet = nil
	}
	if s := t.of.sections(t.doc); t.item == t.doc.key() {
		t.rows.Set(s)
	} else {
		t.item = t.doc.key()
		t.rows.Reset(s)
	}
}

func (t *table) update(e pane.Event) (changed, handled bool) {
	if t.sheet != nil {
		over, taken := t.sheet.Update(e)
		if over {
			changed = t.commit()
		}
		if taken != "" {
			t.doc.wish = CopyAsked{What: "the selection", Text: taken}
		}
		return changed, true
	}
	switch e := e.(type) {
	case pane.Act:
		if e.ID == keymap.Bulk && t.bulky() {
			changed = t.commit()
			t.sheet = bulk.New(t.env, &t.doc.names, t.of.list(t.doc), t.of.words)
			return changed, true
		}
		if e.ID == keymap.ShowSecret {
			t.rows.Reveal()
			return false, true
		}
		facts, ok := t.rows.Act(e.ID)
		return t.apply(facts), ok
	case pane.Key:
		return t.apply(t.rows.Key(e.KeyPressMsg)), true
	case pane.Paste:
		t.rows.Paste(e.Text)
	case pane.Click:
		return t.apply(t.rows.Click(e.X, e.Y, e.Double)), true
	case pane.Wheel:
		t.rows.Wheel(e.Lines)
	}
	return false, true
}

func (t *table) commit() bool {
	if t.sheet != nil {
		rows, changed := t.sheet.Rows()
		if t.sheet = nil; changed {
			t.of.put(t.doc, rows)
		}
		return changed
	}
	return t.apply(t.rows.Commit())
}

// bulky reports whether the rows can be edited as text.
func (t *table) bulky() bool { return t.of.list != nil }

func (t *table) apply(facts []kvtable.Fact) bool {
	changed := false
	for _, f := range facts {
		if o, ok := f.(kvtable.Opened); ok {
			t.doc.pickFiles(o.Row)
			continue
		}
		t.of.apply(t.doc, f)
		changed = true
	}
	return changed
}

func (t *table) editing() bool { return t.sheet != nil || t.rows.Editing() }

func (t *table) selected() bool {
	_, _, ok := t.rows.Selected()
	return ok
}

func (t *table) secret() bool {
	_, row, ok := t.rows.Selected()
	return ok && t.of.secret != nil && t.of.secret(t.doc, row)
}

func (t *table) view(width, height int, focus bool) string {
	if t.sheet != nil {
		return t.sheet.View(width, height)
	}
	t.rows.Resize(width, height)
	t.rows.Focus(focus)
	return t.rows.View()
}

func (t *table) restyle(env pane.Env) {
	t.env = env
	t.rows.Restyle(env)
	if t.sheet != nil {
		t.sheet.Restyle(env)
	}
}

func (t *table) refresh() {
	t.rows.Refresh()
	if t.sheet != nil {
		t.sheet.Refresh()
	}
}

func (t *table) note() safe.Text {
	if t.of.note == nil {
		return safe.Text{}
	}
	return t.of.note(t.doc)
}

func (t *table) hint() text.Line {
	if t.sheet != nil {
		return t.sheet.Hint()
	}
	if in, _, _, _ := t.rows.Typing(); in.In != nil {
		typed, _, _ := in.In.Typed()
		if l := t.doc.names.Values(typed); len(l) > 0 {
			return l
		}
	}
	sec, row, ok := t.rows.Selected()
	if !ok || t.of.about == nil {
		return nil
	}
	return t.doc.told(t.of.about(t.doc, sec, row))
}

func (t *table) copied() (what, text string) {
	if vs := t.rows.Values(); len(vs) > params.Value {
		return vs[params.Key], vs[params.Value]
	}
	return "", ""
}

// newParams makes the tab of query and path variables.
func newParams(env pane.Env, d *document) tab {
	return newTable(env, d, params.Options(d.names.Spans), rowsOf{
		list: func(d *document) []collection.Param { return d.Request.URL.Query },
		put:  func(d *document, ps []collection.Param) { d.Request.URL.Query = ps },
		sections: func(d *document) []kvtable.Section {
			query := kvtable.Section{Rows: params.Rows(d.Request.URL.Query), Add: safe.Lit("add a parameter…")}
			if len(d.Request.URL.Vars) == 0 {
				return []kvtable.Section{query}
			}
			query.Title = safe.Lit("Query")
			path := kvtable.Section{Title: safe.Lit("Path variables"), Rows: params.Rows(d.Request.URL.Vars)}
			for i := range path.Rows {
				path.Rows[i].Fixed, path.Rows[i].Off = true, false // being off means nothing in a path
				path.Rows[i].Mark, path.Rows[i].MarkRole = safe.Lit(":"), theme.Faint
				path.Rows[i].Cells[params.Key].Locked = true
			}
			return []kvtable.Section{query, path}
		},
		apply: func(d *document, f kvtable.Fact) {
			if c, ok := f.(kvtable.Changed); ok && c.Section == 1 {
				params.Set(&d.Request.URL.Vars[c.Row], c.Col, c.Value)
				return
			}
			d.Request.URL.Query = params.Apply(d.Request.URL.Query, f)
		},
		note: func(d *document) safe.Text {
			return count(params.Enabled(d.Request.URL.Query) + len(d.Request.URL.Vars))
		},
		about: func(d *document, sec, row int) ([]string, string) {
			if sec == 1 {
				return params.Told(d.Request.URL.Vars[row])
			}
			return params.Told(d.Request.URL.Query[row])
		},
	})
}

// newHeaders makes the tab of headers.
func newHeaders(env pane.Env, d *document) tab {
	return newTable(env, d, params.Options(d.names.Spans), rowsOf{
		list: func(d *document) []collection.Param { return d.Request.Headers },
		put:  func(d *document, ps []collection.Param) { d.Request.Headers = ps },
		sections: func(d *document) []kvtable.Section {
			return []kvtable.Section{{Rows: params.Rows(d.Request.Headers), Add: safe.Lit("add a header…")}}
		},
		apply: func(d *document, f kvtable.Fact) { d.Request.Headers = params.Apply(d.Request.Headers, f) },
		note:  func(d *document) safe.Text { return count(params.Enabled(d.Request.Headers)) },
		about: func(d *document, _, row int) ([]string, string) { return params.Told(d.Request.Headers[row]) },
		offer: offerHeader,
		words: headerWords,
	})
}
