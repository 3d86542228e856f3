// Variables: a list for each scope, and all of them together.

// The numbers are those of engine/vars.
const LOCAL = 0;
const DATA = 1;
const ENVIRONMENT = 2;
const COLLECTION = 3;
const GLOBALS = 4;

const { VariableScope, replaceIn } = require('scope');

const environment = new VariableScope(ENVIRONMENT, 'environment');
const collection = new VariableScope(COLLECTION, 'collection');
const globals = new VariableScope(GLOBALS, 'globals');
const data = new VariableScope(DATA, 'data');
const local = new VariableScope(LOCAL, 'local');
const all = [local, data, environment, collection, globals];

// variables are all scopes at once: they are read from all, and written to the
// local one.
const variables = {
  has: (key) => all.some((scope) => scope.has(key)),
  get(key) {
    for (const scope of all) if (scope.has(key)) return scope.get(key);
    return undefined;
  },
  set: (key, value, type) => local.set(key, value, type),
  unset: (key) => local.unset(key),
  clear: () => local.clear(),
  toObject: () => Object.assign({}, ...all.slice().reverse().map((scope) => scope.toObject())),
  replaceIn: (template) => replaceIn(template, all),
  toJSON() { return { values: Object.entries(this.toObject()).map(([key, value]) => ({ type: 'any', value, key })) }; },
};
Object.defineProperty(variables, 'values', { get: () => new VariableScope(-1, { values: variables.toJSON().values }).values });

// The rows of a data file are only read; one may be left out for this run.
const row = {
  has: (key) => data.has(key),
  get: (key) => data.get(key),
  unset: (key) => data.unset(key),
  toObject: () => data.toObject(),
  toJSON: () => data.toObject(),
  get values() { return data.values; },
};

exports.environment = environment;
exports.collection = collection;
exports.globals = globals;
exports.data = row;
exports.variables = variables;
