// require('backbone'): Events, Model and Collection. Views and routers need a
// page, which there is none here.

const _ = require('lodash');

// pairs visits names: one, several with spaces between, or the members of an
// object with a function each.
function pairs(names, run, visit) {
  if (names !== null && typeof names === 'object') for (const name of Object.keys(names)) visit(name, names[name], run);
  else for (const name of names === undefined || names === null ? [undefined] : String(names).split(/\s+/)) visit(name, run);
}

const Events = {
  on(names, run, context) {
    if (!this._events) Object.defineProperty(this, '_events', { value: {}, writable: true, configurable: true });
    pairs(names, run, (name, f, self) => { if (f) (this._events[name] = this._events[name] || []).push({ run: f, context: self === run ? context : self || context }); });
    return this;
  },
  once(names, run, context) {
    pairs(names, run, (name, f) => {
      const first = (...args) => { this.off(name, first); f.apply(context || this, args); };
      first.real = f;
      this.on(name, first, context);
    });
    return this;
  },
  off(names, run, context) {
    if (!this._events) return this;
    pairs(names, run, (name, f) => {
      for (const key of name === undefined ? Object.keys(this._events) : [name]) {
        this._events[key] = (this._events[key] || []).filter((l) => (f && f !== l.run && f !== l.run.real) || (context && context !== l.context));
      }
    });
    return this;
  },
  trigger(names, ...args) {
    if (!this._events) return this;
    pairs(names, undefined, (name) => {
      const [own, all] = [this._events[name] || [], this._events.all || []];
      for (const l of own.slice()) l.run.apply(l.context || this, args);
      if (name !== 'all') for (const l of all.slice()) l.run.call(l.context || this, name, ...args);
    });
    return this;
  },
  listenTo(other, names, run) {
    if (!this._heard) Object.defineProperty(this, '_heard', { value: new Set() });
    this._heard.add(other);
    other.on(names, typeof names === 'object' ? this : run, this);
    return this;
  },
  listenToOnce(other, names, run) { other.once(names, run, this); return this; },
  stopListening(other, names, run) {
    for (const one of other ? [other] : this._heard || []) one.off(names, run, this);
    return this;
  },
};
Events.bind = Events.on;
Events.unbind = Events.off;

// extend makes a class of a class, as Backbone's do.
function extend(own, statics) {
  const Parent = this;
  const Child = own && Object.prototype.hasOwnProperty.call(own, 'constructor') ? own.constructor : function (...args) { return Parent.apply(this, args); };
  Object.assign(Child, Parent, statics);
  Child.prototype = Object.assign(Object.create(Parent.prototype, { constructor: { value: Child, writable: true, configurable: true } }), own);
  Child.__super__ = Parent.prototype;
  return Child;
}

function none(what) { return () => { throw new Error(`postern's Backbone has no ${what}: scripts have no page and no server`); }; }

function Model(attributes, options) {
  this.cid = _.uniqueId('c');
  this.attributes = {};
  if (options && options.collection) this.collection = options.collection;
  let given = attributes || {};
  if (options && options.parse) given = this.parse(given, options) || {};
  const defaults = _.result(this, 'defaults');
  this.set(_.defaults(_.extend({}, defaults, given), defaults), options);
  this.changed = {};
  this.initialize(attributes, options);
}
Object.assign(Model.prototype, Events, {
  changed: null, validationError: null, idAttribute: 'id', initialize() {}, parse: (response) => response,
  toJSON() { return _.clone(this.attributes); },
  get(name) { return this.attributes[name]; },
  escape(name) { return _.escape(this.get(name)); },
  has(name) { return this.get(name) !== null && this.get(name) !== undefined; },
  matches(wanted) { return _.isMatch(this.attributes, wanted); },
  set(key, value, options) {
    if (key === null || key === undefined) return this;
    const given = typeof key === 'object' ? key : { [key]: value };
    options = (typeof key === 'object' ? value : options) || {};
    if (!this._validate(given, options)) return false;
    const names = [];
    if (!this._changing) {
      this._previous = _.clone(this.attributes);
      this.changed = {};
    }
    const outer = !this._changing;
    this._changing = true;
    for (const name of Object.keys(given)) {
      if (!_.isEqual(this.attributes[name], given[name])) names.push(name);
      if (_.isEqual(this._previous[name], given[name])) delete this.changed[name];
      else this.changed[name] = given[name];
      if (options.unset) delete this.attributes[name];
      else this.attributes[name] = given[name];
    }
    this.id = this.get(this.idAttribute);
    if (!options.silent) {
      for (const name of names) this.trigger(`change:${name}`, this, this.attributes[name], options);
      if (outer && names.length) this.trigger('change', this, options);
    }
    if (outer) this._changing = false;
    return this;
  },
  unset(name, options) { return this.set(name, undefined, Object.assign({}, options, { unset: true })); },
  clear(options) { return this.set(_.mapValues(this.attributes, () => undefined), Object.assign({}, options, { unset: true })); },
  hasChanged(name) { return name === undefined ? !_.isEmpty(this.changed) : _.has(this.changed, name); },
  changedAttributes() { return this.hasChanged() ? _.clone(this.changed) : false; },
  previous(name) { return this._previous ? this._previous[name] : null; },
  previousAttributes() { return _.clone(this._previous); },
  clone() { return new this.constructor(this.attributes); },
  isNew() { return !this.has(this.idAttribute); },
  isValid(options) { return this._validate({}, Object.assign({}, options, { validate: true })); },
  _validate(given, options) {
    if (!options.validate || !this.validate) return true;
    const error = this.validationError = this.validate(Object.assign({}, this.attributes, given), options) || null;
    if (!error) return true;
    this.trigger('invalid', this, error, Object.assign(options, { validationError: error }));
    return false;
  },
  url() { return _.result(this, 'urlRoot') || (this.collection && _.result(this.collection, 'url')); },
  fetch: none('fetch'), save: none('save'), destroy: none('destroy'), sync: none('sync'),
});
for (const name of ['keys', 'values', 'pairs', 'invert', 'pick', 'omit', 'chain', 'isEmpty']) Model.prototype[name] = function (...args) { return _[name](this.attributes, ...args); };

function Collection(models, options) {
  options = options || {};
  if (options.model) this.model = options.model;
  if (options.comparator !== undefined) this.comparator = options.comparator;
  this.models = [];
  this.length = 0;
  this.initialize(models, options);
  if (models) this.reset(models, Object.assign({ silent: true }, options));
}
Object.assign(Collection.prototype, Events, {
  model: Model, initialize() {}, parse: (response) => response,
  toJSON(options) { return this.models.map((m) => m.toJSON(options)); },
  modelId(attributes) { return attributes[this.model.prototype ? this.model.prototype.idAttribute : 'id']; },
  _make(given, options) {
    if (given instanceof Model) return given;
    return new this.model(given, Object.assign({}, options, { collection: this })); // eslint-disable-line new-cap
  },
  _hear(model) {
    if (!model.collection) model.collection = this;
    model.on('all', (name, ...args) => this.trigger(name, ...args), this);
  },
  set(given, options) {
    options = Object.assign({ add: true, remove: true, merge: true }, options);
    const single = !Array.isArray(given);
    const out = [];
    const added = [];
    let merged = 0;
    for (const one of single ? (given ? [given] : []) : given) {
      const was = this.get(one);
      if (was) {
        if (options.merge && one !== was) {
          was.set(one instanceof Model ? one.attributes : one, options);
          merged++;
        }
        out.push(was);
      } else if (options.add) {
        const model = this._make(one, options);
        if (options.validate && !model.isValid()) continue;
        this._hear(model);
        added.push(model);
        out.push(model);
        this.models.splice(options.at === undefined ? this.models.length : options.at + added.length - 1, 0, model);
      }
    }
    const gone = options.remove ? this.models.filter((m) => !out.includes(m)) : [];
    this.length = this.models.length;
    if (gone.length) this._drop(gone, options);
    if (added.length && this.comparator && options.at === undefined && options.sort !== false) this.sort({ silent: true });
    if (!options.silent) {
      for (const model of added) model.trigger('add', model, this, options);
      if (added.length || gone.length || merged) this.trigger('update', this, options);
    }
    return single ? out[0] : out;
  },
  add(given, options) { return this.set(given, Object.assign({ merge: false }, options, { add: true, remove: false })); },
  remove(given, options) {
    const list = this._drop([].concat(given), options);
    if (list.length && !(options && options.silent)) this.trigger('update', this, options);
    return Array.isArray(given) ? list : list[0];
  },
  _drop(given, options) {
    const list = given.map((one) => this.get(one)).filter(Boolean);
    for (const model of list) {
      const index = this.models.indexOf(model);
      this.models.splice(index, 1);
      this.length = this.models.length;
      if (!options || !options.silent) model.trigger('remove', model, this, Object.assign({ index }, options));
      model.off('all', undefined, this);
      if (model.collection === this) delete model.collection;
    }
    return list;
  },
  reset(given, options) {
    for (const model of this.models) model.off('all', undefined, this);
    this.models = [];
    this.length = 0;
    const out = this.add(given || [], Object.assign({ silent: true }, options));
    if (!options || !options.silent) this.trigger('reset', this, options);
    return out;
  },
  push(one, options) { return this.add(one, Object.assign({ at: this.length }, options)); },
  pop(options) { return this.remove(this.at(this.length - 1), options); },
  unshift(one, options) { return this.add(one, Object.assign({ at: 0 }, options)); },
  shift(options) { return this.remove(this.at(0), options); },
  slice(...args) { return this.models.slice(...args); },
  get(one) {
    if (one === null || one === undefined) return undefined;
    const id = one instanceof Model ? one.id : typeof one === 'object' ? this.modelId(one) : one;
    return this.models.find((m) => m === one || (id !== undefined && m.id === id) || m.cid === one || (one.cid && m.cid === one.cid));
  },
  has(one) { return this.get(one) !== undefined; },
  at(i) { return this.models[i < 0 ? this.length + i : i]; },
  where(wanted, first) { return this.models[first ? 'find' : 'filter']((m) => m.matches(wanted)); },
  findWhere(wanted) { return this.where(wanted, true); },
  sort(options) {
    const by = this.comparator;
    if (!by) throw new Error('Cannot sort a set without a comparator');
    if (typeof by === 'function' && by.length > 1) this.models.sort(by.bind(this));
    else this.models = _.sortBy(this.models, (m) => (typeof by === 'string' ? m.get(by) : by.call(this, m)));
    if (!options || !options.silent) this.trigger('sort', this, options);
    return this;
  },
  pluck(name) { return this.models.map((m) => m.get(name)); },
  clone() { return new this.constructor(this.models, { model: this.model, comparator: this.comparator }); },
  [Symbol.iterator]() { return this.models[Symbol.iterator](); },
  fetch: none('fetch'), create: none('create'), sync: none('sync'),
});
for (const name of ['forEach', 'each', 'map', 'reduce', 'reduceRight', 'find', 'filter', 'reject', 'every', 'some', 'includes', 'max', 'min', 'toArray', 'size', 'first', 'head', 'take', 'initial', 'tail', 'drop', 'last', 'without', 'difference', 'indexOf',
  'shuffle', 'lastIndexOf', 'isEmpty', 'chain', 'sample', 'partition', 'groupBy', 'countBy', 'sortBy', 'keyBy', 'findIndex', 'findLastIndex']) {
  Collection.prototype[name] = function (by, ...args) {
    const attribute = typeof by === 'string' && ['groupBy', 'countBy', 'sortBy', 'keyBy', 'map', 'max', 'min'].includes(name);
    const test = by !== null && typeof by === 'object' && !(by instanceof Model) && ['find', 'filter', 'reject', 'every', 'some', 'partition', 'findIndex'].includes(name);
    const run = attribute ? (m) => m.get(by) : test ? (m) => m.matches(by) : by;
    return _[{ max: 'maxBy', min: 'minBy' }[name] || name](this.models, ...(by === undefined ? [] : [run, ...args]));
  };
}
for (const [name, real] of [['collect', 'map'], ['foldl', 'reduce'], ['detect', 'find'], ['select', 'filter'], ['all', 'every'], ['any', 'some'], ['contains', 'includes'], ['include', 'includes'], ['rest', 'tail']]) Collection.prototype[name] = Collection.prototype[real];
Model.extend = extend;
Collection.extend = extend;

module.exports = Object.assign({ VERSION: '1.6.0', Events, Model, Collection, noConflict: () => module.exports }, Events);
for (const name of ['View', 'Router', 'History', 'history', 'sync', 'ajax', '$']) Object.defineProperty(module.exports, name, { get: none(name), configurable: true });
