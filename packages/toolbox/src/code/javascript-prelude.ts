/**
 * Runs inside the sandbox before the script: a function of what the host gives, `(send, print, finish, names)`, that returns `settle`.
 * What it needs later it holds itself, since the script may change every global. Only texts and numbers cross the border.
 */
export const prelude = `(function (send, print, finish, names) {
  const { parse, stringify } = JSON;
  const { freeze, create } = Object;
  const apply = Reflect.apply;
  const then = Promise.prototype.then;
  const MapOf = Map, PromiseOf = Promise, ErrorOf = Error, text = String;
  const waiting = new MapOf();
  let count = 0;
  const written = (value) => {
    if (typeof value === 'string') return value;
    try {
      const json = stringify(value);
      return json === undefined ? text(value) : json;
    } catch {
      return text(value);
    }
  };
  const told = (error) => {
    try {
      if (typeof error !== 'object' || error === null) return text(error);
      const line = /script.js:(\\d+)/.exec(text(error.stack));
      return text(error.name) + ': ' + text(error.message) + (line === null ? '' : ' (line ' + line[1] + ')');
    } catch {
      return 'something that cannot be written was thrown';
    }
  };
  const tools = create(null);
  for (let at = 0; at < names.length; at++) {
    const name = names[at];
    tools[name] = (input = {}) =>
      new PromiseOf((resolve, reject) => {
        const id = ++count;
        send(id, name, stringify(input) ?? 'null');
        waiting.set(id, { resolve, reject });
      });
  }
  const log = (...values) => print(values.map(written).join(' '));
  globalThis.tools = freeze(tools);
  globalThis.console = freeze({ log, info: log, warn: log, error: log, debug: log });
  const settle = (id, ok, json) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (ok) resolve(parse(json));
    else reject(new ErrorOf(json));
  };
  const watch = (promise) =>
    apply(then, promise, [
      (value) => {
        let json;
        try {
          json = stringify(value);
        } catch (error) {
          return finish(false, 'The result is no JSON: ' + told(error));
        }
        finish(true, json === undefined ? '' : json);
      },
      (error) => finish(false, told(error)),
    ]);
  return { settle, watch, told };
})`;
