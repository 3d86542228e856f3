// csv-parse, the one that reads all at once.

// rows reads text into rows of fields; quoted tells which were in quotes.
function rows(text, o) {
  const out = [];
  let row = [];
  let field = '';
  let quoted = false;
  let inside = false;
  let line = 1;
  const { delimiter, quote, escape } = o;
  const ends = [].concat(o.rowDelimiter || o.record_delimiter || []).filter((e) => !['auto', 'unix', 'windows', 'mac', 'unicode', '\n', '\r\n', '\r'].includes(e));
  const endField = () => {
    let value = field;
    if (!quoted) {
      if (o.trim || o.ltrim) value = value.trimStart();
      if (o.trim || o.rtrim) value = value.trimEnd();
    }
    row.push({ value, quoted });
    [field, quoted] = ['', false];
  };
  const endRow = () => {
    endField();
    const blank = row.length === 1 && !row[0].quoted && row[0].value === '';
    if (!(blank && (o.skip_empty_lines || o.skipEmptyLines)) && !(o.skip_lines_with_empty_values && row.every((f) => f.value === ''))) out.push({ row, line });
    row = [];
    line++;
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (inside) {
      if (c === escape && text[i + 1] === quote && (escape !== quote || text[i + 1] === quote)) {
        field += quote;
        i++;
      } else if (c === quote) inside = false;
      else field += c;
    } else if (quote && c === quote && (field === '' || (o.trim && field.trim() === ''))) {
      [inside, quoted, field] = [true, true, ''];
    } else if (quote && c === quote && !o.relax && !quoted) throw new Error(`Invalid opening quote at line ${line}`);
    else if (text.startsWith(delimiter, i)) {
      endField();
      i += delimiter.length - 1;
    } else if (ends.length ? ends.some((e) => text.startsWith(e, i)) : c === '\n' || c === '\r') {
      if (ends.length) i += ends.find((e) => text.startsWith(e, i)).length - 1;
      else if (c === '\r' && text[i + 1] === '\n') i++;
      if (o.comment && row.length === 0 && field.startsWith(o.comment)) {
        field = '';
        line++;
      } else endRow();
    } else if (!(quoted && /\s/.test(c))) field += c;
  }
  if (inside) throw new Error(`Quoted field not terminated at line ${line}`);
  if (field !== '' || row.length || quoted) {
    if (!(o.comment && row.length === 0 && field.startsWith(o.comment))) endRow();
  }
  return out;
}

function typed(field, o) {
  if (!(o.auto_parse || o.cast) || field.quoted) return field.value;
  if (typeof o.cast === 'function') return o.cast(field.value, {});
  if (field.value !== '' && !isNaN(field.value)) return Number(field.value);
  return o.auto_parse_date && !isNaN(Date.parse(field.value)) ? new Date(field.value) : field.value;
}

function sync(text, options) {
  const o = Object.assign({ delimiter: ',', quote: '"', escape: '"', comment: '' }, options);
  text = String(text && text.toString ? text.toString() : text).replace(/^\ufeff/, '');
  let list = rows(text, o);
  let columns = o.columns;
  if (columns === true || columns === 'auto' || typeof columns === 'function') {
    const head = list.shift();
    const names = head ? head.row.map((f) => f.value) : [];
    columns = typeof columns === 'function' ? columns(names) : names;
  }
  if (o.from) list = list.slice(o.from - 1);
  if (o.to) list = list.slice(0, o.to - (o.from || 1) + 1);
  const want = columns ? columns.length : list.length ? list[0].row.length : 0;
  const named = (out) => (columns && o.objname ? out.reduce((all, one) => Object.assign(all, { [one[o.objname]]: one }), {}) : out);
  return named(list.map(({ row, line }) => {
    if (row.length !== want && !o.relax_column_count && !o.relaxColumnCount) {
      throw new Error(columns ? `Number of columns on line ${line} does not match header` : `Number of columns is inconsistent on line ${line}`);
    }
    if (!columns) return row.map((f) => typed(f, o));
    const out = {};
    columns.forEach((name, i) => {
      if (name === false || name === null || i >= row.length) return;
      out[typeof name === 'object' ? name.name : name] = typed(row[i], o);
    });
    return out;
  }));
}

function parse(text, options, callback) {
  if (typeof options === 'function') [options, callback] = [undefined, options];
  if (typeof callback !== 'function') throw new Error("postern's csv-parse has no streams: use csv-parse/lib/sync");
  let result;
  try { result = sync(text, options); } catch (e) {
    setImmediate(() => callback(e));
    return;
  }
  setImmediate(() => callback(null, result));
}
sync.parse = sync;
parse.parse = parse;
exports.sync = sync;
exports.parse = parse;
