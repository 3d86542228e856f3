// Package encode makes new JSON of the model, in the shape and the order of
// members that Postman exports. It is the opposite of package decode for what
// is new in a file; what is there already is edited by package postman, which
// keeps everything this package knows nothing of.
//
// Where a function takes maps, it says to write as v2.0 does: auth attributes
// as a map, and an address as a text where that says it all.
package encode

import (
	"strings"

	"postern/engine/collection"
	"postern/store/postman/jsondoc"
)

// Schema is the address by which a file says in which format it is: v2.0 with
// maps, else v2.1.
func Schema(maps bool) string {
	if maps {
		return "https://schema.getpostman.com/json/collection/v2.0.0/collection.json"
	}
	return "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
}

// Collection returns c as a new file, laid out as Postman exports it.
func Collection(c *collection.Collection, maps bool) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "info", Value: Info(c, maps)}, {Key: "item", Value: items(c.Items, newItem(maps))}}
	if c.Auth != nil {
		o = append(o, jsondoc.Member{Key: "auth", Value: Auth(c.Auth, maps)})
	}
	o = withEvents(o, c.Events)
	if len(c.Behavior) > 0 {
		o = append(o, jsondoc.Member{Key: "protocolProfileBehavior", Value: Behavior(nil, c.Behavior, c.BehaviorSource)})
	}
	if len(c.Vars) > 0 {
		vars := jsondoc.Arr{}
		for _, v := range c.Vars {
			vars = append(vars, Variable(v))
		}
		o = append(o, jsondoc.Member{Key: "variable", Value: vars})
	}
	return o
}

// Info makes the block that names a collection and its format.
func Info(c *collection.Collection, maps bool) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "_postman_id", Value: c.ID}, {Key: "name", Value: c.Name}}
	o = withText(o, "description", c.Description)
	return append(o, jsondoc.Member{Key: "schema", Value: Schema(maps)})
}

func items(list []*collection.Item, one func(*collection.Item) any) jsondoc.Arr {
	out := jsondoc.Arr{}
	for _, it := range list {
		out = append(out, one(it))
	}
	return out
}

// newItem is [Item] where everything is new.
func newItem(maps bool) func(*collection.Item) any {
	return func(it *collection.Item) any { return Item(it, maps, newItem(maps)) }
}

// Item makes the JSON of an item; sub makes that of what is in a folder. It
// carries its id, so that what the private state knows about it is found again.
func Item(it *collection.Item, maps bool, sub func(*collection.Item) any) jsondoc.Obj {
	o := withText(jsondoc.Obj{{Key: "name", Value: it.Name}}, "id", it.ID)
	if it.Folder {
		o = append(o, jsondoc.Member{Key: "item", Value: items(it.Items, sub)})
		if it.Auth != nil {
			o = append(o, jsondoc.Member{Key: "auth", Value: Auth(it.Auth, maps)})
		}
	}
	o = withEvents(o, it.Events)
	if len(it.Behavior) > 0 {
		o = append(o, jsondoc.Member{Key: "protocolProfileBehavior", Value: Behavior(nil, it.Behavior, it.BehaviorSource)})
	}
	if it.Folder {
		return withText(o, "description", it.Description)
	}
	examples := jsondoc.Arr{}
	for _, e := range it.Examples {
		examples = append(examples, Example(e, maps))
	}
	o = append(o, jsondoc.Member{Key: "request", Value: Request(it.Request, maps)}, jsondoc.Member{Key: "response", Value: examples})
	return withText(o, "description", it.Description)
}

func withText(o jsondoc.Obj, key, s string) jsondoc.Obj {
	if s == "" {
		return o
	}
	return append(o, jsondoc.Member{Key: key, Value: s})
}

func withTrue(o jsondoc.Obj, key string, on bool) jsondoc.Obj {
	if !on {
		return o
	}
	return append(o, jsondoc.Member{Key: key, Value: true})
}

func withEvents(o jsondoc.Obj, events []collection.Event) jsondoc.Obj {
	if len(events) == 0 {
		return o
	}
	list := jsondoc.Arr{}
	for _, e := range events {
		list = append(list, Event(e))
	}
	return append(o, jsondoc.Member{Key: "event", Value: list})
}

// Event is a script with what it listens to.
func Event(e collection.Event) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "listen", Value: e.Listen}, {Key: "script", Value: Script(e.Script)}}
	return withTrue(o, "disabled", e.Disabled)
}

// Script is the text of a script, a line an element.
func Script(s string) jsondoc.Obj {
	return jsondoc.Obj{{Key: "type", Value: "text/javascript"}, {Key: "exec", Value: Lines(s)}}
}

// Lines is a text as a list of its lines.
func Lines(s string) jsondoc.Arr {
	out := jsondoc.Arr{}
	for l := range strings.SplitSeq(s, "\n") {
		out = append(out, l)
	}
	return out
}

// Variable is a variable of a collection.
func Variable(v collection.Variable) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "key", Value: v.Key}, {Key: "value", Value: v.Value}}
	o = withText(o, "type", v.Type)
	o = withText(o, "description", v.Description)
	return withTrue(o, "disabled", v.Disabled)
}

// Example makes a saved response.
func Example(e collection.Example, maps bool) jsondoc.Obj {
	o := jsondoc.Obj{{Key: "name", Value: e.Name}}
	if e.Original != nil {
		o = append(o, jsondoc.Member{Key: "originalRequest", Value: Request(e.Original, maps)})
	}
	o = withText(o, "status", e.Status)
	if e.Code != 0 {
		o = append(o, jsondoc.Member{Key: "code", Value: e.Code})
	}
	o = withText(o, "_postman_previewlanguage", e.Preview)
	return append(o, jsondoc.Member{Key: "header", Value: rows(e.Header)},
		jsondoc.Member{Key: "cookie", Value: jsondoc.Arr{}}, jsondoc.Member{Key: "body", Value: e.Body})
}

// Behavior lays own over what was inherited; a key keeps the place it
// first had.
func Behavior(o jsondoc.Obj, own map[string]any, source string) jsondoc.Obj {
	if len(own) == 0 {
		return o
	}
	was := map[string]jsondoc.Value{}
	var order []string
	for k, v := range jsondoc.Snippet(source).Members() {
		was[k], order = v, append(order, k)
	}
	at := make(map[string]int, len(o)+len(own))
	for i, m := range o {
		at[m.Key] = i
	}
	for _, k := range jsondoc.OrderedKeys(order, own) {
		m := jsondoc.Member{Key: k, Value: jsondoc.FromAny(own[k])}
		if v, ok := was[k]; ok && jsondoc.Same(v.Any(), own[k]) {
			m.Value = v.Plain()
		}
		if i, ok := at[k]; ok {
			o[i] = m
			continue
		}
		at[k] = len(o)
		o = append(o, m)
	}
	return o
}
