package cli_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A data export is a ZIP archive: its documents come out, whatever its entries
// are called, and nothing is written outside the folder.
func TestImportDataExport(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range [][2]string{
		{"archive.json", `{"collection":{"1":true},"environment":{"2":true,"3":true}}`},
		{"collection/1.json", `{"info":{"name":"Things"},"item":[{"name":"One","request":"http://h/1"}]}`},
		{"environment/2.json", `{"name":"Dev","values":[{"key":"a","value":"b"}]}`},
		{"../../../climbed.json", `{"info":{"name":"../../Climbed"},"item":[]}`},
		{"\x1b]0;title\x07.txt", ""},
	} {
		f, err := w.Create(e[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(e[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := command(t, "import", "export.zip", "-o", "a/b/out")
	if err := os.WriteFile(filepath.Join(cmd.Dir, "export.zip"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err == nil || cmd.ProcessState.ExitCode() != 2 {
		t.Errorf("ended with %v, want 2 for the document that is missing", err)
	}
	if !strings.Contains(stderr.String(), "environment/3.json") || strings.Contains(stderr.String(), "\x1b") {
		t.Errorf("stderr is %q", stderr.String())
	}
	out := filepath.Join("a", "b", "out")
	want := strings.Join([]string{
		filepath.Join(out, "Things.postman_collection.json"), filepath.Join(out, "Dev.postman_environment.json"),
		filepath.Join(out, "Climbed.postman_collection.json"), "",
	}, "\n")
	if stdout.String() != want {
		t.Errorf("wrote\n%swant\n%s", stdout.String(), want)
	}
	var files []string
	err := filepath.WalkDir(cmd.Dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) != 4 {
		t.Errorf("the folder has %q, %v", files, err)
	}
	ls := command(t, "ls", "--json", filepath.Join(cmd.Dir, out, "Things.postman_collection.json"))
	if list, err := ls.Output(); err != nil || !strings.Contains(string(list), "http://h/1") {
		t.Errorf("lists as %s, %v", list, err)
	}
	ls = command(t, "ls", filepath.Join(cmd.Dir, "export.zip"))
	if said, err := ls.CombinedOutput(); err == nil || !strings.Contains(string(said), "postern import FILE") {
		t.Errorf("who lists the archive is told %s", said)
	}
}
