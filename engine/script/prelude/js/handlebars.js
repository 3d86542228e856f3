// Handlebars templates, for pm.visualizer.

const marks = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;', '`': '&#x60;', '=': '&#x3D;' };
const escape = (value) => String(value).replace(/[&<>"'`=]/g, (c) => marks[c]);

class SafeString {
  constructor(text) { this.string = text; }

  toString() { return String(this.string); }

  toHTML() { return this.toString(); }
}

// tokens cuts a template into texts and tags.
function tokens(template) {
  const out = [];
  const tag = /\{\{(~)?(\{|&|!--[\s\S]*?--|![^}]*|[#/^>]|else\b(?=\s*~?\}\}|\s))?\s*([\s\S]*?)\s*\}?(~)?\}\}/g;
  let at = 0;
  let trim = false;
  const text = (s, trimEnd) => {
    if (trim) s = s.trimStart();
    if (trimEnd) s = s.trimEnd();
    if (s) out.push({ text: s });
  };
  for (let m = tag.exec(template); m; m = tag.exec(template)) {
    const lone = /^[#/^!]|^else/.test(m[2] || '') && /(^|\n)[ \t]*$/.test(template.slice(0, m.index)) && /^[ \t]*(\r?\n|$)/.test(template.slice(tag.lastIndex));
    let before = template.slice(at, m.index);
    if (lone) before = before.replace(/[ \t]*$/, '');
    text(before, Boolean(m[1]));
    trim = Boolean(m[4]);
    at = tag.lastIndex;
    if (lone) at += /^[ \t]*(\r?\n)?/.exec(template.slice(at))[0].length;
    if (!(m[2] || '').startsWith('!')) out.push({ kind: m[2] || '', code: m[3] });
    tag.lastIndex = Math.max(at, tag.lastIndex);
    at = Math.max(at, tag.lastIndex);
  }
  text(template.slice(at), false);
  return out;
}

// words cuts what is in a tag: names, texts, numbers, (calls), key=value.
function words(code) {
  return code.match(/(?:[^\s()"'=]+=)?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()]|\([^()]*\))*\)|\|[^|]*\||[^\s()"']+)/g) || [];
}

// tree nests blocks.
function tree(list, open) {
  const body = [];
  let inverse = null;
  let into = body;
  while (list.length) {
    const t = list.shift();
    if (t.text !== undefined) into.push(t);
    else if (t.kind === '#' || (t.kind === '^' && t.code)) {
      const args = words(t.code);
      const block = tree(list, args[0]);
      into.push(t.kind === '#' ? { block: args, body: block.body, inverse: block.inverse } : { block: args, body: block.inverse || [], inverse: block.body });
    } else if (t.kind === '/') {
      if (t.code !== open) throw new Error(`${open} doesn't match ${t.code}`);
      return { body, inverse };
    } else if (t.kind === 'else' || t.kind === '^') {
      inverse = [];
      into = inverse;
      if (t.kind === 'else' && t.code) {
        const args = words(t.code);
        const block = tree(list, open);
        into.push({ block: args, body: block.body, inverse: block.inverse });
        return { body, inverse };
      }
    } else if (t.kind === '>') throw new Error(`The partial ${t.code} could not be found`);
    else into.push({ value: words(t.code), raw: t.kind === '{' || t.kind === '&' });
  }
  if (open) throw new Error(`Parse error: ${open} is not closed`);
  return { body, inverse };
}

function look(name, scope) {
  if (/^["']/.test(name)) return name.slice(1, -1).replace(/\\(.)/g, '$1');
  if (/^-?\d+(\.\d+)?$/.test(name)) return Number(name);
  if (name === 'true' || name === 'false') return name === 'true';
  if (name === 'null' || name === 'undefined') return undefined;
  if (name[0] === '(') return call(words(name.slice(1, -1)), scope);
  let at = scope;
  while (/^\.\.(\/|$)/.test(name)) {
    at = at.up || at;
    name = name.slice(3);
  }
  if (name === '' || name === 'this' || name === '.') return at.value;
  const parts = name.replace(/^(this|\.)[./]/, '').match(/\[[^\]]*\]|[^./]+/g) || [];
  let value;
  if (parts[0][0] === '@') {
    value = at.data[parts.shift().slice(1)];
    if (value === undefined && name.startsWith('@root')) value = root(at);
  } else if (Object.prototype.hasOwnProperty.call(at.names || {}, parts[0])) value = at.names[parts.shift()];
  else value = at.value;
  for (const part of parts) {
    if (value === null || value === undefined) return undefined;
    const key = part[0] === '[' ? part.slice(1, -1) : part;
    value = Object.prototype.hasOwnProperty.call(Object(value), key) ? value[key] : undefined;
    if (typeof value === 'function') value = value.call(at.value);
  }
  return value;
}

function root(scope) { while (scope.up) scope = scope.up; return scope.value; }

const helpers = {
  lookup: (scope, args) => (args[0] === null || args[0] === undefined ? undefined : args[0][args[1]]),
  log: () => '',
};
const custom = {};

function call(args, scope) {
  const [name, ...rest] = args;
  const hash = {};
  const values = rest.filter((a) => { const m = /^([^\s()"'=]+)=([\s\S]+)$/.exec(a); if (m) hash[m[1]] = look(m[2], scope); return !m; }).map((a) => look(a, scope));
  if (custom[name]) return custom[name].call(scope.value, ...values, { hash, data: scope.data });
  if (helpers[name]) return helpers[name](scope, values);
  if (rest.length) throw new Error(`Missing helper: "${name}"`);
  return look(name, scope);
}

const empty = (v) => !v && v !== 0 || (Array.isArray(v) && v.length === 0);

function render(nodes, scope) {
  let out = '';
  for (const n of nodes || []) {
    if (n.text !== undefined) out += n.text;
    else if (n.value) {
      const v = n.value.length === 1 && !custom[n.value[0]] ? look(n.value[0], scope) : call(n.value, scope);
      if (v !== undefined && v !== null) out += n.raw || v instanceof SafeString ? v : escape(v);
    } else out += block(n, scope);
  }
  return out;
}

function block(n, scope) {
  const [name, first] = n.block;
  const as = n.block.indexOf('as');
  const names = as > 0 ? n.block.slice(as + 1).join(' ').replace(/\|/g, '').trim().split(/\s+/) : [];
  const inner = (value, data, bound) => render(n.body, { value, up: scope, data: Object.assign({}, scope.data, data), names: Object.assign({}, scope.names, bound) });
  if (name === 'if' || name === 'unless') return empty(look(first, scope)) === (name === 'unless') ? render(n.body, scope) : render(n.inverse, scope);
  if (custom[name]) {
    const args = n.block.slice(1).map((a) => look(a, scope));
    return String(custom[name].call(scope.value, ...args, { fn: (v) => inner(v), inverse: (v) => render(n.inverse, Object.assign({}, scope, { value: v })), hash: {}, data: scope.data }));
  }
  const value = look(name === 'each' || name === 'with' ? first : name, scope);
  if (name === 'each' || (Array.isArray(value) && name !== 'with')) {
    const rows = value === null || value === undefined ? [] : Array.isArray(value) ? value.map((v, i) => [i, v]) : typeof value === 'object' ? Object.entries(value) : [];
    if (!rows.length) return render(n.inverse, scope);
    return rows.map(([k, v], i) => inner(v, { index: i, key: k, first: i === 0, last: i === rows.length - 1 }, names.length ? { [names[0]]: v, [names[1] || '']: k } : {})).join('');
  }
  if (empty(value)) return render(n.inverse, scope);
  return value === true ? render(n.body, scope) : inner(value, {}, names.length ? { [names[0]]: value } : {});
}

exports.compile = function (template) {
  const { body } = tree(tokens(String(template)), '');
  return (data) => render(body, { value: data, up: null, data: {}, names: {} });
};
exports.registerHelper = (name, run) => { custom[name] = run; };
exports.SafeString = SafeString;
exports.escapeExpression = escape;
