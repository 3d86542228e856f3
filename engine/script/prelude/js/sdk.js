// require('postman-collection'): the classes that scripts make requests of.

const { PropertyList } = require('list');
const { Url, QueryParam, Variable } = require('url');
const request = require('request');
const { Response } = require('response');
const { Cookie, CookieList } = require('cookies');
const { VariableScope } = require('scope');

class VariableList extends PropertyList {
  constructor(parent, rows) { super(Variable, parent, rows); }
}

class Description {
  constructor(from) { Object.assign(this, typeof from === 'string' ? { content: from, type: 'text/plain' } : from); }

  toString() { return String(this.content || ''); }
}

class Script {
  constructor(from) {
    if (typeof from === 'string' || Array.isArray(from)) from = { exec: from };
    Object.assign(this, { type: 'text/javascript' }, from);
    if (typeof this.exec === 'string') this.exec = this.exec.split('\n');
  }

  toSource() { return (this.exec || []).join('\n'); }
}

class Event {
  constructor(from) {
    this.listen = from && from.listen;
    this.script = new Script(from && from.script);
  }
}

class Item {
  constructor(from) {
    from = from || {};
    this.id = from.id || require('uuid').v4();
    this.name = from.name;
    this.request = from.request && new request.Request(from.request);
    this.responses = new PropertyList(Response, this, from.response || []);
    this.events = new PropertyList(Event, this, from.event || []);
  }
}

class ItemGroup {
  constructor(from) {
    from = from || {};
    const info = from.info || {};
    this.id = from.id || info._postman_id || require('uuid').v4();
    this.name = from.name || info.name;
    this.items = new PropertyList(Item, this, []);
    for (const item of from.item || []) this.items.members.push(item.item ? new ItemGroup(item) : new Item(item));
    this.events = new PropertyList(Event, this, from.event || []);
    this.variables = new VariableList(this, from.variable || []);
  }

  forEachItem(visit) {
    for (const item of this.items.members) {
      if (item instanceof ItemGroup) item.forEachItem(visit);
      else visit(item);
    }
  }
}

class Collection extends ItemGroup {}

const plain = {
  PropertyList, Url, QueryParam, Variable, VariableList, VariableScope, Response, Cookie, CookieList, Description, Script, Event, Item, ItemGroup, Collection,
  Header: request.Header, HeaderList: request.HeaderList, FormParam: request.FormParam, Request: request.Request, RequestBody: request.RequestBody, RequestAuth: request.RequestAuth,
  Property: { replaceSubstitutions: (text, ...values) => new VariableScope(-1, { values: Object.entries(Object.assign({}, ...values.reverse())).map(([key, value]) => ({ key, value })) }).replaceIn(text) },
};

// What is not there says so when it is used.
module.exports = new Proxy(plain, {
  get(target, name) {
    if (name in target || typeof name === 'symbol') return target[name];
    if (name === 'then' || name === 'toJSON' || name === 'inspect') return undefined;
    throw new Error(`postern has no '${name}' of postman-collection`);
  },
});
