// pm.visualizer: a template and its data, made into a page.

exports.set = function (template, data, options) {
  if (typeof template !== 'string') throw new Error(`Invalid template. Template must be of type string, found ${typeof template}`);
  if (data !== undefined && data !== null && typeof data !== 'object') throw new Error(`Invalid data. Data must be an object, found ${typeof data}`);
  if (options !== undefined && options !== null && typeof options !== 'object') throw new Error(`Invalid options. Options must be an object, found ${typeof options}`);
  let html = '';
  let problem = '';
  try {
    html = require('handlebars').compile(template, options)(data || {});
  } catch (e) {
    problem = e.message;
  }
  native.visual(template, JSON.stringify(data === undefined ? null : data), html, problem);
};
exports.clear = () => native.noVisual();
