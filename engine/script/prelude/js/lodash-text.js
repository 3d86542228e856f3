// lodash: texts.

const { text } = require('lodash-lang');

const marks = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const plain = Object.fromEntries(Object.entries(marks).map(([k, v]) => [v, k]));

// What a template is cut at; standard and literals are one where nobody says otherwise.
const standard = /<%=([\s\S]+?)%>/g;
const literals = /\$\{([^\\}]*(?:\\.[^\\}]*)*)\}/;
const never = /(?!)()/;

// words cuts a text where cases and signs change.
function words(s) {
  return s.match(/\p{Lu}?\p{Ll}+(?:['’](?:d|ll|m|re|s|t|ve))?|\p{Lu}+(?![\p{Ll}])(?:['’](?:D|LL|M|RE|S|T|VE))?|\p{Lu}|\d+|[^\s\p{L}\d\p{P}\p{S}]+/gu) || [];
}
const deburr = (s) => text(s).normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/ß/g, 'ss').replace(/[æÆ]/g, (c) => (c === 'æ' ? 'ae' : 'Ae')).replace(/[øØ]/g, (c) => (c === 'ø' ? 'o' : 'O'));
const upper = (s) => s.charAt(0).toUpperCase() + s.slice(1);

function trim(s, chars, start, end) {
  s = text(s);
  if (chars === undefined) return start && end ? s.trim() : start ? s.trimStart() : s.trimEnd();
  const set = new Set(text(chars));
  const list = Array.from(s);
  let [from, to] = [0, list.length];
  while (start && from < to && set.has(list[from])) from++;
  while (end && to > from && set.has(list[to - 1])) to--;
  return list.slice(from, to).join('');
}

function fill(n, chars) { return n <= 0 ? '' : (chars === undefined ? ' ' : text(chars)).repeat(n).slice(0, n); }

module.exports = function (_) {
  const cased = (join) => (s) => words(deburr(s).replace(/['’]/g, '')).reduce(join, '');
  Object.assign(_, {
    camelCase: cased((out, w, i) => out + (i ? upper(w.toLowerCase()) : w.toLowerCase())), kebabCase: cased((out, w, i) => out + (i ? '-' : '') + w.toLowerCase()), snakeCase: cased((out, w, i) => out + (i ? '_' : '') + w.toLowerCase()),
    startCase: cased((out, w, i) => out + (i ? ' ' : '') + upper(w)), lowerCase: cased((out, w, i) => out + (i ? ' ' : '') + w.toLowerCase()), upperCase: cased((out, w, i) => out + (i ? ' ' : '') + w.toUpperCase()),
    capitalize: (s) => upper(text(s).toLowerCase()), upperFirst: (s) => upper(text(s)), lowerFirst: (s) => text(s).charAt(0).toLowerCase() + text(s).slice(1), toLower: (s) => text(s).toLowerCase(), toUpper: (s) => text(s).toUpperCase(),
    deburr, endsWith: (s, part, at) => text(s).endsWith(part, at), startsWith: (s, part, at) => text(s).startsWith(part, at),
    escape: (s) => text(s).replace(/[&<>"']/g, (c) => marks[c]), unescape: (s) => text(s).replace(/&(?:amp|lt|gt|quot|#39);/g, (c) => plain[c]), escapeRegExp: (s) => text(s).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
    pad: (s, n, chars) => { s = text(s); const left = Math.floor(Math.max(0, n - s.length) / 2); return fill(left, chars) + s + fill(n - s.length - left, chars); },
    padStart: (s, n, chars) => fill(n - text(s).length, chars) + text(s), padEnd: (s, n, chars) => text(s) + fill(n - text(s).length, chars), padLeft: (s, n, chars) => _.padStart(s, n, chars), padRight: (s, n, chars) => _.padEnd(s, n, chars),
    parseInt: (s, radix) => parseInt(text(s), radix), repeat: (s, n = 1) => text(s).repeat(Math.max(0, n)), replace: (s, what, by) => text(s).replace(what, by), split: (s, mark, n) => text(s).split(mark, n),
    trim: (s, chars) => trim(s, chars, true, true), trimStart: (s, chars) => trim(s, chars, true, false), trimEnd: (s, chars) => trim(s, chars, false, true), trimLeft: (s, chars) => trim(s, chars, true, false), trimRight: (s, chars) => trim(s, chars, false, true),
    truncate(s, options) {
      const { length = 30, omission = '...', separator } = options || {};
      s = text(s);
      if (s.length <= length) return s;
      let out = s.slice(0, Math.max(0, length - omission.length));
      if (separator !== undefined) {
        const at = separator instanceof RegExp ? Array.from(out.matchAll(new RegExp(separator.source, `${separator.flags.replace('g', '')}g`))).reduce((x, m) => m.index, -1) : out.lastIndexOf(separator);
        if (at > -1) out = out.slice(0, at);
      }
      return out + omission;
    },
    words: (s, pattern) => (pattern === undefined ? words(text(s)) : text(s).match(pattern) || []),
    templateSettings: { escape: /<%-([\s\S]+?)%>/g, evaluate: /<%([\s\S]+?)%>/g, interpolate: standard, variable: '', imports: { _ } },
    template(s, options) {
      const { escape = never, evaluate = never, interpolate = standard, variable, imports } = { ..._.templateSettings, ...options };
      const data = variable || '__data';
      let code = `let __out = '';\n${variable ? '{' : 'with (__data || {}) {'}\n__out += '`;
      const quote = (t) => t.replace(/[\\'\n\r\u2028\u2029]/g, (c) => ({ '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\u2028': '\\u2028', '\u2029': '\\u2029' })[c]);
      const all = new RegExp([escape, interpolate, interpolate === standard ? literals : never, evaluate].map((r) => r.source).join('|'), 'g');
      let at = 0;
      s = text(s);
      s.replace(all, (m, escaped, value, literal, run, offset) => {
        code += quote(s.slice(at, offset));
        at = offset + m.length;
        if (escaped !== undefined) code += `' + __escape(${escaped}) + '`;
        else if (value !== undefined || literal !== undefined) code += `' + __text(${value === undefined ? literal : value}) + '`;
        else if (run !== undefined) code += `';\n${run}\n__out += '`;
        return m;
      });
      code += `${quote(s.slice(at))}';\n}\nreturn __out;`;
      const given = { _, ...imports };
      const f = new Function(data, '__escape', '__text', ...Object.keys(given), code);
      return (value) => f(value, _.escape, text, ...Object.values(given));
    },
  });
};
