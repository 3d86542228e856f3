// Values as text for the console, the way Node.js shows them.

const identifier = /^[A-Za-z_]\w*$/;
const maxItems = 100;
const wide = 72;
// What is longer than this is cut when it is told: no need to write it all.
const longest = 33000;

const special = /[\u0000-\u001f\u007f'"`\\]/;

function quote(text) {
  if (!special.test(text)) return `'${text}'`;
  let mark = "'";
  if (text.includes("'")) mark = text.includes('"') ? (text.includes('`') ? "'" : '`') : '"';
  let out = '';
  for (const c of text) {
    const n = c.charCodeAt(0);
    if (c === mark || c === '\\') out += '\\' + c;
    else if (c === '\n') out += '\\n';
    else if (c === '\t') out += '\\t';
    else if (c === '\r') out += '\\r';
    else if (c === '\b') out += '\\b';
    else if (c === '\f') out += '\\f';
    else if (n < 32 || n === 127) out += '\\x' + n.toString(16).toUpperCase().padStart(2, '0');
    else out += c;
  }
  return mark + out + mark;
}

function primitive(value, errors) {
  switch (typeof value) {
    case 'string': return quote(value);
    case 'bigint': return value + 'n';
    case 'symbol': return value.toString();
    case 'number': return Object.is(value, -0) ? '-0' : String(value);
    default: return String(value);
  }
}

function named(value, fallback) {
  const proto = Object.getPrototypeOf(value);
  if (proto === null) return `[${fallback}: null prototype]`;
  const make = proto.constructor;
  return typeof make === 'function' && make.name ? make.name : fallback;
}

// inspect writes a value; depth is how many levels of objects are opened.
function inspect(value, depth, indent, seen) {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return primitive(value);
  if (seen.includes(value)) return '[Circular *1]';
  if (typeof value === 'function') {
    const isClass = /^class\b/.test(Function.prototype.toString.call(value));
    const head = isClass ? `[class ${value.name || '(anonymous)'}]` : value.name ? `[Function: ${value.name}]` : '[Function (anonymous)]';
    return Object.keys(value).length ? block(value, head + ' ', '{', '}', [], depth, indent, seen) : head;
  }
  if (value instanceof Date) return isNaN(value) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Error) return errorText(value);
  if (value instanceof String || value instanceof Number || value instanceof Boolean) return `[${named(value, 'Object')}: ${primitive(value.valueOf())}]`;
  if (value instanceof Promise) return 'Promise { <pending> }';
  if (value instanceof WeakMap || value instanceof WeakSet) return `${named(value, 'Object')} { <items unknown> }`;
  if (typeof value.inspect === 'function' && value.inspect.length === 0 && value.constructor && value.constructor.postman) return value.inspect();
  if (Array.isArray(value)) return list(value, '', depth, indent, seen);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    if (named(value, '') === 'Buffer') return bufferText(value);
    return list(Array.from(value), `${named(value, 'Array')}(${value.length}) `, depth, indent, seen);
  }
  if (value instanceof ArrayBuffer) return `ArrayBuffer { byteLength: ${value.byteLength} }`;
  if (value instanceof Map) {
    const rows = Array.from(value, ([k, v]) => [k, v]);
    return open(depth) ? `[${named(value, 'Map')}]` : wrap(`Map(${value.size}) {`, '}', rows.slice(0, maxItems).map(([k, v]) => `${inner(k, depth, indent, seen, value)} => ${inner(v, depth, indent, seen, value)}`), indent);
  }
  if (value instanceof Set) {
    return open(depth) ? `[${named(value, 'Set')}]` : wrap(`Set(${value.size}) {`, '}', Array.from(value).slice(0, maxItems).map((v) => inner(v, depth, indent, seen, value)), indent);
  }
  const name = named(value, 'Object');
  return block(value, name === 'Object' ? '' : name + ' ', '{', '}', [], depth, indent, seen);
}

function open(depth) { return depth < 0; }

function inner(value, depth, indent, seen, parent) {
  return inspect(value, depth - 1, indent + 2, seen.concat([parent]));
}

function bufferText(bytes) {
  let out = '';
  for (let i = 0; i < Math.min(50, bytes.length); i++) out += ' ' + bytes[i].toString(16).padStart(2, '0');
  return `<Buffer${out}${bytes.length > 50 ? ` ... ${bytes.length - 50} more bytes` : ''}>`;
}

function errorText(e) {
  return `${e.name || 'Error'}${e.message ? ': ' + e.message : ''}`;
}

function list(value, prefix, depth, indent, seen) {
  if (depth < 0) return '[Array]';
  const items = value.slice(0, maxItems).map((v) => inner(v, depth, indent, seen, value));
  if (value.length > maxItems) items.push(`... ${value.length - maxItems} more item${value.length > maxItems + 1 ? 's' : ''}`);
  return wrap(prefix + '[', ']', items, indent, value.length > 6);
}

function block(value, prefix, from, to, items, depth, indent, seen) {
  if (depth < 0) return `[${prefix.trim() || 'Object'}]`;
  for (const key of Object.keys(value)) {
    const name = identifier.test(key) ? key : quote(key);
    const own = Object.getOwnPropertyDescriptor(value, key);
    if (own && own.get) items.push(`${name}: ${own.set ? '[Getter/Setter]' : '[Getter]'}`);
    else items.push(`${name}: ${inner(value[key], depth, indent, seen, value)}`);
  }
  for (const key of Object.getOwnPropertySymbols(value)) {
    if (Object.prototype.propertyIsEnumerable.call(value, key)) items.push(`[${key.toString()}]: ${inner(value[key], depth, indent, seen, value)}`);
  }
  return wrap(prefix + from, to, items, indent);
}

// wrap puts items into brackets: on one line where they fit. Many short items
// of an array stand in lines, as many in each as go.
function wrap(from, to, items, indent, many) {
  if (items.length === 0) return from + to;
  const total = items.reduce((n, item) => n + item.length + 2, from.length + indent);
  if (many && total > wide && items.every((item) => item.length <= 6)) items = rows(items);
  else if (total <= wide + 4 && !items.some((item) => item.includes('\n')) && (!many || total <= wide)) return `${from} ${items.join(', ')} ${to}`;
  const pad = ' '.repeat(indent + 2);
  return `${from}\n${pad}${items.join(`,\n${pad}`)}\n${' '.repeat(indent)}${to}`;
}

function rows(items) {
  const width = Math.max(...items.map((item) => item.length)) + 2;
  const columns = Math.max(1, Math.min(16, Math.round(Math.sqrt(2.5 * width * items.length) / width)));
  const out = [];
  for (let i = 0; i < items.length; i += columns) {
    out.push(items.slice(i, i + columns).map((item, j) => (j === columns - 1 || i + j === items.length - 1 ? item : (item + ',').padEnd(width))).join(''));
  }
  return out;
}

// format is console.log's: texts as they are, with %s and the like replaced.
function format(args) {
  let i = 0;
  let out = '';
  if (typeof args[0] === 'string' && args.length > 1 && args[0].includes('%')) {
    i = 1;
    out = args[0].replace(/%[sdifjoOc%]/g, (mark) => {
      if (mark === '%%') return '%';
      if (i >= args.length) return mark;
      const value = args[i++];
      switch (mark) {
        case '%s': return typeof value === 'string' ? value : inspect(value, 1, 0, []);
        case '%d': return String(Number(value));
        case '%i': return String(parseInt(value, 10));
        case '%f': return String(parseFloat(value));
        case '%j': try { return JSON.stringify(value); } catch (e) { return '[Circular]'; }
        case '%c': return '';
        default: return inspect(value, 4, 0, []);
      }
    });
    if (i < args.length) out += ' ';
  }
  for (let first = true; i < args.length && out.length <= longest; i++, first = false) {
    if (!first) out += ' ';
    out += typeof args[i] === 'string' ? args[i] : inspect(args[i], 2, 0, []);
  }
  return out;
}

// newman shows an error as the plain object it was sent as.
function newman(value) {
  if (value instanceof Error) value = { type: 'Error', name: value.name, message: value.message };
  return inspect(value, 25, 0, []).replace(/^-0$/, '0');
}

exports.quote = quote;
exports.inspect = (value, options) => inspect(value, options && options.depth !== undefined ? (options.depth === null ? 1e9 : options.depth) : 2, 0, []);
exports.format = (args) => format(args);
exports.newman = newman;
exports.longest = longest;
