// Intl, and the toLocaleString of dates and numbers: for the languages of
// intl-data, and English for every other, as where Node.js has no data.

const { locale, known, option } = require('intl-locale');
const { DateTimeFormat } = require('intl-dates');
const { NumberFormat, plural } = require('intl-numbers');

// english fails for a language that has not its words here.
function english(name, what) {
  if (!name.startsWith('en')) throw new RangeError(`postern has no ${what} of '${name}': only those of English`);
}

class PluralRules {
  constructor(locales, options) {
    this._options = { locale: locale(locales), type: option(options, 'type', ['cardinal', 'ordinal'], 'cardinal') };
  }

  select(n) { return plural(this._options.locale, Number(n), this._options.type); }

  resolvedOptions() { return Object.assign({}, this._options); }
}

const near = { day: ['yesterday', 'today', 'tomorrow'] };
for (const unit of ['year', 'quarter', 'month', 'week']) near[unit] = [`last ${unit}`, `this ${unit}`, `next ${unit}`];

class RelativeTimeFormat {
  constructor(locales, options) {
    this._options = { locale: locale(locales), style: option(options, 'style', ['long', 'short', 'narrow'], 'long'), numeric: option(options, 'numeric', ['always', 'auto'], 'always'), numberingSystem: 'latn' };
    english(this._options.locale, 'relative times');
  }

  format(n, unit) {
    unit = String(unit).replace(/s$/, '');
    if (!['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'].includes(unit)) throw new RangeError(`Invalid unit argument for format() '${unit}'`);
    n = Number(n);
    if (this._options.numeric === 'auto') {
      if (near[unit] && Math.abs(n) <= 1 && Number.isInteger(n)) return near[unit][n + 1];
      if (unit === 'second' && n === 0) return 'now';
    }
    const amount = `${new NumberFormat('en-US').format(Math.abs(n))} ${unit}${Math.abs(n) === 1 ? '' : 's'}`;
    return n < 0 || Object.is(n, -0) ? `${amount} ago` : `in ${amount}`;
  }

  resolvedOptions() { return Object.assign({}, this._options); }
}

class ListFormat {
  constructor(locales, options) {
    this._options = { locale: locale(locales), type: option(options, 'type', ['conjunction', 'disjunction', 'unit'], 'conjunction'), style: option(options, 'style', ['long', 'short', 'narrow'], 'long') };
    english(this._options.locale, 'lists');
  }

  format(items) {
    const list = Array.from(items);
    const word = { conjunction: 'and', disjunction: 'or', unit: '' }[this._options.type];
    if (list.length < 2) return list.join('');
    if (list.length === 2) return list.join(word ? ` ${word} ` : ', ');
    return `${list.slice(0, -1).join(', ')}, ${word ? `${word} ` : ''}${list[list.length - 1]}`;
  }

  resolvedOptions() { return Object.assign({}, this._options); }
}

const compare = String.prototype.localeCompare;
const bare = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '');

class Collator {
  constructor(locales, options) {
    this._options = {
      locale: locale(locales), usage: 'sort', sensitivity: option(options, 'sensitivity', ['base', 'accent', 'case', 'variant'], 'variant'),
      ignorePunctuation: Boolean(options && options.ignorePunctuation), collation: 'default', numeric: Boolean(options && options.numeric), caseFirst: 'false',
    };
  }

  get compare() { return (a, b) => this._compare(String(a), String(b)); }

  _compare(a, b) {
    const { sensitivity, numeric, ignorePunctuation } = this._options;
    if (sensitivity === 'base' || sensitivity === 'case') [a, b] = [bare(a), bare(b)];
    if (sensitivity === 'base' || sensitivity === 'accent') [a, b] = [a.toLowerCase(), b.toLowerCase()];
    if (ignorePunctuation) [a, b] = [a.replace(/[\s!-/:-@[-`{-~]/g, ''), b.replace(/[\s!-/:-@[-`{-~]/g, '')];
    if (!numeric) return compare.call(a, b);
    // What differs only in marks or case comes after all that counts more.
    const left = bare(a).toLowerCase().split(/(\d+)/);
    const right = bare(b).toLowerCase().split(/(\d+)/);
    for (let i = 0; i < Math.min(left.length, right.length); i++) {
      const order = i % 2 ? Math.sign(Number(left[i]) - Number(right[i])) : compare.call(left[i], right[i]);
      if (order !== 0) return order;
    }
    return Math.sign(left.length - right.length) || compare.call(a, b);
  }

  resolvedOptions() { return Object.assign({}, this._options); }
}

const Intl = { DateTimeFormat, NumberFormat, PluralRules, RelativeTimeFormat, ListFormat, Collator };
for (const name of Object.keys(Intl)) {
  const Class = Intl[name];
  // They may be called without new, too.
  Intl[name] = Object.assign(function (...args) { return new Class(...args); }, { supportedLocalesOf: (list) => [].concat(list).filter(known), prototype: Class.prototype });
  Object.defineProperty(Intl[name], 'name', { value: name });
  Object.defineProperty(Intl[name], 'prototype', { value: Class.prototype, enumerable: false });
}
Intl.getCanonicalLocales = (list) => [].concat(list === undefined ? [] : list).map((name) => locale(name, true));
for (const name of Object.keys(Intl)) Object.defineProperty(Intl, name, { enumerable: false });
Object.defineProperty(Intl, Symbol.toStringTag, { value: 'Intl' });

exports.Intl = new Proxy(Intl, {
  get(target, name) {
    if (name in target || typeof name === 'symbol') return target[name];
    if (['DisplayNames', 'Segmenter', 'Locale', 'DurationFormat', 'supportedValuesOf'].includes(name)) throw new Error(`postern has no Intl.${name}`);
    return undefined;
  },
});
exports.date = (date, needs, locales, options) => (isNaN(date) ? 'Invalid Date' : new DateTimeFormat(locales, options, needs).format(date));
exports.number = (n, locales, options) => new NumberFormat(locales, options).format(n);
exports.compare = (a, b, locales, options) => new Collator(locales, options)._compare(a, b);
