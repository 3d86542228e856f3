// Checks of what is in a value: members, properties, keys, lengths.

const { alike } = require('deep');

module.exports = function ({ Assertion, flag, fail, method, both, inspect }) {
  function note(a, message) { if (message) flag(a, 'message', message); }
  function equality(a) { return flag(a, 'deep') ? alike : (x, y) => x === y || (x !== x && y !== y); }

  function include(part, message) {
    note(this, message);
    const v = flag(this, 'object');
    const deep = flag(this, 'deep');
    const word = deep ? 'deep include' : 'include';
    const eq = equality(this);
    let found = false;
    if (typeof v === 'string') found = v.indexOf(part) !== -1;
    else if (v instanceof WeakSet) found = v.has(part);
    else if (v instanceof Map || v instanceof Set) found = Array.from(v.values()).some((item) => eq(item, part));
    else if (Array.isArray(v)) found = deep ? v.some((item) => alike(item, part)) : v.indexOf(part) !== -1 || (part !== part && v.some((item) => item !== item));
    else return includeObject(this, v, part);
    this.assert(found, `expected #{this} to ${word} ${inspect(part)}`, `expected #{this} to not ${word} ${inspect(part)}`);
    return undefined;
  }

  function includeObject(a, v, part) {
    if (part !== Object(part) || v === null || v === undefined) {
      const type = (x) => (x === null ? 'null' : Array.isArray(x) ? 'array' : typeof x);
      fail(a, `the given combination of arguments (${type(v)} and ${type(part)}) is invalid for this assertion. `
        + `You can use an array, a map, an object, a set, a string, or a weakset instead of a ${type(part)}`);
    }
    const keys = Object.keys(part);
    const negate = flag(a, 'negate');
    if (!negate || keys.length < 2) {
      for (const key of keys) copy(a, v, negate).property(key, part[key]);
      return undefined;
    }
    // One that is not there is enough; else the first is to blame.
    let first = null;
    for (const key of keys) {
      try { copy(a, v, true).property(key, part[key]); return undefined; } catch (e) { first = first || e; }
    }
    throw first;
  }

  function copy(a, v, negate) {
    const other = new Assertion(v, flag(a, 'message'));
    Object.assign(other._flags, a._flags, { object: v, negate, contains: false });
    return other;
  }
  both(['include', 'includes', 'contain', 'contains'], include, function () { flag(this, 'contains', true); });

  function path(name) {
    const out = [];
    String(name).replace(/\\([.[\]])|\[(\d+)\]|([^.[\]\\]+)/g, (all, escaped, index, key) => {
      if (escaped !== undefined) out[out.length - 1] = (out[out.length - 1] || '') + escaped;
      else if (index !== undefined) out.push(index);
      else if (all.length && out.open) out[out.length - 1] += key;
      else out.push(key);
      out.open = escaped !== undefined;
      return '';
    });
    return out;
  }

  function property(name, value, message) {
    note(this, message);
    const nested = flag(this, 'nested');
    const own = flag(this, 'own');
    const v = flag(this, 'object');
    if (nested && own) fail(this, 'The "nested" and "own" flags cannot be combined.');
    if (nested && typeof name !== 'string') fail(this, 'the argument to property must be a string when using nested syntax');
    if (!['string', 'number', 'symbol'].includes(typeof name)) fail(this, 'the argument to property must be a string, number, or symbol');
    if (v === null || v === undefined) fail(this, 'Target cannot be null or undefined.');
    let has;
    let got;
    if (nested) {
      const keys = path(name);
      let at = v;
      has = keys.every((key, i) => {
        const here = at !== null && at !== undefined && key in Object(at);
        if (here) at = at[key];
        return here || (i < 0);
      });
      got = has ? at : undefined;
    } else {
      has = own ? Object.prototype.hasOwnProperty.call(v, name) : name in Object(v);
      got = v[name];
    }
    const kind = `${flag(this, 'deep') ? 'deep ' : ''}${own ? 'own ' : ''}${nested ? 'nested ' : ''}property `;
    const compared = arguments.length > 1;
    const negate = flag(this, 'negate');
    if (!negate || !compared) {
      this.assert(has, `expected #{this} to have ${kind}${inspect(name)}`, `expected #{this} to not have ${kind}${inspect(name)}`);
    }
    if (compared) {
      this.assert(has && (flag(this, 'deep') ? alike(value, got) : value === got), `expected #{this} to have ${kind}${inspect(name)} of #{exp}, but got #{act}`,
        `expected #{this} to not have ${kind}${inspect(name)} of #{act}`, value, got);
    }
    flag(this, 'object', got);
  }
  method('property', property);
  method(['ownProperty', 'haveOwnProperty'], function (...args) {
    flag(this, 'own', true);
    property.apply(this, args);
  });
  method(['ownPropertyDescriptor', 'haveOwnPropertyDescriptor'], function (name, descriptor) {
    const v = flag(this, 'object');
    const got = Object.getOwnPropertyDescriptor(Object(v), name);
    if (descriptor && got) this.assert(alike(descriptor, got), `expected the own property descriptor for ${inspect(name)} on #{this} to match #{exp}, got #{act}`, `expected the own property descriptor for ${inspect(name)} on #{this} to not match #{exp}`, descriptor, got);
    else this.assert(got, `expected #{this} to have an own property descriptor for ${inspect(name)}`, `expected #{this} to not have an own property descriptor for ${inspect(name)}`);
    flag(this, 'object', got);
  });

  function lengthOf(n, message) {
    note(this, message);
    const v = flag(this, 'object');
    let size;
    let what = 'length';
    if (v instanceof Map || v instanceof Set) {
      what = 'size';
      size = v.size;
    } else {
      new Assertion(v, flag(this, 'message')).to.have.property('length');
      size = v.length;
    }
    this.assert(size === n, `expected #{this} to have a ${what} of #{exp} but got #{act}`, `expected #{this} to not have a ${what} of #{act}`, n, size);
  }
  both(['length', 'lengthOf'], lengthOf, function () { flag(this, 'doLength', true); });

  function keys(...wanted) {
    const v = flag(this, 'object');
    let actual;
    if (v instanceof Map) actual = Array.from(v.keys());
    else if (v instanceof Set) actual = Array.from(v.values());
    else actual = Object.keys(v);
    const one = wanted[0];
    let list = wanted;
    if (Array.isArray(one) || (one !== null && typeof one === 'object' && !(v instanceof Map || v instanceof Set))) {
      if (wanted.length > 1) fail(this, 'when testing keys against an object or an array you must give a single Array|Object|String argument or multiple String arguments');
      list = Array.isArray(one) ? one : Object.keys(one);
    }
    if (!(v instanceof Map || v instanceof Set)) list = list.map((key) => (typeof key === 'symbol' ? key : String(key)));
    if (list.length === 0) fail(this, 'keys required');
    const eq = equality(this);
    const has = (key) => actual.some((other) => eq(key, other));
    const any = flag(this, 'any');
    const contains = flag(this, 'contains');
    let ok;
    if (any) ok = list.some(has);
    else ok = list.every(has) && (contains || list.length === actual.length);
    const names = list.map(inspect);
    const last = names.pop();
    let text = names.length ? `${names.join(', ')}, ${any ? 'or' : 'and'} ${last}` : last;
    text = `${list.length > 1 ? 'keys' : 'key'} ${text}`;
    text = `${contains ? 'contain' : 'have'} ${text}`;
    const how = flag(this, 'deep') && (v instanceof Map || v instanceof Set) ? 'deeply ' : '';
    this.assert(ok, `expected #{this} to ${how}${text}`, `expected #{this} to not ${how}${text}`, list.slice().sort(), actual.slice().sort());
  }
  method(['keys', 'key'], keys);

  function members(set, message) {
    note(this, message);
    const v = flag(this, 'object');
    new Assertion(v, flag(this, 'message')).to.be.an('array');
    new Assertion(set, flag(this, 'message')).to.be.an('array');
    const ordered = flag(this, 'ordered');
    const contains = flag(this, 'contains');
    const subject = contains ? `expected #{this} to be ${ordered ? 'an ordered superset of' : 'a superset of'} #{exp}`
      : `expected #{this} to have the same ${ordered ? 'ordered ' : ''}members as #{exp}`;
    const not = contains ? `expected #{this} to not be ${ordered ? 'an ordered superset of' : 'a superset of'} #{exp}`
      : `expected #{this} to not have the same ${ordered ? 'ordered ' : ''}members as #{exp}`;
    this.assert(within(set, v, equality(this), contains, ordered), subject, not, set, v);
  }
  method('members', members);

  function within(subset, all, eq, contains, ordered) {
    if (!contains && subset.length !== all.length) return false;
    if (ordered) return subset.every((item, i) => i < all.length && eq(item, all[i]));
    const rest = all.slice();
    return subset.every((item) => {
      const at = rest.findIndex((other) => eq(item, other));
      if (at < 0) return false;
      if (!contains) rest.splice(at, 1);
      return true;
    });
  }

  method('oneOf', function (list, message) {
    note(this, message);
    const v = flag(this, 'object');
    new Assertion(list, flag(this, 'message')).to.be.an('array');
    const deep = flag(this, 'deep');
    if (flag(this, 'contains')) {
      this.assert(list.some((item) => (typeof v === 'string' || Array.isArray(v)) && v.indexOf(item) !== -1), 'expected #{this} to contain one of #{exp}', 'expected #{this} to not contain one of #{exp}', list, v);
      return;
    }
    const what = deep ? 'deeply equal' : 'be';
    this.assert(deep ? list.some((item) => alike(v, item)) : list.indexOf(v) !== -1, `expected #{this} to ${what} one of #{exp}`, `expected #{this} to not ${what} one of #{exp}`, list, v);
  });
};
