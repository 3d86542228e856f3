package trust

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"postern/engine/collection"
	"postern/engine/diff"
)

// sumSize is how much of a line's sum is kept: too much for anybody to write a
// line that is taken for another one.
const sumSize = 16

// Change is what has become of a script since the person trusted the one that
// stood in its place.
type Change struct {
	// Added are the lines that are new or another one now.
	Added []diff.Line
	// Removed is how many lines are gone or another one now. What they said is
	// not kept.
	Removed int
}

// Changed compares a script with the one that was trusted last where it stands.
// ok is false if there was none.
func (s *Scripts) Changed(ctx context.Context, one collection.Script) (c Change, ok bool, err error) {
	var sums []byte
	place := sha256.Sum256([]byte(one.Place))
	err = s.tables.Look(ctx, func(ctx context.Context, db *sql.DB) error {
		sums = nil
		err := db.QueryRowContext(ctx, `SELECT lines FROM trusted_places WHERE place = ?`, place[:]).Scan(&sums)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	if err != nil {
		return c, false, fmt.Errorf("look what has changed in the script: %w", err)
	}
	if len(sums) == 0 || len(sums)%sumSize != 0 || one.Place == "" {
		return c, false, nil
	}
	texts := lines(one.Source)
	for _, l := range diff.Lines(apiece(sums), apiece(sumsOf(texts))) {
		switch l.Op {
		case diff.Added:
			l.Text = texts[l.New-1]
			c.Added = append(c.Added, l)
		case diff.Removed:
			c.Removed++
		}
	}
	return c, true, nil
}

// keepPlaces remembers where scripts stand that are trusted.
func keepPlaces(ctx context.Context, tx *sql.Tx, scripts []collection.Script) error {
	kept := map[string]bool{}
	for _, one := range scripts {
		if one.Place == "" || kept[one.Place] {
			continue
		}
		kept[one.Place] = true
		place := sha256.Sum256([]byte(one.Place))
		if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO trusted_places (place, lines, at) VALUES (?, ?, ?)`, place[:], sumsOf(lines(one.Source)), time.Now().UnixNano()); err != nil {
			return err
		}
	}
	return nil
}

func lines(source string) []string {
	return strings.Split(strings.ReplaceAll(source, "\r\n", "\n"), "\n")
}

func sumsOf(lines []string) []byte {
	out := make([]byte, 0, len(lines)*sumSize)
	for _, l := range lines {
		sum := sha256.Sum256([]byte(l))
		out = append(out, sum[:sumSize]...)
	}
	return out
}

// apiece are sums as texts to compare.
func apiece(sums []byte) []string {
	out := make([]string, 0, len(sums)/sumSize)
	for ; len(sums) > 0; sums = sums[sumSize:] {
		out = append(out, string(sums[:sumSize]))
	}
	return out
}
