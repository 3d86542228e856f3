package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"postern/auth"
	"postern/engine/wire"
	"postern/store/postman/jsondoc"
)

// Problem is a wrong place of the file.
type Problem struct {
	File string
	// Line and Column count from 1, columns in characters; 0 is the whole file.
	Line, Column int
	// What is wrong, and one thing to try. Neither holds a secret.
	What, Hint string
}

// Error returns "file:line:column: what".
func (p Problem) Error() string {
	if p.Line == 0 {
		return p.File + ": " + p.What
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.What)
}

// document is the file, read; what was wrong is left out.
type document struct {
	certificates []pair
	authorities  []authority
	proxies      []wire.Proxy
	insecure     []string
	timeout      time.Duration
	history      History
	bareLinks    bool
	theme        string
}

// maxSize is far beyond what a person writes.
const maxSize = 1 << 20

// read reads the file. One that is not there is empty.
func read(file string) (document, []Problem) {
	doc, problems := parse(file)
	if doc == nil {
		return document{}, problems
	}
	r := &reader{file: file, doc: doc}
	r.object(doc.Root(), "the settings", fields{
		"certificates":  r.each(r.certificate),
		"authorities":   r.each(r.authority),
		"proxies":       r.each(r.proxy),
		"insecureHosts": r.each(r.insecureHost),
		"timeout":       r.timeout,
		themeKey:        r.text(&r.out.theme),
		"history":       r.history,
		"links":         r.links,
	})
	return r.out, r.problems
}

// parse reads a file as JSON; nil is one that is not there, or that is none.
func parse(file string) (*jsondoc.Doc, []Problem) {
	data, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, []Problem{{File: file, What: "cannot be read: " + reason(err), Hint: "check its permissions"}}
	case len(data) > maxSize || !utf8.Valid(data):
		return nil, []Problem{{File: file, What: "is no settings file: larger than 1 MiB, or not UTF-8", Hint: "docs/settings.md shows one"}}
	}
	doc, err := jsondoc.Parse(strings.TrimPrefix(string(data), "\ufeff"))
	var syntax *jsondoc.SyntaxError
	if errors.As(err, &syntax) {
		return nil, []Problem{{File: file, Line: syntax.Line, Column: syntax.Column, What: syntax.What, Hint: "correct it; nothing of the file applies"}}
	} else if err != nil {
		return nil, []Problem{{File: file, What: err.Error(), Hint: "correct it; nothing of the file applies"}}
	}
	return doc, nil
}

// reason is an error of the file system without the path, which stands before
// it.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// reader reads the values of a file and notes what is wrong with them.
type reader struct {
	file     string
	doc      *jsondoc.Doc
	out      document
	problems []Problem
}

// fields are the keys of an object and what reads each.
type fields map[string]func(jsondoc.Value)

func (r *reader) bad(v jsondoc.Value, what, hint string) {
	line, column := r.place(v)
	r.problems = append(r.problems, Problem{File: r.file, Line: line, Column: column, What: what, Hint: hint})
}

// place is where a value stands, counted from 1.
func (r *reader) place(v jsondoc.Value) (line, column int) {
	before := r.doc.Text()[:v.Offset()]
	return r.doc.Line(v.Offset()), 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
}

// object reads the members of an object, and reports whether nothing is wrong
// with any of them: half of a certificate or a proxy is not what was meant.
func (r *reader) object(v jsondoc.Value, what string, known fields, needed ...string) bool {
	before := len(r.problems)
	if !v.Is(jsondoc.Object) {
		r.bad(v, what+" must be an object", "write it in braces: {…}")
		return false
	}
	seen := map[string]bool{}
	for key, m := range v.Members() {
		f := known[key]
		switch {
		case f == nil && key == "passphrase":
			r.bad(m, "a passphrase is not written here", "put it into an environment variable or a file, and name that in passphraseEnv or passphraseFile")
		case f == nil:
			r.bad(m, strconv.Quote(key)+" is not known in "+what, "known are "+strings.Join(sorted(known), ", "))
		case seen[key]:
			r.bad(m, strconv.Quote(key)+" stands there twice", "leave one")
		default:
			f(m)
			seen[key] = true
		}
	}
	for _, k := range needed {
		if !seen[k] {
			r.bad(v, what+" needs "+strconv.Quote(k), "add it")
		}
	}
	return len(r.problems) == before
}

func sorted(known fields) []string {
	var keys []string
	for k := range known {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// each reads the elements of a list.
func (r *reader) each(f func(jsondoc.Value)) func(jsondoc.Value) {
	return func(v jsondoc.Value) {
		if !v.Is(jsondoc.Array) {
			r.bad(v, strconv.Quote(v.Key())+" must be a list", "write it in brackets: […]")
			return
		}
		for _, e := range v.Children() {
			f(e)
		}
	}
}

// text reads a text that is not empty into to.
func (r *reader) text(to *string) func(jsondoc.Value) {
	return func(v jsondoc.Value) {
		if *to = v.Str(); *to == "" {
			r.bad(v, "this must be a text", `write it in quotes: "…"`)
		}
	}
}

// path reads the name of a file.
func (r *reader) path(to *string) func(jsondoc.Value) {
	return func(v jsondoc.Value) {
		r.text(to)(v)
		if *to != "" {
			*to = r.absolute(*to)
		}
	}
}

func (r *reader) absolute(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(r.file), path)
}

const hostHint = `api.example.com, *.example.com or *; for a port other than 443 with ":8443" or ":*" behind it`

// host reads a pattern of hosts.
func (r *reader) host(to *string) func(jsondoc.Value) {
	return func(v jsondoc.Value) {
		if *to = strings.ToLower(v.Str()); !isPattern(*to) {
			*to = ""
			r.bad(v, "this is no host", hostHint)
		}
	}
}

// isPattern reports whether [wire.Match] can do anything with it.
func isPattern(s string) bool {
	name, port := s, "443"
	if i := strings.LastIndexByte(s, ':'); i >= 0 && !strings.Contains(s[i:], "]") {
		name, port = s[:i], s[i+1:]
	}
	if n, err := strconv.ParseUint(port, 10, 16); port != "*" && (err != nil || n == 0) {
		return false
	}
	if name == "*" {
		return true
	}
	name = strings.TrimPrefix(name, "*.")
	bracketed := strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]")
	return name != "" && !strings.ContainsAny(name, "*/ \t\r\n@?#") && (bracketed || !strings.ContainsAny(name, ":[]"))
}

func (r *reader) insecureHost(v jsondoc.Value) {
	var host string
	if r.host(&host)(v); host == "" {
		return
	}
	if host == "*" || strings.HasPrefix(host, "*:") {
		r.bad(v, "checking certificates is never switched off for every server", "name the hosts; for one run there is --insecure")
		return
	}
	r.out.insecure = append(r.out.insecure, host)
}

func (r *reader) timeout(v jsondoc.Value) {
	n, err := strconv.ParseUint(v.Raw(), 10, 31)
	if err != nil {
		r.bad(v, "the timeout must be a number of milliseconds", "30000 is half a minute, 0 no limit")
		return
	}
	r.out.timeout = time.Duration(n) * time.Millisecond
}

func (r *reader) authority(v jsondoc.Value) {
	var host, file string
	if !r.object(v, "an authority", fields{"host": r.host(&host), "file": r.path(&file)}, "host", "file") {
		return
	}
	r.out.authorities = append(r.out.authorities, authority{host: host, files: []string{file}})
}

func (r *reader) certificate(v jsondoc.Value) {
	var p pair
	var env, file string
	if !r.object(v, "a certificate", fields{
		"host": r.host(&p.host), "cert": r.path(&p.cert), "key": r.path(&p.key), "pfx": r.path(&p.pfx),
		"passphraseEnv": r.text(&env), "passphraseFile": r.path(&file),
	}, "host") {
		return
	}
	if (p.pfx == "") == (p.cert == "") || p.pfx != "" && p.key != "" {
		r.bad(v, "a certificate needs either \"cert\" or \"pfx\"", "cert is PEM, with key beside it; pfx holds both")
		return
	}
	if env != "" && file != "" {
		r.bad(v, "the passphrase is in two places", "leave passphraseEnv or passphraseFile")
		return
	}
	p.passphrase = func() (auth.Secret, error) { return passphrase(env, file) }
	r.out.certificates = append(r.out.certificates, p)
}

func (r *reader) proxy(v jsondoc.Value) {
	var p wire.Proxy
	var raw string
	host := func(to *[]string) func(jsondoc.Value) {
		return r.each(func(v jsondoc.Value) {
			var one string
			if r.host(&one)(v); one != "" {
				*to = append(*to, one)
			}
		})
	}
	if !r.object(v, "a proxy", fields{"match": host(&p.Hosts), "bypass": host(&p.Bypass), "url": r.text(&raw)}, "url") {
		return
	}
	u, what := proxyURL(raw)
	if what != "" {
		r.bad(v.Get("url"), "the proxy "+what, proxyHint)
		return
	}
	p.URL = u
	r.out.proxies = append(r.out.proxies, p)
}

const proxyHint = "http://proxy.example.com:3128; https, socks5 and socks5h are known too"

// proxyURL reads the address of a proxy. What is wrong with it is said without
// the address, which may hold a password.
func proxyURL(raw string) (u *url.URL, what string) {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, "has an address that cannot be read"
	case !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme):
		return nil, "has an address without a scheme that is known"
	case u.Hostname() == "":
		return nil, "has an address without a host"
	}
	return u, ""
}
