// cheerio: HTML by selectors, as jQuery has it.

const markup = native.group('markup');

// jQuery's own words, which selectors of CSS have not.
const positions = /:(first|last|eq\(\s*(-?\d+)\s*\)|gt\(\s*(-?\d+)\s*\)|lt\(\s*(-?\d+)\s*\)|even|odd)$/;

function unique(nodes) {
  const out = [];
  for (const n of nodes) if (n && !out.some((o) => markup.same(o, n))) out.push(n);
  return out;
}

const kinds = /:(checkbox|radio|text|password|file|submit|button|reset|image)(?![\w-])/g;

function select(nodes, selector) {
  selector = plainSelector(selector);
  const word = positions.exec(selector);
  if (word) {
    const found = select(nodes, selector.slice(0, word.index) || '*');
    const [, name, eq, gt, lt] = word;
    if (name === 'first') return found.slice(0, 1);
    if (name === 'last') return found.slice(-1);
    if (name === 'even' || name === 'odd') return found.filter((n, i) => i % 2 === (name === 'odd' ? 1 : 0));
    if (eq !== undefined) return [found[eq < 0 ? found.length + Number(eq) : Number(eq)]].filter(Boolean);
    return found.filter((n, i) => (gt !== undefined ? i > Number(gt) : i < Number(lt)));
  }
  return unique([].concat(...nodes.map((n) => markup.find(n, selector))));
}

// plainSelector says in the words of CSS what jQuery has beside them.
function plainSelector(selector) {
  return String(selector).trim().replace(kinds, '[type=$1]').replace(/:selected(?![\w-])/g, '[selected]').replace(/:parent(?![\w-])/g, ':not(:empty)');
}

const isTag = (n) => n.Kind() === 'tag';
const attributes = (n) => Object.fromEntries(n.Attributes());

// element is a node as scripts look at it in each.
function element(n) {
  return {
    _node: n, get type() { return n.Kind(); }, get name() { return n.Name(); }, get tagName() { return n.Name(); }, get attribs() { return attributes(n); },
    get data() { return n.Kind() === 'text' ? n.Text() : undefined; }, get children() { return n.Children().map(element); }, get parent() { const p = n.Parent(); return p ? element(p) : null; },
    get next() { const x = n.Next(); return x ? element(x) : null; }, get prev() { const x = n.Previous(); return x ? element(x) : null; }, get firstChild() { return this.children[0] || null; },
  };
}

class Cheerio {
  constructor(nodes, $, before) {
    Object.defineProperty(this, 'prevObject', { value: before });
    Object.defineProperty(this, 'cheerio', { value: '[cheerio object]' });
    Object.defineProperty(this, '_n', { value: nodes });
    Object.defineProperty(this, '_$', { value: $ });
    this.length = nodes.length;
    nodes.forEach((n, i) => Object.defineProperty(this, i, { get: () => element(n), enumerable: true }));
  }

  _of(nodes) { return new Cheerio(unique(nodes), this._$, this); }

  // _is reports whether a node is what a selector, a function or a set says.
  _is(n, by, i) {
    if (typeof by === 'function') return by.call(element(n), i, element(n));
    if (by instanceof Cheerio) return by._n.some((o) => markup.same(o, n));
    if (by && by._node) return markup.same(by._node, n);
    return isTag(n) && markup.matches(n, plainSelector(by));
  }

  _narrow(nodes, selector) { return this._of(selector === undefined ? nodes : nodes.filter((n, i) => n && this._is(n, selector, i))); }

  _all(step, selector, until) {
    const out = [];
    for (const n of this._n) for (let x = step(n); x && !(until && isTag(x) && markup.matches(x, until)); x = step(x)) out.push(x);
    return this._narrow(out.filter(isTag), selector);
  }

  find(selector) { return this._of(select(this._n, selector)); }

  first() { return this._of(this._n.slice(0, 1)); }

  last() { return this._of(this._n.slice(-1)); }

  eq(i) { return this._of([this._n[i < 0 ? this._n.length + i : i]]); }

  get(i) { return i === undefined ? this.toArray() : this[i < 0 ? this.length + i : i]; }

  toArray() { return this._n.map(element); }

  index(what) {
    if (typeof what === 'string') return this._n.length ? select([this._$.root()._n[0]], what).findIndex((n) => markup.same(n, this._n[0])) : -1;
    if (what !== undefined) return this._n.findIndex((n) => markup.same(n, what._node || what._n[0]));
    return this._place();
  }

  _place() { return this._n.length ? this._n[0].Parent().Children().filter(isTag).findIndex((n) => markup.same(n, this._n[0])) : -1; }

  slice(from, to) { return this._of(this._n.slice(from, to)); }

  children(selector) { return this._narrow([].concat(...this._n.map((n) => n.Children().filter(isTag))), selector); }

  contents() { return this._of([].concat(...this._n.map((n) => n.Children()))); }

  parent(selector) { return this._narrow(this._n.map((n) => n.Parent()).filter((n) => n && isTag(n)), selector); }

  parents(selector) { return this._all((n) => n.Parent(), selector); }

  parentsUntil(until) { return this._all((n) => n.Parent(), undefined, until); }

  closest(selector) {
    return this._of(this._n.map((n) => {
      let x = n;
      while (x && !(isTag(x) && markup.matches(x, selector))) x = x.Parent();
      return x;
    }));
  }

  siblings(selector) { return this._narrow([].concat(...this._n.map((n) => n.Parent().Children().filter((o) => isTag(o) && !markup.same(o, n)))), selector); }

  next(selector) { return this._narrow(this._n.map((n) => { let x = n.Next(); while (x && !isTag(x)) x = x.Next(); return x; }), selector); }

  prev(selector) { return this._narrow(this._n.map((n) => { let x = n.Previous(); while (x && !isTag(x)) x = x.Previous(); return x; }), selector); }

  nextUntil(until, selector) { return this._all((n) => n.Next(), selector, until); }

  prevUntil(until, selector) { return this._all((n) => n.Previous(), selector, until); }

  nextAll(selector) { return this._all((n) => n.Next(), selector); }

  prevAll(selector) { return this._all((n) => n.Previous(), selector); }

  filter(by) { return this._of(this._n.filter((n, i) => this._is(n, by, i))); }

  not(by) { return this._of(this._n.filter((n, i) => !this._is(n, by, i))); }

  has(selector) { return this._of(this._n.filter((n) => select([n], selector).length)); }

  is(by) { return this._n.some((n, i) => this._is(n, by, i)); }

  add(what) { return this._of(this._n.concat(this._$(what)._n)); }

  addBack(selector) { return this._of(this._n.concat(selector === undefined ? this.prevObject._n : this.prevObject.filter(selector)._n)); }

  end() { return this.prevObject || this._of([]); }

  each(visit) {
    for (let i = 0; i < this._n.length; i++) if (visit.call(this[i], i, this[i]) === false) break;
    return this;
  }

  map(change) {
    const out = [];
    for (let i = 0; i < this._n.length; i++) {
      const v = change.call(this[i], i, this[i]);
      if (v !== null && v !== undefined) out.push(...[].concat(v));
    }
    return { length: out.length, get: (i) => (i === undefined ? out : out[i]), toArray: () => out, each: (f) => out.forEach((v, i) => f.call(v, i, v)), join: (m) => out.join(m), [Symbol.iterator]: () => out[Symbol.iterator]() };
  }

  text(value) {
    if (value === undefined) return this._n.map((n) => n.Text()).join('');
    for (const n of this._n) {
      n.Clear();
      n.AppendText(String(value));
    }
    return this;
  }

  html(value) {
    if (value === undefined) return this._n.length ? this._n[0].HTML(false) : null;
    for (const n of this._n) {
      n.Clear();
      for (const child of markup.fragment(String(value))) n.Insert(child, null);
    }
    return this;
  }

  toString() { return this._n.map((n) => (this._$._xml ? n.XML(true) : n.HTML(true))).join(''); }

  attr(name, value) {
    if (typeof name === 'object') {
      for (const k of Object.keys(name)) this.attr(k, name[k]);
      return this;
    }
    if (value === undefined) {
      if (!this._n.length) return undefined;
      const all = attributes(this._n[0]);
      return name === undefined ? all : all[name];
    }
    for (const n of this._n) n.SetAttribute(name, String(value), value === null);
    return this;
  }

  removeAttr(name) { return this.attr(name, null); }

  prop(name, value) {
    if (value !== undefined) {
      for (const n of this._n) n.SetAttribute(name, value === true ? name : String(value), value === false);
      return this;
    }
    if ((name === 'tagName' || name === 'nodeName') && this._n.length) return this._n[0].Name().toUpperCase();
    if (['checked', 'selected', 'disabled', 'readonly', 'multiple', 'required', 'hidden', 'async', 'defer', 'open'].includes(name)) return this.attr(name) !== undefined;
    return this.attr(name);
  }

  css(name, value) {
    const read = (n) => Object.fromEntries((attributes(n).style || '').split(';').filter((p) => p.includes(':')).map((p) => [p.slice(0, p.indexOf(':')).trim(), p.slice(p.indexOf(':') + 1).trim()]));
    const change = name !== null && typeof name === 'object' && !Array.isArray(name) ? name : value === undefined ? undefined : { [name]: value };
    if (!change) {
      const all = this._n.length ? read(this._n[0]) : {};
      return name === undefined ? all : Array.isArray(name) ? Object.fromEntries(name.filter((k) => k in all).map((k) => [k, all[k]])) : all[name];
    }
    for (const n of this._n) n.SetAttribute('style', Object.entries(Object.assign(read(n), change)).filter(([, v]) => v !== '').map(([k, v]) => `${k}: ${v};`).join(' '), false);
    return this;
  }

  data(name, value) {
    const kept = this._n.length ? this._$._data.find(([n]) => markup.same(n, this._n[0])) : undefined;
    if (value !== undefined) {
      for (const n of this._n) {
        const own = this._$._data.find(([o]) => markup.same(o, n));
        if (own) own[1][name] = value;
        else this._$._data.push([n, { [name]: value }]);
      }
      return this;
    }
    if (kept && name !== undefined && name in kept[1]) return kept[1][name];
    const all = Object.fromEntries(Object.entries(this.attr() || {}).filter(([k]) => k.startsWith('data-')).map(([k, v]) => [k.slice(5).replace(/-(.)/g, (m, c) => c.toUpperCase()), (() => { try { return native.parse(v); } catch (e) { return v; } })()]));
    return name === undefined ? all : all[name];
  }

  val(value) {
    if (value !== undefined) return this.attr('value', value);
    if (!this._n.length) return undefined;
    if (this._n[0].Name() === 'textarea') return this.text();
    if (this._n[0].Name() === 'select') return this.find('option[selected]').attr('value');
    return this.attr('value');
  }

  hasClass(name) { return this._n.some((n) => (attributes(n).class || '').split(/\s+/).includes(name)); }

  addClass(name) { for (const n of this._n) n.SetAttribute('class', unique_((attributes(n).class || '').split(/\s+/).concat(name.split(/\s+/))), false); return this; }

  removeClass(name) { for (const n of this._n) n.SetAttribute('class', (attributes(n).class || '').split(/\s+/).filter((c) => name !== undefined && c !== name).join(' '), false); return this; }

  toggleClass(name, on) {
    for (const n of this._n) {
      let list = (attributes(n).class || '').split(/\s+/);
      for (const one of name.split(/\s+/)) list = (on === undefined ? list.includes(one) : !on) ? list.filter((c) => c !== one) : list.concat(one);
      n.SetAttribute('class', unique_(list), false);
    }
    return this;
  }

  // _nodes are the nodes that arguments stand for, again for every place but the
  // last.
  _nodes(what, i, n = this._n.length) { return [].concat(...[].concat(...what).map((w) => this._$(typeof w === 'function' ? w.call(this[i], i) : w)._n)).map((c) => (i < n - 1 ? c.Clone() : c)); }

  before(...what) { this._n.forEach((n, i) => { for (const c of this._nodes(what, i)) n.Parent().Insert(c, n); }); return this; }

  after(...what) { this._n.forEach((n, i) => { const next = n.Next(); for (const c of this._nodes(what, i)) n.Parent().Insert(c, next); }); return this; }

  replaceWith(...what) { this.before(...what); return this.remove(); }

  insertBefore(where) { this._$(where).before(this); return this; }

  insertAfter(where) { this._$(where).after(this); return this; }

  appendTo(where) { this._$(where).append(this); return this; }

  prependTo(where) { this._$(where).prepend(this); return this; }

  wrap(what) {
    this._n.forEach((n, i) => {
      const [outer] = this._nodes([what], i, Infinity);
      n.Parent().Insert(outer, n);
      let at = outer;
      while (at.Children().some(isTag)) at = at.Children().find(isTag);
      at.Insert(n, null);
    });
    return this;
  }

  clone() { return this._of(this._n.map((n) => n.Clone())); }

  append(...what) { for (const n of this._n) for (const child of [].concat(...what.map((w) => this._$(w)._n))) n.Insert(child, null); return this; }

  prepend(...what) { for (const n of this._n) for (const child of [].concat(...what.map((w) => this._$(w)._n)).reverse()) n.Insert(child, n.Children()[0] || null); return this; }

  remove(selector) { for (const n of selector === undefined ? this._n : this.filter(selector)._n) n.Remove(); return this; }

  empty() { for (const n of this._n) n.Clear(); return this; }

  serializeArray() {
    const value = (e) => { const v = this._$(e).val(); return v === undefined ? (/^(checkbox|radio)$/.test(e.attribs.type) ? 'on' : '') : v; };
    return this.find('input,select,textarea').toArray().filter((e) => e.attribs.name && (!/^(checkbox|radio)$/.test(e.attribs.type) || 'checked' in e.attribs)).map((e) => ({ name: e.attribs.name, value: value(e) }));
  }

  serialize() { return this.serializeArray().map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`.replace(/%20/g, '+')).join('&'); }

  [Symbol.iterator]() { return this.toArray()[Symbol.iterator](); }
}

function unique_(list) { return Array.from(new Set(list.filter(Boolean))).join(' '); }

function load(text, options) {
  const xml = Boolean(options && (options.xmlMode || options.xml));
  const root = markup[xml ? 'parseXML' : 'parse'](String(text && text.toString ? text.toString() : ''));
  const $ = (what, context) => {
    if (what instanceof Cheerio) return what;
    if (what === undefined || what === null || what === '') return new Cheerio([], $);
    if (what._node) return new Cheerio([what._node], $);
    if (Array.isArray(what)) return new Cheerio(what.map((w) => w._node), $);
    if (/^\s*</.test(what)) return new Cheerio(markup.fragment(what), $);
    return new Cheerio(select(context ? $(context)._n : [root], what), $);
  };
  $._xml = xml;
  $._data = [];
  $.root = () => new Cheerio([root], $);
  $.html = (what) => (what === undefined || what === null ? (xml ? root.XML(false) : root.HTML(false)) : $(what).toString());
  $.xml = (what) => (what === undefined ? root.XML(false) : $(what)._n.map((n) => n.XML(true)).join(''));
  $.text = (what) => (what === undefined ? root.Text() : $(what).text());
  $.parseHTML = (html) => markup.fragment(html).map(element);
  $.load = load;
  $.contains = (a, b) => $(b).parents().toArray().some((e) => markup.same(e._node, a._node));
  $.fn = Cheerio.prototype;
  return $;
}

const alone = load('');
module.exports = Object.assign((html, options) => load(html, options), {
  load, Cheerio, version: '0.22.0', html: (what) => what.toString(), xml: (what) => what._$.xml(what), text: (what) => (what.text ? what.text() : what.map((e) => e._node.Text()).join('')),
  parseHTML: alone.parseHTML, contains: alone.contains, root: () => alone.root(),
});
