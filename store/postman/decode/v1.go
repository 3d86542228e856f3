package decode

import (
	"strings"

	"postern/auth"
	"postern/engine/collection"
	"postern/store/postman/jsondoc"
)

// version1 reads the format of 2015: flat lists of folders and requests, tied
// together by ids.
func (r *reader) version1(root jsondoc.Value) *collection.Collection {
	c := &collection.Collection{
		Name: label(root), Description: describe(root.Get("description")), Schema: "v1",
		Auth: r.auth1(root), Events: r.events1(root),
	}
	if c.Auth != nil && c.Auth.Type == "noauth" {
		c.Auth = nil
	}
	vars := root.Get("variables")
	if vars.Nil() {
		vars = root.Get("variable")
	}
	c.Vars = r.variables(vars)
	c.Behavior, c.BehaviorSource = r.behavior(root)
	if c.ID = root.Get("id").Text(); c.ID == "" {
		c.ID = madeID("", c.Name, 0)
	}
	r.ids[c.ID] = 1
	t := tree1{r: r, folders: map[string][]jsondoc.Value{}, requests: map[string]jsondoc.Value{}, open: map[string]bool{}}
	for _, f := range root.Get("folders").Children() {
		id := f.Get("id").Text()
		t.folders[id] = append(t.folders[id], f)
	}
	for _, q := range root.Get("requests").Children() {
		t.requests[q.Get("id").Text()] = q
	}
	t.left = 4 * (root.Get("folders").Len() + len(t.requests) + 1000)
	c.Items = t.root(root)
	return c
}

// tree1 puts the flat lists of a v1 file together.
type tree1 struct {
	r *reader
	// folders may share an id by mistake; Postman then merges them.
	folders  map[string][]jsondoc.Value
	requests map[string]jsondoc.Value
	// open are the folders being read, against folders inside themselves.
	open map[string]bool
	// left is how many items may still be made. Folders that list one folder
	// twice, and that another one twice, would double with every level.
	left int
}

// spend takes one item off, or tells that there are none left.
func (t *tree1) spend() bool {
	if t.left--; t.left == -1 {
		t.r.note("folders", "list each other too often; the rest is left out")
	}
	return t.left >= 0
}

// root lists the folders that are in no other folder, then the requests. A
// request that no list names is lost in Postman too.
func (t *tree1) root(root jsondoc.Value) []*collection.Item {
	inner := map[string]bool{}
	for _, f := range root.Get("folders").Children() {
		for _, id := range f.Get("folders_order").Children() {
			inner[id.Text()] = true
		}
	}
	var order []string
	if o := root.Get("folders_order"); o.Is(jsondoc.Array) {
		for _, id := range o.Children() {
			order = append(order, id.Text())
		}
	} else {
		for _, f := range root.Get("folders").Children() {
			order = append(order, f.Get("id").Text())
		}
	}
	var items []*collection.Item
	seen := map[string]bool{}
	for _, id := range order {
		if !seen[id] && !inner[id] {
			items = t.folder(items, id)
		}
		seen[id] = true
	}
	once := map[string]bool{}
	for _, id := range root.Get("order").Children() {
		if !once[id.Text()] {
			items = t.request(items, id.Text())
		}
		once[id.Text()] = true
	}
	return items
}

func (t *tree1) folder(items []*collection.Item, id string) []*collection.Item {
	all := t.folders[id]
	if len(all) == 0 || t.open[id] || !t.spend() {
		return items
	}
	f := all[len(all)-1]
	t.open[id] = true
	defer delete(t.open, id)
	name := label(f)
	t.r.where = append(t.r.where, name)
	defer func() { t.r.where = t.r.where[:len(t.r.where)-1] }()
	it := &collection.Item{
		ID: t.r.id(id, "", name, 0), Name: name, Folder: true, Description: describe(f.Get("description")),
		Auth: t.r.auth1(f), Events: t.r.events1(f),
	}
	it.Behavior, it.BehaviorSource = t.r.behavior(f)
	for _, f := range all {
		for _, sub := range f.Get("folders_order").Children() {
			it.Items = t.folder(it.Items, sub.Text())
		}
		for _, q := range f.Get("order").Children() {
			it.Items = t.request(it.Items, q.Text())
		}
	}
	return append(items, it)
}

func (t *tree1) request(items []*collection.Item, id string) []*collection.Item {
	v, ok := t.requests[id]
	if !ok || !t.spend() {
		return items
	}
	r, name := t.r, label(v)
	r.where = append(r.where, name)
	defer func() { r.where = r.where[:len(r.where)-1] }()
	it := &collection.Item{
		ID: r.id(id, "", name, 0), Name: name, Events: r.events1(v),
		Request: &collection.Request{
			URL: r.url1(v), Headers: r.headers1(v), Body: r.body1(v),
			Auth: r.auth1(v), Description: describe(v.Get("description")),
		},
	}
	it.Request.Method, it.Request.NoMethod = method(v.Get("method"))
	it.Behavior, it.BehaviorSource = r.behavior(v)
	for i, e := range v.Get("responses").Children() {
		it.Examples = append(it.Examples, r.example1(e, i+1))
	}
	return append(items, it)
}

func (r *reader) example1(v jsondoc.Value, origin int) collection.Example {
	code := v.Get("responseCode")
	return collection.Example{
		Name: v.Get("name").Text(), Status: code.Get("name").Text(), Code: code.Get("code").Int(),
		Header: r.headers(v.Get("headers")), Body: v.Get("text").Text(), Origin: origin,
	}
}

// events1 reads the new list of events, or the two old script fields, of which
// the test comes first.
func (r *reader) events1(v jsondoc.Value) []collection.Event {
	old := v.Get("tests").Truthy() || v.Get("preRequestScript").Truthy()
	if list := v.Get("events"); !old && list.Is(jsondoc.Array) {
		out := r.events(list)
		for i, e := range out {
			if e.Listen == "" {
				out[i].Listen = "test"
			}
			// Here a script in one string keeps its carriage returns.
			if exec := list.At(e.Origin-1).Path("script", "exec"); exec.Is(jsondoc.String) {
				out[i].Script = exec.Str()
			}
		}
		return out
	}
	var out []collection.Event
	for _, f := range []struct{ field, listen string }{{"tests", "test"}, {"preRequestScript", "prerequest"}} {
		s := v.Get(f.field)
		if !s.Truthy() {
			continue
		}
		e := collection.Event{Listen: f.listen, Script: s.Str()}
		if !s.Is(jsondoc.String) {
			e.Script = lines(s)
		}
		out = append(out, e)
	}
	return out
}

// auth1 reads the new auth block, or the old helper with its attributes.
func (r *reader) auth1(v jsondoc.Value) *auth.Config {
	helper := v.Get("currentHelper")
	if a := v.Get("auth"); a.Truthy() && !helper.Exists() && !v.Get("helperAttributes").Truthy() {
		return r.auth(a)
	}
	name := helper.Str()
	if name == "" || name == "normal" {
		return nil
	}
	attrs := v.Get("helperAttributes")
	if attrs.Is(jsondoc.String) {
		doc, err := jsondoc.Parse(attrs.Str())
		if err != nil {
			r.note("helperAttributes", "are no JSON, so the request has no auth")
			return nil
		}
		attrs = doc.Root()
	}
	h, known := helpers1()[name]
	if !known {
		return &auth.Config{Type: name}
	}
	c := &auth.Config{Type: h.kind}
	if !attrs.Is(jsondoc.Object) {
		return c
	}
	if h.fields == "" {
		for k, e := range attrs.Members() {
			c.Attrs = append(c.Attrs, attr(k, e))
		}
		return c
	}
	for f := range strings.FieldsSeq(h.fields) {
		key, from, renamed := strings.Cut(f, "=")
		if !renamed {
			from = key
		}
		c.Attrs = append(c.Attrs, attr(key, attrs.Get(from)))
	}
	if name == "basicAuth" {
		c.Attrs = append(c.Attrs, auth.Attr{Key: "showPassword", Value: false})
	}
	return c
}

// helper1 says what became of an old auth helper: its type and its attributes,
// written new=old where the name changed. No fields means all as they are.
type helper1 struct{ kind, fields string }

func helpers1() map[string]helper1 {
	return map[string]helper1{
		"apikeyAuth": {"apikey", "key value in"},
		"basicAuth":  {"basic", "username password saveHelperData=saveToRequest"},
		"bearerAuth": {"bearer", "token"},
		"digestAuth": {"digest", "algorithm username realm password nonce nonceCount clientNonce opaque qop disableRetryRequest"},
		"oAuth1": {"oauth1", "consumerKey consumerSecret token tokenSecret signatureMethod timestamp nonce version realm " +
			"addParamsToHeader=header autoAddParam=auto addEmptyParamsToSign=includeEmpty"},
		"hawkAuth": {"hawk", "authId=hawk_id authKey=hawk_key algorithm user saveHelperData=saveToRequest nonce " +
			"extraData=ext appId=app delegation=dlg timestamp"},
		"ntlmAuth": {"ntlm", "username password domain workstation disableRetryRequest"},
		"oAuth2": {"oauth2", "accessToken addTokenTo callBackUrl authUrl accessTokenUrl clientId clientSecret clientAuth " +
			"grantType scope username password tokenType redirectUri refreshToken"},
		"awsSigV4":     {"awsv4", ""},
		"jwtAuth":      {"jwt", "algorithm isSecretBase64Encoded payload addTokenTo headerPrefix queryParamKey header"},
		"asapAuth":     {"asap", "exp claims sub privateKey kid aud iss alg"},
		"edgegridAuth": {"edgegrid", "clientToken clientSecret accessToken headersToSign nonce timestamp baseURL maxBodySize"},
	}
}
