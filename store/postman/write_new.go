package postman

import (
	"postern/engine/collection"
	"postern/store/postman/encode"
	"postern/store/postman/jsondoc"
)

// maker makes the JSON of items that are new where they stand.
type maker struct{ *writer }

// item makes the JSON of an item. Not all of it need be new: what was moved
// into a new folder keeps its text, and a copy starts from the text of the item
// it is a copy of.
func (m maker) item(it *collection.Item) any {
	if was := m.items[it.Origin]; was != nil && !m.used[it.Origin] {
		m.used[it.Origin] = true
		node := m.nodes[it.Origin-1]
		m.writer.item(node, was, it)
		return m.Moved(node)
	}
	if like := m.items[it.Like]; like != nil && like.Folder == it.Folder {
		if text, err := m.copy(*like, *it); err == nil {
			return jsondoc.Moved{Text: text}
		}
	}
	return encode.Item(it, m.maps, m.item)
}

// copy returns the text of like, changed to say it: the same fields that the
// model knows nothing of, in the same order, under another id.
func (m maker) copy(like, it collection.Item) (string, error) {
	d, err := m.Alone(m.nodes[like.Origin-1])
	if err != nil {
		return "", err
	}
	c := &writer{Edit: d.Edit(), maps: m.maps}
	items := it.Items
	like.Items, it.Items = nil, nil // made below, by the writer of the whole file
	c.item(d.Root(), &like, &it)
	if it.Folder {
		all := jsondoc.Arr{}
		for _, sub := range items {
			all = append(all, m.item(sub))
		}
		c.SetMember(d.Root(), "item", all)
	}
	maker{c}.identify(d.Root(), it.ID)
	return c.Text(), nil
}

// identify gives a copy an id of its own under every name the file uses. The
// one with the owner's prefix, which only the Postman API can make, goes.
func (m maker) identify(v jsondoc.Value, id string) {
	found := false
	for _, key := range []string{"id", "_postman_id"} {
		if v.Get(key).Exists() {
			m.SetMember(v, key, id)
			found = true
		}
	}
	if !found {
		m.SetMember(v, "id", id)
	}
	m.DeleteMember(v, "uid")
}
