import {
  type AnyTool,
  ConfigError,
  defineTool,
  type JsonObject,
  jsonSchema,
  type Toolset,
} from '@pegboard/core';

/** The steps of a correct toolset with a connection, each replaceable: a mutant replaces one. */
export interface ToolsetSteps {
  /** Called once for a toolset. */
  define(): readonly AnyTool[];
  connect(signal: AbortSignal): Promise<void>;
  show(tools: readonly AnyTool[]): readonly AnyTool[];
  onAbort(signal: AbortSignal): void;
  onClosed(): void;
  disconnect(): Promise<void>;
}

const steps: ToolsetSteps = {
  define: referenceTools,
  connect: async (signal) => {
    await Promise.resolve();
    signal.throwIfAborted();
  },
  show: (tools) => [...tools],
  onAbort: (signal) => signal.throwIfAborted(),
  onClosed() {
    throw new ConfigError({ what: 'The toolset "reference" has been disposed of' });
  },
  disconnect: () => Promise.resolve(),
};

/** A correct toolset of the plainest kind that has a connection, or, with a step replaced, a wrong one. */
export function referenceToolset(replaced: Partial<ToolsetSteps> = {}): Toolset {
  const step = { ...steps, ...replaced };
  const tools = step.define();
  let connected = false;
  let closed = false;
  const connect = async (signal: AbortSignal): Promise<void> => {
    if (closed) step.onClosed();
    step.onAbort(signal);
    if (!connected) await step.connect(signal);
    connected = true;
  };
  return {
    id: 'reference',
    open: ({ signal }) => connect(signal),
    async list({ signal }) {
      await connect(signal);
      return step.show(tools);
    },
    async [Symbol.asyncDispose]() {
      if (closed) return;
      closed = true;
      await step.disconnect();
    },
  };
}

/** Inputs that work for the reference. */
export const referenceSamples: Readonly<Record<string, readonly JsonObject[]>> = {
  echo: [{ text: 'hello' }, { text: '' }],
  add: [{ a: 1, b: 2 }],
  save_note: [{ note: 'x' }],
  ask: [{ question: 'why' }],
};

export type EchoExecute = (input: { text: string }, ctx: { readonly signal: AbortSignal }) => unknown;

/** `echo`, with its execution replaceable, and a few more: one that asks for approval, an external one. */
export function referenceTools(echo: EchoExecute = ({ text }) => ({ text })): readonly AnyTool[] {
  return [
    defineTool({
      name: 'echo',
      description: 'Gives the text back',
      input: jsonSchema<{ text: string }>(objectOf({ text: { type: 'string' } })),
      execute: echo,
    }),
    defineTool({
      name: 'add',
      description: 'Adds two numbers',
      input: jsonSchema<{ a: number; b: number }>(objectOf({ a: { type: 'number' }, b: { type: 'number' } })),
      execute: ({ a, b }) => a + b,
    }),
    defineTool({
      name: 'save_note',
      description: 'Keeps a note',
      input: jsonSchema<{ note: string }>(objectOf({ note: { type: 'string' } })),
      approval: true,
      execute: () => undefined,
    }),
    defineTool({
      name: 'ask',
      description: 'Asks the user',
      input: jsonSchema<{ question: string }>(objectOf({ question: { type: 'string' } })),
    }),
  ];
}

function objectOf(properties: JsonObject): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
