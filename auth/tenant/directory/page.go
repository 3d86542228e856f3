package directory

import (
	"fmt"
	"net/url"
	"strconv"
)

// maxPage is the most things a page holds.
const maxPage = 200

// serialed is a thing that a cursor can point behind.
type serialed interface{ number() int }

func (u *user) number() int  { return u.serial }
func (g *group) number() int { return g.serial }

// page cuts the page that limit and after ask for out of all, which must be
// sorted by serial, and writes the Link headers. The cursor is the serial of
// the last thing on the page before, so that a deletion in between neither
// skips nor repeats anything.
func page[T serialed](c *call, all []T, def int) ([]T, error) {
	limit, err := c.pageLimit(def)
	if err != nil {
		return nil, err
	}
	after := 0
	if cursor := c.query.Get("after"); cursor != "" {
		if after, err = strconv.Atoi(cursor); err != nil || after < 0 {
			return nil, invalid("after", "after: The cursor is not one that a next link carried")
		}
	}
	start := 0
	for start < len(all) && all[start].number() <= after {
		start++
	}
	rest := all[start:]
	c.header.Add("Link", c.link("self", c.query))
	if len(rest) <= limit {
		return rest, nil
	}
	rest = rest[:limit]
	next := url.Values{}
	for k, v := range c.query {
		next[k] = v
	}
	next.Set("limit", strconv.Itoa(limit))
	next.Set("after", strconv.Itoa(rest[limit-1].number()))
	c.header.Add("Link", c.link("next", next))
	return rest, nil
}

func (c *call) pageLimit(def int) (int, error) {
	text := c.query.Get("limit")
	if text == "" {
		return def, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, invalid("limit", "limit: The value must be a number from 1 to "+strconv.Itoa(maxPage))
	}
	return min(n, maxPage), nil
}

func (c *call) link(rel string, q url.Values) string {
	u := c.base + c.r.URL.EscapedPath()
	if len(q) > 0 {
		u += "?" + q.Encode()
	}
	return fmt.Sprintf("<%s>; rel=%q", u, rel)
}
