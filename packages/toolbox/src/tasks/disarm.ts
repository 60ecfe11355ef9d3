const doors = [
  'process',
  'fetch',
  'WebSocket',
  'EventSource',
  'Worker',
  'BroadcastChannel',
  'navigator',
  'require',
];

/**
 * Takes from a process of our own what leads out of it, and every way to make code out of text. The libraries that read what
 * a model writes keep it away from all this themselves; this is for the day when one does not.
 */
export function disarm(): void {
  const makers = [function () {}, async function () {}, function* () {}, async function* () {}];
  for (const maker of makers) {
    const prototype: object = Object.getPrototypeOf(maker);
    Object.defineProperty(prototype, 'constructor', { value: closed, configurable: false, writable: false });
  }
  // `instanceof Function` goes on to work.
  closed.prototype = Function.prototype;
  Object.assign(globalThis, { Function: closed, eval: closed });
  for (const door of doors) Reflect.deleteProperty(globalThis, door);
}

function closed(): never {
  throw new EvalError('Code cannot be made out of text in here');
}
