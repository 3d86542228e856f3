// require('postman-collection'): the classes that scripts make requests of.

const { PropertyList } = require('list');
const { Url, QueryParam, Variable } = require('url');
const request = require('request');
const { Response } = require('response');
const { Cookie, CookieList } = require('cookies');
const { VariableScope } = require('scope');
const { Property, PropertyBase, Description, Version, like } = require('property');

// VariableList is a list of variables that is read and written as an object.
class VariableList extends PropertyList {
  constructor(parent, rows) { super(Variable, parent, rows); }

  syncFromObject(values) {
    for (const key of Object.keys(values || {})) this.upsert({ key, value: values[key] });
    for (const v of this.all()) if (!(v.key in (values || {}))) this.remove(v.key);
  }

  syncToObject(target) { return Object.assign(target || {}, this.toObject()); }

  substitute(value, others) { return Property.replaceSubstitutionsIn(value, [this].concat(others || [])); }

  replace(text) { return this.substitute(text); }

  static isVariableList(value) { return value instanceof VariableList; }
}

class EventList extends PropertyList {
  constructor(parent, rows) { super(Event, parent, rows); }

  // listeners are the events of a name, and those of what this is in.
  listeners(name) {
    const own = this.listenersOwn(name);
    const above = this._parent && this._parent.parent && this._parent.parent();
    return above && above.events ? above.events.listeners(name).concat(own) : own;
  }

  listenersOwn(name) { return this.filter((event) => event.listen === name); }
}

class Script {
  constructor(from) {
    if (typeof from === 'string' || Array.isArray(from)) from = { exec: from };
    Object.assign(this, { type: 'text/javascript' }, from);
    if (typeof this.exec === 'string') this.exec = this.exec.split('\n');
    if (this.src) this.src = new Url(this.src);
  }

  toSource() { return (this.exec || []).join('\n'); }

  toJSON() { return JSON.parse(JSON.stringify(Object.assign({}, this))); }

  static isScript(value) { return value instanceof Script; }
}

class Event {
  constructor(from) { this.update(from || {}); }

  update(from) {
    if (from.listen !== undefined) this.listen = from.listen;
    if (from.script !== undefined) this.script = from.script instanceof Script ? from.script : new Script(from.script);
    for (const name of ['id', 'disabled']) if (from[name] !== undefined) this[name] = from[name];
  }

  toJSON() { return JSON.parse(JSON.stringify(Object.assign({}, this))); }
}

// rest tells of an item what it has, in the words of a collection file.
function rest(item, out) {
  if (item.auth) out.auth = item.auth.toJSON();
  if (item.description) out.description = item.description;
  if (item.events.count()) out.event = item.events.toJSON();
  if (item.protocolProfileBehavior) out.protocolProfileBehavior = item.protocolProfileBehavior;
  return JSON.parse(JSON.stringify(out));
}

class Item {
  constructor(from) {
    from = from || {};
    this.id = from.id || require('uuid').v4();
    this.name = from.name;
    this.request = from.request && new request.Request(from.request);
    this.responses = new PropertyList(Response, this, from.response || from.responses || []);
    this.events = new EventList(this, from.event || from.events || []);
    if (from.description !== undefined) this.describe(from.description);
    if (from.protocolProfileBehavior) this.protocolProfileBehavior = from.protocolProfileBehavior;
  }

  getAuth() { return (this.request && this.request.auth) || this.findInParents('auth'); }

  authorizeRequestUsing(type, params) { this.request.authorizeUsing(type, params); }

  getEvents(name) { return name ? this.events.listenersOwn(name) : this.events.all(); }

  getPath() {
    const out = [this.name];
    this.forEachParent((up) => out.unshift(up.name));
    return out;
  }

  getProtocolProfileBehavior() { return this.protocolProfileBehavior || {}; }

  toJSON() {
    return rest(this, { id: this.id, name: this.name, request: this.request, response: this.responses.toJSON() });
  }

  static isItem(value) { return value instanceof Item; }
}

class ItemGroup {
  constructor(from) {
    from = from || {};
    const info = from.info || {};
    this.id = from.id || info._postman_id || require('uuid').v4();
    this.name = from.name || info.name;
    this.items = new PropertyList(Item, this, []);
    for (const item of from.item || []) this.items.add(item instanceof Item || item instanceof ItemGroup ? item : item.item ? new ItemGroup(item) : new Item(item));
    this.events = new EventList(this, from.event || []);
    this.variables = new VariableList(this, from.variable || []);
    if (from.auth) this.auth = new request.RequestAuth(from.auth);
    if (from.description || info.description) this.describe(from.description || info.description);
    if (from.protocolProfileBehavior) this.protocolProfileBehavior = from.protocolProfileBehavior;
  }

  forEachItem(visit) {
    for (const item of this.items.members) {
      if (item instanceof ItemGroup) item.forEachItem(visit);
      else visit(item);
    }
  }

  forEachItemGroup(visit) {
    for (const item of this.items.members) {
      if (!(item instanceof ItemGroup)) continue;
      item.forEachItemGroup(visit);
      visit(item);
    }
  }

  // oneDeep finds an item or a group by its id or name, however deep.
  oneDeep(name) {
    for (const item of this.items.members) {
      if (item.id === name || item.name === name) return item;
      const found = item.oneDeep && item.oneDeep(name);
      if (found) return found;
    }
    return null;
  }

  authorizeRequestsUsing(type, params) {
    this.auth = this.auth || new request.RequestAuth({});
    this.auth.use(type, params);
  }

  toJSON() {
    const out = { id: this.id, name: this.name, item: this.items.toJSON() };
    if (this.variables.count()) out.variable = this.variables.toJSON();
    return rest(this, out);
  }

  static isItemGroup(value) { return value instanceof ItemGroup; }
}

class Collection extends ItemGroup {
  constructor(from) {
    super(from);
    if (from && from.info && from.info.version) this.version = new Version(from.info.version);
  }

  static isCollection(value) { return value instanceof Collection; }
}

// A group may stand in a list of items.
Object.defineProperty(ItemGroup.prototype, '_inList', { value: true });
like(Variable, QueryParam, Url, Response, Cookie, CookieList, VariableScope, Script, Event, Item, ItemGroup, request.Header, request.FormParam, request.Request, request.RequestBody, request.RequestAuth, PropertyList);

const plain = {
  Property, PropertyBase, PropertyList, Url, QueryParam, Variable, VariableList, VariableScope, Response, Cookie, CookieList, Description, Version, Script, Event, EventList, Item, ItemGroup, Collection,
  Header: request.Header, HeaderList: request.HeaderList, FormParam: request.FormParam, Request: request.Request, RequestBody: request.RequestBody, RequestAuth: request.RequestAuth,
};

// What is not there says so when it is used.
module.exports = new Proxy(plain, {
  get(target, name) {
    if (name in target || typeof name === 'symbol') return target[name];
    if (name === 'then' || name === 'toJSON' || name === 'inspect') return undefined;
    throw new Error(`postern has no '${name}' of postman-collection`);
  },
});
