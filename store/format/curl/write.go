package curl

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"postern/auth"
	"postern/engine/collection"
	"postern/engine/redact"
)

// Write returns a request as a command for a POSIX shell, an option a line.
// Its auth must be the one that applies, not nil for an inherited one.
//
// Unless secrets is set, each credential is a shell variable such as
// "$PASSWORD", which whoever runs the command sets. What the request has as
// {{name}} stays so: resolve it first for a command that can be run. What curl
// cannot do stands in comments at the end.
func Write(q collection.Request, secrets bool) string {
	w := &writer{secrets: secrets}
	w.args = []string{"curl"}
	w.method(q)
	u := q.URL.Clone()
	for i, p := range u.Query {
		u.Query[i].Value = p.Value
		if !p.NoValue && !p.Disabled && redact.Sensitive(p.Key) {
			u.Query[i].Value = w.secret(p.Key, p.Value)
		}
	}
	if u.HasPassword {
		u.Password = w.secret("password", u.Password)
	}
	w.auth(q, &u)
	address := u.String()
	if strings.ContainsAny(withoutNames(address), "[]{}") {
		w.args = append(w.args, "--globoff")
	}
	w.args = append(w.args, w.quote(address))
	for _, h := range q.Headers {
		if !h.Disabled && h.Key != "" {
			w.header(h.Key, h.Value)
		}
	}
	w.body(q)
	return strings.Join(w.args, " \\\n  ") + w.comments()
}

// writer collects the lines of a command.
type writer struct {
	secrets bool
	args    []string
	lost    []string
}

// mark stands around the name of a shell variable until the text is quoted. No
// text has it: it is no UTF-8.
const mark = "\xff"

// secret is a credential, or what stands for it.
func (w *writer) secret(name, value string) string {
	if w.secrets || value == "" || wholeName.MatchString(value) {
		return value
	}
	return mark + strings.ToUpper(nameBreak.ReplaceAllString(name, "_")) + mark
}

var (
	wholeName = regexp.MustCompile(`^\{\{[^{}]*\}\}$`)
	anyName   = regexp.MustCompile(`\{\{[^{}]*\}\}`)
	nameBreak = regexp.MustCompile(`[^A-Za-z0-9]+`)
	plainWord = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)
	control   = regexp.MustCompile(`[\x00-\x08\x0b-\x1f\x7f]`)
)

func withoutNames(s string) string { return anyName.ReplaceAllString(s, "") }

// quote is a word as a shell reads it back.
func (w *writer) quote(s string) string {
	switch {
	case strings.Contains(s, mark):
		s = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", "$", `\$`).Replace(s)
		for strings.Count(s, mark) >= 2 {
			s = strings.Replace(strings.Replace(s, mark, "${", 1), mark, "}", 1)
		}
		return `"` + s + `"`
	case plainWord.MatchString(s):
		return s
	case control.MatchString(s):
		return ansiQuote(s)
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// ansiQuote writes $'…', so that no control character gets into a terminal.
func ansiQuote(s string) string {
	var b strings.Builder
	b.WriteString("$'")
	for i := range len(s) {
		const hex = "0123456789abcdef"
		switch c := s[i]; {
		case c == '\'' || c == '\\':
			b.WriteString(`\` + string(c))
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\t':
			b.WriteString(`\t`)
		case c < 0x20 || c == 0x7f: // three octal digits end by themselves
			b.WriteString(`\` + string([]byte{'0' + c>>6, hex[c>>3&7], hex[c&7]}))
		default:
			b.WriteByte(c)
		}
	}
	return b.String() + "'"
}

func (w *writer) option(name, value string) { w.args = append(w.args, name+" "+w.quote(value)) }

func (w *writer) header(key, value string) {
	switch scheme, rest, ok := strings.Cut(value, " "); {
	case !redact.Sensitive(key):
	case ok && strings.EqualFold(key, "Authorization"):
		value = scheme + " " + w.secret(key, rest)
	default:
		value = w.secret(key, value)
	}
	if value == "" {
		w.option("-H", key+";")
		return
	}
	w.option("-H", key+": "+value)
}

// method says the method where curl would take another.
func (w *writer) method(q collection.Request) {
	natural := "GET"
	if hasBody(q.Body) {
		natural = "POST"
	}
	switch {
	case q.Method == "HEAD" && natural == "GET":
		w.args = append(w.args, "--head")
	case q.Method != natural:
		w.option("-X", q.Method)
	}
}

func hasBody(b collection.Body) bool {
	enabled := func(p collection.Param) bool { return !p.Disabled }
	switch {
	case b.Disabled:
		return false
	case b.Mode == "raw":
		return b.Raw != ""
	case b.Mode == "urlencoded":
		return slices.ContainsFunc(b.URLEncoded, enabled)
	case b.Mode == "formdata":
		return slices.ContainsFunc(b.Form, func(p collection.FormPart) bool { return enabled(p.Param) })
	}
	return b.Mode == "graphql" || b.Mode == "file" && b.File.Src != ""
}

// auth proves who it is, in the way curl has for it.
func (w *writer) auth(q collection.Request, u *collection.URL) {
	if q.Auth == nil {
		return
	}
	a := *q.Auth
	switch a.Type {
	case "", "noauth":
	case "basic", "digest", "ntlm":
		if a.Type != "basic" {
			w.args = append(w.args, "--"+a.Type)
		}
		name := a.Get("username")
		if d := a.Get("domain"); d != "" && a.Type == "ntlm" {
			name = d + `\` + name
		}
		w.option("-u", name+":"+w.secret("password", a.Get("password")))
	case "bearer":
		w.token(a, "Bearer", "token", u)
	case "oauth2":
		prefix := "Bearer"
		if v, ok := a.Value("headerPrefix"); ok {
			prefix = strings.TrimSpace(auth.Text(v))
		}
		w.token(a, prefix, "accessToken", u)
	case "apikey":
		key, value := a.Get("key"), w.secret(a.Get("key"), a.Get("value"))
		switch {
		case key == "":
		case a.Get("in") == "query":
			u.Query = append(u.Query, collection.Param{Key: key, Value: value})
		default:
			w.option("-H", key+": "+value)
		}
	case "awsv4":
		region, service := a.Get("region"), a.Get("service")
		w.option("--aws-sigv4", strings.TrimRight("aws:amz:"+region+":"+service, ":"))
		w.option("-u", a.Get("accessKey")+":"+w.secret("secretKey", a.Get("secretKey")))
		if t := a.Get("sessionToken"); t != "" {
			w.option("-H", "x-amz-security-token: "+w.secret("sessionToken", t))
		}
	default:
		w.lost = append(w.lost, "the auth "+a.Type+" is not in this command: curl does not know it")
	}
}

// token sends a token. One that is still to be got is asked for by name.
func (w *writer) token(a auth.Config, prefix, key string, u *collection.URL) {
	value := a.Get(key)
	if value == "" {
		value = mark + "ACCESS_TOKEN" + mark
	} else {
		value = w.secret("access_token", value)
	}
	if a.Get("addTokenTo") == "queryParams" {
		u.Query = append(u.Query, collection.Param{Key: "access_token", Value: value})
		return
	}
	w.option("-H", "Authorization: "+strings.TrimSpace(prefix+" "+value))
}

func (w *writer) body(q collection.Request) {
	if !hasBody(q.Body) {
		return
	}
	kind := ""
	switch b := q.Body; b.Mode {
	case "raw":
		kind = rawType(b.Language)
		w.option("--data-raw", b.Raw)
	case "urlencoded":
		for _, p := range b.URLEncoded {
			if !p.Disabled {
				w.option("--data-urlencode", escape(p.Key)+"="+w.named(p))
			}
		}
	case "formdata":
		for _, p := range b.Form {
			if !p.Disabled {
				w.part(p)
			}
		}
	case "graphql":
		kind = "application/json"
		w.option("--data-raw", graphQL(b.GraphQL))
	case "file":
		kind = "application/octet-stream"
		w.option("--data-binary", "@"+b.File.Src)
	}
	if !slices.ContainsFunc(q.Headers, func(h collection.Param) bool {
		return !h.Disabled && strings.EqualFold(h.Key, "Content-Type")
	}) && kind != "" {
		w.header("Content-Type", kind)
	}
}

// named is the value of a row, which its key may say is a credential.
func (w *writer) named(p collection.Param) string {
	if redact.Sensitive(p.Key) {
		return w.secret(p.Key, p.Value)
	}
	return p.Value
}

func (w *writer) part(p collection.FormPart) {
	options := ""
	if p.ContentType != "" {
		options += ";type=" + p.ContentType
	}
	if p.FileName != "" {
		options += ";filename=" + formQuote(p.FileName)
	}
	if p.Type == "file" {
		for _, src := range p.Src {
			w.option("-F", p.Key+"=@"+formQuote(src)+options)
		}
		return
	}
	value := w.named(p.Param)
	if options == "" {
		w.option("--form-string", p.Key+"="+value)
		return
	}
	w.option("-F", p.Key+"="+formQuote(value)+options)
}

func formQuote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// rawType is what a raw body is sent as if no header says it.
func rawType(language string) string {
	switch language {
	case "json", "xml", "javascript":
		return "application/" + language
	case "html":
		return "text/html"
	}
	return "text/plain"
}

// graphQL is the JSON of a query. Variables that are no JSON are left out.
func graphQL(g collection.GraphQL) string {
	body := struct {
		Query     string          `json:"query"`
		Operation string          `json:"operationName,omitempty"`
		Variables json.RawMessage `json:"variables,omitempty"`
	}{Query: g.Query, Operation: g.Operation}
	if json.Valid([]byte(g.Variables)) {
		body.Variables = json.RawMessage(g.Variables)
	}
	b, err := json.Marshal(body)
	if err != nil {
		return g.Query // the variables were valid, so this never happens
	}
	return string(b)
}

// comments tell what is not in the command. A name of others may not end one.
func (w *writer) comments() string {
	var b strings.Builder
	for _, s := range w.lost {
		b.WriteString("\n# " + strings.Join(strings.Fields(control.ReplaceAllString(s, " ")), " "))
	}
	return b.String()
}
