// lodash: arrays.

const { same, equal, isArrayLike } = require('lodash-lang');

module.exports = function (_) {
  const list = (v) => (v === null || v === undefined ? [] : Array.isArray(v) ? v : isArrayLike(v) ? Array.from(v) : []);
  const has = (array, v, eq = same) => array.some((w) => eq(w, v));
  const by = (f) => _.iteratee(f);

  // rest splits the last argument off, if it is no array.
  function tail(args) {
    const last = args[args.length - 1];
    return args.length > 1 && !Array.isArray(last) ? [args.slice(0, -1), last] : [args, undefined];
  }

  function unique(array, key = (v) => v, eq) {
    const out = [];
    const keys = [];
    const seen = new Set();
    for (const v of list(array)) {
      const k = key(v);
      if (eq ? keys.some((w) => eq(w, k)) : seen.has(k)) continue;
      if (eq) keys.push(k);
      else seen.add(k);
      out.push(v);
    }
    return out;
  }

  const flatten = (array, depth) => list(array).reduce((out, v) => (Array.isArray(v) && depth > 0 ? out.concat(flatten(v, depth - 1)) : (out.push(v), out)), []);
  const many = (arrays) => flatten(arrays.filter(Array.isArray), 1);

  function difference(array, others, key = (v) => v, eq) {
    const keys = many(others).map((v) => key(v));
    return list(array).filter((v) => !has(keys, key(v), eq));
  }
  function intersection(arrays, key = (v) => v, eq) {
    const [first, ...others] = arrays.map(list);
    const keys = others.map((array) => array.map((v) => key(v)));
    return unique((first || []).filter((v) => keys.every((k) => has(k, key(v), eq))), key, eq);
  }
  function xor(arrays, key = (v) => v, eq) {
    return unique(flatten(arrays.map((array, i) => difference(array, arrays.filter((o, j) => j !== i), key, eq)), 1), key, eq);
  }
  function pull(array, values, key = (v) => v) {
    const keys = values.map((v) => key(v));
    for (let i = array.length - 1; i >= 0; i--) if (has(keys, key(array[i]))) array.splice(i, 1);
    return array;
  }
  const wile = (array, test, right, keep) => {
    array = list(array);
    test = by(test);
    let n = 0;
    while (n < array.length && test(array[right ? array.length - 1 - n : n], right ? array.length - 1 - n : n, array)) n++;
    return right ? (keep ? array.slice(array.length - n) : array.slice(0, array.length - n)) : keep ? array.slice(0, n) : array.slice(n);
  };
  function place(array, value, key, last) {
    array = list(array);
    const want = key(value);
    let [low, high] = [0, array.length];
    while (low < high) {
      const mid = (low + high) >> 1;
      const k = key(array[mid]);
      if (last ? k <= want : k < want) low = mid + 1;
      else high = mid;
    }
    return low;
  }
  const zip = (arrays) => Array.from({ length: Math.max(0, ...arrays.map((a) => list(a).length)) }, (x, i) => arrays.map((a) => a[i]));
  const number = (n, fallback) => (n === undefined ? fallback : Math.max(0, Math.trunc(n) || 0));

  Object.assign(_, {
    chunk: (array, n) => { n = number(n, 1); const out = []; if (n) for (let i = 0; i < list(array).length; i += n) out.push(array.slice(i, i + n)); return out; },
    compact: (array) => list(array).filter(Boolean), concat: (array, ...rest) => [].concat(array === undefined ? [] : array, ...rest),
    difference: (array, ...others) => difference(array, others),
    differenceBy: (array, ...args) => { const [others, f] = tail([[], ...args]); return difference(array, others, by(f)); },
    differenceWith: (array, ...args) => { const eq = args.pop(); return list(array).filter((v) => !many(args).some((w) => eq(v, w))); },
    drop: (array, n) => list(array).slice(number(n, 1)), dropRight: (array, n) => list(array).slice(0, Math.max(0, list(array).length - number(n, 1))),
    dropWhile: (array, f) => wile(array, f, false, false), dropRightWhile: (array, f) => wile(array, f, true, false),
    take: (array, n) => list(array).slice(0, number(n, 1)), takeRight: (array, n) => { n = number(n, 1); return n ? list(array).slice(-n) : []; },
    takeWhile: (array, f) => wile(array, f, false, true), takeRightWhile: (array, f) => wile(array, f, true, true),
    fill: (array, v, from, to) => array.fill(v, from, to), findIndex: (array, f, from) => { f = by(f); array = list(array); for (let i = from || 0; i < array.length; i++) if (f(array[i], i, array)) return i; return -1; },
    findLastIndex: (array, f) => { f = by(f); array = list(array); for (let i = array.length - 1; i >= 0; i--) if (f(array[i], i, array)) return i; return -1; },
    head: (array) => list(array)[0], first: (array) => (typeof array === 'string' ? array[0] : list(array)[0]), last: (array) => (typeof array === 'string' ? array[array.length - 1] : list(array)[list(array).length - 1]),
    initial: (array) => list(array).slice(0, -1), tail: (array) => list(array).slice(1), nth: (array, n = 0) => list(array)[n < 0 ? list(array).length + n : n],
    flatten: (array) => flatten(array, 1), flattenDeep: (array) => flatten(array, Infinity), flattenDepth: (array, n = 1) => flatten(array, n),
    fromPairs: (pairs) => list(pairs).reduce((out, [k, v]) => { out[k] = v; return out; }, {}), zipObject: (keys, values) => list(keys).reduce((out, k, i) => { out[k] = list(values)[i]; return out; }, {}),
    zipObjectDeep: (keys, values) => list(keys).reduce((out, k, i) => _.set(out, k, values[i]), {}),
    indexOf: (array, v, from) => { array = list(array); for (let i = from < 0 ? Math.max(0, array.length + from) : from || 0; i < array.length; i++) if (same(array[i], v)) return i; return -1; },
    lastIndexOf: (array, v) => { for (let i = list(array).length - 1; i >= 0; i--) if (same(array[i], v)) return i; return -1; },
    intersection: (...arrays) => intersection(arrays), intersectionBy: (...args) => { const [arrays, f] = tail(args); return intersection(arrays, by(f)); },
    intersectionWith: (...args) => { const eq = args.pop(); return intersection(args, undefined, eq); },
    join: (array, mark) => list(array).join(mark), pull: (array, ...values) => pull(array, values), pullAll: (array, values) => pull(array, values), pullAllWith: (array, values, eq) => { for (let i = array.length - 1; i >= 0; i--) if (list(values).some((v) => eq(array[i], v))) array.splice(i, 1); return array; }, pullAllBy: (array, values, f) => pull(array, values, by(f)),
    pullAt: (array, ...at) => { at = flatten(at, 1); const out = at.map((i) => array[i]); at.slice().sort((a, b) => b - a).forEach((i) => array.splice(i, 1)); return out; },
    remove: (array, f) => { f = by(f); const out = []; for (let i = 0, n = 0; i < array.length; n++) { if (f(array[i], n, array)) out.push(...array.splice(i, 1)); else i++; } return out; },
    reverse: (array) => array.reverse(), slice: (array, from, to) => list(array).slice(from, to),
    sortedIndex: (array, v) => place(array, v, (x) => x), sortedIndexBy: (array, v, f) => place(array, v, by(f)), sortedLastIndex: (array, v) => place(array, v, (x) => x, true), sortedUniq: (array) => unique(array), sortedUniqBy: (array, f) => unique(array, by(f)), sortedLastIndexBy: (array, v, f) => place(array, v, by(f), true),
    sortedIndexOf: (array, v) => { const i = place(array, v, (x) => x); return i < list(array).length && same(array[i], v) ? i : -1; },
    sortedLastIndexOf: (array, v) => { const i = place(array, v, (x) => x, true) - 1; return i >= 0 && same(array[i], v) ? i : -1; },
    union: (...arrays) => unique(many(arrays)), unionBy: (...args) => { const [arrays, f] = tail(args); return unique(many(arrays), by(f)); }, unionWith: (...args) => { const eq = args.pop(); return unique(many(args), undefined, eq); },
    uniq: (array) => unique(array), uniqBy: (array, f) => unique(array, by(f)), uniqWith: (array, eq) => unique(array, undefined, eq || equal), unique: (array, f) => unique(array, f === undefined ? undefined : by(f)),
    without: (array, ...values) => difference(array, [values]), xor: (...arrays) => xor(arrays), xorBy: (...args) => { const [arrays, f] = tail(args); return xor(arrays, by(f)); }, xorWith: (...args) => { const eq = args.pop(); return xor(args, undefined, eq); },
    zip: (...arrays) => zip(arrays), unzip: (arrays) => zip(arrays), zipWith: (...args) => { const f = args.pop(); return zip(args).map((row) => f(...row)); }, unzipWith: (arrays, f) => zip(arrays).map((row) => f(...row)),
  });
};
