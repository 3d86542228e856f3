// Makes ../js/intl-data.js: how dates and numbers are written in the languages
// that scripts ask for, as Node.js writes them:
//
//   node intl.js > ../js/intl-data.js
//
// A row of a country holds only what is not as in the first of its language.
const locales = ['en-US', 'en-GB', 'en-CA', 'en-AU', 'en-IN', 'en-NZ', 'en-ZA', 'en-IE', 'en-SG', 'de-DE', 'de-CH', 'fr-FR', 'fr-CA', 'fr-CH', 'es-ES', 'es-MX', 'it-IT', 'nl-NL', 'nl-BE', 'pt-BR', 'pt-PT', 'sv-SE', 'da-DK', 'nb-NO', 'fi-FI', 'pl-PL', 'cs-CZ', 'tr-TR', 'ru-RU', 'uk-UA', 'ja-JP', 'zh-CN', 'zh-TW', 'ko-KR', 'hu-HU', 'ro-RO', 'id-ID', 'vi-VN'];
const at = (m = 2, d = 5, h = 9) => new Date(Date.UTC(2024, m, d, h, 7, 8));
const month = { short: 'MMM', long: 'MMMM', narrow: 'MMMMM' };
const week = { short: 'EEE', long: 'EEEE', narrow: 'EEEEE' };
function pattern(locale, options, date = at()) {
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).formatToParts(date).map(({ type, value }) => {
    switch (type) {
      case 'year': return value.length === 2 ? 'yy' : 'y';
      case 'month': return /^\d$/.test(value) ? 'M' : /^\d\d$/.test(value) ? 'MM' : options.month ? month[options.month] : { full: 'MMMM', long: 'MMMM', medium: 'MMM', short: 'MMM' }[options.dateStyle];
      case 'day': return value.length === 2 ? 'dd' : 'd';
      case 'weekday': return options.weekday ? week[options.weekday] : 'EEEE';
      case 'hour': return value.length === 2 ? 'hh' : 'h';
      case 'minute': return value.length === 2 ? 'mm' : 'm';
      case 'second': return value.length === 2 ? 'ss' : 's';
      case 'dayPeriod': return 'a';
      case 'timeZoneName': return options.timeStyle === 'full' ? 'zzzz' : 'z';
      default: return value.replace(/[A-Za-zÀ-ɏЀ-ӿ']+/g, (t) => `'${t}'`);
    }
  }).join('').replace(/\u202f/g, ' '); // as format writes it, other than formatToParts
}
const names = (locale, options, dates, type) => dates.map((d) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).formatToParts(d).find((p) => p.type === type).value);
const months = [...Array(12).keys()].map((m) => at(m, 15));
const days = [...Array(7).keys()].map((d) => at(8, 1 + d)); // 2024-09-01 is a Sunday
const N = 'numeric';
const out = {};
for (const l of locales) {
  const p = {};
  p.Md = pattern(l, { month: N, day: N }); p.My = pattern(l, { month: N, year: N }); p.Mdy = pattern(l, { month: N, day: N, year: N }); p.EMdy = pattern(l, { weekday: 'short', month: N, day: N, year: N });
  p.MMddy = pattern(l, { month: '2-digit', day: '2-digit', year: N }); p.MMy = pattern(l, { month: '2-digit', year: N }); p.MMdd = pattern(l, { month: '2-digit', day: '2-digit' });
  for (const w of ['short', 'long']) {
    const k = month[w];
    p[`${k}d`] = pattern(l, { month: w, day: N }); p[`${k}y`] = pattern(l, { month: w, year: N }); p[`${k}dy`] = pattern(l, { month: w, day: N, year: N });
    p[`E${k}dy`] = pattern(l, { weekday: w, month: w, day: N, year: N }); p[`E${k}d`] = pattern(l, { weekday: w, month: w, day: N });
  }
  const alone = months.map((d) => new Intl.DateTimeFormat(l, { timeZone: 'UTC', month: 'long' }).format(d));
  if (names(l, { month: 'long', year: N }, months, 'month').join() === alone.join()) p.MMMMy = p.MMMMy.replace('MMMM', 'LLLL');
  p.M = pattern(l, { month: N }); p.y = pattern(l, { year: N }); p.d = pattern(l, { day: N });
  for (const s of ['full', 'long', 'medium', 'short']) { p[`date-${s}`] = pattern(l, { dateStyle: s }); p[`time-${s}`] = pattern(l, { timeStyle: s }); }
  p.h = pattern(l, { hour: N }); p.hm = pattern(l, { hour: N, minute: N }); p.hms = pattern(l, { hour: N, minute: N, second: N });
  p.h12 = pattern(l, { hour: N, minute: N, second: N, hour12: true }); p.h24 = pattern(l, { hour: N, minute: N, second: N, hour12: false }); p.h24h = pattern(l, { hour: N, hour12: false }); p.h12h = pattern(l, { hour: N, hour12: true });
  const join = (o, t) => { const a = pattern(l, { ...o, ...t }); const b = pattern(l, t); return a.slice(pattern(l, o).length, a.length - b.length); };
  p.join = join({ month: N, day: N, year: N }, { hour: N, minute: N }); p.joinMedium = join({ month: 'short', day: N, year: N }, { hour: N, minute: N }); p.joinLong = join({ month: 'long', day: N, year: N }, { hour: N, minute: N }); p.joinStyle = join({ dateStyle: 'long' }, { timeStyle: 'short' }); p.joinStyleMedium = join({ dateStyle: 'medium' }, { timeStyle: 'short' }); p.joinShort = join({ dateStyle: 'short' }, { timeStyle: 'short' });
  const o = new Intl.DateTimeFormat(l, { hour: N }).resolvedOptions();
  const r = { p, twelve: o.hour12, months: names(l, { month: 'long', day: N, year: N }, months, 'month'), short: names(l, { month: 'short', day: N, year: N }, months, 'month'), alone,
    days: names(l, { weekday: 'long' }, days, 'weekday'), shortDays: names(l, { weekday: 'short' }, days, 'weekday'), am: names(l, { hour: N, hour12: true }, [at(), at(2, 5, 15)], 'dayPeriod') };
  if (String(r.alone) === String(r.months)) delete r.alone;
  r.n = numbers(l);
  out[l] = r;
}

// numbers is how a language writes them: marks, sizes of groups, currencies.
function numbers(l) {
  const parts = (n, o) => new Intl.NumberFormat(l, o).formatToParts(n);
  const shape = (n, o) => {
    let out = '';
    for (const p of parts(n, o)) {
      if (['integer', 'group', 'decimal', 'fraction'].includes(p.type)) out = out.endsWith('#') ? out : `${out}#`;
      else out += p.type === 'currency' ? '¤' : p.type === 'percentSign' ? '%' : p.type === 'minusSign' ? '-' : p.value;
    }
    return out;
  };
  const value = (list, type) => (list.find((p) => p.type === type) || {}).value;
  const big = parts(-123456789.5);
  const groups = big.filter((p) => p.type === 'integer').map((p) => p.value.length);
  const r = { d: value(big, 'decimal'), g: value(big, 'group'), minus: value(big, 'minusSign'), size: groups[groups.length - 2], min: value(parts(1234), 'group') ? 1 : 2 };
  r.percent = shape(0.5, { style: 'percent' });
  const money = (n, more) => shape(n, { style: 'currency', currency: 'EUR', ...more });
  Object.assign(r, { money: money(1), debt: money(-1), account: money(-1, { currencySign: 'accounting' }), code: money(1, { currencyDisplay: 'code' }) });
  const g = value(parts(12345.5, { style: 'currency', currency: 'EUR' }), 'group');
  if (g !== r.g) r.moneyGroup = g;
  const d = value(parts(1.5, { style: 'currency', currency: 'EUR' }), 'decimal');
  if (d !== r.d) r.moneyDecimal = d;
  r.signs = Object.fromEntries(['USD', 'EUR', 'GBP', 'JPY', 'CNY', 'INR', 'KRW', 'BRL', 'AUD', 'CAD', 'CHF', 'MXN', 'NZD', 'ZAR', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'HUF', 'RUB', 'UAH', 'TRY', 'ILS', 'VND', 'THB', 'IDR', 'RON', 'SGD', 'HKD', 'TWD', 'PHP']
    .map((c) => [c, value(parts(1, { style: 'currency', currency: c }), 'currency')]).filter(([c, sign]) => c !== sign));
  return r;
}

// less leaves out what is the same in another row.
function less(row, base) {
  const rest = {};
  for (const k of Object.keys(row)) {
    if (JSON.stringify(row[k]) === JSON.stringify(base[k])) continue;
    rest[k] = row[k] !== null && typeof row[k] === 'object' && !Array.isArray(row[k]) && base[k] ? less(row[k], base[k]) : row[k];
  }
  for (const k of Object.keys(base)) if (!(k in row)) rest[k] = null;
  return rest;
}

console.log('// How dates and numbers are written: made by ../record/intl.js.\n\nmodule.exports = {');
const first = {};
for (const l of locales) {
  const base = first[l.slice(0, 2)];
  first[l.slice(0, 2)] = base || out[l];
  const row = JSON.stringify(base ? less(out[l], base) : out[l]).replace(/[\u00a0\u202f\u200e\u200f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  console.log(`  '${l}': ${row},`);
}
console.log('};');
