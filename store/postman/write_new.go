package postman

import (
	"postern/engine/collection"
	"postern/store/postman/encode"
	"postern/store/postman/jsondoc"
)

// build makes the JSON of an item that is new where it stands. Not all of it
// need be new: what was moved into a new folder keeps its text, and a copy
// starts from the text of the item it is a copy of.
func (w *writer) build(it *collection.Item) any {
	if was := w.items[it.Origin]; was != nil && !w.used[it.Origin] {
		w.used[it.Origin] = true
		node := w.nodes[it.Origin-1]
		w.item(node, was, it)
		return w.Moved(node)
	}
	if like := w.items[it.Like]; like != nil && like.Folder == it.Folder {
		if text, err := w.copied(like, it); err == nil {
			return jsondoc.Moved{Text: text}
		}
	}
	return encode.Item(it, w.maps, w.build)
}

// copied returns the text of like, changed to say it: the same fields that the
// model knows nothing of, in the same order, under another id.
func (w *writer) copied(like, it *collection.Item) (string, error) {
	d, err := w.Alone(w.nodes[like.Origin-1])
	if err != nil {
		return "", err
	}
	c := &writer{Edit: d.Edit(), maps: w.maps}
	root := d.Root()
	if it.Folder {
		c.folder(root, like, it)
		all := jsondoc.Arr{}
		for _, sub := range it.Items {
			all = append(all, w.build(sub))
		}
		c.SetMember(root, "item", all)
	} else {
		c.item(root, like, it)
	}
	c.identify(root, it.ID)
	return c.Text(), nil
}

// identify gives a copy an id of its own under every name the file uses. The
// owner's prefix that the Postman API puts before an id is not ours to make.
func (w *writer) identify(v jsondoc.Value, id string) {
	found := false
	for _, key := range []string{"id", "_postman_id"} {
		if v.Get(key).Exists() {
			w.SetMember(v, key, id)
			found = true
		}
	}
	if !found {
		w.SetMember(v, "id", id)
	}
	w.DeleteMember(v, "uid")
}
