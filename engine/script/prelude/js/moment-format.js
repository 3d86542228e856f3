// moment's patterns, written.

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const pad = (n, width) => (n < 0 ? '-' : '') + String(Math.abs(n)).padStart(width, '0');
const ordinal = (n) => n + (Math.floor((n % 100) / 10) === 1 ? 'th' : ['th', 'st', 'nd', 'rd'][n % 10] || 'th');

function zone(m, mark) {
  const n = m.utcOffset();
  return `${n < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(n) / 60), 2)}${mark}${pad(Math.abs(n) % 60, 2)}`;
}

const long = { LTS: 'h:mm:ss A', LT: 'h:mm A', L: 'MM/DD/YYYY', LL: 'MMMM D, YYYY', LLL: 'MMMM D, YYYY h:mm A', LLLL: 'dddd, MMMM D, YYYY h:mm A', l: 'M/D/YYYY', ll: 'MMM D, YYYY', lll: 'MMM D, YYYY h:mm A', llll: 'ddd, MMM D, YYYY h:mm A' };
const token = /\[[^\]]*\]|\\.|LTS|LT|LL?L?L?|l{1,4}|Mo|MM?M?M?|Do|DDDo|DD?D?D?|ddd?d?|do|w[o|w]?|W[o|W]?|Qo?|YYYYYY|YYYYY|YYYY|YY|Y|gg(?:ggg?)?|GG(?:GGG?)?|e|E|a|A|hmmss|hmm|Hmmss|Hmm|hh?|HH?|kk?|mm?|ss?|S{1,9}|x|X|zz?|ZZ?|N{1,5}|y{1,4}|./gs;

const write = {
  YYYY: (m) => pad(m.year(), 4), YY: (m) => pad(m.year() % 100, 2), Y: (m) => String(m.year()), YYYYY: (m) => pad(m.year(), 5), YYYYYY: (m) => (m.year() < 0 ? '-' : '+') + pad(Math.abs(m.year()), 6),
  Q: (m) => String(m.quarter()), Qo: (m) => ordinal(m.quarter()), M: (m) => String(m.month() + 1), Mo: (m) => ordinal(m.month() + 1), MM: (m) => pad(m.month() + 1, 2), MMM: (m) => months[m.month()].slice(0, 3), MMMM: (m) => months[m.month()],
  D: (m) => String(m.date()), Do: (m) => ordinal(m.date()), DD: (m) => pad(m.date(), 2), DDD: (m) => String(m.dayOfYear()), DDDo: (m) => ordinal(m.dayOfYear()), DDDD: (m) => pad(m.dayOfYear(), 3),
  d: (m) => String(m.day()), do: (m) => ordinal(m.day()), dd: (m) => days[m.day()].slice(0, 2), ddd: (m) => days[m.day()].slice(0, 3), dddd: (m) => days[m.day()], e: (m) => String(m.day()), E: (m) => String(m.isoWeekday()),
  w: (m) => String(m.week()), wo: (m) => ordinal(m.week()), ww: (m) => pad(m.week(), 2), W: (m) => String(m.isoWeek()), Wo: (m) => ordinal(m.isoWeek()), WW: (m) => pad(m.isoWeek(), 2),
  gg: (m) => pad(m.weekYear() % 100, 2), gggg: (m) => pad(m.weekYear(), 4), GG: (m) => pad(m.isoWeekYear() % 100, 2), GGGG: (m) => pad(m.isoWeekYear(), 4),
  A: (m) => (m.hour() < 12 ? 'AM' : 'PM'), a: (m) => (m.hour() < 12 ? 'am' : 'pm'), H: (m) => String(m.hour()), HH: (m) => pad(m.hour(), 2), h: (m) => String(m.hour() % 12 || 12), hh: (m) => pad(m.hour() % 12 || 12, 2),
  k: (m) => String(m.hour() || 24), kk: (m) => pad(m.hour() || 24, 2), m: (m) => String(m.minute()), mm: (m) => pad(m.minute(), 2), s: (m) => String(m.second()), ss: (m) => pad(m.second(), 2),
  Z: (m) => zone(m, ':'), ZZ: (m) => zone(m, ''), X: (m) => String(m.unix()), x: (m) => String(m.valueOf()), z: (m) => (m.isUtc() ? 'UTC' : ''), zz: (m) => (m.isUtc() ? 'Coordinated Universal Time' : ''),
  N: () => 'AD', NN: () => 'AD', NNN: () => 'AD', NNNN: () => 'Anno Domini', y: (m) => String(m.year()),
  hmmss: (m) => write.hmm(m) + write.ss(m), Hmmss: (m) => write.Hmm(m) + write.ss(m),
  hmm: (m) => `${m.hour() % 12 || 12}${pad(m.minute(), 2)}`, Hmm: (m) => `${m.hour()}${pad(m.minute(), 2)}`,
};

function format(m, pattern) {
  pattern = String(pattern);
  for (let i = 0; i < 5 && /(\[[^\]]*\])|LTS|LT|LL?L?L?|l{1,4}/.test(pattern); i++) {
    const next = pattern.replace(/(\[[^\]]*\])|LTS|LT|LL?L?L?|l{1,4}/g, (t, literal) => literal || long[t] || t);
    if (next === pattern) break;
    pattern = next;
  }
  return pattern.replace(token, (t) => {
    if (t[0] === '[') return t.slice(1, -1);
    if (t[0] === '\\') return t.slice(1);
    if (/^S+$/.test(t)) return pad(m.millisecond(), 3).padEnd(9, '0').slice(0, t.length);
    return write[t] ? write[t](m) : t;
  });
}

exports.format = format;
exports.ordinal = ordinal;
exports.token = token;
exports.long = long;
exports.formats = { months, days };
