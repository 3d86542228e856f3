package postman_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postern/store/postman"
)

const (
	partV21 = `{"info":{"name":"A","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[]}`
	partV20 = `{"info":{"name":"B","schema":"https://schema.getpostman.com/json/collection/v2.0.0/collection.json"},"item":[],"x":1.0}`
	partV1  = `{"id":"c","name":"C","order":["r"],"requests":[{"id":"r","name":"R","url":"http://h","method":"GET"}]}`
	partEnv = `{"id":"e","name":"E","values":[{"key":"a","value":"1","x":2}]}`
	scoped  = `{"id":"e","name":"E","values":[{"key":"a","value":"1","x":2}],"_postman_variable_scope":"environment"}`
)

// entry is an entry of an archive.
type entry struct{ name, text string }

func archive(t *testing.T, entries ...entry) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		create := w.Create
		if e.text == "" { // a compressor for each of many is slow
			create = func(name string) (io.Writer, error) { return w.CreateRaw(&zip.FileHeader{Name: name}) }
		}
		f, err := create(e.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, e.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// taken tells what came out of a file, a line for each part.
func taken(data string) []string {
	var out []string
	for p, err := range postman.Parts([]byte(data), "f") {
		switch {
		case err != nil:
			out = append(out, "! "+err.Error())
		case p.Data == nil:
			out = append(out, p.Where+" - "+p.Notes[0].What)
		case p.Collection != nil:
			out = append(out, p.Where+" "+p.Kind.String()+" "+p.Collection.Name)
		default:
			out = append(out, p.Where+" "+p.Kind.String()+" "+p.Environment.Name)
		}
	}
	return out
}

func TestParts(t *testing.T) {
	tests := []struct {
		name, data string
		want       []string
	}{
		{"one collection", partV21, []string{" collection A"}},
		{"wrapped", `{"collection":` + partV21 + `}`, []string{" collection A"}},
		{"environment", partEnv, []string{" environment E"}},
		{"bare list", `[{"key":"a","value":"b"}]`, []string{" environment "}},
		{
			"data dump", `{"version":1,"collections":[` + partV1 + `,7,` + partV20 + `],"environments":[` + partEnv + `],"globals":[{"key":"g","value":"1"}],"headerPresets":[{}]}`,
			[]string{
				"collections[0] collection C", "! f: collections[1]: read collection: not that kind of Postman file: this is JSON, but no file of Postman's",
				"collections[2] collection B", "environments[0] environment E", "globals globals ",
				" - a list of 1 has no place in a collection or environment and is left behind",
			},
		},
		{"data dump of globals in files", `{"globals":[{"name":"G","values":[]}]}`, []string{"globals[0] globals G"}},
		{"empty data dump", `{"version":1,"collections":[],"environments":[]}`, nil},
		{"no file of Postman's", `{"a":1}`, []string{"! f: read collection: not that kind of Postman file: this is JSON, but no file of Postman's"}},
		{"no JSON", `{`, []string{`! f: read JSON: line 1, column 2: unexpected end of file where a "key" should be`}},
		{"data export", archive(
			t, entry{"archive.json", `{"collection":{"1":true,"2":true},"environment":{"3":true}}`},
			entry{"collection/", ""}, entry{"collection/1.json", partV21}, entry{"environment/3.json", partEnv}, entry{"readme.txt", "hello"},
			entry{"__MACOSX/._1.json", "\x00"},
		), []string{
			"collection/1.json collection A", "environment/3.json environment E", "readme.txt - this is no JSON file and is left behind",
			"! f: collection/2.json: it is listed in archive.json and not there",
		}},
		{"archive without a listing, names twice and names that climb", archive(
			t, entry{"../../a.json", partV21}, entry{"/etc/a.json", partV21}, entry{`..\a.json`, partEnv}, entry{"/etc/a.json", partV20},
		), []string{
			"../../a.json collection A", "/etc/a.json collection A", `..\a.json environment E`, "/etc/a.json collection B",
		}},
		{"archive of a broken entry", archive(
			t, entry{"collection/1.json", `{"info":`}, entry{"collection/2.json", partV21}, entry{"archive.json", "x"},
		), []string{
			"! f: collection/1.json: read JSON: line 1, column 9: a value is missing at the end of the file", "collection/2.json collection A",
			"! f: archive.json: read JSON: line 1, column 1: unexpected 'x' where a value should be",
		}},
		{"archive of a data dump", archive(t, entry{"b.json", `{"collections":[` + partV1 + `,` + partV21 + `]}`}), []string{
			"b.json collections[0] collection C", "b.json collections[1] collection A",
		}},
		{"empty archive", archive(t), nil},
		{"archive in an archive", archive(t, entry{"a.zip", archive(t, entry{"b.json", partV21})}), []string{
			"a.zip - this is no JSON file and is left behind",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, taken(tt.data)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPartsOfHostileArchives(t *testing.T) {
	whole := archive(t, entry{"a.json", strings.Repeat(" ", 1000) + partV21}, entry{"b.json", partV20})
	wrong := strings.Replace(whole, "a.json", "a.jsom", 1)
	many := make([]entry, 100_000)
	for i := range many {
		many[i].name = fmt.Sprintf("%d.json", i)
	}
	tests := []struct {
		name, data string
		// parts is how many come out before and after, last what is said.
		parts int
		last  string
	}{
		{"cut off", whole[:len(whole)-30], 0, "f: read ZIP archive: zip: not a valid zip file"},
		{"cut off at the start", "PK\x03\x04", 0, "f: read ZIP archive: zip: not a valid zip file"},
		{"a damaged entry", damaged(whole), 1, "f: a.json: unpack: "},
		{"names that differ", wrong, 2, ""},
		{"100,000 entries", archive(t, many...), 0, "f: read ZIP archive: more than 10000 entries"},
		{"an entry that unpacks to too much", bomb(t, 0, 110), 1, "f: 0.json: unpack: larger than 100 MiB"},
		{"an entry that says it is small", bomb(t, 109<<20, 110), 1, "f: 0.json: unpack: zip: "},
		{
			"entries that unpack to too much", bomb(t, 0, 90, 90, 90, 1),
			0, "f: 2.json: the archive comes to more than 256 MiB: the rest is not read",
		},
		{"a dump of many parts", `{"collections":[` + strings.Repeat("{},", 20_000) + `{}]}`, 0, "f: collections[10000]: more than 10000 parts: the rest is not read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			parts, last := 0, ""
			for _, line := range taken(tt.data) {
				if text, bad := strings.CutPrefix(line, "! "); bad {
					last = text
					continue
				}
				parts++
			}
			if parts != tt.parts || !strings.HasPrefix(last, tt.last) || tt.last == "" && last != "" {
				t.Errorf("got %d parts and %q, want %d and %q", parts, last, tt.parts, tt.last)
			}
		})
	}
}

// bomb makes an archive of entries that unpack to so many MiB each, and of a
// collection. They say that they have less bytes than they have.
func bomb(t *testing.T, less uint64, sizes ...int) string {
	t.Helper()
	mib := bytes.Repeat([]byte("x"), 1<<20)
	var block, out bytes.Buffer
	f, err := flate.NewWriter(&block, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Write(mib)
	if err := errors.Join(err, f.Flush()); err != nil { // what follows a flush can stand alone
		t.Fatal(err)
	}
	w := zip.NewWriter(&out)
	for i, n := range sizes {
		sum := crc32.NewIEEE()
		for range n {
			sum.Write(mib)
		}
		text := append(bytes.Repeat(block.Bytes(), n), 3, 0) // an empty last block
		e, err := w.CreateRaw(&zip.FileHeader{
			Name: fmt.Sprintf("%d.json", i), Method: zip.Deflate, CRC32: sum.Sum32(),
			CompressedSize64: uint64(len(text)), UncompressedSize64: uint64(n)<<20 - less,
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	e, err := w.Create("last.json")
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.WriteString(e, partV21)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// damaged breaks the compressed text of an archive's first entry.
func damaged(data string) string {
	b := []byte(data)
	for i := 36; i < 50; i++ {
		b[i] ^= 0xff
	}
	return string(b)
}

// What can stay to the byte does, and the rest comes out as Postman's files
// are.
func TestPartsData(t *testing.T) {
	v21of20 := strings.Replace(partV20, "v2.0.0", "v2.1.0", 1)
	tests := []struct{ name, data, want string }{
		{"v2.1", partV21, partV21},
		{"with a byte order mark", "\xef\xbb\xbf" + partV21, "\xef\xbb\xbf" + partV21},
		{"wrapped", `{"collection":` + partV21 + `}`, partV21 + "\n"},
		{"v2.0", partV20, v21of20},
		{"environment", scoped, scoped},
		{"environment that does not say so", partEnv, scoped},
		{"environment of a dump", "{\n  \"collections\": [],\n  \"environments\": [\n    " + partEnv + "\n  ]\n}", scoped + "\n"},
		{"environment of the API", `{"environment":` + partEnv + `}`, scoped + "\n"},
		{"globals", `{"values":[],"_postman_variable_scope":"globals"}`, `{"values":[],"_postman_variable_scope":"globals"}`},
		{"globals of the API", `{"globals":{"values":[]}}`, `{"values":[],"_postman_variable_scope":"globals"}` + "\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for p, err := range postman.Parts([]byte(tt.data), "f") {
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tt.want, string(p.Data)); diff != "" {
					t.Error(diff)
				}
				if again, err := postman.Read(p.Data, "g"); err != nil || again.Kind != p.Kind {
					t.Errorf("reads again as %s, %v; want %s", again.Kind, err, p.Kind)
				}
			}
		})
	}
	for p := range postman.Parts([]byte(partV1), "f") {
		if c, err := postman.ReadCollection(p.Data, "g"); err != nil || c.Schema != "v2.1" || len(c.Requests()) != 1 {
			t.Errorf("v1 reads again as %+v, %v", c, err)
		}
	}
}

// Who has seen enough gets no more.
func TestPartsStop(t *testing.T) {
	for _, data := range []string{archive(t, entry{"a.json", partV21}, entry{"b.txt", ""}, entry{"c.json", "x"}), `{"collections":[7,` + partV1 + `],"environments":[` + partEnv + `]}`} {
		for most := range 4 {
			n := 0
			for range postman.Parts([]byte(data), "f") {
				if n++; n > most {
					break
				}
			}
		}
	}
}
