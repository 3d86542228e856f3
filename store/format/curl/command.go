package curl

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"

	"postern/engine/collection"
)

// command is what one curl command says, before it becomes requests.
type command struct {
	note func(field, what string)
	// stdin is what the text gives the command to read, nil for nothing.
	stdin *string

	method, upload, user, auth, bearer, sigv4 string
	urls, query                               []string
	headers, presets                          []collection.Param
	body                                      []datum
	parts                                     []collection.FormPart
	behavior                                  map[string]any

	get, head, json, hasUser, noGlob bool
}

// datum is one piece of a body; file is a path instead of a text.
type datum struct {
	text, file string
	// row is set for a piece that curl encodes.
	row *collection.Param
}

// sent is a piece that is no file, as curl sends it.
func (d datum) sent() string {
	switch {
	case d.row == nil:
		return d.text
	case d.row.NoValue:
		return escape(d.row.Key)
	}
	return encoded(d.row.Key, d.row.Value)
}

// encoded is a row with its value encoded; one without a name is the value alone.
func encoded(name, value string) string { return strings.TrimPrefix(name+"="+escape(value), "=") }

func (c *command) lose(field, what string) { c.note("--"+field, what) }

func (c *command) add(d datum) { c.body = append(c.body, d) }

func (c *command) behave(key string, v any) {
	if c.behavior == nil {
		c.behavior = map[string]any{}
	}
	c.behavior[key] = v
}

// preset is a header that one of -H replaces.
func (c *command) preset(key, value string) {
	c.presets = append(c.presets, collection.Param{Key: key, Value: value})
}

func (c *command) header(v string) {
	if file, ok := strings.CutPrefix(v, "@"); ok {
		c.note("--header", fmt.Sprintf("the headers in the file %s are left behind", file))
		return
	}
	key, value, ok := strings.Cut(v, ":")
	value = strings.TrimSpace(value)
	if empty, is := strings.CutSuffix(strings.TrimSpace(v), ";"); !ok && is {
		c.headers = append(c.headers, collection.Param{Key: empty})
		return
	}
	switch key = strings.TrimSpace(key); {
	case !ok || key == "":
		c.note("--header", fmt.Sprintf("%q is no header and is left behind", v))
	case value == "":
		c.note("--header", "curl leaves the header "+key+" out; here it is a disabled row")
		c.headers = append(c.headers, collection.Param{Key: key, Disabled: true})
	default:
		c.headers = append(c.headers, collection.Param{Key: key, Value: value})
	}
}

// data is a piece of a body that may be a file, of which curl may leave the
// ends of lines out.
func (c *command) data(v string, joins bool) {
	file, ok := strings.CutPrefix(v, "@")
	if !ok {
		c.add(datum{text: v})
		return
	}
	if file == "-" && c.stdin != nil {
		text := *c.stdin
		if joins {
			text = strings.NewReplacer("\r", "", "\n", "").Replace(text)
		}
		c.add(datum{text: text})
		return
	}
	if joins && file != "-" {
		c.note("--data", "curl leaves the line ends of the file out; here it is sent as it is")
	}
	c.add(datum{file: file})
}

func (c *command) urlencode(v string) {
	name, value, ok := strings.Cut(v, "=")
	if !ok {
		if name, file, is := strings.Cut(v, "@"); is {
			c.note("--data-urlencode", fmt.Sprintf("the text of the file %s is left behind", file))
			c.add(datum{row: &collection.Param{Key: name}})
			return
		}
		c.add(datum{row: &collection.Param{Key: v, NoValue: true}})
		return
	}
	c.add(datum{row: &collection.Param{Key: name, Value: value}})
}

func (c *command) urlQuery(v string) {
	if raw, ok := strings.CutPrefix(v, "+"); ok {
		c.query = append(c.query, raw)
		return
	}
	name, value, ok := strings.Cut(v, "=")
	if !ok {
		c.query = append(c.query, escape(v))
		return
	}
	c.query = append(c.query, encoded(name, value))
}

func (c *command) cookie(v string) {
	if !strings.Contains(v, "=") {
		c.note("--cookie", fmt.Sprintf("the cookies in the file %s are left behind", v))
		return
	}
	c.preset("Cookie", v)
}

func (c *command) referer(v string) {
	if v = strings.TrimSuffix(v, ";auto"); v != "" {
		c.preset("Referer", v)
	}
}

func (c *command) maxRedirects(v string) {
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 {
		c.note("--max-redirs", fmt.Sprintf("%q is no limit and is left behind", v))
		return
	}
	c.behave("maxRedirects", json.Number(strconv.Itoa(n)))
}

// formOption is what may follow the value of a part.
var formOption = regexp.MustCompile(`;[ \t]*(type|filename|headers|encoder)=("(?:[^"\\]|\\.)*"|[^;]*)`)

// form is a part of a multipart body; a literal one has no options and no
// files.
func (c *command) form(v string, literal bool) {
	name, value, ok := strings.Cut(v, "=")
	if !ok {
		c.note("--form", fmt.Sprintf("%q has no value and is left behind", v))
		return
	}
	p := collection.FormPart{Param: collection.Param{Key: name}, Type: "text"}
	if literal {
		p.Value = value
		c.parts = append(c.parts, p)
		return
	}
	cut := len(value)
	for _, m := range formOption.FindAllStringSubmatchIndex(value, -1) {
		cut = min(cut, m[0])
		switch arg := unquote(value[m[4]:m[5]]); value[m[2]:m[3]] {
		case "type":
			p.ContentType = strings.TrimSpace(arg)
		case "filename":
			p.FileName = arg
		default:
			c.note("--form", "headers and encoders of the part "+name+" are left behind")
		}
	}
	value = value[:cut]
	switch {
	case strings.HasPrefix(value, "@"):
		p.Type = "file"
		for file := range strings.SplitSeq(value[1:], ",") {
			p.Src = append(p.Src, unquote(file))
		}
	case strings.HasPrefix(value, "<"):
		c.note("--form", fmt.Sprintf("the text of the file %s is left behind", value[1:]))
	default:
		p.Value = unquote(value)
	}
	c.parts = append(c.parts, p)
}

// unquote takes the quotes of a form's value off.
func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	return strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(s[1 : len(s)-1])
}

// escape percent-encodes a text but for its {{names}}.
func escape(s string) string {
	var b strings.Builder
	for {
		open := strings.Index(s, "{{")
		end := strings.Index(s, "}}")
		if open < 0 || end < open {
			b.WriteString(plusToSpace(s))
			return b.String()
		}
		b.WriteString(plusToSpace(s[:open]) + s[open:end+2])
		s = s[end+2:]
	}
}

func plusToSpace(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// isCurl reports whether a word is the program's name.
func isCurl(word string) bool {
	name := strings.ToLower(path.Base(strings.ReplaceAll(word, `\`, "/")))
	return name == "curl" || name == "curl.exe"
}

// read reads a command's words behind its name. Behind --next another begins.
func (c *command) read(all []option, words []string) (next []string) {
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch {
		case w == "--next" || w == "-:":
			return words[i+1:]
		case w == "--":
			c.urls = append(c.urls, words[i+1:]...)
			return nil
		case strings.HasPrefix(w, "--"):
			i += c.long(all, w[2:], words[i+1:])
		case len(w) > 1 && w[0] == '-':
			i += c.short(all, w[1:], words[i+1:])
		case w != "":
			c.urls = append(c.urls, w)
		}
	}
	return nil
}

// long carries out --name, and returns how many of the words behind it took.
func (c *command) long(all []option, name string, behind []string) int {
	name, value, joined := strings.Cut(name, "=")
	o, negated, ok := find(all, name)
	switch {
	case !ok:
		c.lose(name, "is no option that is known here and is left behind")
		if !joined && len(behind) > 1 && !strings.HasPrefix(behind[0], "-") && !strings.Contains(behind[0], "://") {
			return 1
		}
		return 0
	case negated:
		return 0
	}
	if !o.takes || joined {
		c.carryOut(o, value)
		return 0
	}
	return c.valued(o, behind)
}

// valued carries out an option whose value is the word behind it.
func (c *command) valued(o option, behind []string) int {
	if len(behind) == 0 {
		c.lose(o.long, "has no value and is left behind")
		return 0
	}
	c.carryOut(o, behind[0])
	return 1
}

func (c *command) carryOut(o option, value string) {
	if o.do != nil {
		o.do(c, value)
	}
	if o.lost != "" {
		c.lose(o.long, o.lost)
	}
}

// short carries out letters, the last of which may have its value behind it.
func (c *command) short(all []option, letters string, behind []string) int {
	for i := range len(letters) {
		o, ok := letter(all, letters[i])
		switch {
		case !ok:
			c.note("-"+letters[i:], "is no option that is known here and is left behind")
			return 0
		case o.takes && i+1 < len(letters):
			c.carryOut(o, letters[i+1:])
			return 0
		case o.takes:
			return c.valued(o, behind)
		}
		c.carryOut(o, "")
	}
	return 0
}
