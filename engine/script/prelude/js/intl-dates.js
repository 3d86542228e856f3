// Intl.DateTimeFormat: a date as a language writes it, in any time zone.

const { locale, row, option } = require('intl-locale');
const zones = native.group('zone');

const widths = ['narrow', 'short', 'long'];
const digits = ['2-digit', 'numeric'];
const styles = ['full', 'long', 'medium', 'short'];
const fields = { weekday: widths, era: widths, year: digits, month: digits.concat(widths), day: digits, dayPeriod: widths, hour: digits, minute: digits, second: digits };
const dateFields = ['weekday', 'year', 'month', 'day'];
const timeFields = ['dayPeriod', 'hour', 'minute', 'second', 'fractionalSecondDigits'];
const zoneNames = ['short', 'long', 'shortOffset', 'longOffset', 'shortGeneric', 'longGeneric'];

// What zones are called in English, by the letters of the tz database.
const called = {
  EST: 'Eastern Standard', EDT: 'Eastern Daylight', CST: 'Central Standard', CDT: 'Central Daylight', MST: 'Mountain Standard', MDT: 'Mountain Daylight',
  PST: 'Pacific Standard', PDT: 'Pacific Daylight', AKST: 'Alaska Standard', AKDT: 'Alaska Daylight', HST: 'Hawaii-Aleutian Standard', GMT: 'Greenwich Mean', BST: 'British Summer',
  CET: 'Central European Standard', CEST: 'Central European Summer', EET: 'Eastern European Standard', EEST: 'Eastern European Summer', WET: 'Western European Standard', WEST: 'Western European Summer',
  MSK: 'Moscow Standard', IST: 'India Standard', JST: 'Japan Standard', KST: 'Korean Standard', AEST: 'Australian Eastern Standard', AEDT: 'Australian Eastern Daylight', ACST: 'Australian Central Standard',
  AWST: 'Australian Western Standard', NZST: 'New Zealand Standard', NZDT: 'New Zealand Daylight', SAST: 'South Africa Standard', HKT: 'Hong Kong Standard',
};

function offset(seconds, long) {
  if (seconds === 0 && !long) return 'GMT';
  const minutes = Math.abs(Math.trunc(seconds / 60));
  const hours = String(Math.trunc(minutes / 60));
  const rest = minutes % 60;
  return `GMT${seconds < 0 ? '-' : '+'}${long ? hours.padStart(2, '0') : hours}${long || rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
}

// zoneName is what a zone is called at a time.
function zoneName(language, name, at, how) {
  const utc = name === 'UTC';
  if (how === 'shortOffset' || how === 'longOffset') return offset(at.offset, how === 'longOffset');
  if (how.startsWith('long')) {
    if (utc) return 'Coordinated Universal Time';
    return called[at.letters] && language.startsWith('en') && !(at.letters === 'CST' && name.startsWith('Asia')) ? `${called[at.letters]} Time` : offset(at.offset, true);
  }
  if (utc) return 'UTC';
  const american = /^(America|US|Pacific\/Honolulu)/.test(name) && /^(AK|[ECMPH])[SD]?T$/.test(at.letters);
  const european = language === 'en-GB' && ['BST', 'CET', 'CEST', 'EET', 'EEST', 'WET', 'WEST'].includes(at.letters);
  if (at.letters === 'GMT' || european || (american && /^en-(US|CA)|^en$/.test(language))) return at.letters;
  return offset(at.offset, false);
}

class DateTimeFormat {
  constructor(locales, options, needs = ['any', 'date']) {
    this._locale = locale(locales);
    const o = {};
    for (const name of Object.keys(fields)) {
      const value = option(options, name, fields[name]);
      if (value !== undefined) o[name] = value;
    }
    const given = options === undefined || options === null ? {} : Object(options);
    for (const name of ['dateStyle', 'timeStyle']) if (given[name] !== undefined) o[name] = option(given, name, styles);
    if (given.fractionalSecondDigits !== undefined) {
      o.fractionalSecondDigits = Number(given.fractionalSecondDigits);
      if (!(o.fractionalSecondDigits >= 1 && o.fractionalSecondDigits <= 3)) throw new RangeError('fractionalSecondDigits value is out of range.');
    }
    if (given.timeZoneName !== undefined) o.timeZoneName = option(given, 'timeZoneName', zoneNames);
    this._zone = zones.name(given.timeZone === undefined ? '' : String(given.timeZone));
    if (this._zone === '') throw new RangeError(`Invalid time zone specified: ${given.timeZone}`);
    this._options = this._complete(o, needs);
    const natural = row(this._locale).twelve;
    const cycle = option(given, 'hourCycle', ['h11', 'h12', 'h23', 'h24']);
    this._twelve = given.hour12 === undefined ? (cycle ? cycle === 'h11' || cycle === 'h12' : natural) : Boolean(given.hour12);
    // Without 12 hours midnight is 24 where people count to 12, as in Node.js.
    this._midnight = given.hour12 === false && natural ? 24 : 0;
    this._noon = cycle === 'h11' || (given.hour12 === true && !natural) ? 0 : 12;
    this._pattern = this._make(row(this._locale).p);
  }

  // _complete adds what is shown when nothing is asked for.
  _complete(o, [need, otherwise]) {
    if (o.dateStyle || o.timeStyle) {
      if ([...dateFields, ...timeFields].some((name) => o[name] !== undefined)) throw new TypeError(`Can't set option ${Object.keys(o)[0]} when ${o.dateStyle ? 'dateStyle' : 'timeStyle'} is used`);
      return o;
    }
    const wanted = (need === 'time' ? [] : dateFields).concat(need === 'date' ? [] : timeFields);
    if (wanted.some((name) => o[name] !== undefined)) return o;
    if (otherwise !== 'time') Object.assign(o, { year: 'numeric', month: 'numeric', day: 'numeric' });
    if (otherwise !== 'date') Object.assign(o, { hour: 'numeric', minute: 'numeric', second: 'numeric' });
    return o;
  }

  _make(p) {
    const o = this._options;
    if (o.dateStyle || o.timeStyle) {
      const date = o.dateStyle ? p[`date-${o.dateStyle}`] : '';
      const time = o.timeStyle ? this._cycle(p, p[`time-${o.timeStyle}`], o.timeStyle !== 'short') : '';
      return date && time ? date + (p[{ short: 'joinShort', medium: 'joinStyleMedium' }[o.dateStyle]] || p.joinStyle) + time : date + time;
    }
    const date = this._date(p);
    const time = this._time(p);
    const join = o.month === 'long' ? p.joinLong : o.month === 'short' ? p.joinMedium : p.join;
    const both = date && time ? date + (o.weekday && !o.day && !o.month && !o.year ? ' ' : join) + time : date + time;
    return o.timeZoneName ? `${both}${time || !both ? '' : ','} z`.trim() : both;
  }

  _date(p) {
    const o = this._options;
    const text = o.month && !digits.includes(o.month);
    const key = (o.weekday ? 'E' : '') + (o.month ? (text ? (o.month === 'long' ? 'MMMM' : 'MMM') : 'M') : '') + (o.day ? 'd' : '') + (o.year ? 'y' : '');
    if (key === '') return '';
    let pattern = o.month === '2-digit' && o.day === '2-digit' ? p[key.replace('M', 'MM').replace('d', 'dd')] : undefined;
    pattern = pattern || p[key];
    if (!pattern && o.weekday && key.length > 1) pattern = /^EM+/.test(key) && p[key.slice(1)] ? `E, ${p[key.slice(1)]}` : key.slice(1).split('').join(' ') + ' E';
    pattern = (pattern || key).replace(/E+/, o.weekday ? 'E'.repeat({ short: 3, long: 4, narrow: 5 }[o.weekday]) : '');
    if (text) pattern = pattern.replace(/M+/, 'M'.repeat({ short: 3, long: 4, narrow: 5 }[o.month]));
    else if (o.month === '2-digit') pattern = pattern.replace(/\bM\b/, 'MM');
    if (o.day === '2-digit') pattern = pattern.replace(/(^|[^d])d(?!d)/, '$1dd');
    if (o.year === '2-digit') pattern = pattern.replace(/y+/, 'yy');
    return key === 'MMMM' || key === 'MMM' ? pattern.replace(/M/g, 'L') : pattern;
  }

  _time(p) {
    const o = this._options;
    const parts = o.fractionalSecondDigits ? `.${'S'.repeat(o.fractionalSecondDigits)}` : '';
    if (!o.hour) {
      if (o.minute && (o.second || parts)) return `mm:ss${parts}`;
      return (o.minute ? (o.minute === 'numeric' ? 'm' : 'mm') : '') + (o.second ? (o.second === 'numeric' ? 's' : 'ss') : '') + (o.second ? parts : parts.slice(1));
    }
    let pattern = this._cycle(p, o.minute ? p.hms : p.h, o.minute);
    if (!o.second && !parts) pattern = pattern.replace(/[:.]ss/, '');
    if (o.hour === '2-digit') pattern = pattern.replace(/h+/, 'hh');
    return pattern.replace('ss', `ss${parts}`);
  }

  // _cycle is the pattern for 12 or 24 hours, where that is not the usual.
  _cycle(p, pattern, minutes) {
    if (this._twelve === row(this._locale).twelve) return pattern;
    if (!minutes && !/m/.test(pattern)) return this._twelve ? p.h12h : p.h24h;
    const other = this._twelve ? p.h12 : p.h24;
    return (/s/.test(pattern) ? other : other.replace(/[:.]ss/, '')) + (/\s*z*$/.exec(pattern)[0]);
  }

  formatToParts(date) {
    const ms = date === undefined ? Date.now() : Number(date);
    if (!Number.isFinite(ms)) throw new RangeError('Invalid time value');
    const [seconds, letters] = zones.at(this._zone, ms);
    const at = new Date(ms + seconds * 1000);
    const r = row(this._locale);
    const pad = (n, token) => (token.length === 2 ? String(n).padStart(2, '0') : String(n));
    const hour = at.getUTCHours();
    const out = [];
    const add = (type, value) => {
      const last = out[out.length - 1];
      if (type === 'literal' && last && last.type === 'literal') last.value += value;
      else out.push({ type, value });
    };
    const make = {
      E: (t) => ['weekday', t.length === 5 ? r.days[at.getUTCDay()][0] : r[t.length === 4 ? 'days' : 'shortDays'][at.getUTCDay()]],
      M: (t) => ['month', t.length > 4 ? r.months[at.getUTCMonth()][0] : t.length === 4 ? r.months[at.getUTCMonth()] : t.length === 3 ? r.short[at.getUTCMonth()] : pad(at.getUTCMonth() + 1, t)],
      L: (t) => ['month', t.length === 4 ? (r.alone || r.months)[at.getUTCMonth()] : t.length === 5 ? r.months[at.getUTCMonth()][0] : r.short[at.getUTCMonth()]],
      y: (t) => ['year', t === 'yy' ? pad(at.getUTCFullYear() % 100, t) : String(at.getUTCFullYear())],
      d: (t) => ['day', pad(at.getUTCDate(), t)],
      h: (t) => ['hour', pad(this._twelve ? hour % 12 || this._noon : hour || this._midnight, t)],
      m: (t) => ['minute', pad(at.getUTCMinutes(), t)],
      s: (t) => ['second', pad(at.getUTCSeconds(), t)],
      S: (t) => ['fractionalSecond', String(at.getUTCMilliseconds()).padStart(3, '0').slice(0, t.length)],
      a: () => ['dayPeriod', r.am[hour < 12 ? 0 : 1]],
      z: (t) => ['timeZoneName', zoneName(this._locale, this._zone, { offset: seconds, letters }, t === 'zzzz' ? 'long' : this._options.timeZoneName || 'short')],
    };
    this._pattern.replace(/'([^']*)'|([EMLydhmsSaz])\2*|./g, (token, quoted, letter) => {
      if (letter) add(...make[letter](token));
      else add('literal', quoted === undefined ? token : quoted);
      return '';
    });
    return out;
  }

  get format() { return (date) => this.formatToParts(date).map((part) => part.value).join(''); }

  formatRange(from, to) {
    const [a, b] = [this.format(from), this.format(to)];
    return a === b ? a : `${a} – ${b}`;
  }

  resolvedOptions() {
    const out = { locale: this._locale, calendar: 'gregory', numberingSystem: 'latn', timeZone: this._zone };
    if (/h/.test(this._pattern)) Object.assign(out, { hourCycle: this._twelve ? 'h12' : 'h23', hour12: this._twelve });
    return Object.assign(out, this._options);
  }
}

exports.DateTimeFormat = DateTimeFormat;
