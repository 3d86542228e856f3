// lodash: objects.

const { isObject, isPlain, clone } = require('lodash-lang');
const { get, hasIn, set, unset, path } = require('lodash-path');

module.exports = function (_) {
  const by = (f) => _.iteratee(f);
  const entries = (o) => (o instanceof Map ? Array.from(o) : Object.entries(Object(o)));
  const inherited = (o) => { const out = []; for (const k in Object(o)) out.push(k); return out; };

  function assign(target, sources, change, keys = Object.keys) {
    target = Object(target);
    for (const source of sources) for (const k of source === null || source === undefined ? [] : keys(Object(source))) target[k] = change ? change(target[k], source[k], k) : source[k];
    return target;
  }

  function merge(target, source, change, seen) {
    if (!isObject(source) || seen.has(source)) return target;
    seen.add(source);
    for (const k of inherited(source)) {
      if (k === '__proto__' || k === 'constructor') continue;
      const [was, now] = [target[k], source[k]];
      const own = change ? change(was, now, k, target, source) : undefined;
      if (own !== undefined) target[k] = own;
      else if (Array.isArray(now)) target[k] = merge(Array.isArray(was) ? was : [], now, change, seen);
      else if (isPlain(now)) target[k] = merge(isObject(was) && !Array.isArray(was) ? was : {}, now, change, seen);
      else if (now !== undefined || !(k in target)) target[k] = now;
    }
    seen.delete(source);
    return target;
  }

  function defaults(target, sources, deep) {
    for (const source of sources) {
      for (const k of inherited(source)) {
        if (target[k] === undefined) target[k] = deep ? clone(source[k], true, new Map()) : source[k];
        else if (deep && isPlain(target[k]) && isPlain(source[k])) defaults(target[k], [source[k]], true);
      }
    }
    return target;
  }

  const pick = (o, test) => inherited(o).reduce((out, k) => { if (test(o[k], k)) out[k] = o[k]; return out; }, {});
  const flat = (args) => _.flattenDeep(args);
  const change = (o, f) => Object.keys(Object(o)).reduce(f, {});
  const findKey = (o, f, right) => { f = by(f); const keys = Object.keys(Object(o)); if (right) keys.reverse(); return keys.find((k) => f(o[k], k, o)); };
  const spread = (args) => { const f = typeof args[args.length - 1] === 'function' ? args.pop() : undefined; return [args, f]; };

  const changed = (keys) => (target, ...args) => { const [sources, f] = spread(args); return assign(target, sources, f, keys); };
  const visit = (o, f, keys) => { for (const k of keys) if (f(o[k], k, o) === false) break; return o; };

  // setWith makes what is missing on the way by a function, which lists are not.
  function setWith(o, at, v, make) {
    const list = path(at);
    let here = o;
    list.slice(0, -1).forEach((k) => {
      if (k === '__proto__' || k === 'constructor' || k === 'prototype') return;
      if (!isObject(here[k])) here[k] = make === undefined ? {} : Object(make(here[k], k, here) || {});
      here = here[k];
    });
    return set(here, [list[list.length - 1]], v) && o;
  }

  Object.assign(_, {
    assign: (target, ...sources) => assign(target, sources), assignIn: (target, ...sources) => assign(target, sources, undefined, inherited), extend: (target, ...sources) => assign(target, sources, undefined, inherited),
    assignWith: changed(Object.keys), assignInWith: changed(inherited), extendWith: changed(inherited), toPlainObject: (o) => assign({}, [o], undefined, inherited),
    at: (o, ...keys) => flat(keys).map((k) => get(o, k)), create: (proto, own) => Object.assign(Object.create(proto), own),
    defaults: (target, ...sources) => defaults(Object(target), sources), defaultsDeep: (target, ...sources) => defaults(Object(target), sources, true), defaultTo: (v, fallback) => (v === null || v === undefined || v !== v ? fallback : v),
    entries, toPairs: entries, entriesIn: (o) => inherited(o).map((k) => [k, o[k]]), toPairsIn: (o) => inherited(o).map((k) => [k, o[k]]), pairs: entries,
    findKey: (o, f) => findKey(o, f), findLastKey: (o, f) => findKey(o, f, true),
    forIn: (o, f) => { for (const k in o) if (f(o[k], k, o) === false) break; return o; }, forInRight: (o, f) => visit(o, f, inherited(o).reverse()), forOwnRight: (o, f) => visit(o, f, Object.keys(Object(o)).reverse()), functionsIn: (o) => inherited(o).filter((k) => typeof o[k] === 'function'),
    forOwn: (o, f) => { for (const k of Object.keys(Object(o))) if (f(o[k], k, o) === false) break; return o; },
    functions: (o) => Object.keys(Object(o)).filter((k) => typeof o[k] === 'function'),
    invert: (o) => change(o, (out, k) => { out[o[k]] = k; return out; }), invertBy: (o, f) => { f = by(f); return change(o, (out, k) => { const key = f(o[k]); (out[key] = out[key] || []).push(k); return out; }); },
    invoke: (o, at, ...args) => { const keys = path(at).slice(); const name = keys.pop(); const on = keys.length ? get(o, keys) : o; return on === null || on === undefined || on[name] === undefined ? undefined : on[name](...args); },
    keys: (o) => Object.keys(Object(o)), keysIn: inherited, values: (o) => Object.values(Object(o)), valuesIn: (o) => inherited(o).map((k) => o[k]),
    mapKeys: (o, f) => { f = by(f); return change(o, (out, k) => { out[f(o[k], k, o)] = o[k]; return out; }); }, mapValues: (o, f) => { f = by(f); return change(o, (out, k) => { out[k] = f(o[k], k, o); return out; }); },
    merge: (target, ...sources) => sources.reduce((out, s) => merge(out, s, undefined, new Set()), Object(target)),
    mergeWith: (target, ...args) => { const [sources, f] = spread(args); return sources.reduce((out, s) => merge(out, s, f, new Set()), Object(target)); },
    omit: (o, ...keys) => { const out = clone(pick(o === null || o === undefined ? {} : o, () => true), false, new Map()); for (const k of flat(keys)) { if (k in out) delete out[k]; else if (hasIn(out, k)) { const top = path(k)[0]; out[top] = clone(out[top], true, new Map()); unset(out, k); } } return out; },
    omitBy: (o, f) => { f = by(f); return o === null || o === undefined ? {} : pick(o, (v, k) => !f(v, k)); },
    pick: (o, ...keys) => flat(keys).reduce((out, k) => { if (o !== null && o !== undefined && hasIn(o, k)) { if (k in Object(o)) out[k] = o[k]; else set(out, k, get(o, k)); } return out; }, {}),
    pickBy: (o, f) => { f = by(f); return o === null || o === undefined ? {} : pick(o, (v, k) => f(v, k)); },
    setWith: (o, at, v, make) => (make ? setWith(o, at, v, make) : set(o, at, v)), updateWith: (o, at, f, make) => _.setWith(o, at, f(get(o, at)), make),
    transform: (o, f, out) => { if (out === undefined) out = Array.isArray(o) ? [] : isObject(o) ? Object.create(Object.getPrototypeOf(o)) : {}; for (const k of Object.keys(Object(o))) if (f(out, o[k], Array.isArray(o) ? Number(k) : k, o) === false) break; return out; },
  });
};
