// lodash: what values are, copies and comparison, numbers.

const { alike, kind } = require('deep');

const isObject = (v) => v !== null && (typeof v === 'object' || typeof v === 'function');
const isPlain = (v) => {
  if (v === null || typeof v !== 'object' || kind(v) !== 'Object') return false;
  const proto = Object.getPrototypeOf(v);
  return proto === null || proto === Object.prototype || Object.getPrototypeOf(proto) === null;
};
const isArrayLike = (v) => v !== null && v !== undefined && typeof v !== 'function' && typeof v.length === 'number' && v.length >= 0;

// same is lodash's equality: 0 and -0 are one.
function same(a, b) { return a === b || (a !== a && b !== b); }

function isMatch(value, source) {
  if (same(value, source)) return true;
  return Object.keys(Object(source)).every((key) => value !== null && value !== undefined && key in Object(value) && matchOne(value[key], source[key]));
}

function matchOne(value, want) {
  if (Array.isArray(want)) return Array.isArray(value) && want.every((w) => value.some((v) => matchOne(v, w)));
  if (isPlain(want)) return isObject(value) && isMatch(value, want);
  return same(value, want) || equal(value, want);
}

function equal(a, b) { return same(a, b) || alike(zero(a), zero(b)); }
function zero(v) { return v === 0 ? 0 : v; }

function clone(value, deep, seen, change, key, parent) {
  if (change) {
    const own = change(value, key, parent);
    if (own !== undefined) return own;
  }
  if (!isObject(value)) return value;
  if (typeof value === 'function') return parent ? value : {};
  if (seen.has(value)) return seen.get(value);
  const inner = (v, k) => (deep ? clone(v, true, seen, change, k, value) : v);
  switch (kind(value)) {
    case 'Date': return new Date(value.getTime());
    case 'RegExp': return new RegExp(value.source, value.flags);
    case 'Boolean': case 'Number': case 'String': return Object(value.valueOf());
    case 'Map': { const out = new Map(); seen.set(value, out); value.forEach((v, k) => out.set(k, inner(v, k))); return out; }
    case 'Set': { const out = new Set(); seen.set(value, out); value.forEach((v) => out.add(inner(v))); return out; }
    case 'ArrayBuffer': return value.slice(0);
    case 'Error': case 'WeakMap': case 'Promise': return parent ? value : {};
    default:
  }
  if (ArrayBuffer.isView(value)) return value.slice ? value.slice() : value;
  const out = Array.isArray(value) ? new Array(value.length) : Object.create(Object.getPrototypeOf(value));
  seen.set(value, out);
  for (const k of Object.keys(value)) out[k] = inner(value[k], k);
  for (const k of Object.getOwnPropertySymbols(value)) if (Object.prototype.propertyIsEnumerable.call(value, k)) out[k] = inner(value[k], k);
  return out;
}

module.exports = function (_) {
  Object.assign(_, {
    isArray: Array.isArray, isArrayBuffer: (v) => v instanceof ArrayBuffer, isArguments: (v) => kind(v) === 'Arguments', isArrayLike, isArrayLikeObject: (v) => typeof v === 'object' && isArrayLike(v),
    isBoolean: (v) => kind(v).toLowerCase() === 'boolean', isBuffer: (v) => Buffer.isBuffer(v), isDate: (v) => kind(v) === 'Date', isElement: () => false,
    isEmpty(v) {
      if (v === null || v === undefined) return true;
      if (typeof v === 'string' || Array.isArray(v) || isArrayLike(v) && typeof v === 'object' && (typeof v.splice === 'function' || ArrayBuffer.isView(v) || kind(v) === 'Arguments')) return v.length === 0;
      if (v instanceof Map || v instanceof Set) return v.size === 0;
      return Object.keys(Object(v)).length === 0;
    },
    isEqual: equal,
    isEqualWith: (a, b, change) => { const own = change ? change(a, b) : undefined; return own === undefined ? equal(a, b) : Boolean(own); },
    isError: (v) => v instanceof Error || kind(v) === 'Error', isFinite: (v) => typeof v === 'number' && isFinite(v), isFunction: (v) => typeof v === 'function',
    isInteger: Number.isInteger, isLength: (v) => Number.isSafeInteger(v) && v >= 0, isMap: (v) => v instanceof Map, isMatch, isMatchWith: (v, s, eq) => Object.keys(Object(s)).every((k) => { const own = eq ? eq(v[k], s[k], k, v, s) : undefined; return own === undefined ? isMatch(v, { [k]: s[k] }) : Boolean(own); }),
    isNaN: (v) => kind(v).toLowerCase() === 'number' && v != +v, isNative: (v) => typeof v === 'function' && /\[native code\]/.test(Function.prototype.toString.call(v)), // eslint-disable-line eqeqeq
    isNil: (v) => v === null || v === undefined, isNull: (v) => v === null, isNumber: (v) => kind(v).toLowerCase() === 'number', isObject, isObjectLike: (v) => v !== null && typeof v === 'object',
    isPlainObject: isPlain, isRegExp: (v) => kind(v) === 'RegExp', isSafeInteger: Number.isSafeInteger, isSet: (v) => v instanceof Set, isString: (v) => kind(v).toLowerCase() === 'string',
    isSymbol: (v) => typeof v === 'symbol', isTypedArray: (v) => ArrayBuffer.isView(v) && !(v instanceof DataView), isUndefined: (v) => v === undefined, isWeakMap: (v) => v instanceof WeakMap, isWeakSet: (v) => v instanceof WeakSet,
    eq: same, gt: (a, b) => a > b, gte: (a, b) => a >= b, lt: (a, b) => a < b, lte: (a, b) => a <= b,
    clone: (v) => clone(v, false, new Map()), cloneDeep: (v) => clone(v, true, new Map()),
    cloneWith: (v, change) => clone(v, false, new Map(), change), cloneDeepWith: (v, change) => clone(v, true, new Map(), change),
    castArray: (...args) => (args.length ? (Array.isArray(args[0]) ? args[0] : [args[0]]) : []),
    toArray: (v) => (v === null || v === undefined ? [] : typeof v === 'string' || typeof v[Symbol.iterator] === 'function' ? Array.from(v) : isArrayLike(v) ? Array.from(v) : Object.values(v)),
    toNumber: (v) => (typeof v === 'symbol' ? NaN : Number(v)), toFinite, toInteger: (v) => Math.trunc(toFinite(v)) || 0, toLength: (v) => Math.min(Math.max(Math.trunc(toFinite(v)) || 0, 0), 4294967295),
    toSafeInteger: (v) => Math.min(Math.max(Math.trunc(toFinite(v)) || 0, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER),
    toString: text, conforms: (source) => (v) => conforms(v, source), conformsTo: conforms,
    add: (a, b) => a + b, subtract: (a, b) => a - b, multiply: (a, b) => a * b, divide: (a, b) => a / b,
    ceil: rounder(Math.ceil), floor: rounder(Math.floor), round: rounder(Math.round),
    clamp: (n, low, high) => { if (high === undefined) [low, high] = [undefined, low]; n = Math.min(Number(n), Number(high)); return low === undefined ? n : Math.max(n, Number(low)); },
    inRange: (n, from, to) => { if (to === undefined) [from, to] = [0, from]; return n >= Math.min(from, to) && n < Math.max(from, to); },
    now: () => Date.now(),
    random(low, high, floating) {
      if (typeof high === 'boolean') [high, floating] = [undefined, high];
      if (typeof low === 'boolean') [low, floating] = [undefined, low];
      if (high === undefined) [low, high] = [0, low === undefined ? 1 : low];
      [low, high] = [Number(low) || 0, Number(high) || 0];
      if (low > high) [low, high] = [high, low];
      if (floating || low % 1 || high % 1) return Math.min(low + Math.random() * (high - low), high);
      return low + Math.floor(Math.random() * (high - low + 1));
    },
  });
};

function conforms(v, source) { return Object.keys(source).every((key) => source[key](v[key])); }
function toFinite(v) {
  v = Number(v);
  return v === Infinity || v === -Infinity ? Math.sign(v) * Number.MAX_VALUE : v === v ? v : 0;
}
function rounder(round) {
  return (n, precision) => {
    n = Number(n);
    precision = precision === undefined ? 0 : Math.trunc(precision);
    if (!precision || !isFinite(n)) return round(n);
    const [base, exponent = '0'] = String(n).split('e');
    const [rounded, shifted = '0'] = String(round(Number(`${base}e${Number(exponent) + precision}`))).split('e');
    return Number(`${rounded}e${Number(shifted) - precision}`);
  };
}
function text(v) {
  if (v === null || v === undefined) return '';
  if (Array.isArray(v)) return v.map((x) => (x === null || x === undefined ? '' : text(x))).join(',');
  return Object.is(v, -0) ? '-0' : String(v);
}

Object.assign(module.exports, { isObject, isPlain, isArrayLike, same, equal, isMatch, matchOne, clone, text });
