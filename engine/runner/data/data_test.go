package data_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/engine/runner/data"
	"postern/engine/vars"
)

// rows writes rows as name=value(type) for reading.
func rows(rs data.Rows) string {
	var out []string
	for _, r := range rs {
		var cells []string
		for _, v := range r {
			s := v.Name + "=" + v.Value
			if v.Type != "" {
				s += "(" + string(v.Type) + ")"
			}
			cells = append(cells, s)
		}
		out = append(out, strings.Join(cells, " "))
	}
	return strings.Join(out, "\n")
}

func TestParse(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"JSON keeps its kinds", `[{"a":"x","b":1.50,"c":true,"d":null,"e":{"f":[1]}}]`, `a=x b=1.5(number) c=true(boolean) d=null(null) e={"f":[1]}(json)`},
		{"numbers of JSON as newman writes them", `[{"a":1e3,"b":-0,"c":12345678901234567890,"d":1E-9}]`, "a=1000(number) b=0(number) c=12345678901234567890(number) d=1E-9(number)"},
		{"JSON after a byte order mark", "\ufeff[{\"a\":1}]", "a=1(number)"},
		{"CSV", "id,name\n1,Tony\n2,Pepper\n", "id=1(number) name=Tony\nid=2(number) name=Pepper"},
		{"after a byte order mark", "\ufeffid\n1", "id=1(number)"},
		{"blanks and CRLF", "id , name\r\n 1 ,  Tony \r\n", "id=1(number) name=Tony"},
		{"numbers as newman reads them", "a,b,c,d,e,f\n007,1.50,-3,+4,1e3,-0", "a=7(number) b=1.5(number) c=-3(number) d=4(number) e=1000(number) f=0(number)"},
		{"quoted is text", "a,b\n\"007\",\"1\"", "a=007 b=1"},
		{"quoted with commas, lines and quotes", "a,b\n\"x, \"\"y\"\"\nz\",2", "a=x, \"y\"\nz b=2(number)"},
		{"the field after one of two lines", "a,b\n\"x\ny\",\"3\"", "a=x\ny b=3"},
		{"words are text", "a,b,c,d\ntrue,null,0x1F,Infinity", "a=true b=null c=0x1F d=Infinity"},
		{"a long id stays what it is", "id\n12345678901234567890", "id=12345678901234567890"},
		{"short and long lines", "a,b\n1\n1,2,3", "a=1(number)\na=1(number) b=2(number)"},
		{"names only", "a,b\n", ""},
		{"blanks behind quotes", "\"a\" ,b\t\n\"x\" , \"y, z\"\t\r\n\"\" ,2", "a=x b=y, z\na= b=2(number)"},
		{"empty lines", "\n\na,b\n\n1,\n \t\r\n,\n\"\"\n\n", "a=1(number) b=\na= b=\na="},
		{"lines of carriage returns", "a,b\r1,2\r\r\"x\r\",3", "a=1(number) b=2(number)\na=x\r b=3(number)"},
		{"quotes in the middle", "a\nhe said \"no\"", `a=he said "no"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := data.Parse([]byte(tc.text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, rows(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"", "the data file is empty"},
		{" \n", "the data file is empty"},
		{`{"a":1}`, "holds an object; it takes a JSON array of objects"},
		{`[1]`, "row 1 of the data file is a number"},
		{"[{\"a\":1},\n{]", "line 2"},
		{"\"unclosed\na,b", "the quote that begins in line 1 has no end"},
		{"a,b\n1,2\n3,\"4\n5,6\n", "the quote that begins in line 3 has no end"},
		{"a,b\n1,\"x\"y", "text stands behind the closing quote in line 2"},
	} {
		if _, err := data.Parse([]byte(tc.text)); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%q: error %v, want %q", tc.text, err, tc.want)
		}
	}
}

func TestRowsAt(t *testing.T) {
	rs := data.Rows{{{Name: "n", Value: "1"}}, {{Name: "n", Value: "2"}}}
	for i, want := range []string{"1", "2", "2", "2"} {
		if got := rs.At(i)[0].Value; got != want {
			t.Errorf("iteration %d has %s, want %s", i, got, want)
		}
	}
	if data.Rows(nil).At(3) != nil {
		t.Error("no rows have a row")
	}
	if l := rs.At(0).Layer(); l.Scope != vars.Data || len(l.Vars) != 1 {
		t.Errorf("layer %+v", l)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("a,b\n\"x\r\ny\",1\n"))
	f.Add([]byte(`[{"a":1}]`))
	f.Add([]byte("a\n\"\n\"\r\r\n1"))
	f.Fuzz(func(_ *testing.T, text []byte) {
		_, _ = data.Parse(text) // it must not panic
	})
}
