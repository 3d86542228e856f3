// The _ that scripts have without a require is lodash 3 in Postman. Here it is
// lodash with what 3 does otherwise, where a call can only be meant so.

const base = require('lodash');
const { wrap, guard } = base._inside;

const shorthand = (by) => typeof by === 'string' || typeof by === 'function' || (by !== null && typeof by === 'object' && !Array.isArray(by));
// bound has its function called with the this that is named behind it, and named
// takes "name, value" in the place of a function.
const bound = (f) => (all, by, self, ...more) => (typeof by === 'function' && self !== undefined ? f(all, by.bind(self), ...more) : f(all, by, self, ...more));
const named = (f) => bound((all, by, value, ...more) => (typeof by === 'string' && value !== undefined && typeof value !== 'function' ? f(all, base.matchesProperty(by, value)) : f(all, by, value, ...more)));
// last is a function at the end of the sources, which says what is assigned.
const last = (f, by) => (target, ...sources) => (typeof sources[sources.length - 1] === 'function' ? by : f)(target, ...sources);
const valueOf = (by) => (shorthand(by) ? base.iteratee(by) : base.identity);
// most is what is first of all as numbers; where nothing is a number it is none.
const most = (first, none) => (all, by) => {
  const value = valueOf(by);
  const found = first(base.values(all), (v) => { const n = Number(value(v)); return Number.isNaN(n) ? undefined : n; });
  return found === undefined ? none : found;
};

const old = {
  VERSION: '3.10.2',
  max: most(base.maxBy, -Infinity), min: most(base.minBy, Infinity),
  sum: (all, by) => { const value = valueOf(by); return base.sumBy(base.values(all), (v) => Number(value(v)) || 0); },
  uniq: (all, sorted, by) => { by = shorthand(sorted) ? sorted : by; return shorthand(by) ? base.uniqBy(all, by) : base.uniq(all); },
  flatten: (all, deep) => (deep === true ? base.flattenDeep(all) : base.flatten(all)),
  rest: (all) => (typeof all === 'function' ? base.rest(all) : base.tail(all)),
  omit: (o, by, ...more) => (typeof by === 'function' ? base.omitBy(o, by) : base.omit(o, by, ...more)),
  pick: (o, by, ...more) => (typeof by === 'function' ? base.pickBy(o, by) : base.pick(o, by, ...more)),
  zipObject: (keys, values) => (values === undefined && Array.isArray((keys || [])[0]) ? base.fromPairs(keys) : base.zipObject(keys, values || [])),
  assign: last(base.assign, base.assignWith), merge: last(base.merge, base.mergeWith),
  clone: (v, deep, by) => (typeof deep === 'function' ? base.cloneWith(v, deep) : deep !== true ? base.clone(v) : old.cloneDeep(v, by)),
  cloneDeep: (v, by) => (typeof by === 'function' ? base.cloneDeepWith(v, by) : base.cloneDeep(v)),
  isEqual: (a, b, by) => (typeof by === 'function' ? base.isEqualWith(a, b, by) : base.isEqual(a, b)),
  invert: (o, many) => (many === true ? base.invertBy(o) : base.invert(o)),
  capitalize: base.upperFirst,
  escape: (text) => base.escape(text).replace(/`/g, '&#96;'),
  unescape: (text) => base.unescape(text).replace(/&#96;/g, '`'),
  template: (text, options) => base.template(text, { escape: undefined, evaluate: undefined, ..._.templateSettings, ...options }),
  mixin: (target, source) => (source !== null && typeof source === 'object' ? base.mixin(target, source) : base.mixin(_, target)),
  noConflict: () => module.exports, runInContext: () => module.exports,
  invoke: (all, at, ...args) => (Array.isArray(all) ? base.invokeMap(all, at, ...args) : base.invoke(all, at, ...args)),
  trunc: (text, options) => base.truncate(text, typeof options === 'number' ? { length: options } : options),
  sortByAll: (all, ...by) => base.sortBy(all, ...by), foldr: base.reduceRight, methods: base.functions, callback: base.iteratee, backflow: base.flowRight,
  modArgs: base.overArgs, restParam: base.rest,
};
for (const name of ['find', 'detect', 'findLast', 'findIndex', 'findLastIndex', 'findKey', 'filter', 'select', 'reject', 'some', 'any', 'every', 'all', 'partition', 'dropWhile', 'takeWhile', 'remove']) {
  if (typeof base[name] === 'function') old[name] = named(base[name]);
}
for (const name of ['each', 'forEach', 'eachRight', 'forEachRight', 'map', 'collect', 'sortBy', 'groupBy', 'countBy', 'indexBy', 'times', 'forOwn', 'forIn', 'mapValues', 'mapKeys']) {
  if (typeof base[name] === 'function') old[name] = bound(base[name]);
}
old.object = old.zipObject;

// What is mixed in is there for chains, too.
const _ = (value) => wrap(value, false, _);
module.exports = guard(Object.assign(_, base, old, { _, chain: (value) => wrap(value, true, _) }));
_.templateSettings = { ...base.templateSettings, imports: { _: module.exports } };
