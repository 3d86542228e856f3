// Checks of a value as a whole: what it is, equals, exceeds, throws.

const { alike, kind } = require('deep');

module.exports = function ({ Assertion, flag, fail, word, method, both, inspect, display }) {
  for (const name of ['deep', 'nested', 'own', 'ordered']) word(name, function () { flag(this, name, true); });
  word('not', function () { flag(this, 'negate', true); });
  word('any', function () { flag(this, 'any', true); flag(this, 'all', false); });
  word('all', function () { flag(this, 'all', true); flag(this, 'any', false); });

  both(['a', 'an'], function (type, message) {
    note(this, message);
    if (typeof type !== 'string') throw new TypeError('the type that a value should be of must be a text');
    const article = 'aeiou'.includes(type[0].toLowerCase()) ? 'an' : 'a';
    const value = flag(this, 'object');
    const own = value !== null && value !== undefined && typeof value === 'object' && value[Symbol.toStringTag];
    const actual = own ? String(own) : kind(value);
    this.assert(type.toLowerCase() === actual.toLowerCase(), `expected #{this} to be ${article} ${type.toLowerCase()}`, `expected #{this} not to be ${article} ${type.toLowerCase()}`);
  });

  function note(a, message) { if (message) flag(a, 'message', message); }

  // need fails unless a value is of a type.
  function need(a, value, type) { new Assertion(value, flag(a, 'message')).to.be.a(type); }

  function state(names, is, what, not = 'not to') {
    word(names, function () {
      this.assert(is(flag(this, 'object')), `expected #{this} to ${what}`, `expected #{this} ${not} ${what}`);
    });
  }
  word('ok', function () { this.assert(flag(this, 'object'), 'expected #{this} to be truthy', 'expected #{this} to be falsy'); });
  word('true', function () { this.assert(flag(this, 'object') === true, 'expected #{this} to be true', 'expected #{this} to be false', !flag(this, 'negate')); });
  word('false', function () { this.assert(flag(this, 'object') === false, 'expected #{this} to be false', 'expected #{this} to be true', !!flag(this, 'negate')); });
  state('null', (v) => v === null, 'be null');
  state('undefined', (v) => v === undefined, 'be undefined');
  state('NaN', (v) => typeof v === 'number' && isNaN(v), 'be NaN');
  state(['exist', 'exists'], (v) => v !== null && v !== undefined, 'exist', 'to not');
  state('extensible', (v) => v === Object(v) && Object.isExtensible(v), 'be extensible', 'to not');
  state('sealed', (v) => v !== Object(v) || Object.isSealed(v), 'be sealed', 'to not');
  state('frozen', (v) => v !== Object(v) || Object.isFrozen(v), 'be frozen', 'to not');
  word('finite', function () {
    const v = flag(this, 'object');
    this.assert(typeof v === 'number' && isFinite(v), 'expected #{this} to be a finite number', 'expected #{this} to not be a finite number');
  });
  word(['arguments', 'Arguments'], function () {
    const type = kind(flag(this, 'object'));
    this.assert(type === 'Arguments', `expected #{this} to be arguments but got ${type}`, 'expected #{this} to not be arguments');
  });

  word('empty', function () {
    const v = flag(this, 'object');
    let size;
    if (typeof v === 'string' || Array.isArray(v) || kind(v) === 'Arguments') size = v.length;
    else if (v instanceof Map || v instanceof Set) size = v.size;
    else if (v instanceof WeakMap || v instanceof WeakSet) fail(this, '.empty was passed a weak collection');
    else if (typeof v === 'function') fail(this, `.empty was passed a function ${v.name}`.trim());
    else if (v !== Object(v)) fail(this, `.empty was passed non-string primitive ${inspect(v)}`);
    else size = Object.keys(v).length;
    this.assert(size === 0, 'expected #{this} to be empty', 'expected #{this} not to be empty');
  });

  method(['equal', 'equals', 'eq'], function (expected, message) {
    note(this, message);
    if (flag(this, 'deep')) return this.eql(expected);
    this.assert(expected === flag(this, 'object'), 'expected #{this} to equal #{exp}', 'expected #{this} to not equal #{exp}', expected, flag(this, 'object'));
    return undefined;
  });
  method(['eql', 'eqls'], function (expected, message) {
    note(this, message);
    this.assert(alike(flag(this, 'object'), expected), 'expected #{this} to deeply equal #{exp}', 'expected #{this} to not deeply equal #{exp}', expected, flag(this, 'object'));
  });

  // compare adds a check of a number or date, or of a length before it.
  function compare(names, words, holds, opposite) {
    method(names, function (limit, message) {
      note(this, message);
      let v = flag(this, 'object');
      const counted = flag(this, 'doLength');
      if (counted) v = count(this, v);
      check(this, names[0], v, limit, counted);
      if (counted) {
        const what = flag(this, 'doLength') === 'size' ? 'size' : 'length';
        this.assert(holds(v, limit), `expected #{this} to have a ${what} ${words} #{exp} but got #{act}`, `expected #{this} to have a ${what} ${opposite} #{exp}`, limit, v);
        return;
      }
      this.assert(holds(v, limit), `expected #{this} to be ${words} #{exp}`, `expected #{this} to be ${opposite} #{exp}`, limit);
    });
  }
  compare(['above', 'gt', 'greaterThan'], 'above', (a, b) => a > b, 'at most');
  compare(['least', 'gte', 'greaterThanOrEqual'], 'at least', (a, b) => a >= b, 'below');
  compare(['below', 'lt', 'lessThan'], 'below', (a, b) => a < b, 'at least');
  compare(['most', 'lte', 'lessThanOrEqual'], 'at most', (a, b) => a <= b, 'above');

  function count(a, v) {
    if (v instanceof Map || v instanceof Set) {
      flag(a, 'doLength', 'size');
      return v.size;
    }
    new Assertion(v, flag(a, 'message')).to.have.property('length');
    return v.length;
  }

  function check(a, what, v, limit, counted) {
    if (!counted && v instanceof Date) {
      if (!(limit instanceof Date)) fail(a, `the argument to ${what} must be a date`);
      return;
    }
    if (typeof limit !== 'number' && typeof limit !== 'bigint') {
      if (counted || typeof v === 'number') fail(a, `the argument to ${what} must be a number`);
    }
    if (!counted && typeof v !== 'number' && typeof v !== 'bigint') {
      fail(a, `expected ${typeof v === 'string' ? `'${v}'` : v} to be a number or a date`);
    }
  }

  method('within', function (low, high, message) {
    note(this, message);
    let v = flag(this, 'object');
    const date = low instanceof Date && high instanceof Date;
    const range = date ? `${low.toISOString()}..${high.toISOString()}` : `${low}..${high}`;
    if (flag(this, 'doLength')) {
      v = count(this, v);
      this.assert(v >= low && v <= high, `expected #{this} to have a length within ${range}`, `expected #{this} to not have a length within ${range}`);
      return;
    }
    if (typeof v !== 'number' && !(v instanceof Date)) fail(this, `expected ${typeof v === 'string' ? `'${v}'` : v} to be a number or a date`);
    if (v instanceof Date && !date) fail(this, 'the arguments to within must be dates');
    if (typeof v === 'number' && (typeof low !== 'number' || typeof high !== 'number')) fail(this, 'the arguments to within must be numbers');
    this.assert(v >= low && v <= high, `expected #{this} to be within ${range}`, `expected #{this} to not be within ${range}`);
  });
  method(['closeTo', 'approximately'], function (expected, delta, message) {
    note(this, message);
    const v = flag(this, 'object');
    need(this, v, 'number');
    if (typeof expected !== 'number' || typeof delta !== 'number') {
      fail(this, `the arguments to closeTo or approximately must be numbers${delta === undefined ? ', and a delta is required' : ''}`);
    }
    this.assert(Math.abs(v - expected) <= delta, `expected #{this} to be close to ${expected} +/- ${delta}`, `expected #{this} not to be close to ${expected} +/- ${delta}`);
  });

  method(['match', 'matches'], function (pattern, message) {
    note(this, message);
    this.assert(pattern.exec(flag(this, 'object')), `expected #{this} to match ${pattern}`, `expected #{this} not to match ${pattern}`);
  });
  method('string', function (part, message) {
    note(this, message);
    const v = flag(this, 'object');
    need(this, v, 'string');
    this.assert(v.includes(part), `expected #{this} to contain ${inspect(part)}`, `expected #{this} to not contain ${inspect(part)}`);
  });
  method(['satisfy', 'satisfies'], function (test, message) {
    note(this, message);
    const v = flag(this, 'object');
    const result = test(v);
    this.assert(result, `expected #{this} to satisfy ${display(test)}`, `expected #{this} to not satisfy ${display(test)}`, !flag(this, 'negate'), result);
  });
  method(['instanceof', 'instanceOf'], function (type, message) {
    note(this, message);
    if (typeof type !== 'function') fail(this, `The instanceof assertion needs a constructor but ${kind(type)} was given.`);
    const name = type.name || '<anonymous>';
    this.assert(flag(this, 'object') instanceof type, `expected #{this} to be an instance of ${name}`, `expected #{this} to not be an instance of ${name}`);
  });
  method(['respondTo', 'respondsTo'], function (name, message) {
    note(this, message);
    const v = flag(this, 'object');
    const on = typeof v === 'function' && !flag(this, 'itself') ? v.prototype : v;
    this.assert(on !== null && on !== undefined && typeof on[name] === 'function', `expected #{this} to respond to ${inspect(name)}`, `expected #{this} to not respond to ${inspect(name)}`);
  });
  word('itself', function () { flag(this, 'itself', true); });

  method(['throw', 'throws', 'Throw'], function (type, text, message) {
    note(this, message);
    const v = flag(this, 'object');
    need(this, v, 'function');
    let caught;
    try { v(); } catch (e) { caught = e; }
    thrown(this, caught, type, text);
    flag(this, 'object', caught);
  });

  // called is an error or a type as messages name it.
  function called(e) {
    if (e instanceof Error) return String(e);
    if (typeof e === 'string') return e;
    return typeof e === 'function' ? e.name : e && e.constructor && e.constructor.name;
  }

  function thrown(a, caught, type, text) {
    const negate = flag(a, 'negate') || false;
    if (typeof type === 'string' || type instanceof RegExp) [type, text] = [null, type];
    const none = !type && text === undefined;
    const both = Boolean(type) && text !== undefined && text !== null;
    if (none || !negate) {
      const wanted = type instanceof Error ? '#{exp}' : type ? called(type) : 'an error';
      a.assert(caught, `expected #{this} to throw ${wanted}`, 'expected #{this} to not throw an error but #{act} was thrown', type ? String(type) : type, called(caught), negate || undefined);
    }
    if (!caught) return;
    const other = () => a.assert(negate, 'expected #{this} to throw #{exp} but #{act} was thrown', 'expected #{this} to not throw #{exp} but #{act} was thrown', called(type), called(caught));
    let excused = 0;
    if (type) {
      const fits = type instanceof Error ? caught === type : caught instanceof type;
      if (fits === negate) both && negate ? excused++ : other();
    }
    if (text === undefined || text === null) return;
    const said = typeof caught === 'string' ? caught : String(caught.message);
    const like = text instanceof RegExp ? text.test(said) : said.includes(text);
    if (like === negate) {
      const how = text instanceof RegExp ? 'matching' : 'including';
      if (both && negate) excused++;
      else a.assert(negate, `expected #{this} to throw error ${how} #{exp} but got #{act}`, `expected #{this} to throw error not ${how} #{exp}`, text, said);
    }
    if (excused === 2) other();
  }

  // moved adds change, increase and decrease: what a call does to a value.
  function moved(names, what, holds) {
    method(names, function (object, key, message) {
      note(this, message);
      const named = key !== undefined && key !== null;
      const run = flag(this, 'object');
      need(this, run, 'function');
      if (named) new Assertion(object, flag(this, 'message')).to.have.property(key);
      else need(this, object, 'function');
      const read = () => (named ? object[key] : object());
      const was = read();
      if (what !== 'change') need(this, was, 'number');
      run();
      const is = read();
      const about = named ? `.${key}` : inspect(was);
      flag(this, 'deltaMsgObj', about);
      flag(this, 'deltaBehavior', what);
      flag(this, 'realDelta', is - was);
      this.assert(holds(was, is), `expected ${about} to ${what}`, `expected ${about} to not ${what}`);
    });
  }
  moved(['change', 'changes'], 'change', (a, b) => a !== b);
  moved(['increase', 'increases'], 'increase', (a, b) => b > a);
  moved(['decrease', 'decreases'], 'decrease', (a, b) => b < a);
  method('by', function (delta) {
    const real = flag(this, 'realDelta');
    const what = flag(this, 'deltaBehavior');
    const about = flag(this, 'deltaMsgObj');
    this.assert(what === 'change' ? Math.abs(real) === Math.abs(delta) : Math.abs(real) === delta, `expected ${about} to ${what} by ${delta}`, `expected ${about} to not ${what} by ${delta}`);
  });
};
