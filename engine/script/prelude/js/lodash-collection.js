// lodash: arrays and objects alike, one item after the other.

const { isArrayLike, same } = require('lodash-lang');

module.exports = function (_) {
  const by = (f) => _.iteratee(f);
  // pairs are [key, value] of what is gone through.
  function pairs(all) {
    if (all === null || all === undefined) return [];
    if (typeof all === 'string') return Array.from(all, (v, i) => [i, v]);
    if (isArrayLike(all)) return Array.from(all, (v, i) => [i, v]);
    return Object.keys(all).map((k) => [k, all[k]]);
  }
  const values = (all) => pairs(all).map((p) => p[1]);

  function each(all, f, right) {
    f = f || ((v) => v);
    const list = pairs(all);
    if (right) list.reverse();
    for (const [k, v] of list) if (f(v, k, all) === false) break;
    return all;
  }
  const map = (all, f) => { f = by(f); return pairs(all).map(([k, v]) => f(v, k, all)); };
  const filter = (all, f, want = true) => { f = by(f); return pairs(all).filter(([k, v]) => Boolean(f(v, k, all)) === want).map((p) => p[1]); };
  const find = (all, f, right) => { f = by(f); const list = pairs(all); if (right) list.reverse(); const p = list.find(([k, v]) => f(v, k, all)); return p && p[1]; };
  function group(all, f, add, make) {
    f = by(f);
    return pairs(all).reduce((out, [k, v]) => {
      const key = f(v, k);
      out[key] = add(Object.prototype.hasOwnProperty.call(out, key) ? out[key] : make, v);
      return out;
    }, {});
  }
  function reduce(all, f, args, right) {
    const list = pairs(all);
    if (right) list.reverse();
    let i = 0;
    let out = args[0];
    if (args.length === 0) {
      if (list.length === 0) return undefined;
      out = list[i++][1];
    }
    for (; i < list.length; i++) out = f(out, list[i][1], list[i][0], all);
    return out;
  }

  // compare orders values as lodash does: what is undefined comes last.
  function compare(a, b) {
    if (same(a, b)) return 0;
    const rank = (v) => (v === undefined ? 3 : v !== v ? 4 : v === null ? 2 : typeof v === 'symbol' ? 1 : 0);
    const [x, y] = [rank(a), rank(b)];
    if (x !== y) return x - y;
    return a > b ? 1 : a < b ? -1 : 0;
  }
  function order(all, keys, orders) {
    keys = (keys.length ? keys : [(v) => v]).map(by);
    return values(all).map((v, i) => ({ v, i, k: keys.map((f) => f(v)) })).sort((a, b) => {
      for (let n = 0; n < keys.length; n++) {
        const c = typeof orders[n] === 'function' ? orders[n](a.k[n], b.k[n]) : compare(a.k[n], b.k[n]) * (orders[n] === 'desc' || orders[n] === false ? -1 : 1);
        if (c) return c;
      }
      return a.i - b.i;
    }).map((x) => x.v);
  }
  function extreme(all, f, better) {
    f = by(f);
    let out;
    let best;
    for (const v of values(all)) {
      const k = f(v);
      if (k === null || k === undefined || k !== k) continue;
      if (best === undefined || better(k, best)) [out, best] = [v, k];
    }
    return out;
  }
  const total = (all, f) => { f = by(f); return values(all).reduce((n, v) => { const k = f(v); return k === undefined ? n : n === undefined ? k : n + k; }, undefined); };
  function shuffle(all) {
    const list = values(all);
    for (let i = list.length - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [list[i], list[j]] = [list[j], list[i]];
    }
    return list;
  }

  Object.assign(_, {
    each: (all, f) => each(all, f), forEach: (all, f) => each(all, f), eachRight: (all, f) => each(all, f, true), forEachRight: (all, f) => each(all, f, true),
    map, collect: map, flatMap: (all, f) => _.flatten(map(all, f)), flatMapDeep: (all, f) => _.flattenDeep(map(all, f)), flatMapDepth: (all, f, n) => _.flattenDepth(map(all, f), n), pluck: map,
    filter: (all, f) => filter(all, f), select: (all, f) => filter(all, f), reject: (all, f) => filter(all, f, false), where: (all, f) => filter(all, f),
    find: (all, f, from) => find(from ? values(all).slice(from) : all, f), detect: (all, f) => find(all, f), findWhere: (all, f) => find(all, f), findLast: (all, f) => find(all, f, true),
    every: (all, f) => { f = by(f); return pairs(all).every(([k, v]) => f(v, k, all)); }, all: (all, f) => _.every(all, f), some: (all, f) => { f = by(f); return pairs(all).some(([k, v]) => f(v, k, all)); }, any: (all, f) => _.some(all, f),
    includes: (all, v, from) => (typeof all === 'string' ? all.includes(v, from) : values(all).slice(from || 0).some((w) => same(w, v))), contains: (all, v) => _.includes(all, v), include: (all, v) => _.includes(all, v),
    invokeMap: (all, f, ...args) => values(all).map((v) => (typeof f === 'function' ? f.apply(v, args) : _.invoke(v, f, ...args))),
    groupBy: (all, f) => group(all, f, (list, v) => (list ? (list.push(v), list) : [v])), countBy: (all, f) => group(all, f, (n, v) => (n || 0) + 1), keyBy: (all, f) => group(all, f, (x, v) => v), indexBy: (all, f) => group(all, f, (x, v) => v),
    partition: (all, f) => [filter(all, f), filter(all, f, false)],
    reduce: (all, f, ...args) => reduce(all, f, args), foldl: (all, f, ...args) => reduce(all, f, args), inject: (all, f, ...args) => reduce(all, f, args), reduceRight: (all, f, ...args) => reduce(all, f, args, true),
    sample: (all) => { const list = values(all); return list[Math.floor(Math.random() * list.length)]; }, sampleSize: (all, n = 1) => shuffle(all).slice(0, n), shuffle,
    size: (all) => (all instanceof Map || all instanceof Set ? all.size : typeof all === 'string' ? all.length : pairs(all).length),
    sortBy: (all, ...keys) => order(all, _.flatten(keys), []), orderBy: (all, keys, orders) => order(all, keys === undefined ? [] : [].concat(keys), orders === undefined ? [] : [].concat(orders)), sortByOrder: (all, keys, orders) => _.orderBy(all, keys, orders),
    max: (all) => extreme(all, undefined, (a, b) => a > b), maxBy: (all, f) => extreme(all, f, (a, b) => a > b), min: (all) => extreme(all, undefined, (a, b) => a < b), minBy: (all, f) => extreme(all, f, (a, b) => a < b),
    sum: (all) => total(all) || 0, sumBy: (all, f) => total(all, f) || 0, mean: (all) => _.sum(all) / _.size(all), meanBy: (all, f) => _.sumBy(all, f) / _.size(all),
  });
};
