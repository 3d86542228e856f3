package authform

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"postern/auth"
	"postern/ui/safe"
	"postern/ui/widget/form"
)

// The members of a parameter of authRequestParams, tokenRequestParams and
// refreshRequestParams.
const (
	paramKey     = "key"
	paramValue   = "value"
	paramEnabled = "enabled"
	paramIn      = "send_as"
)

// The attributes that hold the parameters.
const (
	authParams  = "authRequestParams"
	tokenParams = "tokenRequestParams"
)

// places are where the parameters of an attribute can go. A browser takes the
// authorization request as an address and nothing else.
func places(key string) []form.Option {
	url := form.Option{Value: string(auth.InURL), Label: safe.Lit("URL")}
	if key == authParams {
		return []form.Option{url}
	}
	return []form.Option{
		{Value: string(auth.InBody), Label: safe.Lit("body")}, url, {Value: string(auth.InHeader), Label: safe.Lit("header")},
	}
}

// paramsOf are the rows of a list in the file. What is no object is a row
// without a name.
func paramsOf(list []any) []form.Param {
	out := make([]form.Param, len(list))
	for i, e := range list {
		m, _ := e.(map[string]any)
		out[i] = form.Param{
			On:  m[paramEnabled] == nil || auth.Text(m[paramEnabled]) != "false",
			Key: auth.Text(m[paramKey]), Value: auth.Text(m[paramValue]), In: auth.Text(m[paramIn]),
		}
	}
	return out
}

// setParams returns c with other parameters under key. What the file says of
// them beyond what is shown stays, in its order.
func setParams(c auth.Config, key string, now []form.Param) auth.Config {
	var was []string
	for i := range c.Attrs {
		if a := c.Attrs[i]; a.Key == key {
			was = elements(a)
		}
	}
	v, _ := c.Value(key)
	list, _ := v.([]any)
	before := paramsOf(list)
	// The rows at both ends that are as they were stay what they are; of those
	// between each goes on as the one at its place.
	head, tail := same(before, now)
	var texts []string
	for i, p := range now {
		from := i
		if i >= len(now)-tail {
			from = i - len(now) + len(before)
		}
		switch {
		case i < head || i >= len(now)-tail:
			texts = append(texts, was[from])
		case from < len(before)-tail:
			texts = append(texts, spell(was[from], before[from], p))
		default:
			texts = append(texts, spell("", form.Param{}, p))
		}
	}
	return setText(c, key, "["+strings.Join(texts, ",")+"]")
}

// same counts the rows at the start and at the end that are the same.
func same(a, b []form.Param) (head, tail int) {
	n := min(len(a), len(b))
	for head < n && a[head] == b[head] {
		head++
	}
	for tail < n-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	return head, tail
}

// setText sets an attribute to JSON, whose spelling it keeps.
func setText(c auth.Config, key, text string) auth.Config {
	c = c.Set(key, generic(text))
	for i := range c.Attrs {
		if c.Attrs[i].Key == key {
			c.Attrs[i].Source = text
		}
	}
	return c
}

// generic is JSON as an attribute holds it.
func generic(text string) any {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil { // it was made of parts that are JSON
		return nil
	}
	return v
}

// elements are the texts of an attribute's rows.
func elements(a auth.Attr) []string {
	text := a.Source
	if !gjson.Valid(text) || !gjson.Parse(text).IsArray() {
		text = auth.Text(a.Value)
	}
	var out []string
	for _, e := range gjson.Parse(text).Array() {
		out = append(out, e.Raw)
	}
	return out
}

// spell writes a parameter: what differs from before into the text it had, or
// all of it in Postman's order.
func spell(text string, before, p form.Param) string {
	row := gjson.Parse(text)
	var keys, values []string
	row.ForEach(func(k, v gjson.Result) bool {
		if row.IsObject() {
			keys, values = append(keys, k.String()), append(values, v.Raw)
		}
		return true
	})
	put := func(key string, changed bool, v any) {
		i := slices.Index(keys, key)
		switch {
		case i < 0 && (changed || len(text) == 0):
			keys, values = append(keys, key), append(values, quote(v))
		case i >= 0 && changed:
			values[i] = quote(v)
		}
	}
	put(paramKey, p.Key != before.Key, p.Key)
	put(paramValue, p.Value != before.Value, p.Value)
	put(paramEnabled, p.On != before.On, p.On)
	put(paramIn, p.In != before.In, p.In)
	parts := make([]string, len(keys))
	for i := range keys {
		parts[i] = quote(keys[i]) + ":" + values[i]
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// quote is a text or a truth as JSON.
func quote(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil { // texts and truths can always be written
		return "null"
	}
	return strings.TrimSpace(b.String())
}

// legacy reports whether c has what older versions of Postman had before there
// were parameters.
func legacy(c auth.Config) bool {
	return c.Type == (auth.OAuth2{}).Type() && len(c.Values("audience"))+len(c.Values("resource")) > 0
}

// moved returns c with its legacy audience and resource as parameters: of the
// auth request for implicit, of the token request for all others.
func moved(c auth.Config) auth.Config {
	key, in := tokenParams, auth.InBody
	if auth.GrantType(c) == auth.Implicit {
		key, in = authParams, auth.InURL
	}
	v, _ := c.Value(key)
	list, _ := v.([]any)
	params := paramsOf(list)
	for _, name := range []string{"audience", "resource"} {
		for _, value := range c.Values(name) {
			params = append(params, form.Param{On: true, In: string(in), Key: name, Value: value})
		}
	}
	return setParams(c, key, params).Unset("audience").Unset("resource")
}
