// The _ that scripts have without a require is lodash 3 in Postman. Here it is
// lodash with what 3 does otherwise, where a call can only be meant so.

const base = require('lodash');
const { wrap, guard } = base._inside;

const shorthand = (by) => typeof by === 'string' || typeof by === 'function' || (by !== null && typeof by === 'object' && !Array.isArray(by));
// named is "name, value" in the place of a function, as 3 takes it.
const named = (f) => (all, by, value, ...more) => (typeof by === 'string' && value !== undefined && typeof value !== 'function' ? f(all, base.matchesProperty(by, value)) : f(all, by, value, ...more));
// last is a function at the end of the sources, which says what is assigned.
const last = (f, by) => (target, ...sources) => (typeof sources[sources.length - 1] === 'function' ? by : f)(target, ...sources);

const old = {
  VERSION: '3.10.2',
  max: (all, by) => (shorthand(by) ? base.maxBy(base.values(all), by) : base.max(base.values(all))),
  min: (all, by) => (shorthand(by) ? base.minBy(base.values(all), by) : base.min(base.values(all))),
  sum: (all, by) => (shorthand(by) ? base.sumBy(base.values(all), by) : base.sum(base.values(all))),
  uniq: (all, sorted, by) => { by = shorthand(sorted) ? sorted : by; return shorthand(by) ? base.uniqBy(all, by) : base.uniq(all); },
  flatten: (all, deep) => (deep === true ? base.flattenDeep(all) : base.flatten(all)),
  rest: (all) => (typeof all === 'function' ? base.rest(all) : base.tail(all)),
  omit: (o, by, ...more) => (typeof by === 'function' ? base.omitBy(o, by) : base.omit(o, by, ...more)),
  pick: (o, by, ...more) => (typeof by === 'function' ? base.pickBy(o, by) : base.pick(o, by, ...more)),
  zipObject: (keys, values) => (values === undefined && Array.isArray((keys || [])[0]) ? base.fromPairs(keys) : base.zipObject(keys, values || [])),
  assign: last(base.assign, base.assignWith), merge: last(base.merge, base.mergeWith),
  clone: (v, deep) => (deep === true ? base.cloneDeep(v) : base.clone(v)),
  invoke: (all, at, ...args) => (Array.isArray(all) ? base.invokeMap(all, at, ...args) : base.invoke(all, at, ...args)),
  trunc: (text, options) => base.truncate(text, typeof options === 'number' ? { length: options } : options),
  sortByAll: (all, ...by) => base.sortBy(all, ...by), foldr: base.reduceRight, methods: base.functions, callback: base.iteratee, backflow: base.flowRight,
  modArgs: base.overArgs, restParam: base.rest,
};
for (const name of ['find', 'detect', 'findLast', 'findIndex', 'findLastIndex', 'findKey', 'filter', 'select', 'reject', 'some', 'any', 'every', 'all', 'partition', 'dropWhile', 'takeWhile', 'remove']) {
  if (typeof base[name] === 'function') old[name] = named(base[name]);
}
old.object = old.zipObject;

// Chains call what is here, too.
const table = Object.assign({}, base, old);
const _ = (value) => wrap(value, false, table);
module.exports = guard(Object.assign(_, table, { _, chain: (value) => wrap(value, true, table) }));
