package history

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"postern/engine"
)

// Entry is one send as a list shows it. There is no secret in it; its texts may
// hold what a server said, so whoever draws them cleans them.
type Entry struct {
	ID      int64
	Started time.Time
	// Duration is from the start of the send to the last byte.
	Duration time.Duration
	// Collection, Item and Environment are ids; Path are the names down to the
	// request.
	Collection, Item string
	Path             []string
	Environment      string
	EnvironmentName  string
	Method, URL      string
	// Template is the URL as it was saved, with its names in braces.
	Template string
	// Status is 0 if there was no response.
	Status int
	Reason string
	// Stage is where the send failed, or ""; Problem says how.
	Stage   engine.Stage
	Problem string
	// Token is the name of the token that authorised it, or "".
	Token string
	// Sent and Received are the bytes of the bodies on the wire.
	Sent, Received int64
	// Kept says that the response body was kept.
	Kept bool
	// Run is the id of the run it was a part of, 0 for none, and Iteration that
	// of the run, from 0.
	Run       int64
	Iteration int
	// Passed of Tests have passed; a script that broke off counts as one that
	// did not.
	Tests, Passed int
}

// Name are the names down to the request. That of the collection goes without
// saying where there is a folder or a request.
func (e Entry) Name() string {
	names := e.Path
	if len(names) > 1 {
		names = names[1:]
	}
	return strings.Join(names, " › ")
}

func (e Entry) statusText() string {
	if e.Status == 0 {
		return string(e.Stage)
	}
	return strconv.Itoa(e.Status) + " " + e.Reason
}

// Class chooses entries by what came of them.
type Class int

// The classes; those from 1 to 5 are the first digit of the status.
const (
	// Failed has no response.
	Failed Class = -1
	Any    Class = 0
)

// Query chooses entries. The zero Query is the newest ones.
type Query struct {
	// Collection and Item are ids; "" is any.
	Collection, Item string
	// Environment is an id; "" is any.
	Environment string
	// Run is the id of one; 0 is any, and those of none.
	Run   int64
	Class Class
	// Text are words, all of which an entry has in its method, URL, names,
	// environment, status, problem or token, in any case; "tests failed" and
	// "tests passed" are words of those that scripts have tested.
	Text string
	// Before is the last id of the page before; 0 begins with the newest.
	Before int64
	// Limit is how many are returned at most; 0 is 100.
	Limit int
}

const defaultPage = 100

// where is the condition of q.
func (q Query) where() (string, []any) {
	cond, args := []string{"TRUE"}, []any{}
	add := func(on bool, c string, a ...any) {
		if on {
			cond, args = append(cond, c), append(args, a...)
		}
	}
	add(q.Before > 0, "id < ?", q.Before)
	add(q.Collection != "", "collection = ?", q.Collection)
	add(q.Item != "", "item = ?", q.Item)
	add(q.Environment != "", "environment = ?", q.Environment)
	add(q.Run > 0, "run = ?", q.Run)
	add(q.Class == Failed, "status = 0")
	add(q.Class > 0, "status BETWEEN ? AND ?", int(q.Class)*100, int(q.Class)*100+99)
	for _, word := range strings.Fields(strings.ToLower(q.Text)) {
		add(true, "instr(folded, ?)", word)
	}
	return strings.Join(cond, " AND "), args
}

const columns = `id, started, duration, collection, item, path, environment, env_name, method, url, template,
	status, reason, stage, problem, token, sent, received, kept, run, iteration, tests, passed`

// List returns entries, the one that ended last first.
func (l *Log) List(ctx context.Context, q Query) ([]Entry, error) {
	where, args := q.where()
	if q.Limit <= 0 {
		q.Limit = defaultPage
	}
	var out []Entry
	err := l.tables.Look(ctx, func(ctx context.Context, db *sql.DB) error {
		out = nil
		rows, err := db.QueryContext(ctx, `SELECT `+columns+` FROM history WHERE `+where+` ORDER BY id DESC LIMIT ?`, append(args, q.Limit)...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			e, err := scan(rows.Scan)
			if err != nil {
				return err
			}
			out = append(out, e)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	return out, nil
}

// scan reads the columns of a row, and more.
func scan(read func(...any) error, more ...any) (Entry, error) {
	var e Entry
	var started int64
	var path string
	err := read(append([]any{
		&e.ID, &started, &e.Duration, &e.Collection, &e.Item, &path, &e.Environment, &e.EnvironmentName, &e.Method, &e.URL, &e.Template,
		&e.Status, &e.Reason, &e.Stage, &e.Problem, &e.Token, &e.Sent, &e.Received, &e.Kept, &e.Run, &e.Iteration, &e.Tests, &e.Passed,
	}, more...)...)
	if err != nil {
		return e, err
	}
	e.Started = time.Unix(0, started)
	if json.Unmarshal([]byte(path), &e.Path) != nil {
		e.Path = []string{path} // somebody else wrote it; it is shown as it is
	}
	return e, nil
}

// Get returns a send as it was, but for its secrets. The error is [ErrGone] if
// it is not there. A body that was not kept is empty, and a warning of the
// exchange says why.
func (l *Log) Get(ctx context.Context, id int64) (*engine.Exchange, Entry, error) {
	var e Entry
	var text, file string
	err := l.tables.Look(ctx, func(ctx context.Context, db *sql.DB) (err error) {
		row := db.QueryRowContext(ctx, `SELECT `+columns+`, body, record FROM history JOIN history_exchanges USING (id) WHERE id = ?`, id)
		e, err = scan(row.Scan, &file, &text)
		return err
	})
	var r record
	switch {
	case errors.Is(err, sql.ErrNoRows), err == nil && e.ID == 0:
		return nil, Entry{}, ErrGone
	case err != nil:
		return nil, Entry{}, fmt.Errorf("read the history: %w", err)
	}
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return nil, Entry{}, fmt.Errorf("read the history: entry %d: %w", id, err)
	}
	var body []byte
	if file != "" {
		if body, err = l.readBody(file, r.BodySize); err != nil {
			body, r.Lost = nil, "the body cannot be read from the history: "+err.Error()
		}
	}
	return r.exchange(e, body), e, nil
}

// maxColumn bounds the texts of a row: the record has them whole.
const maxColumn = 2048

func clipped(s string) string {
	if len(s) <= maxColumn {
		return strings.ToValidUTF8(s, "\ufffd")
	}
	return strings.ToValidUTF8(s[:maxColumn], "")
}

// insert writes the two rows of a send.
func (l *Log) insert(ctx context.Context, e Entry, r record, b kept) (id int64, err error) {
	r.BodySize = b.size
	text, err := encoded(r)
	if err != nil {
		return 0, err
	}
	path, err := encoded(e.Path)
	if err != nil {
		return 0, err
	}
	e.URL, e.Template, e.Problem = clipped(e.URL), clipped(e.Template), clipped(e.Problem)
	complete := r.Response != nil && r.Lost == ""
	err = l.tables.Change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `INSERT INTO history (`+columns[len("id, "):]+`, body, cost, folded)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			e.Started.UnixNano(), int64(e.Duration), e.Collection, e.Item, path, e.Environment, clipped(e.EnvironmentName), clipped(e.Method), e.URL, e.Template,
			e.Status, clipped(e.Reason), string(e.Stage), e.Problem, clipped(e.Token), e.Sent, e.Received, complete, e.Run, e.Iteration, e.Tests, e.Passed,
			b.file, int64(len(text))+b.size, e.folded()+"\n"+e.verdict())
		if err != nil {
			return err
		}
		if id, err = res.LastInsertId(); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO history_exchanges (id, record) VALUES (?, ?)`, id, text)
		return err
	})
	if err != nil {
		return 0, err
	}
	return id, nil
}

// encoded is x as JSON that keeps what it says readable: a search over the
// files for a secret must not be misled by escapes.
func encoded(x any) (string, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(x); err != nil {
		return "", fmt.Errorf("encode: %w", err)
	}
	if !utf8.Valid(out.Bytes()) {
		return "", errors.New("encode: it is not UTF-8")
	}
	return string(bytes.TrimSuffix(out.Bytes(), []byte("\n"))), nil
}
