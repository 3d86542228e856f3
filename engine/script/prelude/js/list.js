// PropertyList: rows in order, found by their key, as postman-collection has.

function hide(target, name, value) {
  Object.defineProperty(target, name, { value, enumerable: false, writable: true, configurable: true });
}

class PropertyList {
  constructor(Type, parent, rows) {
    hide(this, 'Type', Type);
    hide(this, '_parent', parent);
    hide(this, 'members', []);
    this.populate(rows);
  }

  _make(row) {
    const item = row instanceof this.Type || (row && row._inList) ? row : new this.Type(row);
    if (item !== null && typeof item === 'object' && this._parent && !Object.isFrozen(item)) hide(item, '_parent', this._parent);
    return item;
  }

  // reference is the items by their keys.
  get reference() {
    const out = {};
    for (const item of this.members) {
      const key = this._key(item);
      out[key] = key in out ? [].concat(out[key], item) : item;
    }
    return out;
  }

  eachParent(visit, context) { for (let up = this._parent; up; up = up.parent && up.parent()) visit.call(context, up); }

  _key(item) {
    const name = this.Type._index || 'key';
    const key = item[name] === undefined ? item.id : item[name];
    return this._fold(key);
  }

  _fold(key) {
    key = String(key);
    return this.Type._ignoreCase ? key.toLowerCase() : key;
  }

  _named(key) {
    key = this._fold(key);
    return this.members.filter((item) => this._key(item) === key);
  }

  populate(rows) {
    if (rows === undefined || rows === null) return;
    if (rows instanceof PropertyList) rows = rows.members;
    if (typeof rows === 'string') rows = this.Type.parse ? this.Type.parse(rows) : [rows];
    if (!Array.isArray(rows)) rows = Object.entries(rows).map(([key, value]) => (value !== null && typeof value === 'object' && 'key' in value ? value : { key, value }));
    for (const row of rows) this.add(row);
  }

  repopulate(rows) {
    this.clear();
    this.populate(rows);
  }

  add(row) {
    if (row === undefined || row === null) return;
    this.members.push(this._make(row));
  }

  append(row) {
    this.remove(row && row.key);
    this.add(row);
  }

  prepend(row) { this.members.unshift(this._make(row)); }

  insert(row, before) {
    const at = before === undefined ? -1 : this.indexOf(before);
    if (at < 0) this.add(row);
    else this.members.splice(at, 0, this._make(row));
  }

  insertAfter(row, after) {
    const at = this.indexOf(after);
    if (at < 0) this.add(row);
    else this.members.splice(at + 1, 0, this._make(row));
  }

  upsert(row) {
    if (row === undefined || row === null) return null;
    const item = this._make(row);
    const was = this.one(this.Type._index ? item[this.Type._index] : item.key);
    if (!was) {
      this.members.push(item);
      return true;
    }
    if (was.update) was.update(row instanceof this.Type ? row.toJSON() : row);
    else Object.assign(was, item);
    return false;
  }

  remove(what, context) {
    if (what === undefined || what === null) return;
    if (typeof what === 'function') this.members = this.members.filter((item) => !what.call(context, item));
    else if (typeof what === 'object') this.members = this.members.filter((item) => item !== what && !(item.key === what.key && item.value === what.value && item.key !== undefined));
    else {
      const key = this._fold(what);
      this.members = this.members.filter((item) => this._key(item) !== key);
    }
  }

  clear() { this.members = []; }

  one(key) {
    const list = this._named(key);
    return list[list.length - 1];
  }

  get(key) {
    const item = this.one(key);
    if (!item) return undefined;
    return item.valueOf && this.Type._valued ? item.valueOf() : item;
  }

  has(what, value) {
    if (what !== null && typeof what === 'object') return this.members.includes(what) || this.has(what.key, value);
    const list = this._named(what);
    return arguments.length < 2 || value === undefined ? list.length > 0 : list.some((item) => (item.valueOf ? item.valueOf() : item.value) === value);
  }

  all() { return this.members.slice(); }

  each(visit, context) { this.members.slice().forEach((item, i) => visit.call(context, item, i)); }

  map(change, context) { return this.members.map((item, i) => change.call(context || this, item, i)); }

  filter(test, context) { return this.members.filter((item, i) => (typeof test === 'function' ? test.call(context, item, i) : Object.keys(test).every((k) => item[k] === test[k]))); }

  find(test, context) { return this.members.find((item, i) => (typeof test === 'function' ? test.call(context, item, i) : Object.keys(test).every((k) => item[k] === test[k]))); }

  reduce(step, from, context) { return this.members.reduce((acc, item, i) => step.call(context || this, acc, item, i), from); }

  count() { return this.members.length; }

  idx(i) { return this.members[i]; }

  indexOf(what) { return typeof what === 'string' ? this.members.findIndex((item) => this._key(item) === this._fold(what)) : this.members.indexOf(what); }

  toObject(excludeDisabled, caseSensitive, multiValue, sanitizeKeys) {
    const out = {};
    for (const item of this.members) {
      if (excludeDisabled && item.disabled) continue;
      const named = item[this.Type._index || 'key'];
      if (sanitizeKeys && !named) continue;
      const raw = named === undefined ? item.id : named;
      const key = this.Type._ignoreCase && !caseSensitive ? String(raw).toLowerCase() : raw;
      const value = item.valueOf ? item.valueOf() : item.value;
      if ((multiValue || this.Type._multiple) && Object.prototype.hasOwnProperty.call(out, key)) out[key] = [].concat(out[key], [value]);
      else out[key] = value;
    }
    return out;
  }

  // assimilate adds rows; with prune, others go.
  assimilate(rows, prune) {
    const list = rows instanceof PropertyList ? rows.members : rows;
    for (const row of list) this.upsert(row);
    if (prune) this.remove((item) => !list.some((row) => this._fold(row.key) === this._key(item)));
  }

  toString() { return this.Type.unparse ? this.Type.unparse(this.members) : this.members.map(String).join(','); }

  toJSON() { return this.members.map((item) => (item && item.toJSON ? item.toJSON() : item)); }

  inspect() { return require('inspect').inspect(this.toJSON()); }

  [Symbol.iterator]() { return this.members[Symbol.iterator](); }

  static isPropertyList(value) { return value instanceof PropertyList; }
}
PropertyList.postman = true;

exports.PropertyList = PropertyList;
exports.hide = hide;
