import {
  type AgentOptions,
  defineTool,
  type Hooks,
  inProcessMemory,
  type RunOptions,
  type StandardSchemaV1,
  type ToolDefinition,
  type Toolset,
} from '@pegboard/core';
import type { Breakable } from './faults.test-util.ts';

/** One place in a run where code of others is awaited. The tool is called in two turns, then the model answers. */
export interface Place {
  readonly name: string;
  /** Status of the second call, or the code of the `RunError`. */
  readonly gives: 'success' | 'failed' | { readonly fails: string };
  /** Which touch breaks; default the second: something has been done before. */
  readonly at?: number;
  readonly setup: (broken: Breakable) => Setup;
  /** Only these faults make sense here. */
  readonly only?: readonly string[];
  /** The hook took the answer and did not give it: the model is asked again. */
  readonly losesAnswer?: boolean;
  /** The run is over before it breaks. */
  readonly runIsOver?: boolean;
  /** True where a hanging listener is simply not awaited. */
  readonly harmless?: boolean;
}

export interface Setup {
  readonly agent?: Partial<AgentOptions>;
  readonly tool?: Partial<ToolDefinition<StandardSchemaV1<object>, undefined>> & {
    readonly execute?: (input: object) => unknown;
    readonly output?: StandardSchemaV1;
  };
  readonly run?: RunOptions;
  readonly hooks?: Hooks;
}

const passes = { version: 1, vendor: 'test' } as const;
const anyObject = { input: () => ({ type: 'object' }), output: () => ({ type: 'object' }) };

/** Validates by hand, so that it can be slow. */
function schema(touch: () => unknown): StandardSchemaV1<object> {
  return {
    '~standard': {
      ...passes,
      jsonSchema: anyObject,
      validate: async (value) => {
        await touch();
        return { value: value as object };
      },
    },
  };
}

function toolset(list: Toolset['list'], open?: Toolset['open']): Toolset {
  return { id: 'late', list, ...(open && { open }) };
}

export const work = { name: 'work', description: 'Works', input: { type: 'object' } } as const;

export const places: readonly Place[] = [
  {
    name: 'tool',
    gives: 'failed',
    setup: ({ touch }) => ({ tool: { execute: async () => (await touch(), 'worked') } }),
  },
  {
    name: 'generator tool',
    gives: 'failed',
    setup: ({ touch }) => ({
      tool: {
        async *execute() {
          yield 'begun';
          await touch();
          return 'worked';
        },
      },
    }),
  },
  {
    name: 'inject',
    gives: 'failed',
    setup: ({ touch }) => ({ tool: { inject: async () => (await touch(), undefined) } }),
  },
  { name: 'input schema', gives: 'failed', setup: ({ touch }) => ({ tool: { input: schema(touch) } }) },
  { name: 'output schema', gives: 'failed', setup: ({ touch }) => ({ tool: { output: schema(touch) } }) },
  {
    name: 'check',
    gives: 'failed',
    setup: ({ touch }) => ({ tool: { check: async () => (await touch(), undefined) } }),
  },
  {
    name: 'approval',
    gives: 'failed',
    setup: ({ touch }) => ({ tool: { approval: async () => (await touch(), false) } }),
  },
  {
    name: 'effects',
    gives: 'success',
    only: ['throws', 'throws a string'],
    setup: ({ touch }) => ({ tool: { effects: () => (touch(), {}) } }),
  },
  {
    name: 'prepare',
    gives: { fails: 'tool' },
    setup: ({ touch }) => ({ tool: { prepare: async (spec) => (await touch(), spec) } }),
  },
  {
    name: 'tool hook before',
    gives: 'failed',
    setup: ({ touch }) => ({ hooks: { tool: async (_, next) => (await touch(), next()) } }),
  },
  {
    name: 'tool hook after',
    gives: 'failed',
    setup: ({ touch }) => ({
      hooks: {
        async tool(_, next) {
          const outcome = await next();
          await touch();
          return outcome;
        },
      },
    }),
  },
  {
    name: 'turn hook',
    gives: { fails: 'hook' },
    setup: ({ touch }) => ({ hooks: { turn: async () => void (await touch()) } }),
  },
  {
    name: 'model hook before',
    gives: { fails: 'hook' },
    setup: ({ touch }) => ({
      hooks: {
        async *model(request, next) {
          await touch();
          yield* next(request);
        },
      },
    }),
  },
  {
    name: 'model hook after',
    gives: { fails: 'hook' },
    losesAnswer: true,
    setup: ({ touch }) => ({
      hooks: {
        async *model(request, next) {
          yield* next(request);
          await touch();
        },
      },
    }),
  },
  {
    name: 'run hook before',
    gives: { fails: 'hook' },
    at: 1,
    setup: ({ touch }) => ({ hooks: { run: async (_, next) => (await touch(), void (await next())) } }),
  },
  {
    name: 'run hook after',
    gives: { fails: 'hook' },
    runIsOver: true,
    at: 1,
    setup: ({ touch }) => ({ hooks: { run: async (_, next) => (await next(), void (await touch())) } }),
  },
  {
    name: 'event hook',
    gives: 'success',
    harmless: true,
    setup: ({ touch }) => ({
      hooks: { onEvent: (event) => (event.type === 'answer' ? touch() : undefined) as void },
    }),
  },
  {
    name: 'event listener',
    gives: 'success',
    harmless: true,
    setup: ({ touch }) => ({
      run: { onEvent: (event) => (event.type === 'answer' ? touch() : undefined) as void },
    }),
  },
  {
    name: 'instructions',
    gives: { fails: 'hook' },
    setup: ({ touch }) => ({ agent: { instructions: async () => (await touch(), 'Work') } }),
  },
  {
    name: 'history',
    gives: { fails: 'hook' },
    setup: ({ touch }) => ({ agent: { history: async (all) => (await touch(), all) } }),
  },
  {
    name: 'memory load',
    gives: { fails: 'memory' },
    at: 1,
    setup({ touch }) {
      const memory = inProcessMemory();
      const load: typeof memory.load = async (...args) => (await touch(), memory.load(...args));
      return { agent: { memory: { ...memory, load } }, run: { thread: 't' } };
    },
  },
  {
    name: 'memory append before',
    gives: { fails: 'memory' },
    setup({ touch }) {
      const memory = inProcessMemory();
      const append: typeof memory.append = async (...args) => (await touch(), memory.append(...args));
      return { agent: { memory: { ...memory, append } }, run: { thread: 't' } };
    },
  },
  {
    name: 'memory append after',
    gives: { fails: 'memory' },
    setup({ touch }) {
      const memory = inProcessMemory();
      const append: typeof memory.append = async (...args) => (
        await memory.append(...args),
        void (await touch())
      );
      return { agent: { memory: { ...memory, append } }, run: { thread: 't' } };
    },
  },
  ...['start', 'turn', 'answer', 'call', 'results', 'end'].map((type): Place => ({
    name: `checkpoint of ${type}`,
    gives: { fails: 'checkpoint' },
    at: type === 'start' || type === 'end' ? 1 : type === 'call' ? 4 : 2,
    setup: ({ touch }) => ({
      run: { checkpoint: (patch) => (patch.type === type ? touch() : undefined) as Promise<void> },
    }),
  })),
  {
    name: 'toolset list',
    gives: { fails: 'tool' },
    setup: ({ touch }) => ({ agent: { tools: [plainTool(), toolset(async () => (await touch(), []))] } }),
  },
  {
    name: 'toolset open',
    gives: { fails: 'tool' },
    at: 1,
    setup: ({ touch }) => ({
      agent: {
        tools: [
          plainTool(),
          toolset(
            () => [],
            async () => void (await touch()),
          ),
        ],
      },
    }),
  },
];

export function plainTool(more: Setup['tool'] = {}): ReturnType<typeof defineTool> {
  return defineTool({ ...work, execute: () => 'worked', ...more } as never);
}
