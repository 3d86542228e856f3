// Property: what all classes of postman-collection have in common: a place in
// what they belong to, and a way to tell of themselves.

const { hide } = require('list');

function described(from) { return from instanceof Description ? from : new Description(from); }

class Description {
  constructor(from) { this.update(from); }

  update(from, type) {
    if (typeof from === 'string') from = { content: from, type: type || 'text/plain' };
    Object.assign(this, from);
  }

  toString() { return String(this.content || ''); }

  toJSON() { return Object.assign({}, this); }

  static isDescription(value) { return value instanceof Description; }
}

// walk is what a thing is in, from near to far; lists do not count.
function walk(of) {
  const out = [];
  for (let up = of.parent(); up; up = up.parent && up.parent()) out.push(up);
  return out;
}

const common = {
  parent() { return this._parent || undefined; },
  setParent(parent) { hide(this, '_parent', parent); },
  forEachParent(options, visit) { for (const up of walk(this)) (typeof options === 'function' ? options : visit)(up); },
  findInParents(name, test) {
    for (const at of [this, ...walk(this)]) if (at[name] !== undefined && (!test || test(at))) return at[name];
    return undefined;
  },
  findParentContaining(name, test) { return [this, ...walk(this)].find((at) => at[name] !== undefined && (!test || test(at))); },
  meta() { return {}; },
  describe(text, type) {
    this.description = text;
    this.description = described(text);
    if (type) this.description.type = type;
  },
  findSubstitutions() { return names(this.toJSON()); },
  toObjectResolved(scope, overrides) {
    const { VariableScope } = require('scope');
    const values = Object.assign({}, ...[].concat(overrides || []).reverse());
    return new VariableScope(-1, { values: Object.entries(values).map(([key, value]) => ({ key, value })) }).replaceIn(this.toJSON());
  },
};

// names are the {{names}} in the texts of a value.
function names(value, found = new Set()) {
  if (typeof value === 'string') value.replace(/\{\{([^{}]*)\}\}/g, (all, name) => found.add(name));
  else if (value !== null && typeof value === 'object') Object.values(value).forEach((v) => names(v, found));
  return Array.from(found);
}

// like gives classes what they have in common.
function like(...classes) {
  for (const Class of classes) {
    for (const name of Object.keys(common)) if (!(name in Class.prototype)) hide(Class.prototype, name, common[name]);
  }
}

class Property {
  constructor(from) {
    if (!from) return;
    for (const name of ['id', 'name', 'disabled']) if (from[name] !== undefined) this[name] = from[name];
    if (from.description !== undefined) this.description = described(from.description);
  }

  toJSON() { return JSON.parse(JSON.stringify(Object.assign({}, this))); }

  static replaceSubstitutions(text, ...values) { return Property.replaceSubstitutionsIn(text, values); }

  // The first of the values that has a name wins.
  static replaceSubstitutionsIn(value, values) {
    const { VariableScope } = require('scope');
    const all = Object.assign({}, ...[].concat(values).reverse().map((v) => (v && v.toObject ? v.toObject() : v)));
    return new VariableScope(-1, { values: Object.entries(all).map(([key, v]) => ({ key, value: v })) }).replaceIn(value);
  }

  static findSubstitutions(value) { return names(value); }
}
like(Property);

class Version {
  constructor(from) { this.set(from); }

  set(from) {
    const text = from !== null && typeof from === 'object' ? `${from.major || 0}.${from.minor || 0}.${from.patch || 0}` : String(from || '0.0.0');
    const [, major, minor, patch, pre, build] = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([^+]*))?(?:\+(.*))?$/.exec(text) || [];
    Object.assign(this, { raw: text, string: text, major: Number(major), minor: Number(minor || 0), patch: Number(patch || 0) });
    if (pre) this.prerelease = pre.split('.');
    if (build) this.build = build.split('.');
  }

  toString() { return this.string; }
}

Object.assign(exports, { Property, PropertyBase: Property, Description, Version, like, names });
