package curl

import (
	"cmp"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"postern/auth"
	"postern/engine/collection"
	"postern/store/format/draft"
)

// Requests are what a text with curl commands says.
type Requests struct {
	// Items are new requests, one for each address, without ids. They are
	// named after their method and path.
	Items []*collection.Item
	// Vars are variables that the text sets for the shell.
	Vars []collection.Variable
	// Notes say what was lost.
	Notes []collection.Note
}

// maxText is the longest text of commands: a form may have a picture in it.
const maxText = 16 << 20

// Is reports whether a text starts with a curl command, so that it is worth
// parsing: what is pasted into an address may be one.
func Is(text string) bool {
	head := text[:min(len(text), 4096)]
	for line := range strings.Lines(head) {
		words := strings.Fields(prompt.ReplaceAllString(line, ""))
		switch {
		case len(words) == 0 || strings.HasPrefix(words[0], "#") || assignment.MatchString(words[0]):
		default:
			return isCurl(words[0]) && len(words) > 1
		}
	}
	return false
}

var (
	// prompt is what stands before a command in documents.
	prompt = regexp.MustCompile(`^\s*(?:[$%>] +)?(?:(?:sudo|time|command|exec) +)?`)
	// assignment sets a variable of the shell.
	assignment = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_]*)=`)
)

// Parse reads the curl commands of a text. The error, a [*draft.Error], says
// that there is none, or none with an address.
func Parse(text string) (Requests, error) {
	if len(text) > maxText {
		return Requests{}, draft.Fail("import it from a file of its own kind", "longer than %d MiB", maxText>>20)
	}
	text = strings.ToValidUTF8(text, "\ufffd")
	var log draft.Log
	r := &reader{options: options(), log: &log}
	for _, l := range commands(text, func(what string) { log.Add("", "", "%s", what) }) {
		r.command(l)
	}
	out := r.out
	out.Notes = log.Done(nil, nil).Notes
	if len(out.Items) == 0 {
		return out, draft.Fail("paste a command such as curl https://host/path", "there is no curl command with an address")
	}
	return out, nil
}

// Read makes a collection of the commands in a text; one request alone gives
// it its name.
func Read(name string, data []byte) (draft.Imported, error) {
	text, err := draft.Text(data)
	if err != nil {
		return draft.Imported{}, err
	}
	all, err := Parse(text)
	if err != nil {
		return draft.Imported{}, err
	}
	c := &collection.Collection{Name: cmp.Or(name, "curl"), Items: all.Items, Vars: all.Vars}
	var log draft.Log
	out := log.Done([]*collection.Collection{c}, nil)
	out.Notes = all.Notes
	return out, nil
}

// Detect reports whether a file starts with a curl command.
func Detect(_ string, head []byte) bool {
	return Is(strings.TrimPrefix(string(head), "#!/bin/sh"))
}

// reader makes requests of commands.
type reader struct {
	options []option
	log     *draft.Log
	out     Requests
}

func (r *reader) command(l line) {
	words := l.words
	for len(words) > 0 {
		m := assignment.FindStringSubmatch(words[0])
		switch {
		case isCurl(words[0]):
			for next := words[1:]; len(next) > 0; {
				next = r.one(next, l.stdin)
			}
			return
		case m != nil:
			r.out.Vars = append(r.out.Vars, collection.Variable{Key: m[1], Value: words[0][len(m[0]):]})
		case strings.Contains(" $ % > sudo time command exec export set ", " "+words[0]+" "):
		default:
			r.log.Add("", "", "the command %s is not run", words[0])
			return
		}
		words = words[1:]
	}
}

// one makes the requests of one command, and returns the words of the next.
func (r *reader) one(words []string, stdin *string) (next []string) {
	where := ""
	var notes [][2]string
	c := &command{stdin: stdin, note: func(field, what string) { notes = append(notes, [2]string{field, what}) }}
	next = c.read(r.options, words)
	for i, u := range c.urls {
		if !r.log.Take() {
			break
		}
		it := c.item(u)
		if i == 0 {
			where = it.Name
		}
		r.out.Items = append(r.out.Items, it.Clone()) // those of one command share nothing
	}
	if len(c.urls) == 0 {
		r.log.Add("", "", "a curl command without an address is left behind")
	}
	for _, n := range notes {
		r.log.Add(where, n[0], "%s", n[1])
	}
	return next
}

// glob is curl's own notation for several addresses in one.
var glob = regexp.MustCompile(`\[[^\]:]*-[^\]]*\]|(?:^|[^{])\{[^{}]*,[^{}]*\}`)

// item makes a request of the command for one of its addresses.
func (c *command) item(address string) *collection.Item {
	if !c.noGlob && glob.MatchString(address) {
		c.note("URL", "the brackets stand for several addresses in curl; here they are sent as they are")
	}
	if !strings.Contains(address, "://") && !strings.HasPrefix(address, "{{") {
		address = "http://" + address
	}
	q := &collection.Request{Headers: c.headers}
	for _, h := range c.presets {
		c.fallback(q, h.Key, h.Value)
	}
	query := c.query
	if c.get {
		query = append(query, c.asQuery()...)
	}
	q.URL = collection.ParseURL(withQuery(address, query))
	q.Body = c.makeBody(q)
	q.Method = strings.ToUpper(cmp.Or(c.method, c.defaultMethod(q.Body)))
	q.Auth = c.makeAuth(q)
	it := &collection.Item{Request: q, Behavior: c.behavior}
	it.Name = strings.TrimSpace(q.Method + " " + cmp.Or(pathOf(q.URL), "/"))
	return it
}

// pathOf is the path of an address as it is written.
func pathOf(u collection.URL) string {
	if len(u.Path) == 0 {
		return ""
	}
	return "/" + strings.Join(u.Path, "/")
}

func (c *command) defaultMethod(b collection.Body) string {
	switch {
	case c.head:
		return "HEAD"
	case c.upload != "":
		return "PUT"
	case b.Mode != "":
		return "POST"
	}
	return "GET"
}

// fallback adds a header unless there is one of the name.
func (c *command) fallback(q *collection.Request, key, value string) {
	for _, h := range q.Headers {
		if strings.EqualFold(h.Key, key) {
			return
		}
	}
	q.Headers = append(q.Headers[:len(q.Headers):len(q.Headers)], collection.Param{Key: key, Value: value})
}

func withQuery(address string, rows []string) string {
	if len(rows) == 0 {
		return address
	}
	address, hash, _ := strings.Cut(address, "#")
	sep := "?"
	if strings.Contains(address, "?") {
		sep = "&"
	}
	if address += sep + strings.Join(rows, "&"); hash != "" {
		address += "#" + hash
	}
	return address
}

// asQuery is the body of -G.
func (c *command) asQuery() []string {
	var out []string
	for _, d := range c.body {
		if d.file != "" {
			c.note("--get", "the text of the file "+d.file+" is left behind")
			continue
		}
		out = append(out, d.sent())
	}
	return out
}

const formType = "application/x-www-form-urlencoded"

func (c *command) makeBody(q *collection.Request) collection.Body {
	b := collection.Body{Declared: true}
	switch {
	case len(c.parts) > 0:
		b.Mode, b.Form = "formdata", c.parts
		return b
	case c.upload != "":
		b.Mode, b.File.Src = "file", c.upload
		return b
	case len(c.body) == 0 || c.get:
		return collection.Body{}
	}
	if c.json {
		c.fallback(q, "Content-Type", "application/json")
		c.fallback(q, "Accept", "application/json")
	}
	kind, declared := draft.Header(q.Headers, "Content-Type")
	form := !declared || strings.HasPrefix(strings.ToLower(kind), formType)
	if form {
		if rows, ok := c.rows(); ok {
			b.Mode, b.URLEncoded = "urlencoded", rows
			return b
		}
		c.fallback(q, "Content-Type", formType)
	}
	if len(c.body) == 1 && c.body[0].file != "" {
		b.Mode, b.File.Src = "file", c.body[0].file
		return b
	}
	b.Mode, b.Raw, b.Language = "raw", c.text(), draft.Language(kind)
	return b
}

// text is the body as it is sent.
func (c *command) text() string {
	var pieces []string
	for _, d := range c.body {
		if d.file != "" {
			c.note("--data", "a body has text or is a file: the file "+d.file+" is left behind")
			continue
		}
		pieces = append(pieces, d.sent())
	}
	if c.json {
		return strings.Join(pieces, "")
	}
	return strings.Join(pieces, "&")
}

// rows are the body as the rows of a form, if it is one.
func (c *command) rows() ([]collection.Param, bool) {
	var out []collection.Param
	for _, d := range c.body {
		switch {
		case d.row != nil && d.row.Key != "" && !d.row.NoValue:
			out = append(out, *d.row)
		case d.row != nil || d.file != "":
			return nil, false
		default:
			rows, ok := formRows(d.text)
			if !ok {
				return nil, false
			}
			out = append(out, rows...)
		}
	}
	return out, true
}

// formKey reports whether a text looks like the key of a form; bodies with
// others are no forms.
func formKey(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !strings.ContainsRune("_.-[]$:{}", r)
	})
}

func formRows(text string) ([]collection.Param, bool) {
	var out []collection.Param
	for pair := range strings.SplitSeq(text, "&") {
		key, value, ok := strings.Cut(pair, "=")
		k, err := url.QueryUnescape(key)
		if !ok || err != nil || !formKey(k) {
			return nil, false
		}
		v, err := url.QueryUnescape(value)
		if err != nil {
			return nil, false
		}
		out = append(out, collection.Param{Key: k, Value: v})
	}
	return out, true
}

// makeAuth is how the command proves who it is. One that does so in a header
// has no other way beside it, whatever the folder it comes to has.
func (c *command) makeAuth(q *collection.Request) *auth.Config {
	name, password, has := strings.Cut(c.user, ":")
	if c.hasUser && !has {
		c.note("--user", "curl asks for the password; here it is empty")
	}
	switch {
	case c.auth == "bearer":
		return draft.Auth("bearer", "token", c.bearer)
	case c.auth == "awsv4":
		return c.signature(name, password)
	case c.hasUser:
		return draft.Auth(cmp.Or(c.auth, "basic"), "username", name, "password", password)
	}
	if _, own := draft.Header(q.Headers, "Authorization"); own {
		return draft.Auth("noauth")
	}
	return nil
}

// signature is AWS's: --aws-sigv4 provider1[:provider2[:region[:service]]].
func (c *command) signature(key, secret string) *auth.Config {
	f := append(strings.Split(c.sigv4, ":"), "", "", "", "")
	if f[0] != "aws" {
		c.note("--aws-sigv4", "of the providers only aws is known here")
	}
	return draft.Auth("awsv4", "accessKey", key, "secretKey", secret, "region", f[2], "service", f[3])
}
