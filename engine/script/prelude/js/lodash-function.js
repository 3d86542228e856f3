// lodash: functions.

module.exports = function (_) {
  // A hole is filled by the arguments that come.
  const hole = (a) => a === _ || a === require('lodash');
  const place = (args, had) => { const rest = args.slice(); return had.map((a) => (hole(a) && rest.length ? rest.shift() : a)).concat(rest); };
  const limited = (n, run, before) => {
    let count = 0;
    let last;
    return function (...args) {
      count++;
      if (before ? count < n : count >= n) last = run.apply(this, args);
      return before || count >= n ? last : undefined;
    };
  };
  function memoize(run, key) {
    const out = function (...args) {
      const k = key ? key.apply(this, args) : args[0];
      if (!out.cache.has(k)) out.cache.set(k, run.apply(this, args));
      return out.cache.get(k);
    };
    out.cache = new Map();
    return out;
  }
  function curry(run, n = run.length) {
    const take = (had) => (...args) => { const all = place(args, had); return all.filter((a) => !hole(a)).length >= n ? run(...all) : take(all); };
    return take([]);
  }
  function curryRight(run, n = run.length) {
    const take = (had) => (...args) => { const all = args.concat(had); return all.length >= n ? run(...all) : take(all); };
    return take([]);
  }
  function debounce(run, wait = 0, options) {
    let timer;
    let held;
    let result;
    const leading = options && options.leading;
    const out = (...args) => {
      held = args;
      if (leading && timer === undefined) result = run(...args);
      clearTimeout(timer);
      timer = setTimeout(() => { timer = undefined; if (!leading || (options.trailing !== false && held !== args)) result = run(...held); }, wait);
      return result;
    };
    out.cancel = () => clearTimeout(timer);
    out.flush = () => { clearTimeout(timer); if (held) result = run(...held); return result; };
    return out;
  }
  function throttle(run, wait = 0) {
    let until = 0;
    let result;
    return (...args) => {
      const now = Date.now();
      if (now >= until) { until = now + wait; result = run(...args); }
      return result;
    };
  }
  const flow = (list) => { list = _.flattenDeep(list); return function (...args) { return list.reduce((v, f, i) => (i ? f.call(this, v) : f.apply(this, args)), args[0]); }; };

  Object.assign(_, {
    after: (n, run) => limited(n, run, false), before: (n, run) => limited(n, run, true), once: (run) => limited(2, run, true), ary: (run, n) => (...args) => run(...args.slice(0, n)), unary: (run) => (v) => run(v),
    bind: (run, self, ...had) => function (...args) { return run.apply(self, place(args, had)); }, bindKey: (o, name, ...had) => (...args) => o[name](...place(args, had)), bindAll: (o, ...names) => { for (const n of _.flatten(names)) o[n] = o[n].bind(o); return o; },
    curry, curryRight, rearg: (run, ...at) => (...args) => run(...Object.assign(args.slice(), _.flatten(at).map((i) => args[i]))), overArgs: (run, ...changes) => (...args) => run(...args.map((a, i) => (_.flatten(changes)[i] || _.identity)(a))),
    debounce, throttle, memoize, defer: (run, ...args) => setTimeout(() => run(...args), 1), delay: (run, wait, ...args) => setTimeout(() => run(...args), wait),
    flip: (run) => (...args) => run(...args.reverse()), negate: (run) => function (...args) { return !run.apply(this, args); }, partial: (run, ...had) => function (...args) { return run.apply(this, place(args, had)); },
    partialRight: (run, ...had) => (...args) => run(...args, ...had), rest: (run) => (...args) => run(...args.slice(0, run.length - 1), args.slice(run.length - 1)), spread: (run) => (args) => run(...args), wrap: (v, run) => (...args) => run(v, ...args),
    flow: (...list) => flow(list), flowRight: (...list) => flow(_.flattenDeep(list).reverse()), compose: (...list) => flow(_.flattenDeep(list).reverse()),
    over: (...list) => (...args) => _.flatten(list).map((f) => _.iteratee(f)(...args)), overEvery: (...list) => (...args) => _.flatten(list).every((f) => _.iteratee(f)(...args)), overSome: (...list) => (...args) => _.flatten(list).some((f) => _.iteratee(f)(...args)),
    cond: (list) => (...args) => { const p = list.find(([test]) => test(...args)); return p && p[1](...args); }, method: (at, ...args) => (o) => _.invoke(o, at, ...args), methodOf: (o, ...args) => (at) => _.invoke(o, at, ...args), nthArg: (n) => (...args) => args[n < 0 ? args.length + n : n],
  });
};
