// moment: moments and durations. Names are English; zones are this machine's
// and fixed offsets.

const { format, formats, long, ordinal } = require('moment-format');
const { parse } = require('moment-parse');

const units = {
  y: 'year', year: 'year', years: 'year', Q: 'quarter', quarter: 'quarter', quarters: 'quarter', M: 'month', month: 'month', months: 'month', w: 'week', W: 'isoWeek', week: 'week', weeks: 'week',
  isoWeek: 'isoWeek', isoWeeks: 'isoWeek', isoweek: 'isoWeek', d: 'day', day: 'day', days: 'day', D: 'date', date: 'date', dates: 'date', h: 'hour', hour: 'hour', hours: 'hour', m: 'minute', minute: 'minute', minutes: 'minute',
  s: 'second', second: 'second', seconds: 'second', ms: 'millisecond', millisecond: 'millisecond', milliseconds: 'millisecond', E: 'isoWeekday', isoWeekday: 'isoWeekday', isoWeekdays: 'isoWeekday', e: 'weekday', weekday: 'weekday',
  DDD: 'dayOfYear', dayOfYear: 'dayOfYear', gg: 'weekYear', GG: 'isoWeekYear',
};
const unit = (name) => units[name] || units[String(name).toLowerCase()] || name;
const span = { week: 6048e5, isoWeek: 6048e5, day: 864e5, date: 864e5, hour: 36e5, minute: 6e4, second: 1e3, millisecond: 1 };
const fields = { year: 'FullYear', month: 'Month', date: 'Date', hour: 'Hours', minute: 'Minutes', second: 'Seconds', millisecond: 'Milliseconds' };

class Moment {
  constructor(ms, utc, offset) {
    this._ms = ms;
    this._isUTC = Boolean(utc);
    this._offset = utc ? offset || 0 : 0;
    this._locale = 'en';
  }

  // _date has the fields of this moment, in its zone, as those of UTC.
  _date() { return this._isUTC ? new Date(this._ms + this._offset * 6e4) : new Date(this._ms); }

  _get(field) { const d = this._date(); return this._isUTC ? d[`getUTC${field}`]() : d[`get${field}`](); }

  _set(field, ...values) {
    const d = this._date();
    if (this._isUTC) this._ms = d[`setUTC${field}`](...values) - this._offset * 6e4;
    else this._ms = d[`set${field}`](...values);
    return this;
  }

  clone() { const m = new Moment(this._ms, this._isUTC, this._offset); m._format = this._format; return m; }

  isValid() { return !isNaN(this._ms); }

  valueOf() { return this._ms; }

  unix() { return Math.floor(this._ms / 1000); }

  toDate() { return new Date(this._ms); }

  toISOString(keep) { return !this.isValid() ? null : keep ? this.format('YYYY-MM-DDTHH:mm:ss.SSSZ') : new Date(this._ms).toISOString(); }

  toJSON() { return this.toISOString(); }

  toString() { return this.format('ddd MMM DD YYYY HH:mm:ss [GMT]ZZ'); }

  inspect() { return this.isValid() ? `moment${this._isUTC ? '.utc' : ''}("${this.format(`YYYY-MM-DDTHH:mm:ss.SSS${this._isUTC && !this._offset ? '+00:00' : 'Z'}`)}")` : 'moment.invalid(/* */)'; }

  toArray() { return ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'].map((f) => this._get(f)); }

  toObject() { const [years, months, date, hours, minutes, seconds, milliseconds] = this.toArray(); return { years, months, date, hours, minutes, seconds, milliseconds }; }

  format(pattern) { return this.isValid() ? format(this, pattern || (this._isUTC && !this._offset ? 'YYYY-MM-DDTHH:mm:ss[Z]' : 'YYYY-MM-DDTHH:mm:ssZ')) : 'Invalid date'; }

  utcOffset(value, keep) {
    if (value === undefined) return this._isUTC ? this._offset : -Math.round(new Date(this._ms).getTimezoneOffset()) || 0;
    if (typeof value === 'string') {
      const m = /([+-])(\d\d):?(\d\d)/.exec(value);
      value = m ? (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3])) : 0;
    } else if (Math.abs(value) < 16) value *= 60;
    if (keep) this._ms += (this.utcOffset() - value) * 6e4;
    this._isUTC = true;
    this._offset = value;
    return this;
  }

  utc(keep) { return this.utcOffset(0, keep); }

  local(keep) {
    const was = this.utcOffset();
    this._isUTC = false;
    if (keep) this._ms += (was - this.utcOffset()) * 6e4;
    return this;
  }

  isUtc() { return this._isUTC && this._offset === 0; }

  isUTC() { return this.isUtc(); }

  isLocal() { return !this._isUTC; }

  utcOffsetText() { return this.format('Z'); }

  daysInMonth() { return new Date(Date.UTC(this.year(), this.month() + 1, 0)).getUTCDate(); }

  isLeapYear() { const y = this.year(); return (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0; }

  isoWeeksInYear() { return this.clone().month(11).date(28).isoWeek(); }

  isUtcOffset() { return this.isValid() && this._isUTC; }

  zoneAbbr() { return this._isUTC ? 'UTC' : ''; }

  zoneName() { return this._isUTC ? 'Coordinated Universal Time' : ''; }

  eraYear() { return this.year(); }

  localeData() { return moment.localeData(); }

  creationData() { return { input: this._input, format: this._format, isUTC: this._isUTC }; }

  parsingFlags() { return { overflow: this.isValid() ? -1 : -2 }; }

  isDST() { return !this._isUTC && this.utcOffset() > Math.min(new Moment(new Date(this.year(), 0).getTime()).utcOffset(), new Moment(new Date(this.year(), 6).getTime()).utcOffset()); }

  add(amount, name) { return this._shift(amount, name, 1); }

  subtract(amount, name) { return this._shift(amount, name, -1); }

  _shift(amount, name, sign) {
    if (typeof amount === 'string' && typeof name === 'number') [amount, name] = [name, amount];
    if (amount !== null && typeof amount === 'object') {
      const d = amount instanceof Duration ? amount : new Duration(amount);
      this._months(sign * d._months);
      this._set('Date', this._get('Date') + sign * d._days);
      this._ms += sign * d._milliseconds;
      return this;
    }
    if (name === undefined && typeof amount === 'string') return this._shift(new Duration(amount), undefined, sign);
    const n = sign * Number(amount);
    switch (unit(name === undefined ? 'ms' : name)) {
      case 'year': return this._months(Math.round(n * 12));
      case 'quarter': return this._months(Math.round(n * 3));
      case 'month': return this._months(Math.round(n));
      case 'week': case 'isoWeek': return this._set('Date', this._get('Date') + Math.round(n * 7));
      case 'day': case 'date': return this._set('Date', this._get('Date') + Math.round(n));
      default: this._ms += n * (span[unit(name === undefined ? 'ms' : name)] || 0);
    }
    return this;
  }

  // _months stays in the month it comes to: 31 January and a month is the last
  // of February.
  _months(n) {
    if (!n) return this;
    const day = this._get('Date');
    this._set('Date', 1);
    this._set('Month', this._get('Month') + n);
    return this._set('Date', Math.min(day, this.daysInMonth()));
  }

  startOf(name) {
    const d = unit(name);
    if (d === 'quarter') this._set('Month', Math.floor(this.month() / 3) * 3, 1);
    if (d === 'year') this._set('Month', 0, 1);
    if (d === 'month') this._set('Date', 1);
    if (d === 'week') this._set('Date', this._get('Date') - this.day());
    if (d === 'isoWeek') this._set('Date', this._get('Date') - (this.isoWeekday() - 1));
    const at = ['hour', 'minute', 'second', 'millisecond'].indexOf(d);
    if (d === 'millisecond') return this;
    const zero = [0, 0, 0, 0].slice(at + 1);
    return this._set({ 4: 'Hours', 3: 'Minutes', 2: 'Seconds', 1: 'Milliseconds' }[zero.length], ...zero);
  }

  endOf(name) { return unit(name) === 'millisecond' ? this : this.startOf(name).add(1, unit(name) === 'isoWeek' ? 'week' : name).subtract(1, 'ms'); }

  diff(other, name, exact) {
    other = moment(other);
    const u = unit(name || 'ms');
    let n;
    if (u === 'year' || u === 'month' || u === 'quarter') n = monthDiff(this, other) / { year: 12, quarter: 3, month: 1 }[u];
    else {
      const zone = ['day', 'date', 'week', 'isoWeek'].includes(u) ? (this.utcOffset() - other.utcOffset()) * 6e4 : 0;
      n = (this._ms - other._ms + zone) / (span[u] || 1);
    }
    if (isNaN(n)) return NaN;
    return exact ? n : Math.trunc(n) || 0;
  }

  isBefore(other, name) { return name ? this.clone().endOf(name)._ms < moment(other)._ms : this._ms < moment(other)._ms; }

  isAfter(other, name) { return name ? this.clone().startOf(name)._ms > moment(other)._ms : this._ms > moment(other)._ms; }

  isSame(other, name) {
    other = moment(other);
    return name ? this.clone().startOf(name)._ms <= other._ms && other._ms <= this.clone().endOf(name)._ms : this._ms === other._ms;
  }

  isSameOrBefore(other, name) { return this.isSame(other, name) || this.isBefore(other, name); }

  isSameOrAfter(other, name) { return this.isSame(other, name) || this.isAfter(other, name); }

  isBetween(from, to, name, marks = '()') {
    return (marks[0] === '(' ? this.isAfter(from, name) : !this.isBefore(from, name)) && (marks[1] === ')' ? this.isBefore(to, name) : !this.isAfter(to, name));
  }

  get(name) { const u = unit(name); return this[u](); }

  set(name, value) {
    if (typeof name === 'object') {
      for (const k of Object.keys(name)) this.set(k, name[k]);
      return this;
    }
    this[unit(name)](value);
    return this;
  }

  day(v) { return v === undefined ? this._get('Day') : this._set('Date', this._get('Date') + (typeof v === 'string' ? formats.days.findIndex((d) => d.toLowerCase().startsWith(v.toLowerCase())) : v) - this._get('Day')); }

  weekday(v) { return this.day(v); }

  isoWeekday(v) { return v === undefined ? this._get('Day') || 7 : this._set('Date', this._get('Date') + v - (this._get('Day') || 7)); }

  month(v) {
    if (v === undefined) return this._get('Month');
    const n = typeof v === 'string' ? formats.months.findIndex((m) => m.toLowerCase().startsWith(v.toLowerCase())) : v;
    return this._months(n - this._get('Month'));
  }

  year(v) { return v === undefined ? this._get('FullYear') : this._months((v - this._get('FullYear')) * 12); }

  quarter(v) { return v === undefined ? Math.floor(this.month() / 3) + 1 : this.month((v - 1) * 3 + (this.month() % 3)); }

  dayOfYear(v) {
    const n = Math.round((this.clone().startOf('day') - this.clone().startOf('year')) / 864e5) + 1;
    return v === undefined ? n : this.add(v - n, 'day');
  }

  week(v) {
    const start = this.clone().startOf('week').add(6, 'day'); // the week of 1 January is the first
    const n = start.year() > this.year() ? 1 : Math.floor((start.dayOfYear() - 1) / 7) + 1;
    return v === undefined ? n : this.add((v - n) * 7, 'day');
  }

  isoWeek(v) {
    const thursday = this.clone().isoWeekday(4);
    const n = Math.floor((thursday.dayOfYear() - 1) / 7) + 1;
    return v === undefined ? n : this.add((v - n) * 7, 'day');
  }

  isoWeekYear() { return this.clone().isoWeekday(4).year(); }

  weekYear() { return this.clone().startOf('week').add(6, 'day').year(); }

  weeksInYear() { return 52; }

  fromNow(bare) { return this.from(moment(), bare); }

  from(other, bare) {
    other = moment(other);
    if (!this.isValid() || !other.isValid()) return 'Invalid date';
    // Months are counted by the calendar, and the rest in time.
    const d = new Duration(0);
    const [early, late] = this._ms < other._ms ? [this, other] : [other, this];
    const sign = late === this ? 1 : -1;
    d._months = sign * late.diff(early, 'month');
    d._milliseconds = sign * (late._ms - early.clone().add(Math.abs(d._months), 'month')._ms);
    return d.humanize(!bare);
  }

  toNow(bare) { return moment().from(this, bare); }

  to(other, bare) { return moment(other).from(this, bare); }

  calendar(time, words) {
    if (time !== null && typeof time === 'object' && !(time instanceof Moment) && !(time instanceof Date) && !Array.isArray(time)) [time, words] = [undefined, time];
    const now = time === undefined ? moment() : moment(time);
    const days = this.clone().startOf('day').diff((this._isUTC ? now.clone().utcOffset(this._offset) : now.clone()).startOf('day'), 'days', true);
    const key = days < -6 ? 'sameElse' : days < -1 ? 'lastWeek' : days < 0 ? 'lastDay' : days < 1 ? 'sameDay' : days < 2 ? 'nextDay' : days < 7 ? 'nextWeek' : 'sameElse';
    const pattern = Object.assign({ sameDay: '[Today at] LT', nextDay: '[Tomorrow at] LT', nextWeek: 'dddd [at] LT', lastDay: '[Yesterday at] LT', lastWeek: '[Last] dddd [at] LT', sameElse: 'L' }, words)[key];
    return this.format(typeof pattern === 'function' ? pattern.call(this, now) : pattern);
  }

  locale() { return arguments.length ? this : 'en'; }
}
for (const [name, field] of Object.entries(fields)) {
  if (!Moment.prototype[name]) Moment.prototype[name] = function (v) { return v === undefined ? this._get(field) : this._set(field, v); };
}
for (const name of ['year', 'month', 'date', 'hour', 'minute', 'second', 'millisecond', 'quarter', 'week', 'isoWeek', 'day']) Moment.prototype[`${name}s`] = Moment.prototype[name];

function monthDiff(a, b) {
  if (a.date() < b.date()) return -monthDiff(b, a);
  const whole = (b.year() - a.year()) * 12 + (b.month() - a.month());
  const anchor = a.clone().add(whole, 'month');
  const next = a.clone().add(whole + (b - anchor < 0 ? -1 : 1), 'month');
  return -(whole + (b - anchor) / Math.abs(next - anchor)) || 0;
}

const { Duration, words, usual } = require('moment-duration')(unit, () => Moment);

function moment(input, pattern, strict) { return make(input, pattern, strict, false); }

// isoFormat is the pattern of a text that was read without one.
function isoFormat(text) {
  const [, date, mark, time, zone] = /^(\d{4}-\d\d(?:-\d\d)?)(?:([T ])(\d\d(?::\d\d(?::\d\d(?:[.,]\d+)?)?)?)(Z|[+-].*)?)?$/.exec(text) || [];
  if (!date) return undefined;
  const clock = time ? mark + ['HH', 'HH:mm', 'HH:mm:ss'][Math.min(2, time.split(':').length - 1)] + (/[.,]/.test(time) ? '.SSSS' : '') : '';
  return (date.length > 7 ? 'YYYY-MM-DD' : 'YYYY-MM') + clock + (zone ? 'Z' : '');
}

function make(input, pattern, strict, utc) {
  if (input instanceof Moment) return input.clone();
  if (input === undefined) return new Moment(Date.now(), utc);
  if (input === null) return new Moment(NaN, utc);
  if (input instanceof Date) return new Moment(input.getTime(), utc);
  if (typeof input === 'number' && pattern === undefined) return new Moment(input, utc);
  if (Array.isArray(input)) {
    const parts = input.length < 3 ? input.concat([0, 1].slice(input.length - 1)) : input;
    return new Moment(utc ? Date.UTC(...parts) : new Date(...parts).getTime(), utc);
  }
  if (typeof input === 'object') {
    const g = (...names) => { const k = Object.keys(input).find((key) => names.includes(unit(key))); return k === undefined ? undefined : Number(input[k]); };
    const now = new Date();
    const parts = [g('year') === undefined ? now.getFullYear() : g('year'), g('month') || 0, g('date', 'day') || 1, g('hour') || 0, g('minute') || 0, g('second') || 0, g('millisecond') || 0];
    return new Moment(utc ? Date.UTC(...parts) : new Date(...parts).getTime(), utc);
  }
  const read = parse(String(input), pattern, strict, utc);
  const m = new Moment(read.ms, utc || read.zone !== undefined && read.keep, read.keep ? read.zone : 0);
  m._input = input;
  m._format = read.format || (typeof input === 'string' && !pattern && isoFormat(input)) || undefined;
  return m;
}

Object.assign(moment, {
  utc: (...args) => { const m = make(args[0], args[1], args[2], true); m._isUTC = true; m._offset = 0; return m; },
  parseZone: (text) => { const m = make(text); const z = /([+-]\d\d:?\d\d)$/.exec(text); return m.utcOffset(z ? z[1] : 0); },
  unix: (s) => new Moment(s * 1000), now: () => Date.now(), isMoment: (v) => v instanceof Moment, isDate: (v) => v instanceof Date, isDuration: (v) => v instanceof Duration,
  duration: (n, name) => new Duration(n, name), invalid: () => new Moment(NaN), locale: () => 'en', locales: () => ['en'], lang: () => 'en',
  localeData: () => ({
    firstDayOfWeek: () => 0, firstDayOfYear: () => 6, months: (m) => (m ? formats.months[m.month()] : formats.months), monthsShort: (m) => (m ? m.format('MMM') : moment.monthsShort()),
    weekdays: (m) => (m ? m.format('dddd') : formats.days), weekdaysShort: (m) => (m ? m.format('ddd') : moment.weekdaysShort()), weekdaysMin: (m) => (m ? m.format('dd') : moment.weekdaysMin()),
    longDateFormat: (name) => long[name], ordinal, meridiem: (h, m, small) => { const t = h < 12 ? 'AM' : 'PM'; return small ? t.toLowerCase() : t; }, isPM: (t) => /^p/i.test(t), invalidDate: () => 'Invalid date',
    relativeTime: (n, bare, key) => words.relativeTime[key].replace('%d', n), pastFuture: (n, text) => words.relativeTime[n > 0 ? 'future' : 'past'].replace('%s', text),
  }),
  relativeTimeThreshold(name, n) { if (n === undefined) return words.limits[name]; words.limits[name] = n; return true; },
  HTML5_FMT: { DATETIME_LOCAL: 'YYYY-MM-DDTHH:mm', DATETIME_LOCAL_SECONDS: 'YYYY-MM-DDTHH:mm:ss', DATETIME_LOCAL_MS: 'YYYY-MM-DDTHH:mm:ss.SSS', DATE: 'YYYY-MM-DD', TIME: 'HH:mm', TIME_SECONDS: 'HH:mm:ss', TIME_MS: 'HH:mm:ss.SSS', WEEK: 'GGGG-[W]WW', MONTH: 'YYYY-MM' },
  defaultFormat: 'YYYY-MM-DDTHH:mm:ssZ', defaultFormatUtc: 'YYYY-MM-DDTHH:mm:ss[Z]', weekdaysMin: () => formats.days.map((d) => d.slice(0, 2)),
  max: (...all) => [].concat(...all).reduce((a, b) => (b > a ? b : a)), min: (...all) => [].concat(...all).reduce((a, b) => (b < a ? b : a)), normalizeUnits: unit,
  months: (i) => (typeof i === 'number' ? formats.months[i] : formats.months.slice()), weekdays: (local, i) => (typeof i === 'number' || typeof local === 'number' ? formats.days[typeof i === 'number' ? i : local] : formats.days.slice()), monthsShort: () => formats.months.map((m) => m.slice(0, 3)), weekdaysShort: () => formats.days.map((d) => d.slice(0, 3)),
  ISO_8601: Object.assign(() => {}, { iso: true }), RFC_2822: Object.assign(() => {}, { rfc: true }), fn: Moment.prototype, version: '2.30.1', updateLocale(name, own) { Object.assign(words.relativeTime, own === null ? usual : own && own.relativeTime); return moment.localeData(); }, suppressDeprecationWarnings: true,
});
moment.prototype = Moment.prototype;
module.exports = moment;
