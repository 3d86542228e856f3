package response

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"postern/engine/payload/tree"
	"postern/ui/keymap"
	"postern/ui/pane"
	"postern/ui/safe"
)

// errFiltered says why a row of what a filter leaves has no path for a script.
var errFiltered = errors.New("a script reads the whole body: esc shows it, then copy the path there")

// CopyAsked says that text is to go to the clipboard.
type CopyAsked = pane.CopyAsked

// CopyBodyAsked says that the whole body is to go to the clipboard.
type CopyBodyAsked struct{ ExchangeID string }

// copier is what is copied.
type copier struct{ *Pane }

// row copies what the cursor's row is about: of pretty JSON and of a header
// the value, else the row.
func (p copier) row() pane.Intent {
	at := p.pager.Cursor()
	switch {
	case painter(p).on():
		return pane.Noted{Text: "a picture is no text: " + p.env.Keys.Key(keymap.SaveBody) + " saves it to a file", Warn: true}
	case p.tab() == tabBody && p.body == nil, p.tab() != tabBody && at >= len(p.lines):
		return nil
	case p.tab() == tabIDs && at < len(p.finds.ids):
		return CopyAsked{What: "the id", Text: p.finds.ids[at].Value}
	case p.tab() == tabLinks && at < len(p.finds.links):
		return CopyAsked{What: "the address", Text: p.finds.links[at].URL}
	case p.tab() != tabBody:
		return p.line(p.lines[at].String())
	}
	if p.body.Tree != nil {
		return p.node(at)
	}
	row := p.body.Plain(at)
	if v, ok := jsonValue(row); ok && p.layout.Form == "pretty" {
		return CopyAsked{What: "the value", Text: v}
	}
	return CopyAsked{What: "the line", Text: row}
}

// maxValue is how much of a value is read to be copied: more than any
// terminal takes, so that whoever sends it sees that it is too much.
const maxValue = 1 << 20

// node copies the value of a row of a tree: of a text what it says, of
// everything else how it was sent.
func (p copier) node(at int) pane.Intent {
	r, err := p.body.Tree.Row(at)
	if err == nil && r.Kind == tree.Close {
		r, err = p.body.Tree.Index().Row(r.Close)
	}
	if err != nil {
		return nil // the row says why
	}
	raw, err := p.body.Tree.Index().Bytes(r.Value, maxValue)
	if err != nil {
		return nil
	}
	in := CopyAsked{What: "the value", Text: meant(raw, r.Kind)}
	if r.Value.Len > len(raw) {
		in.Whole, in.Size = value{p.body.Tree.Index(), r}, int64(r.Value.Len)
	}
	return in
}

// meant is what a text says, and everything else as it was sent.
func meant(raw []byte, kind tree.Kind) string {
	var s string
	if kind == tree.String && json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// value is one that is too large to be copied. It implements [io.WriterTo].
type value struct {
	x   *tree.Index
	row tree.Row
}

// WriteTo writes it as it would have been copied.
func (v value) WriteTo(w io.Writer) (int64, error) {
	if v.row.Kind != tree.String {
		return io.Copy(w, io.NewSectionReader(v.x.Body(), v.row.Value.Offset, int64(v.row.Value.Len)))
	}
	raw, err := v.x.Bytes(v.row.Value, v.row.Value.Len)
	if err != nil {
		return 0, err
	}
	n, err := io.WriteString(w, meant(raw, v.row.Kind))
	return int64(n), err
}

// path copies where the cursor is.
func (p copier) path(id keymap.ID) pane.Intent {
	if f := folder(p); f.on() {
		return p.written(id, f.path())
	}
	return nil
}

// written copies a path in what is on show, as the filter or as a script writes
// it.
func (p copier) written(id keymap.ID, path tree.Path) pane.Intent {
	if id == keymap.CopyScriptPath && p.layout.Filter != "" {
		return pane.Failed{Err: errFiltered}
	}
	if id == keymap.CopyScriptPath {
		return CopyAsked{What: "the path for a script", Text: path.PM()}
	}
	return CopyAsked{What: "the path", Text: p.layout.whole(path.GJSON(), len(path) == 0)}
}

// line copies a line of another tab than the body's.
func (p copier) line(line string) pane.Intent {
	if _, v, ok := strings.Cut(line, ": "); ok && p.tab() == tabHeaders {
		return CopyAsked{What: "the value", Text: v}
	}
	return CopyAsked{What: "the line", Text: strings.TrimSpace(line)}
}

// all copies the whole text of the tab; a body is copied as it came.
func (p copier) all() pane.Intent {
	if p.x == nil {
		return nil
	}
	if p.tab() == tabBody {
		return CopyBodyAsked{ExchangeID: p.x.ID}
	}
	var b strings.Builder
	for _, l := range p.lines {
		b.WriteString(l.String() + "\n")
	}
	what := [...]safe.Text{tabHeaders: safe.Lit("the headers"), tabCookies: safe.Lit("the cookies"), tabIDs: safe.Lit("the ids"), tabLinks: safe.Lit("the links"), tabRequest: safe.Lit("the request"), tabTimeline: safe.Lit("the timeline"), tabTests: safe.Lit("the tests"), tabConsole: safe.Lit("the console"), tabVisual: safe.Lit("the page")}[p.tab()]
	return CopyAsked{What: what.String(), Text: b.String()}
}

// jsonValue is the value of a row of pretty JSON: of text what it says, of
// numbers and words how they are spelled. It is false of rows that open or
// close something.
func jsonValue(row string) (string, bool) {
	row = strings.TrimSuffix(row, ",")
	raw := json.RawMessage(row)
	var member map[string]json.RawMessage
	if json.Unmarshal([]byte("{"+row+"}"), &member) == nil && len(member) == 1 {
		raw = slices.Collect(maps.Values(member))[0]
	}
	var s string
	if json.Unmarshal(raw, &s) == nil && raw[0] == '"' {
		return s, true
	}
	return string(raw), json.Valid(raw)
}
