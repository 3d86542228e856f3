package native

import (
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// ranks are the keywords of one schema in the order that ajv 6 looks at them.
var ranks = []string{
	"maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "multipleOf", "maxLength", "minLength", "pattern", "format",
	"maxItems", "minItems", "items", "prefixItems", "additionalItems", "contains", "uniqueItems",
	"maxProperties", "minProperties", "required", "dependencies", "dependentRequired", "dependentSchemas", "propertyNames", "additionalProperties", "properties", "patternProperties",
	"$ref", "const", "enum", "not", "anyOf", "oneOf", "allOf", "if", "then", "else",
}

// order puts errors as ajv finds them: the validator goes through what has names
// in no order at all.
type order map[string]int

// orderOf numbers what stands in the schemas, by its address.
func orderOf(schemas map[string]string) order {
	o := order{}
	for name, text := range schemas {
		o.number(json.NewDecoder(strings.NewReader(text)), name+"#")
	}
	return o
}

// number reads one value; the text was read before, and is well.
func (o order) number(d *json.Decoder, at string) {
	o[at] = len(o)
	t, err := d.Token()
	if err != nil {
		return
	}
	switch t {
	case json.Delim('{'):
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return
			}
			name, _ := key.(string) // as every key is
			o.number(d, at+"/"+escaped(name))
		}
	case json.Delim('['):
		for i := 0; d.More(); i++ {
			o.number(d, at+"/"+strconv.Itoa(i))
		}
	default:
		return
	}
	_, _ = d.Token() // the bracket
}

func escaped(name string) string {
	return url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(name))
}

// sort puts the causes of an error in order, and theirs.
func (o order) sort(e *jsonschema.ValidationError) {
	places := map[*jsonschema.ValidationError]place{}
	for _, c := range e.Causes {
		o.sort(c)
		places[c] = o.place(e, c)
	}
	slices.SortStableFunc(e.Causes, func(a, b *jsonschema.ValidationError) int {
		p, q := places[a], places[b]
		return cmp.Or(cmp.Compare(p.keyword, q.keyword), cmp.Compare(p.schema, q.schema), cmp.Compare(p.item, q.item), cmp.Compare(p.name, q.name))
	})
}

// place is where an error is among those of the schema that it is in: at a
// keyword, at one of its schemas, and at the item or member of the value.
type place struct {
	keyword, schema, item int
	name                  string
}

func (o order) place(in, c *jsonschema.ValidationError) place {
	schema := in.SchemaURL
	if to, ok := in.ErrorKind.(*kind.Reference); ok {
		schema = to.URL
	}
	steps, word := []string(nil), "$ref"
	if rest, ok := strings.CutPrefix(c.SchemaURL, schema+"/"); ok {
		steps = strings.Split(rest, "/")
		word = steps[0]
	} else if path := keywordPath(c.ErrorKind); c.SchemaURL == schema && len(path) > 0 {
		word = path[0]
	}
	p := place{keyword: slices.Index(ranks, word)}
	if len(steps) > 1 {
		if _, err := strconv.Atoi(steps[1]); err == nil || slices.Contains([]string{"properties", "patternProperties", "dependencies", "dependentSchemas"}, word) {
			p.schema = o[schema+"/"+word+"/"+steps[1]]
		}
	}
	if n := len(in.InstanceLocation); len(c.InstanceLocation) > n {
		p.name = c.InstanceLocation[n]
		p.item, _ = strconv.Atoi(p.name) // a member has a name alone
	}
	switch k := c.ErrorKind.(type) {
	case *kind.PropertyNames:
		p.name = k.Property
	case *kind.Dependency:
		p.name = k.Prop
	}
	return p
}
