package native

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dlclark/regexp2/v2"
	"github.com/dop251/goja"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// schemaGroup checks values against JSON Schema.
func schemaGroup(rt *goja.Runtime) map[string]any {
	return map[string]any{
		// own are formats that JavaScript checks, by fits.
		"check": func(schemas map[string]string, root, value, draft string, formats bool, own []string, fits goja.Callable) string {
			custom := make([]*jsonschema.Format, len(own))
			for i, name := range own {
				custom[i] = &jsonschema.Format{Name: name, Validate: func(v any) error { return fit(rt, fits, name, v) }}
			}
			out, err := checkSchema(schemas, root, value, draft, formats, custom)
			if err != nil {
				first, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), `schema is invalid: "postern:///root#" is not valid against metaschema: `), "\n")
				Throw(rt, errors.New("schema is invalid: "+strings.TrimPrefix(first, "schema is invalid: ")))
			}
			return out
		},
	}
}

// schemaError is one error, in the terms of ajv 6.
type schemaError struct {
	Keyword    string         `json:"keyword"`
	DataPath   string         `json:"dataPath"`
	SchemaPath string         `json:"schemaPath"`
	Params     map[string]any `json:"params"`
	Message    string         `json:"message"`
}

// fit asks JavaScript whether a value is of a format.
func fit(rt *goja.Runtime, fits goja.Callable, name string, v any) error {
	n, number := v.(json.Number)
	if _, text := v.(string); !text && !number {
		return nil
	}
	given := rt.ToValue(v)
	if number {
		f, _ := n.Float64() // it was read as a number
		given = rt.ToValue(f)
	}
	ok, err := fits(goja.Undefined(), rt.ToValue(name), given)
	if err == nil && !ok.ToBoolean() {
		err = errors.New("no " + name)
	}
	return err
}

func checkSchema(schemas map[string]string, root, value, draft string, formats bool, custom []*jsonschema.Format) (string, error) {
	c := jsonschema.NewCompiler()
	c.DefaultDraft(draftNamed(draft))
	c.UseLoader(noLoader{})
	c.UseRegexpEngine(func(s string) (jsonschema.Regexp, error) {
		re, err := regexp2.Compile(s, regexp2.ECMAScript)
		return pattern{re, s}, err
	})
	if formats {
		c.AssertFormat()
	}
	for _, f := range custom {
		c.RegisterFormat(f)
	}
	for name, text := range schemas {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			return "", err
		}
		if err := c.AddResource(name, doc); err != nil {
			return "", fmt.Errorf("schema is invalid: %w", err)
		}
	}
	s, err := c.Compile(root)
	if err != nil {
		return "", fmt.Errorf("schema is invalid: %w", err)
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(value))
	if err != nil {
		return "", err
	}
	var errs []schemaError
	if err := s.Validate(v); err != nil {
		var ve *jsonschema.ValidationError
		if !errors.As(err, &ve) {
			return "", err
		}
		orderOf(schemas).sort(ve)
		errs = leaves(nil, ve)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err = enc.Encode(errs)
	return b.String(), err
}

func draftNamed(name string) *jsonschema.Draft {
	switch name {
	case "4":
		return jsonschema.Draft4
	case "6":
		return jsonschema.Draft6
	case "2019":
		return jsonschema.Draft2019
	case "2020":
		return jsonschema.Draft2020
	}
	return jsonschema.Draft7
}

// noLoader loads nothing: a schema that is elsewhere must be handed over.
type noLoader struct{}

func (noLoader) Load(url string) (any, error) {
	return nil, fmt.Errorf("can't resolve reference %s", url)
}

// pattern is a regular expression of JavaScript.
type pattern struct {
	*regexp2.Regexp
	text string
}

func (p pattern) MatchString(s string) bool { ok, _ := p.Regexp.MatchString(s); return ok }
func (p pattern) String() string            { return p.text }

// leaves are the errors that say something, in their order.
func leaves(out []schemaError, e *jsonschema.ValidationError) []schemaError {
	for _, c := range e.Causes {
		out = leaves(out, c)
	}
	switch e.ErrorKind.(type) {
	case *kind.Schema, *kind.Group, *kind.Reference, *kind.AllOf:
		return out
	}
	return append(out, described(e)...)
}

// keywordPath is where in a schema a keyword stands, as ajv 6 has it.
func keywordPath(k jsonschema.ErrorKind) []string {
	switch k.(type) {
	case *kind.Not:
		return []string{"not"}
	case *kind.FalseSchema:
		return []string{"false schema"}
	case *kind.Dependency:
		return []string{"dependencies"}
	}
	return k.KeywordPath()
}

func described(e *jsonschema.ValidationError) []schemaError {
	path := keywordPath(e.ErrorKind)
	x := schemaError{DataPath: dataPath(e.InstanceLocation), Params: map[string]any{}}
	if len(path) > 0 {
		x.Keyword = path[0]
	}
	if _, after, ok := strings.Cut(e.SchemaURL, "#"); ok {
		x.SchemaPath = "#" + after + "/" + strings.Join(path, "/")
		if _, names := e.ErrorKind.(*kind.PropertyNames); names {
			x.SchemaPath = "#" + after
		}
	}
	one := func(message string, params ...any) []schemaError {
		x.Message = message
		for i := 0; i+1 < len(params); i += 2 {
			x.Params[params[i].(string)] = params[i+1]
		}
		return []schemaError{x}
	}
	switch k := e.ErrorKind.(type) {
	case *kind.Type:
		want := strings.Join(k.Want, ",")
		return one("should be "+want, "type", want)
	case *kind.Required:
		out := make([]schemaError, 0, len(k.Missing))
		for _, name := range k.Missing {
			y := x
			y.Params = map[string]any{"missingProperty": name}
			y.Message = "should have required property '" + name + "'"
			out = append(out, y)
		}
		return out
	case *kind.AdditionalProperties:
		out := make([]schemaError, 0, len(k.Properties))
		slices.Sort(k.Properties)
		for _, name := range k.Properties {
			y := x
			y.Params = map[string]any{"additionalProperty": name}
			y.Message = "should NOT have additional properties"
			out = append(out, y)
		}
		return out
	case *kind.Enum:
		return one("should be equal to one of the allowed values", "allowedValues", k.Want)
	case *kind.Const:
		return one("should be equal to constant", "allowedValue", k.Want)
	case *kind.Pattern:
		return one(`should match pattern "`+k.Want+`"`, "pattern", k.Want)
	case *kind.Format:
		return one(`should match format "`+k.Want+`"`, "format", k.Want)
	}
	return numbers(e, one)
}

// numbers describes the errors that are about a limit, and the few others.
func numbers(e *jsonschema.ValidationError, one func(string, ...any) []schemaError) []schemaError {
	limit := func(words string, n int, unit string) []schemaError {
		return one("should NOT "+words+" "+strconv.Itoa(n)+" "+unit, "limit", n)
	}
	switch k := e.ErrorKind.(type) {
	case *kind.Minimum:
		return one("should be >= "+decimal(k.Want), "comparison", ">=", "limit", rat(k.Want), "exclusive", false)
	case *kind.Maximum:
		return one("should be <= "+decimal(k.Want), "comparison", "<=", "limit", rat(k.Want), "exclusive", false)
	case *kind.ExclusiveMinimum:
		return one("should be > "+decimal(k.Want), "comparison", ">", "limit", rat(k.Want), "exclusive", true)
	case *kind.ExclusiveMaximum:
		return one("should be < "+decimal(k.Want), "comparison", "<", "limit", rat(k.Want), "exclusive", true)
	case *kind.MultipleOf:
		return one("should be multiple of "+decimal(k.Want), "multipleOf", rat(k.Want))
	case *kind.MinLength:
		return limit("be shorter than", k.Want, "characters")
	case *kind.MaxLength:
		return limit("be longer than", k.Want, "characters")
	case *kind.MinItems:
		return limit("have fewer than", k.Want, "items")
	case *kind.MaxItems:
		return limit("have more than", k.Want, "items")
	case *kind.MinProperties:
		return limit("have fewer than", k.Want, "properties")
	case *kind.MaxProperties:
		return limit("have more than", k.Want, "properties")
	case *kind.AdditionalItems:
		return limit("have more than", k.Count, "items")
	case *kind.UniqueItems:
		i, j := k.Duplicates[1], k.Duplicates[0]
		return one(fmt.Sprintf("should NOT have duplicate items (items ## %d and %d are identical)", j, i), "i", i, "j", j)
	case *kind.AnyOf:
		return one("should match some schema in anyOf")
	case *kind.OneOf:
		return one("should match exactly one schema in oneOf", "passingSchemas", nil)
	case *kind.Not:
		return one("should NOT be valid")
	case *kind.Contains:
		return one("should contain a valid item")
	case *kind.FalseSchema:
		return one("boolean schema is false")
	case *kind.Dependency:
		words := "property "
		if len(k.Missing) > 1 {
			words = "properties "
		}
		return one("should have "+words+strings.Join(k.Missing, ", ")+" when property "+k.Prop+" is present",
			"property", k.Prop, "missingProperty", k.Missing[0], "depsCount", len(k.Missing), "deps", strings.Join(k.Missing, ", "))
	case *kind.PropertyNames:
		return one("property name '"+k.Property+"' is invalid", "propertyName", k.Property)
	}
	return one(e.ErrorKind.LocalizedString(printer()))
}
