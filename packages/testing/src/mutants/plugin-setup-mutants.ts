import { createServer } from 'node:net';
import { parts, type PluginMutant, step } from './plugin-mutant.ts';
import { cityTool } from './reference-plugin.ts';

/** Ends what mutants leave open on purpose. */
export const leftovers: (() => unknown)[] = [];

const never = new Promise<never>(() => undefined);
const consoles = 'it writes to its log and not to the console';
const untouched = 'it leaves globals, the environment and the process as they are';
const replaced = 'the next version of it can take its place';
const stopped = 'set-up ends when it is told to stop';
const failed = 'a set-up that fails leaves nothing open';
const again = 'it can be set up again after it has left';
const twice = 'it can be set up twice at the same time';

const setups: readonly PluginMutant[] = [
  step('writes to the console', consoles, { greet: async () => globalThis.console.warn('connected') }),
  step('writes to the standard output', consoles, {
    greet: async () => void process.stdout.write('connected\n'),
  }),
  step('leaves a global', untouched, {
    begin: () => {
      Object.assign(globalThis, { referenceConnection: {} });
      return () => undefined;
    },
  }),
  step('extends a prototype', untouched, {
    begin() {
      const prototype: object = Array.prototype;
      Reflect.defineProperty(prototype, 'referenceLast', { value: 1, configurable: true });
      return () => undefined;
    },
  }),
  step('changes the environment', untouched, {
    begin() {
      process.env.REFERENCE_STARTED = String(performance.now());
      return () => undefined;
    },
  }),
  step('leaves a listener on the process', untouched, {
    begin() {
      process.on('beforeExit', () => undefined);
      return () => undefined;
    },
  }),
  sharing('can be there once', twice, (count) => count > 1),
  sharing('ends the other with itself', twice, (_, ended) => ended > 0),
  sharing('can be set up once', again, (_, ended) => ended > 0),
  alone('cannot be beside its next version', replaced),
  alone('can have one name', 'it can stand twice in one registry, under two names'),
  step('tries for ever', stopped, {
    async greet({ fetch, signal }) {
      const end = new AbortController();
      leftovers.push(() => end.abort());
      while (!end.signal.aborted) {
        try {
          await fetch('https://api.example.com/hello', { signal });
          return;
        } catch {
          await new Promise<void>((resolve) => setImmediate(resolve));
        }
      }
    },
  }),
  step('waits for more than what it is told to stop', stopped, {
    async greet({ fetch, signal }) {
      await fetch('https://api.example.com/hello', { signal }).catch(() => never);
    },
  }),
  step('forgets its timer when set-up fails', failed, {
    begin: () => () => undefined,
    async greet({ fetch, onDispose }) {
      const timer = setInterval(() => undefined, 60_000);
      leftovers.push(() => clearInterval(timer));
      const response = await fetch('https://api.example.com/hello');
      if (!response.ok) throw new RangeError('no');
      onDispose(() => clearInterval(timer));
    },
  }),
];

/** A set-up that fails while another is there. */
function alone(name: string, caughtBy: string): PluginMutant {
  let count = 0;
  return step(name, caughtBy, {
    parts: { sections: {}, offers: [] },
    services: () => [],
    change: ({ tools = [] }) => ({ tools }),
    begin() {
      count++;
      return () => void count--;
    },
    async greet() {
      if (count > 1) throw new RangeError('another one is there');
    },
  });
}

/** Set-ups that count each other; `fails` says when a call does, by how many are there and how many have left. */
function sharing(
  name: string,
  caughtBy: string,
  fails: (count: number, ended: number) => boolean,
): PluginMutant {
  let count = 0;
  let ended = 0;
  return step(name, caughtBy, {
    begin() {
      count++;
      return () => {
        count--;
        ended++;
      };
    },
    read() {
      if (fails(count, ended)) throw new RangeError('another one is there');
      return 21;
    },
  });
}

const lifecycles: readonly PluginMutant[] = [
  step('hangs when it leaves', 'it leaves in time and without complaint', { begin: () => () => never }),
  step('throws when it leaves', 'it leaves in time and without complaint', {
    begin: () => () => Promise.reject(new RangeError('not open')),
  }),
  step('leaves a timer', 'it leaves nothing open', {
    begin() {
      const timer = setInterval(() => undefined, 60_000);
      leftovers.push(() => clearInterval(timer));
      return () => undefined;
    },
  }),
  step('leaves a server', 'it leaves nothing open', {
    begin() {
      const server = createServer().listen(0, '127.0.0.1');
      leftovers.push(() => server.close());
      return () => undefined;
    },
  }),
  step('goes on logging', 'it logs nothing after it has left', {
    begin({ log }) {
      const timer = setInterval(() => log('still here'), 1).unref();
      setTimeout(() => clearInterval(timer), 500).unref();
      return () => undefined;
    },
  }),
];

const servicesNeeded: readonly PluginMutant[] = [
  parts('asks for a service that it does not need', 'it says which services it needs', { needs: [] }),
  parts('hides what it offers', 'it offers the services that it says', { offers: [] }),
  step('does not bring what it offers', 'it offers the services that it says', { services: () => [] }),
];

const brings: readonly PluginMutant[] = [
  step('brings tools that cannot be told apart', 'its tools can be told apart', {
    description: 'Counts the cities that are known ',
  }),
  step('brings other tools each time', 'its tools are the same in every set-up', {
    change: ({ tools = [], ...rest }) => ({
      ...rest,
      tools: [...tools, cityTool(`x${crypto.randomUUID().slice(0, 8)}`)],
    }),
  }),
  step('describes its tools by the hour', 'its tools are the same in every set-up', {
    change: (contributions) => ({
      ...contributions,
      tools: [cityTool('bern', `Reads, as of ${performance.now()}`)],
    }),
  }),
];

/** Wrong while they are set up and when they leave, and in what they bring. */
export const setupMutants: readonly PluginMutant[] = [...setups, ...lifecycles, ...servicesNeeded, ...brings];
