package newman

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"postern/store/postman/jsondoc"
)

// Option is an option of newman run that a newmanrc file sets.
type Option struct {
	// Flag is its name on the command line, without dashes; "" if it has none.
	Flag string
	// Values are what it is set to, one after the other.
	Values []string
	// Key is its name in the file, and Note why it means nothing here.
	Key, Note string

	d  *document
	at jsondoc.Value
}

// Bad says where the option stands, and what is wrong with it.
func (o *Option) Bad(what, hint string) error { return o.d.bad(o.at, what, hint) }

// File is the file that it stands in.
func (o *Option) File() string { return o.d.file }

// kind is what the value of an option is.
type kind int

const (
	text kind = iota
	number
	flag
	// list is a text or several, pairs several {key, value}.
	list
	pairs
	// nested holds the options of reporters, generic those for all of them.
	nested
	generic
)

// kinds are the options of newman run that files may set. No other option of
// this program is among them: a file that comes with a folder must not say that
// its scripts are trusted.
func kinds() map[string]kind {
	return map[string]kind{
		"environment": text, "globals": text, "iterationData": text, "workingDir": text, "color": text,
		"sslClientCert": text, "sslClientKey": text, "sslClientPassphrase": text, "sslClientCertList": text, "sslExtraCaCerts": text,
		"cookieJar": text, "exportCookieJar": text, "exportEnvironment": text, "exportGlobals": text, "exportCollection": text, "postmanApiKey": text,
		"iterationCount": number, "delayRequest": number, "timeout": number, "timeoutRequest": number, "timeoutScript": number,
		"ignoreRedirects": flag, "suppressExitCode": flag, "silent": flag, "disableUnicode": flag, "verbose": flag, "insecure": flag, "insecureFileRead": flag,
		"folder": list, "reporters": list, "bail": list, "globalVar": pairs, "envVar": pairs,
		"reporter": nested, "reporterOptions": generic,
	}
}

// senseless are those that mean nothing here, and why.
func senseless() map[string]string {
	return map[string]string{
		"collection":     "the collection is named on the command line",
		"requestAgents":  "it is for programs that hold newman",
		"newmanVersion":  "it is for programs that hold newman",
		"abortOnFailure": "--bail does it",
		"abortOnError":   "--bail folder does it",
	}
}

// Options are what files set, the last of them that has an option wins. Files
// that are not there set nothing; read are those that are. Of a file without a
// whole path, that of the folder, what reaches beyond it counts only if trusted.
func Options(trusted bool, files ...string) (all []Option, read []string, err error) {
	var docs []*document
	for _, file := range files {
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		d, err := load(file)
		if err != nil {
			return nil, nil, err
		}
		docs, read = append(docs, d), append(read, file)
	}
	// What stands under "run" is for this command alone, and counts instead of
	// all that stands beside it, in whatever file.
	own := slices.ContainsFunc(docs, func(d *document) bool { return d.Root().Get("run").Is(jsondoc.Object) })
	for _, d := range docs {
		root := d.Root()
		if own {
			root = root.Get("run")
		}
		for key, v := range root.Members() {
			options, bad := d.options(key, v)
			if bad != nil {
				return nil, nil, bad
			}
			for _, o := range options {
				if o.Note == "" && !trusted && !filepath.IsAbs(d.file) && o.reaches() {
					o.Note = asked + o.Flag
				}
				if o.Note != "" { // what another file says stays
					all = append(all, o)
					continue
				}
				all = slices.DeleteFunc(all, func(old Option) bool { return old.Key == o.Key && old.Note == "" })
				all = append(all, o)
			}
		}
	}
	return all, read, nil
}

func load(file string) (*document, error) {
	d, err := read(file, "newmanrc file")
	if err == nil && !d.Root().Is(jsondoc.Object) {
		return nil, d.bad(d.Root(), "a newmanrc file must be an object", `{"reporters": ["cli", "json"]}`)
	}
	return d, err
}

// options are what one member of a file sets; null sets nothing.
func (d *document) options(key string, v jsondoc.Value) ([]Option, *Error) {
	k, known := kinds()[key]
	o := Option{Key: key, Flag: dashed(key), d: d, at: v}
	switch {
	case v.Nil():
		return nil, nil
	case !known:
		if o.Flag, o.Note = "", senseless()[key]; o.Note == "" {
			o.Note = "newman run has no such option"
		}
		return []Option{o}, nil
	case k == nested || k == generic:
		return d.reporters(k, v)
	}
	var bad *Error
	if o.Values, bad = d.values(k, v); bad != nil {
		return nil, bad
	}
	if key == "insecureFileRead" { // the option says it the other way around
		o.Flag, o.Values = "no-insecure-file-read", []string{strconv.FormatBool(!v.True())}
	}
	return []Option{o}, nil
}

// values are the texts of a value.
func (d *document) values(k kind, v jsondoc.Value) ([]string, *Error) {
	what := strconv.Quote(v.Key())
	switch {
	case k == flag && !v.Is(jsondoc.Bool):
		return nil, d.bad(v, what+" must be true or false", "write it without quotes")
	case k == number && !v.Is(jsondoc.Number) && !v.Is(jsondoc.String):
		return nil, d.bad(v, what+" must be a number", "write it without quotes")
	case k == text && (v.Is(jsondoc.Object) || v.Is(jsondoc.Array)):
		return nil, d.bad(v, what+" must be the name of a file", "write what it holds into a file, and name that")
	case k == text && !v.Is(jsondoc.String):
		return nil, d.bad(v, what+" must be a text", `write it in quotes: "…"`)
	case k == list || k == pairs:
		return d.several(k, v)
	}
	return []string{v.Text()}, nil
}

// several are the texts of a list.
func (d *document) several(k kind, v jsondoc.Value) ([]string, *Error) {
	bail := v.Key() == "bail"
	switch {
	case bail && v.Is(jsondoc.Bool) && !v.True():
		return nil, nil
	case bail && v.Is(jsondoc.Bool):
		return []string{"failure"}, nil
	case k == list && v.Is(jsondoc.String):
		return []string{v.Str()}, nil
	case !v.Is(jsondoc.Array):
		return nil, d.bad(v, strconv.Quote(v.Key())+" must be a list", "write it in brackets: […]")
	}
	var out []string
	for _, e := range v.Children() {
		switch key, value := e.Get("key"), e.Get("value"); {
		case k == list && e.Is(jsondoc.String):
			out = append(out, e.Str())
		case k == pairs && key.Is(jsondoc.String) && !value.Is(jsondoc.Object) && !value.Is(jsondoc.Array):
			out = append(out, key.Str()+"="+value.Text())
		case k == pairs:
			return nil, d.bad(e, "a variable must be an object with a key and a value", `{"key": "limit", "value": "5"}`)
		default:
			return nil, d.bad(e, "this must be a text", `write it in quotes: "…"`)
		}
	}
	return out, nil
}

// reporters are the options of reporters: {"json": {"export": "out.json"}}, or
// those for all of them.
func (d *document) reporters(k kind, v jsondoc.Value) ([]Option, *Error) {
	if !v.Is(jsondoc.Object) {
		return nil, d.bad(v, strconv.Quote(v.Key())+" must be an object", `{"json": {"export": "out.json"}}`)
	}
	var out []Option
	for name, m := range v.Members() {
		if k == generic {
			o, bad := d.reporter(v.Key()+"."+name, "reporter-"+dashed(name), m)
			if bad != nil {
				return nil, bad
			}
			out = append(out, o...)
			continue
		}
		if !m.Is(jsondoc.Object) {
			return nil, d.bad(m, strconv.Quote(name)+" must be an object", `{"export": "out.json"}`)
		}
		for option, value := range m.Members() {
			o, bad := d.reporter(v.Key()+"."+name+"."+option, "reporter-"+name+"-"+dashed(option), value)
			if bad != nil {
				return nil, bad
			}
			out = append(out, o...)
		}
	}
	return out, nil
}

func (d *document) reporter(key, name string, v jsondoc.Value) ([]Option, *Error) {
	if v.Nil() {
		return nil, nil
	}
	if v.Is(jsondoc.Object) || v.Is(jsondoc.Array) {
		return nil, d.bad(v, strconv.Quote(v.Key())+" must be a text, a number, or true or false", "see postern run --help for the options of reporters")
	}
	return []Option{{Key: key, Flag: name, Values: []string{v.Text()}, d: d, at: v}}, nil
}

// dashed is a name in camel case as an option of a command line.
func dashed(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
