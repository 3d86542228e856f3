// lodash: the functions that scripts use. One that is not there says so.

const { path, get, has, hasIn, set, unset } = require('lodash-path');

const _ = function (value) { return wrap(value, false); };
module.exports = guard(_);
_.VERSION = '4.17.21';

// guard makes a name that is not there an error with a reason.
function guard(target) {
  return new Proxy(target, {
    get(object, name) {
      if (name in object || typeof name === 'symbol' || name === 'then' || name === 'toJSON' || name === 'inspect' || name === 'default') return object[name];
      throw new Error(`postern has no '_.${name}' of lodash`);
    },
  });
}

// iteratee turns what lodash takes for a function into one.
_.iteratee = function (by) {
  if (typeof by === 'function') return by;
  if (by === undefined || by === null) return (v) => v;
  if (Array.isArray(by)) return _.matchesProperty(by[0], by[1]);
  if (typeof by === 'object') return _.matches(by);
  return _.property(by);
};
_.property = (at) => (value) => get(value, at);
_.propertyOf = (value) => (at) => get(value, at);
_.matches = (source) => (value) => _.isMatch(value, source);
_.matchesProperty = (at, want) => (value) => require('lodash-lang').matchOne(get(value, at), want);
_.identity = (v) => v;
_.constant = (v) => () => v;
_.noop = () => undefined;
_.stubTrue = () => true;
_.stubFalse = () => false;
_.stubArray = () => [];
_.stubObject = () => ({});
_.stubString = () => '';
Object.assign(_, {
  get, has, hasIn, set, unset,
  toPath: (at) => path(at).map(String),
  result: (value, at, fallback) => { const v = get(value, at); return typeof v === 'function' ? v.call(value) : v === undefined ? (typeof fallback === 'function' ? fallback() : fallback) : v; },
  update: (value, at, change) => set(value, at, change(get(value, at))),
});

require('lodash-lang')(_);
require('lodash-array')(_);
require('lodash-collection')(_);
require('lodash-object')(_);
require('lodash-text')(_);
require('lodash-function')(_);

// wrap is _(value) and _.chain(value): calls one after the other. Without
// chain, what comes to a single value ends it.
const single = new Set(['every', 'some', 'find', 'findLast', 'findIndex', 'findLastIndex', 'findKey', 'first', 'head', 'last', 'nth', 'get', 'has', 'hasIn', 'includes', 'indexOf', 'lastIndexOf',
  'isEmpty', 'isEqual', 'join', 'max', 'maxBy', 'mean', 'meanBy', 'min', 'minBy', 'pop', 'shift', 'reduce', 'reduceRight', 'sample', 'size', 'sum', 'sumBy', 'toNumber', 'toString', 'random', 'result',
  'camelCase', 'capitalize', 'kebabCase', 'snakeCase', 'startCase', 'lowerCase', 'upperCase', 'toLower', 'toUpper', 'trim', 'trimStart', 'trimEnd', 'startsWith', 'endsWith', 'repeat', 'replace', 'pad', 'padStart', 'padEnd', 'truncate', 'escape', 'unescape']);

// The functions are those of a table.
function wrap(value, chained, table = _) {
  const self = {
    value: () => value, valueOf: () => value, toJSON: () => value,
    chain: () => wrap(value, true, table),
    commit: () => self,
    tap: (run) => { run(value); return self; },
    thru: (run) => wrap(run(value), chained, table),
  };
  return new Proxy(self, {
    get(object, name) {
      if (name in object) return object[name];
      if (name === Symbol.iterator) return value[Symbol.iterator].bind(value);
      if (typeof name === 'symbol') return undefined;
      const own = table[name];
      if (typeof own !== 'function') {
        const native_ = Array.prototype[name] || String.prototype[name];
        if (typeof native_ !== 'function') throw new Error(`postern has no '_.${name}' of lodash`);
        return (...args) => { const out = native_.apply(value, args); return wrap(['push', 'unshift', 'sort', 'splice', 'reverse'].includes(name) ? value : out, chained, table); };
      }
      return (...args) => {
        const out = own(value, ...args);
        return !chained && (single.has(name) || /^is[A-Z]/.test(name)) ? out : wrap(out, chained, table);
      };
    },
  });
}
_.chain = (value) => wrap(value, true);
Object.defineProperty(_, '_inside', { value: { wrap, guard } });
_.tap = (value, run) => { run(value); return value; };
_.thru = (value, run) => run(value);
_.mixin = (target, source) => {
  if (source === undefined || typeof source !== 'object') [target, source] = [_, target];
  return Object.assign(target, source);
};
_.runInContext = () => module.exports;
_.noConflict = () => module.exports;
let id = 0;
_.uniqueId = (prefix) => `${prefix === undefined ? '' : prefix}${++id}`;
_.times = (n, run) => Array.from({ length: Math.max(0, Math.floor(Number(n)) || 0) }, (x, i) => (run || _.identity)(i));
_.attempt = (run, ...args) => { try { return run(...args); } catch (e) { return e instanceof Error ? e : new Error(e); } };
_.range = (...args) => range(args, false);
_.rangeRight = (...args) => range(args, true);
function range([from, to, step], right) {
  if (to === undefined) [from, to] = [0, from];
  step = step === undefined ? (from < to ? 1 : -1) : step;
  const n = Math.max(Math.ceil((to - from) / (step || 1)), 0);
  const out = Array.from({ length: n }, (x, i) => from + i * step);
  return right ? out.reverse() : out;
}
