// moment's patterns, read.

const { token, long, formats } = require('moment-format');

const iso = /^\s*([+-]\d{6}|\d{4})(?:-?(\d\d)(?:-?(\d\d))?|-W(\d\d)(?:-(\d))?|-?(\d{3}))?(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?\s*$/;
const rfc = /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s)?(\d{1,2})\s(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s(\d{2,4})\s(\d\d):(\d\d)(?::(\d\d))?\s(UT|GMT|[A-Z]|[ECMP][SD]T|[+-]\d{4})$/;

// A zone counts in minutes.
function minutes(text) {
  if (text === 'Z' || text === 'z') return 0;
  const m = /([+-])(\d\d):?(\d\d)?/.exec(text);
  return m ? (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3] || 0)) : 0;
}

function build(p, utc) {
  const now = new Date();
  const given = [p.year, p.month, p.date, p.hour, p.minute, p.second, p.ms];
  const base = utc ? [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()] : [now.getFullYear(), now.getMonth(), now.getDate()];
  const first = given.findIndex((v) => v !== undefined);
  const parts = given.map((v, i) => (v !== undefined ? v : i < first && i < 3 ? base[i] : i === 2 ? 1 : 0));
  const [y, mo, d, h, mi, s] = parts;
  const length = new Date(Date.UTC(2000, mo + 1, 0)).getUTCDate();
  const days = mo === 1 ? new Date(Date.UTC(y, 2, 0)).getUTCDate() : length;
  if (mo < 0 || mo > 11 || d < 1 || d > days || h > 24 || mi > 59 || s > 59) return NaN;
  if (p.zone !== undefined) return stamp(parts) - p.zone * 6e4;
  if (utc) return stamp(parts);
  const out = new Date(...parts);
  if (y < 100) out.setFullYear(y);
  return out.getTime();
}

function stamp(parts) {
  const d = new Date(Date.UTC(...parts));
  if (parts[0] < 100) d.setUTCFullYear(parts[0]);
  return d.getTime();
}

function fromIso(text, utc) {
  const m = iso.exec(text);
  if (!m) return null;
  const p = { year: Number(m[1]), month: m[2] ? m[2] - 1 : 0, date: m[3] ? Number(m[3]) : 1, hour: Number(m[7] || 0), minute: Number(m[8] || 0), second: Number(m[9] || 0), ms: m[10] ? Math.floor(Number(`0.${m[10]}`) * 1000 + 1e-6) : 0 };
  if (m[11]) p.zone = minutes(m[11]);
  if (m[6]) [p.month, p.date] = [0, Number(m[6])];
  if (m[4]) {
    const jan4 = new Date(Date.UTC(p.year, 0, 4));
    p.month = 0;
    const day = 4 - ((jan4.getUTCDay() || 7) - 1) + (m[4] - 1) * 7 + (Number(m[5] || 1) - 1);
    const at = new Date(Date.UTC(p.year, 0, day));
    [p.year, p.month, p.date] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  }
  if (m[6]) {
    const at = new Date(Date.UTC(p.year, 0, p.date));
    [p.month, p.date] = [at.getUTCMonth(), at.getUTCDate()];
  }
  return { ms: build(p, utc), zone: p.zone };
}

const number = (min, max, set) => ({ match: new RegExp(`^[+-]?\\d{${min},${max}}`), set });
const named = (list, width, set) => ({ find: (text) => list.findIndex((n) => text.toLowerCase().startsWith((width ? n.slice(0, width) : n).toLowerCase())), list, width, set });
const month = (p, v) => { p.month = v; };
const weekday = (p, v) => { p.weekday = v; };
const hour = (p, v) => { p.hour = v; };
const read = {
  YYYY: number(1, 4, (p, v, t) => { p.year = t.length === 2 ? year(v) : v; }), YY: number(1, 2, (p, v) => { p.year = year(v); }), Y: number(1, 6, (p, v) => { p.year = v; }),
  M: number(1, 2, (p, v) => { p.month = v - 1; }), MM: number(1, 2, (p, v) => { p.month = v - 1; }), MMM: named(formats.months, 3, month), MMMM: named(formats.months, 0, month), Q: number(1, 1, (p, v) => { p.month = (v - 1) * 3; }),
  D: number(1, 2, (p, v) => { p.date = v; }), DD: number(1, 2, (p, v) => { p.date = v; }), Do: { match: /^\d{1,2}(st|nd|rd|th)?/, set: (p, v, t) => { p.date = parseInt(t, 10); } }, DDD: number(1, 3, (p, v) => { p.month = 0; p.date = v; p.day = v; }), DDDD: number(1, 3, (p, v) => { p.day = v; }),
  H: number(1, 2, hour), HH: number(1, 2, hour), h: number(1, 2, hour), hh: number(1, 2, hour), k: number(1, 2, (p, v) => { p.hour = v % 24; }), kk: number(1, 2, (p, v) => { p.hour = v % 24; }),
  m: number(1, 2, (p, v) => { p.minute = v; }), mm: number(1, 2, (p, v) => { p.minute = v; }), s: number(1, 2, (p, v) => { p.second = v; }), ss: number(1, 2, (p, v) => { p.second = v; }),
  A: { match: /^[ap]\.?m?\.?/i, set: (p, v, t) => { p.half = t[0].toLowerCase(); } }, Z: { match: /^(Z|[+-]\d\d:?\d\d)/i, set: (p, v, t) => { p.zone = minutes(t); } },
  X: { match: /^[+-]?\d+(\.\d{1,3})?/, set: (p, v, t) => { p.at = Number(t) * 1000; } }, x: { match: /^[+-]?\d+/, set: (p, v, t) => { p.at = Number(t); } },
  ddd: named(formats.days, 3, weekday), dddd: named(formats.days, 0, weekday), dd: named(formats.days, 2, () => {}), d: number(1, 1, () => {}), E: number(1, 1, () => {}),
};
read.a = read.A;
read.ZZ = read.Z;
const year = (v) => v + (v > 68 ? 1900 : 2000);

function fromPattern(text, pattern, strict, utc) {
  pattern = pattern.replace(/(\[[^\]]*\])|LTS|LT|LL?L?L?|l{1,4}/g, (t, literal) => literal || long[t] || t);
  const p = {};
  let rest = text;
  for (const t of pattern.match(token) || []) {
    const how = /^S+$/.test(t) ? { match: /^\d{1,9}/, set: (q, v, digits) => { q.ms = Math.floor(Number(`0.${digits}`) * 1000 + 1e-6); } } : read[t];
    if (!how || t[0] === '[') {
      const literal = t.replace(/^\[|\]$/g, '').replace(/^\\/, '');
      if (rest.startsWith(literal)) rest = rest.slice(literal.length);
      else if (strict) return NaN;
      continue;
    }
    if (!strict) rest = how.find || t === 'A' || t === 'a' ? rest.replace(/^[\s,]+/, '') : /^[ZX]/i.test(t) ? rest.trimStart() : rest.replace(/^[^\d+-]+/, '').replace(/^[+-](?=\D|\d{1,2}[-/.])/, '');
    if (how.find) {
      const i = how.find(rest);
      if (i < 0) return NaN;
      how.set(p, i);
      const name = how.list[i];
      rest = rest.slice(rest.toLowerCase().startsWith(name.toLowerCase()) ? name.length : how.width || name.length);
      continue;
    }
    const m = how.match.exec(rest);
    if (!m) {
      if (strict) return NaN;
      continue;
    }
    if (strict && /^(DD|MM|HH|hh|mm|ss|YYYY)$/.test(t) && m[0].length !== t.length) return NaN;
    how.set(p, Number(m[0]), m[0]);
    rest = rest.slice(m[0].length);
  }
  if (strict && rest) return NaN;
  if (p.at !== undefined) return p.at;
  if (Object.keys(p).length === 0) return NaN;
  if (p.half && p.hour !== undefined) p.hour = (p.hour % 12) + (p.half === 'p' ? 12 : 0);
  if (p.day) {
    const at = new Date(Date.UTC(p.year === undefined ? new Date().getFullYear() : p.year, 0, p.day));
    [p.month, p.date] = [at.getUTCMonth(), at.getUTCDate()];
  }
  if (p.weekday !== undefined && p.date === undefined && p.month === undefined) {
    // A day alone is that day of the week that now is in.
    const now = new Date();
    const at = new Date(Date.UTC(p.year === undefined ? now.getFullYear() : p.year, now.getMonth(), now.getDate()));
    at.setUTCDate(at.getUTCDate() + p.weekday - at.getUTCDay());
    [p.year, p.month, p.date] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  }
  return build(p, utc);
}

exports.parse = function (text, pattern, strict, utc) {
  if (typeof pattern === 'boolean') [pattern, strict] = [undefined, pattern];
  if (typeof strict === 'string') strict = arguments.length > 3 && false;
  if (Array.isArray(pattern)) {
    for (const one of pattern) {
      const ms = fromPattern(text, one, true, utc);
      if (!isNaN(ms)) return { ms, format: one };
    }
    for (const one of pattern) {
      const ms = fromPattern(text, one, false, utc);
      if (!isNaN(ms)) return { ms, format: one };
    }
    return { ms: NaN };
  }
  if (typeof pattern === 'string') return { ms: fromPattern(text, pattern, strict, utc), format: pattern };
  const found = fromIso(text, utc);
  if (found) return found;
  if (pattern && pattern.iso) return { ms: NaN };
  if (rfc.test(text)) return { ms: Date.parse(text) };
  const asp = /^\/?Date\((-?\d+)/i.exec(text);
  return { ms: asp ? Number(asp[1]) : strict ? NaN : Date.parse(text) };
};
