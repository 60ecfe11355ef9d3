import type { Duplex } from 'node:stream';
import { ConfigError, type JsonObject, type JsonValue } from '@pegboard/core';
import type { Plugin } from '@pegboard/core/plugin';
import { callTool, type ChildTool } from './call-tool.ts';
import { type ChildLink, createChildLink } from './child-link.ts';
import { failureOf } from './failure.ts';
import type { CallMessage, ReadAnswer, SetupMessage, ToChild } from './messages.ts';
import { readInChild } from './read-in-child.ts';
import { setUpInChild } from './set-up-in-child.ts';
import { createWire } from './wire.ts';

/** Everything that the child remembers. */
interface ChildState {
  plugin?: Plugin;
  readonly tools: Map<string, ChildTool>;
  readonly calls: Map<number, AbortController>;
  readonly disposers: (() => unknown)[];
}

/** Serves one plugin to the host, over the pipe of a child process. Ends when the pipe does. */
export function serveChild(pipe: Duplex): void {
  const state: ChildState = { tools: new Map(), calls: new Map(), disposers: [] };
  const wire = createWire(pipe, {
    onMessage: (message) => receive(message as ToChild), // the host is trusted
    onClose: () => process.exit(0),
  });
  const link = createChildLink(wire.send);
  // Code of the plugin that asks for the global one gets the host's as well.
  globalThis.fetch = link.fetch;
  const receive = (message: ToChild): void => {
    if (message.type === 'answer' || message.type === 'failure') link.settle(message);
    else if (message.type === 'abort') state.calls.get(message.id)?.abort(abortReason(message.reason));
    else void answer(message, state, link);
  };
}

type Request = Exclude<ToChild, { readonly type: 'answer' | 'failure' | 'abort' }>;

async function answer(message: Request, state: ChildState, link: ChildLink): Promise<void> {
  const { id } = message;
  try {
    link.send({ type: 'answer', id, value: await serve(message, state, link) });
  } catch (error) {
    link.send({ type: 'failure', id, failure: failureOf(error) });
  }
}

async function serve(message: Request, state: ChildState, link: ChildLink): Promise<JsonValue> {
  switch (message.type) {
    case 'read': {
      state.plugin = await readInChild(message.file);
      return describe(state.plugin);
    }
    case 'setup':
      return setUp(message.setup, state, link);
    case 'call':
      return call(message.id, message.call, state, link);
    case 'dispose': {
      for (const disposer of state.disposers.splice(0).toReversed()) await disposer();
      return null;
    }
  }
}

function describe({ name, api, version, namespace, permissions, config }: Plugin): JsonValue {
  const told: ReadAnswer = {
    name,
    api,
    ...(version !== undefined && { version }),
    ...(namespace !== undefined && { namespace }),
    ...(permissions && { permissions }),
    ...(config && !('~standard' in config) && { config: rawSchema(config) }),
  };
  return JSON.parse(JSON.stringify(told)) as JsonValue; // it is JSON
}

function rawSchema(config: object): JsonObject {
  // A plain JSON Schema, or one with its type attached.
  return ('~jsonSchema' in config ? config['~jsonSchema'] : config) as JsonObject;
}

async function setUp(setup: SetupMessage, state: ChildState, link: ChildLink): Promise<JsonValue> {
  if (!state.plugin) throw new ConfigError({ code: 'internal', what: 'The plugin has not been read' });
  const { tools, told } = await setUpInChild(state.plugin, setup, link, (disposer) =>
    state.disposers.push(disposer),
  );
  for (const tool of tools) state.tools.set(tool.name, tool);
  return JSON.parse(JSON.stringify(told)) as JsonValue; // it is JSON
}

async function call(
  id: number,
  message: CallMessage,
  state: ChildState,
  link: ChildLink,
): Promise<JsonValue> {
  const tool = state.tools.get(message.tool);
  if (!tool) throw new ConfigError({ code: 'unknown-name', what: `There is no tool "${message.tool}"` });
  const controller = new AbortController();
  state.calls.set(id, controller);
  try {
    const progress = (value: JsonValue): void => link.send({ type: 'progress', id, value });
    return await callTool(tool, message, { signal: controller.signal, progress });
  } finally {
    state.calls.delete(id);
  }
}

function abortReason(message: string): DOMException {
  return new DOMException(message, 'AbortError');
}
