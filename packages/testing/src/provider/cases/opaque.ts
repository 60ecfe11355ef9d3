import type { AssistantMessage, JsonObject, Message } from '@pegboard/core';
import { check, checkSame } from '../../conformance/check.ts';
import { clockTool, weatherTool } from '../model-request.ts';
import type { ProviderBench, SeenRequest } from '../provider-bench.ts';
import { providerCase } from '../provider-case.ts';
import { assistant, results, toolCall, toolResult, user } from '../transcripts.ts';
import type { WireAnswer } from '../wire-format.ts';

const tools = [weatherTool, clockTool];

function inputOf(args: string | JsonObject): JsonObject {
  return typeof args === 'string' ? (JSON.parse(args) as JsonObject) : args;
}

interface Going {
  readonly deltas?: boolean;
  /** The model that is asked next; default the same. */
  readonly model?: string;
  /** What is said next; default `So?`. */
  readonly next?: readonly Message[];
}

/** Has the model give an answer, as a store would keep it. */
async function answered(
  { provider, answer, run, ask }: ProviderBench,
  script: WireAnswer,
  deltas: boolean,
): Promise<AssistantMessage> {
  answer(script);
  const { parts, finish } = await run(ask({ deltas, tools }));
  const content = parts.map((part) =>
    part.type === 'tool-call' ? { ...part, input: inputOf(part.args), args: undefined } : part,
  );
  const origin = { provider: provider.name, model: ask().model };
  // `args` is absent once JSON has been through it, as after any store.
  return JSON.parse(JSON.stringify({ ...assistant(), content, origin, finish })) as AssistantMessage;
}

/** The request that carries on from an answer, its calls answered. */
async function goOn(
  { answer, run, ask, seen }: ProviderBench,
  said: AssistantMessage,
  { model = ask().model, next = [user('So?')] }: Going,
): Promise<SeenRequest> {
  const replies = said.content.flatMap((part) =>
    part.type === 'tool-call' && part.executor === 'client' ? [toolResult(part.callId, part.name, 'ok')] : [],
  );
  const after = replies.length > 0 ? [results(...replies)] : [];
  answer({ blocks: [] });
  await run(ask({ model, tools, messages: [user('?'), said, ...after, ...next] }));
  const last = seen.at(-1);
  check(last, 'the host should have seen a request');
  return last;
}

async function sentBack(bench: ProviderBench, script: WireAnswer, going: Going): Promise<string> {
  const said = await answered(bench, script, going.deltas ?? true);
  return JSON.stringify((await goOn(bench, said, going)).body);
}

function checkHeld(text: string, secrets: readonly string[]): void {
  for (const part of secrets) check(text.includes(part), `${part} should be echoed in the next request`);
}

const none = { skipped: 'the API has no opaque state' };

export const opaqueCases = [
  providerCase('opaque state goes back to the codec that wrote it', async (bench) => {
    const { opaque } = bench.wire;
    if (!opaque) return none;
    for (const deltas of [true, false])
      checkHeld(await sentBack(bench, opaque.answer, { deltas }), opaque.secrets);
    return undefined;
  }),
  providerCase('opaque state goes back while the tool turn still runs', async (bench) => {
    const { opaque } = bench.wire;
    if (!opaque) return none;
    for (const deltas of [true, false])
      checkHeld(await sentBack(bench, opaque.answer, { deltas, next: [] }), opaque.secrets);
    return undefined;
  }),
  providerCase('opaque state of an earlier turn goes back, too', async (bench) => {
    const { opaque } = bench.wire;
    if (!opaque) return none;
    const turn = [
      user('And then?'),
      assistant(toolCall('c9', 'clock')),
      results(toolResult('c9', 'clock', 'noon')),
      assistant('Noon.'),
      user('So?'),
    ];
    const { facts } = await goOn(bench, await answered(bench, opaque.answer, true), { next: turn });
    checkSame(facts.messages.at(-1)?.text, 'So?', 'the last message');
    return undefined;
  }),
  providerCase('opaque state that is bound to a model is not sent to another', async (bench) => {
    const { answer, bound } = bench.wire.opaque ?? {};
    if (!answer || !bound) return { skipped: 'the API has no state that is bound to a model' };
    const text = await sentBack(bench, answer, { model: 'another-model' });
    for (const part of bound) check(!text.includes(part), `${part} should be left out of the next request`);
    return undefined;
  }),
  providerCase('calls that the provider ran are told apart from ours', async (bench) => {
    const { answer } = bench.wire.opaque ?? {};
    if (!answer) return none;
    const made = answer.blocks.flatMap((block) => (block.type === 'call' ? [block.name] : []));
    for (const deltas of [true, false]) {
      const { content } = await answered(bench, answer, deltas);
      const ours = content.flatMap((part) =>
        part.type === 'tool-call' && part.executor === 'client' ? [part.name] : [],
      );
      checkSame(ours, made, 'the calls of the client');
    }
    return undefined;
  }),
  providerCase('an answer of which a part was taken out makes no invalid request', async (bench) => {
    const { answer } = bench.wire.opaque ?? {};
    if (!answer) return none;
    const said = await answered(bench, answer, true);
    for (const [out, { type }] of said.content.entries()) {
      // Core takes calls and results out in pairs.
      if (type === 'tool-call' || type === 'tool-result') continue;
      await goOn(bench, { ...said, content: said.content.filter((_, at) => at !== out) }, {});
    }
    return undefined;
  }),
  providerCase('a paused answer can be sent back as it is', async (bench) => {
    const { finishReasons, opaque } = bench.wire;
    const pause = finishReasons.find(({ unified }) => unified === 'pause');
    if (!pause || !opaque) return { skipped: 'the API never pauses' };
    const blocks = opaque.answer.blocks.filter(({ type }) => type !== 'call');
    const said = await answered(bench, { ...opaque.answer, blocks, finish: pause.raw }, true);
    const { body, facts } = await goOn(bench, said, { next: [] });
    checkSame(facts.messages.at(-1)?.role, 'assistant', 'who speaks last');
    checkHeld(JSON.stringify(body), opaque.secrets);
    return undefined;
  }),
];
