// What Postman's oldest scripts find on texts, dates, lists and numbers. It is
// loaded for scripts that name one of them.

function extend(type, methods) {
  for (const name of Object.keys(methods)) {
    if (type.prototype[name]) continue;
    Object.defineProperty(type.prototype, name, { value: methods[name], configurable: true, writable: true, enumerable: false });
  }
}

extend(String, {
  has(part) { return part instanceof RegExp ? part.test(this) : this.indexOf(part) !== -1; },
  first(n = 1) { return this.slice(0, n); },
  last(n = 1) { return this.slice(-n); },
  from(n) { return this.slice(n); },
  to(n) { return this.slice(0, n === undefined ? this.length : n); },
  capitalize() { return this.charAt(0).toUpperCase() + this.slice(1).toLowerCase(); },
  isBlank() { return this.trim() === ''; },
  compact() { return this.trim().replace(/\s+/g, ' '); },
  reverse() { return Array.from(this).reverse().join(''); },
  each(find, run) { const list = find instanceof RegExp ? this.match(find) || [] : Array.from(this); list.forEach(typeof find === 'function' ? find : run || (() => {})); return list; },
  words() { return this.trim().split(/\s+/); },
  lines() { return this.trim().split(/\r?\n/); },
  chars() { return Array.from(this); },
  add(text, at = this.length) { return this.slice(0, at) + text + this.slice(at); },
  insert(text, at = this.length) { return this.slice(0, at) + text + this.slice(at); },
  remove(what) { return this.replace(what, ''); },
  truncate(n, from, mark = '...') { return this.length > n ? this.slice(0, n) + mark : String(this); },
  toNumber(radix) { return radix ? parseInt(this, radix) : parseFloat(this); },
  camelize() { return require('lodash').upperFirst(require('lodash').camelCase(this)); },
  underscore() { return require('lodash').snakeCase(this); },
  dasherize() { return require('lodash').kebabCase(this); },
  encodeBase64() { return btoa(String(this)); },
  decodeBase64() { return atob(String(this)); },
  escapeURL(all) { return all ? encodeURIComponent(this) : encodeURI(this); },
  unescapeURL() { return decodeURIComponent(this); },
  escapeHTML() { return this.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'); },
  stripTags() { return this.replace(/<[^>]*>/g, ''); },
  pad(n, c) { return require('lodash').pad(this, n, c); },
});

// Dates are changed in place, as in the original.
const moved = {};
for (const unit of ['Year', 'Month', 'Week', 'Day', 'Hour', 'Minute', 'Second', 'Millisecond']) {
  const name = unit.toLowerCase();
  const change = (date, n) => {
    date.setTime(require('moment')(date).add(n, name).valueOf());
    return date;
  };
  moved[`add${unit}s`] = function (n) { return change(this, n); };
  moved[`${name}sAgo`] = function () { return require('moment')().diff(this, name); };
  moved[`${name}sFromNow`] = function () { return require('moment')(this).diff(undefined, name); };
  moved[`beginningOf${unit}`] = function () { this.setTime(require('moment')(this).startOf(name).valueOf()); return this; };
  moved[`endOf${unit}`] = function () { this.setTime(require('moment')(this).endOf(name).valueOf()); return this; };
}
const tokens = { yyyy: 'YYYY', yy: 'YY', dd: 'DD', d: 'D', Dow: 'ddd', Weekday: 'dddd', Month: 'MMMM', Mon: 'MMM', tt: 'a', TT: 'A' };
extend(Date, Object.assign(moved, {
  advance(by, unit) { this.setTime(require('moment')(this).add(by, unit).valueOf()); return this; },
  rewind(by, unit) { this.setTime(require('moment')(this).subtract(by, unit).valueOf()); return this; },
  format(pattern) { return require('moment')(this).format((pattern || '{Month} {d}, {yyyy} {h}:{mm}{tt}').replace(/\{(\w+)\}/g, (m, t) => tokens[t] || t)); },
  iso() { return this.toISOString(); },
  isValid() { return !isNaN(this); },
  isBefore(other) { return this < new Date(other); },
  isAfter(other) { return this > new Date(other); },
  isBetween(a, b) { return this > new Date(a) && this < new Date(b); },
  isToday() { return require('moment')(this).isSame(undefined, 'day'); },
  isFuture() { return this > new Date(); },
  isPast() { return this < new Date(); },
  daysInMonth() { return require('moment')(this).daysInMonth(); },
  clone() { return new Date(this.getTime()); },
}));

const own = (name) => function (...args) { return require('lodash')[name](this, ...args); };
extend(Array, {
  first(n) { return n === undefined ? this[0] : this.slice(0, n); },
  last(n) { return n === undefined ? this[this.length - 1] : this.slice(-n); },
  from(n) { return this.slice(n); },
  to(n) { return this.slice(0, n); },
  unique: own('uniqBy'), min: own('minBy'), max: own('maxBy'), sum: own('sumBy'), average: own('meanBy'), groupBy: own('groupBy'), sortBy: own('sortBy'), sample: own('sample'), compact: own('compact'),
  flatten: own('flattenDeep'), union: own('union'), intersect: own('intersection'), subtract: own('difference'), randomize: own('shuffle'), findAll: own('filter'), all: own('every'), any: own('some'),
  isEmpty() { return this.length === 0; },
  each(run) { this.forEach(run); return this; },
  none(test) { return !require('lodash').some(this, test); },
  count(what) { return what === undefined ? this.length : this.filter(typeof what === 'function' ? what : (v) => v === what).length; },
  add(v) { return this.concat(v); },
  include(v) { return this.concat(v); },
  exclude(v) { return this.filter((x) => x !== v); },
  remove(v) { for (let i = this.length - 1; i >= 0; i--) if (typeof v === 'function' ? v(this[i]) : this[i] === v) this.splice(i, 1); return this; },
  removeAt(i) { this.splice(i, 1); return this; },
  clone() { return this.slice(); },
});

const maths = {};
for (const name of ['floor', 'ceil', 'round']) maths[name] = function (n) { return require('lodash')[name](this, n); };
for (const name of ['abs', 'pow', 'sqrt']) maths[name] = function (...args) { return Math[name](this, ...args); };
extend(Number, Object.assign(maths, {
  times(run) { for (let i = 0; i < this; i++) run(i); return Number(this); },
  upto(n, run) { const out = []; for (let i = Number(this); i <= n; i++) { out.push(i); if (run) run(i); } return out; },
  isInteger() { return Number.isInteger(Number(this)); },
  isOdd() { return this % 2 === 1; },
  isEven() { return this % 2 === 0; },
  hex(n = 1) { return Number(this).toString(16).padStart(n, '0'); },
  pad(n) { return String(this).padStart(n, '0'); },
  chr() { return String.fromCharCode(this); },
  ordinalize() { return require('moment-format').ordinal(Number(this)); },
}));
exports.done = true;
