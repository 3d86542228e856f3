// Intl.NumberFormat: a number as a language writes it.

const { locale, row, option } = require('intl-locale');

const fewer = { JPY: 0, KRW: 0, VND: 0, CLP: 0, ISK: 0, PYG: 0, UGX: 0, XAF: 0, XOF: 0, BHD: 3, KWD: 3, OMR: 3, JOD: 3, TND: 3 };
const names = { USD: 'US dollar', EUR: 'euro', GBP: 'British pound', CAD: 'Canadian dollar', AUD: 'Australian dollar', CHF: 'Swiss franc', INR: 'Indian rupee', BRL: 'Brazilian real', MXN: 'Mexican peso' };
const units = {
  kilometer: ' km', meter: ' m', centimeter: ' cm', millimeter: ' mm', mile: ' mi', kilogram: ' kg', gram: ' g', pound: ' lb', liter: ' L', celsius: '°C', fahrenheit: '°F', percent: '%',
  bit: ' bit', byte: ' byte', kilobyte: ' kB', megabyte: ' MB', gigabyte: ' GB', terabyte: ' TB', millisecond: ' ms', second: ' sec', minute: ' min', hour: ' hr', 'kilometer-per-hour': ' km/h', 'mile-per-hour': ' mph',
};

function plural(name, n, type) {
  const language = name.split('-')[0];
  if (['ja', 'zh', 'ko', 'vi', 'th', 'id'].includes(language)) return 'other';
  if (type === 'ordinal' && language !== 'en') throw new RangeError(`postern has no ordinals of '${name}': only those of English`);
  if (type === 'ordinal') {
    if (n % 100 > 10 && n % 100 < 14) return 'other';
    return { 1: 'one', 2: 'two', 3: 'few' }[n % 10] || 'other';
  }
  if (language === 'fr' || language === 'pt') return n >= 0 && n < 2 ? 'one' : 'other';
  if (['ru', 'uk', 'pl', 'cs', 'ro'].includes(language)) throw new RangeError(`postern has no plurals of '${name}'`);
  return n === 1 ? 'one' : 'other';
}

// Decimal is a number as its digits: those before the point, and those after.
// The digits are the shortest that mean the number, and it is these that are
// rounded, so that 1.005 becomes 1.01.
function decimal(text) {
  const [, sign, whole, part = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(text);
  const e = Number(exponent);
  let digits = whole + part;
  let point = whole.length + e;
  if (point <= 0) [digits, point] = ['0'.repeat(1 - point) + digits, 1];
  if (point > digits.length) digits += '0'.repeat(point - digits.length);
  return { negative: sign === '-', whole: digits.slice(0, point).replace(/^0+(?=\d)/, ''), part: digits.slice(point) };
}

// round keeps some places after the point (before it, where less than none).
function round(d, places) {
  const digits = d.whole + d.part;
  const keep = d.whole.length + places;
  if (keep >= digits.length) return d;
  if (keep < 0) return Object.assign({}, d, { whole: '0', part: '' });
  let kept = digits.slice(0, keep);
  if (digits[keep] >= '5') kept = String(BigInt(kept || '0') + 1n).padStart(kept.length, '0');
  const grown = kept.length - keep;
  const whole = d.whole.length + grown;
  if (places < 0) kept += '0'.repeat(-places);
  return { negative: d.negative, whole: kept.slice(0, whole) || '0', part: kept.slice(whole) };
}

class NumberFormat {
  constructor(locales, options) {
    this._locale = locale(locales);
    const given = options === undefined || options === null ? {} : Object(options);
    const o = { style: option(given, 'style', ['decimal', 'percent', 'currency', 'unit'], 'decimal'), notation: option(given, 'notation', ['standard', 'scientific', 'engineering', 'compact'], 'standard') };
    if (o.style === 'currency') {
      if (given.currency === undefined) throw new TypeError('Currency code is required with currency style.');
      if (!/^[a-z]{3}$/i.test(given.currency)) throw new RangeError(`Invalid currency code : ${given.currency}`);
      o.currency = String(given.currency).toUpperCase();
      o.currencyDisplay = option(given, 'currencyDisplay', ['code', 'symbol', 'narrowSymbol', 'name'], 'symbol');
      o.currencySign = option(given, 'currencySign', ['standard', 'accounting'], 'standard');
    }
    if (o.style === 'unit') {
      if (given.unit === undefined) throw new TypeError('Unit is required with unit style.');
      o.unit = String(given.unit);
      o.unitDisplay = option(given, 'unitDisplay', ['short', 'narrow', 'long'], 'short');
    }
    o.signDisplay = option(given, 'signDisplay', ['auto', 'always', 'never', 'exceptZero', 'negative'], 'auto');
    o.compactDisplay = option(given, 'compactDisplay', ['short', 'long'], 'short');
    o.useGrouping = given.useGrouping === undefined ? 'auto' : given.useGrouping;
    this._options = Object.assign(o, this._digits(given, o));
  }

  _digits(given, o) {
    const read = (name, low, high, otherwise) => {
      if (given[name] === undefined) return otherwise;
      const n = Math.floor(Number(given[name]));
      if (!(n >= low && n <= high)) throw new RangeError(`${name} value is out of range.`);
      return n;
    };
    const out = { minimumIntegerDigits: read('minimumIntegerDigits', 1, 21, 1) };
    if (given.minimumSignificantDigits !== undefined || given.maximumSignificantDigits !== undefined) {
      out.minimumSignificantDigits = read('minimumSignificantDigits', 1, 21, 1);
      out.maximumSignificantDigits = read('maximumSignificantDigits', out.minimumSignificantDigits, 21, 21);
      return out;
    }
    const places = o.style === 'currency' ? (o.currency in fewer ? fewer[o.currency] : 2) : 0;
    const most = o.style === 'currency' ? places : o.style === 'percent' ? 0 : 3;
    const low = read('minimumFractionDigits', 0, 100);
    const high = read('maximumFractionDigits', 0, 100);
    if (low !== undefined && high !== undefined && low > high) throw new RangeError('maximumFractionDigits value is out of range.');
    out.minimumFractionDigits = low === undefined ? Math.min(places, high === undefined ? places : high) : low;
    out.maximumFractionDigits = high === undefined ? Math.max(most, out.minimumFractionDigits) : high;
    out._asked = low !== undefined || high !== undefined;
    return out;
  }

  get format() { return (n) => this._format(n); }

  _format(value) {
    const o = this._options;
    const text = typeof value === 'bigint' ? String(value) : String(Number(value));
    if (text === 'NaN' || text.endsWith('Infinity')) return this._sign(text === 'NaN' ? 'NaN' : '∞', text[0] === '-', text === 'NaN');
    let d = decimal(text);
    if (Object.is(value, -0)) d.negative = true;
    if (o.style === 'percent') d = decimal(`${d.negative ? '-' : ''}${d.whole}${d.part.padEnd(2, '0').slice(0, 2)}.${d.part.slice(2) || '0'}`);
    let suffix = '';
    if (o.notation === 'compact') [d, suffix] = this._compact(d);
    else if (o.notation !== 'standard') [d, suffix] = this._scientific(d);
    d = this._round(d, o.notation === 'compact' && !o._asked && !o.maximumSignificantDigits);
    const zero = !/[1-9]/.test(d.whole + d.part);
    return this._sign(this._marks(d) + suffix, d.negative, zero);
  }

  _round(d, short) {
    const o = this._options;
    if (short) {
      d = round(d, d.whole === '0' ? /^0*/.exec(d.part)[0].length + 2 : d.whole.length < 2 ? 1 : 0);
      return Object.assign(d, { part: d.part.replace(/0+$/, '') });
    }
    if (o.maximumSignificantDigits) {
      const lead = d.whole !== '0' ? d.whole.length : /[1-9]/.test(d.part) ? -/^0*/.exec(d.part)[0].length : 1;
      d = round(d, o.maximumSignificantDigits - lead);
      const least = Math.max(0, o.minimumSignificantDigits - lead);
      return { negative: d.negative, whole: d.whole, part: d.part.replace(/0+$/, '').padEnd(least, '0') };
    }
    d = round(d, o.maximumFractionDigits);
    return { negative: d.negative, whole: d.whole, part: d.part.replace(/0+$/, '').padEnd(o.minimumFractionDigits, '0') };
  }

  _compact(d) {
    const steps = this._options.compactDisplay === 'long' ? ['', ' thousand', ' million', ' billion', ' trillion'] : ['', 'K', 'M', 'B', 'T'];
    let step = Math.min(4, Math.floor((d.whole.length - 1) / 3));
    const at = (n) => ({ negative: d.negative, whole: d.whole.slice(0, d.whole.length - 3 * n), part: d.whole.slice(d.whole.length - 3 * n) + d.part });
    if (step > 0 && step < 4 && this._round(at(step), true).whole.length > 3) step++;
    return [at(step), steps[step]];
  }

  _scientific(d) {
    const digits = (d.whole + d.part).replace(/^0+/, '') || '0';
    let e = digits === '0' ? 0 : d.whole !== '0' ? d.whole.length - 1 : -(/^0*/.exec(d.part)[0].length + 1);
    let lead = 1;
    if (this._options.notation === 'engineering') {
      const third = Math.floor(e / 3) * 3;
      [lead, e] = [e - third + 1, third];
    }
    return [{ negative: d.negative, whole: digits.padEnd(lead, '0').slice(0, lead), part: digits.slice(lead) }, `E${e}`];
  }

  // _marks puts the marks of the language into the digits.
  _marks({ whole, part }) {
    const { n } = row(this._locale);
    const o = this._options;
    const money = o.style === 'currency';
    whole = whole.padStart(o.minimumIntegerDigits, '0');
    const always = o.useGrouping === true || o.useGrouping === 'always' || o.useGrouping === 'true';
    if (o.useGrouping !== false && o.useGrouping !== 'false' && whole.length > (always ? 3 : 2 + n.min) && !(o.notation === 'compact' && whole.length < 5)) {
      const last = whole.slice(-3);
      whole = whole.slice(0, -3).replace(n.size === 2 ? /\B(?=(\d\d)+$)/g : /\B(?=(\d{3})+$)/g, (money && n.moneyGroup) || n.g) + ((money && n.moneyGroup) || n.g) + last;
    }
    return part ? whole + ((money && n.moneyDecimal) || n.d) + part : whole;
  }

  // _sign adds what stands around the digits: sign, currency, unit.
  _sign(text, negative, zero) {
    const { n } = row(this._locale);
    const o = this._options;
    const show = { auto: negative, always: true, never: false, exceptZero: !zero, negative: negative && !zero }[o.signDisplay];
    const minus = show && negative;
    const plus = show && !negative;
    let pattern = minus ? '-#' : '#';
    let sign = '';
    if (o.style === 'percent') pattern = (minus ? '-' : '') + n.percent;
    else if (o.style === 'currency') {
      sign = o.currencyDisplay === 'symbol' ? n.signs[o.currency] || o.currency : o.currencyDisplay === 'narrowSymbol' ? (n.signs[o.currency] || o.currency).replace(/^[A-Z]+(?=[^A-Z])/, '') : o.currency;
      pattern = minus ? (o.currencySign === 'accounting' ? n.account : n.debt) : n.money;
      if (o.currencyDisplay === 'code') pattern = (minus ? '-' : '') + n.code;
      // Letters stand apart from digits.
      else if (/[A-Za-z]$/.test(sign)) pattern = pattern.replace('¤#', '¤\u00a0#');
      if (o.currencyDisplay === 'name') {
        pattern = `${minus ? '-' : ''}# ¤`;
        sign = names[o.currency] ? names[o.currency] + (text === '1' || text === '1.00' && o.maximumFractionDigits === 0 ? '' : 's') : o.currency;
      }
    } else if (o.style === 'unit') {
      const known = units[o.unit];
      if (known === undefined || o.unitDisplay === 'long') pattern += ` ${o.unit}${text === '1' ? '' : 's'}`;
      else pattern += o.unitDisplay === 'narrow' ? known.trim() : known;
    }
    if (plus) pattern = `+${pattern}`;
    return pattern.replace('-', minus ? n.minus : '').replace('¤', () => sign).replace('#', () => text);
  }

  formatToParts(value) {
    const { n } = row(this._locale);
    const kinds = { [n.d]: 'decimal', [n.g]: 'group', [n.minus]: 'minusSign', '%': 'percentSign', '+': 'plusSign' };
    let after = false;
    return (this._format(value).match(/\d+|[^\d]/g) || []).map((text) => {
      if (/\d/.test(text)) return { type: after ? 'fraction' : 'integer', value: text };
      const type = kinds[text] || (text.trim() && this._options.currency ? 'currency' : 'literal');
      if (type === 'decimal') after = true;
      return { type, value: text };
    }).reduce((list, part) => {
      const last = list[list.length - 1];
      if (last && last.type === part.type && (part.type === 'currency' || part.type === 'literal')) last.value += part.value;
      else list.push(part);
      return list;
    }, []);
  }

  resolvedOptions() {
    const { _asked, ...rest } = this._options;
    return Object.assign({ locale: this._locale, numberingSystem: 'latn' }, rest);
  }
}

Object.assign(exports, { NumberFormat, plural });
