import type { Message } from '@pegboard/core';
import { around, type MemoryMutant, step } from './memory-mutant.ts';
import { referenceMemory } from './reference-memory.ts';

const jsonCopy = (messages: readonly Message[]): Message[] =>
  JSON.parse(JSON.stringify(messages)) as Message[];
const mapText = (messages: readonly Message[], change: (json: string) => string): Message[] =>
  JSON.parse(change(JSON.stringify(messages))) as Message[];

const names: readonly MemoryMutant[] = [
  around(
    'threads in a plain object',
    'names of object members are unknown threads until they are written',
    (memory) => {
      const threads: Record<string, readonly Message[]> = {};
      return { load: async (thread, ctx) => threads[thread] ?? (await memory.load(thread, ctx)) };
    },
  ),
  step('folds case', "any text can be a thread's name: case and blanks", {
    key: (thread) => thread.toLowerCase(),
  }),
  step('trims names', "any text can be a thread's name: case and blanks", { key: (thread) => thread.trim() }),
  step('normalises names', "any text can be a thread's name: unicode forms", {
    key: (thread) => thread.normalize('NFC'),
  }),
  step('cleans names for files', "any text can be a thread's name: paths and separators", {
    key: (thread) => thread.replace(/[^\p{L}\p{N}_.-]/gu, '_'),
  }),
  step('cuts long names', "any text can be a thread's name: long names", {
    key: (thread) => thread.slice(0, 255),
  }),
  step('one thread for all', 'threads are apart, also with the same message ids', { key: () => 'all' }),
  around('ids unique over all threads', 'threads are apart, also with the same message ids', (memory) => {
    const seen = new Map<string, string>();
    return {
      append: (thread, messages, ctx) => {
        const own = messages.filter(({ id }) => (seen.get(id) ?? thread) === thread);
        for (const { id } of own) seen.set(id, thread);
        return memory.append(thread, own, ctx);
      },
    };
  }),
  step('folds the case of ids', 'any text can be a message id', { messageKey: ({ id }) => id.toLowerCase() }),
];

const contents: readonly MemoryMutant[] = [
  step('loses NUL characters', 'any text comes back to the letter', {
    copyIn: (messages) => mapText(messages, (json) => json.replaceAll('\\u0000', '')),
  }),
  step('repairs lone surrogates', 'any text comes back to the letter', {
    copyIn: (messages) => mapText(messages, (json) => json.replace(/\\ud[89a-f][0-9a-f]{2}/g, '\ufffd')),
  }),
  step('trims texts', 'any text comes back to the letter', {
    copyIn: (messages) =>
      JSON.parse(JSON.stringify(messages), (_, value: unknown) =>
        typeof value === 'string' ? value.trim() : value,
      ) as Message[],
  }),
  step('revives dates', 'any text comes back to the letter', {
    copyOut: (messages) =>
      JSON.parse(JSON.stringify(messages), (_, value: unknown) =>
        typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value).getTime() : value,
      ) as Message[],
  }),
  step('loses a key __proto__', 'messages of every kind come back as they were', {
    copyIn: (messages) =>
      JSON.parse(JSON.stringify(messages), (key, value: unknown) =>
        key === '__proto__' ? undefined : value,
      ) as Message[],
  }),
  step('drops provider data', 'messages of every kind come back as they were', {
    copyIn: (messages) =>
      JSON.parse(
        JSON.stringify(messages, (key, value: unknown) => (key === 'providerData' ? undefined : value)),
      ) as Message[],
  }),
  step('drops empty texts', 'messages of every kind come back as they were', {
    copyIn: (messages) =>
      jsonCopy(messages).map(
        (m) => ({ ...m, content: m.content.filter((p) => !(p.type === 'text' && p.text === '')) }) as Message,
      ),
  }),
  step('drops null', 'messages of every kind come back as they were', {
    copyIn: (messages) =>
      JSON.parse(JSON.stringify(messages), (_, value: unknown) => value ?? undefined) as Message[],
  }),
  step('cuts large texts', 'a message of 1 MB comes back whole', {
    copyIn: (messages) =>
      JSON.parse(JSON.stringify(messages), (_, v: unknown) =>
        typeof v === 'string' ? v.slice(0, 65_536) : v,
      ) as Message[],
  }),
  step('forgets origin, finish and usage', 'messages of every kind come back as they were', {
    copyOut: (messages) =>
      jsonCopy(messages).map(({ id, role, content }) => ({ id, role, content }) as Message),
  }),
  {
    name: 'forgets on restart',
    caughtBy: 'what was written is there after a restart',
    create: () => referenceMemory(),
    reopen: () => referenceMemory(),
  },
];

/** Wrong in names and contents. */
export const storageMutants: readonly MemoryMutant[] = [...names, ...contents];
