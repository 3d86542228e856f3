// VariableScope: the variables of one scope, with their values' types.

// read turns what came over the pipe into a value.
function read(v) {
  switch (v.Type) {
    case 'number': return Number(v.Value);
    case 'boolean': return v.Value === 'true';
    case 'null': return null;
    case 'json': try { return native.parse(v.Value); } catch (e) { return v.Value; }
    default: return v.Value;
  }
}

// write is [text, type] of a value, as it goes over the pipe.
function write(value) {
  switch (typeof value) {
    case 'string': return [value, ''];
    case 'number': return [String(value), 'number'];
    case 'boolean': return [String(value), 'boolean'];
    case 'undefined': return ['null', 'null'];
    case 'bigint': return [String(value), ''];
    case 'function': case 'symbol': return [String(value), ''];
    default:
  }
  if (value === null) return ['null', 'null'];
  let json;
  try { json = JSON.stringify(value); } catch (e) { return [String(value), '']; }
  if (json === undefined) return ['null', 'null'];
  return json[0] === '"' ? [native.parse(json), ''] : [json, 'json'];
}

// cast gives a value the type that a script asks for.
function cast(value, type) {
  switch (type) {
    case 'string': return value === null || value === undefined ? String(value) : typeof value === 'object' ? JSON.stringify(value) : String(value);
    case 'number': return Number(value);
    case 'boolean': return Boolean(value);
    case 'array': case 'object': case 'json':
      if (typeof value === 'string') { try { return native.parse(value); } catch (e) { return value; } }
      return value;
    default: return value;
  }
}

// text is what a template makes of a value.
function text(value) {
  return value === undefined ? '' : String(value);
}

class VariableScope {
  constructor(number, piece) {
    if (typeof number !== 'number') [number, piece] = [-1, number]; // a script's own
    const from = typeof piece === 'string' ? native.piece(piece) : { Vars: list(piece), Name: piece && piece.name, ID: piece && piece.id };
    hide(this, '_scope', number);
    hide(this, '_map', new Map());
    if (from && from.Name) this.name = from.Name;
    if (from && from.ID) this.id = from.ID;
    for (const v of (from && from.Vars) || []) this._map.set(v.Key, read(v));
  }

  _changed(op, key, value) {
    if (this._scope < 0) return;
    const [wire, type] = op === 'set' ? write(value) : ['', ''];
    native.change(this._scope, op, key, wire, type);
  }

  has(key) { return this._map.has(String(key)) || (this._layers || []).some((list) => list.has(String(key))); }

  get(key) {
    key = String(key);
    if (this._map.has(key) || !this._layers) return this._map.get(key);
    const layer = this._layers.find((list) => list.has(key));
    return layer && layer.get(key);
  }

  set(key, value, type) {
    if (key === undefined || key === null) return;
    key = String(key);
    if (value !== undefined) value = cast(value, type);
    this._map.set(key, value);
    this._changed('set', key, value);
  }

  unset(key) {
    key = String(key);
    if (this._map.delete(key)) this._changed('unset', key);
  }

  clear() {
    this._map.clear();
    this._changed('clear', '');
  }

  toObject() { return Object.assign({}, ...(this._layers || []).slice().reverse().map((list) => list.toObject()), Object.fromEntries(this._map)); }

  toJSON() { return { id: this.id, name: this.name, values: Array.from(this._map, ([key, value]) => ({ type: 'any', value, key })) }; }

  replaceIn(template) { return replaceIn(template, this._layers ? [{ _map: new Map(Object.entries(this.toObject())) }] : [this]); }

  get values() {
    const { VariableList } = require('sdk');
    return new VariableList(this, Array.from(this._map, ([key, value]) => ({ type: 'any', key, value })));
  }

  variables() { return this.toObject(); }

  // addLayer adds variables that count where this scope has none of the name.
  addLayer(list) {
    if (!this._layers) hide(this, '_layers', []);
    this._layers.push(list);
  }

  syncVariablesFrom(values) {
    for (const key of Array.from(this._map.keys())) if (!(key in values)) this.unset(key);
    for (const key of Object.keys(values)) this.set(key, values[key]);
  }

  syncVariablesTo(target) { return Object.assign(target || {}, this.toObject()); }

  static isVariableScope(value) { return value instanceof VariableScope; }

  each(visit) { this._map.forEach((value, key) => visit({ key, value })); }
}

// list reads the values of a list that a script makes itself.
function list(values) {
  if (values && values.values && typeof values.values !== 'function') values = values.values;
  if (!Array.isArray(values)) return [];
  return values.filter((v) => v && !v.disabled).map((v) => {
    const [value, type] = write(v.value);
    return { Key: String(v.key), Value: value, Type: type };
  });
}

function hide(target, name, value) { Object.defineProperty(target, name, { value, enumerable: false, writable: true }); }

// replaceIn replaces the {{names}} of a text, or of all texts in a value.
function replaceIn(template, scopes) {
  if (typeof template === 'string') {
    if (!template.includes('{{')) return template;
    return native.replace(template, scopes.map((scope) => {
      const flat = [];
      scope._map.forEach((value, key) => flat.push(key, text(value)));
      return flat;
    }));
  }
  if (template === null || typeof template !== 'object') return template;
  if (Array.isArray(template)) return template.map((item) => replaceIn(item, scopes));
  return Object.fromEntries(Object.entries(template).map(([k, v]) => [k, replaceIn(v, scopes)]));
}

exports.VariableScope = VariableScope;
exports.replaceIn = replaceIn;
exports.write = write;
