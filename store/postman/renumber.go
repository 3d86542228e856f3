package postman

import (
	"errors"

	"postern/engine/collection"
)

// errShape says that two models that should be alike are not.
var errShape = errors.New("the file does not hold this collection")

// adopt copies the Origins of fresh to c, which has the same tree.
func adopt(c, fresh *collection.Collection) error {
	if len(c.Vars) != len(fresh.Vars) || len(c.Events) != len(fresh.Events) {
		return errShape
	}
	for i := range c.Vars {
		c.Vars[i].Origin = fresh.Vars[i].Origin
	}
	adoptEvents(c.Events, fresh.Events)
	return adoptItems(c.Items, fresh.Items)
}

func adoptItems(items, fresh []*collection.Item) error {
	if len(items) != len(fresh) {
		return errShape
	}
	for i, it := range items {
		f := fresh[i]
		if it.Folder != f.Folder || len(it.Events) != len(f.Events) {
			return errShape
		}
		it.Origin = f.Origin
		adoptEvents(it.Events, f.Events)
		for k := range min(len(it.Examples), len(f.Examples)) {
			it.Examples[k].Origin = f.Examples[k].Origin
		}
		if it.Request != nil && f.Request != nil {
			adoptRequest(it.Request, f.Request)
		}
		if err := adoptItems(it.Items, f.Items); err != nil {
			return err
		}
	}
	return nil
}

func adoptEvents(events, fresh []collection.Event) {
	for i := range events {
		events[i].Origin = fresh[i].Origin
	}
}

func adoptRequest(q, fresh *collection.Request) {
	adoptRows(q.Headers, fresh.Headers)
	adoptRows(q.URL.Query, fresh.URL.Query)
	adoptRows(q.URL.Vars, fresh.URL.Vars)
	adoptRows(q.Body.URLEncoded, fresh.Body.URLEncoded)
	for i := range min(len(q.Body.Form), len(fresh.Body.Form)) {
		q.Body.Form[i].Origin = fresh.Body.Form[i].Origin
	}
	q.Body.Declared = fresh.Body.Declared
}

func adoptRows(rows, fresh []collection.Param) {
	for i := range min(len(rows), len(fresh)) {
		rows[i].Origin = fresh[i].Origin
	}
}
