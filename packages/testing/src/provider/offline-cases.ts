import { getEventListeners } from 'node:events';
import {
  isProviderError,
  type Message,
  type ModelBatch,
  type ModelRequest,
  type Provider,
} from '@pegboard/core';
import { check, checkSame } from '../conformance/check.ts';
import type { ConformanceCase, Skipped } from '../conformance/conformance-case.ts';
import { settle, within } from '../conformance/settle.ts';
import { clockTool, hello, requestFor, weatherTool } from './model-request.ts';
import { checkEvents, type Transcript, transcriptOf } from './transcript.ts';
import { assistant, image, results, system, toolCall, toolResult, user } from './transcripts.ts';
import type { OfflineSubject } from './provider-subject.ts';

type Body = (bench: OfflineBench) => Promise<Skipped | undefined | void>;

interface OfflineBench {
  readonly provider: Provider;
  readonly ask: (change?: Partial<ModelRequest>) => ModelRequest;
  /** Runs a call that must succeed and keep the contract. */
  readonly run: (request: ModelRequest) => Promise<Transcript>;
}

function offlineCase(name: string, body: Body): ConformanceCase<OfflineSubject> {
  return {
    name,
    async run({ create, model = 'test-model' }) {
      const provider = await create();
      return body({
        provider,
        ask: (change) => requestFor(model, change),
        run: (request) => run(provider, request),
      });
    },
  };
}

async function collect(provider: Provider, request: ModelRequest, onBatch?: () => void): Promise<Transcript> {
  const batches: ModelBatch[] = [];
  for await (const batch of provider.stream(request)) {
    batches.push(batch);
    onBatch?.();
  }
  return transcriptOf(batches);
}

async function run(provider: Provider, request: ModelRequest): Promise<Transcript> {
  const transcript = await within('the call', collect(provider, request));
  checkEvents(transcript, true);
  return transcript;
}

const tools = [weatherTool, clockTool];
const turn = [
  user('Weather in Rome?'),
  assistant(toolCall('c1', 'get_weather', { city: 'Rome' })),
  results(toolResult('c1', 'get_weather', 'sunny')),
];
const conversations: Readonly<Record<string, readonly Message[]>> = {
  'a question': [hello],
  'instructions and a question': [system('Be brief'), hello],
  'no messages': [],
  'empty texts': [user(''), assistant(''), user('')],
  'an image': [user('Look', image)],
  JSON: [user({ type: 'json', value: { a: [1] } })],
  'a result at the end': turn,
  'a conversation that goes on': [...turn, assistant('Sunny.'), user('Thanks')],
  'a failed result': [...turn.slice(0, 2), results(toolResult('c1', 'get_weather', 'no network', 'failed'))],
  'parts of another provider': [
    hello,
    assistant(
      { type: 'reasoning', text: 'hm', providerData: { 'somebody.else': { signature: 'x' } } },
      { type: 'tool-call', callId: 's1', name: 'web_search', input: {}, executor: 'provider' },
      { ...toolResult('s1', 'web_search', 'found'), executor: 'provider' },
      { type: 'source', url: 'https://example.com' },
    ),
    user('So?'),
  ],
  'odd characters': [user('🙂 \ud83d \u0000 __proto__ constructor "{}" '.repeat(50))],
};

const aborts: readonly ConformanceCase<OfflineSubject>[] = [
  offlineCase('an abort before the call rejects with its reason', async ({ provider, ask }) => {
    for (const reason of [{ stopped: true }, 'a text', 0]) {
      const outcome = await settle(
        'the call',
        collect(provider, ask({ signal: AbortSignal.abort(reason) })),
        1500,
      );
      check(!outcome.ok && outcome.error === reason, "the call must reject with the signal's reason");
    }
  }),
  offlineCase(
    'an abort after the first batch rejects with its reason and hands on nothing more',
    async ({ provider, ask }) => {
      const controller = new AbortController();
      let count = 0;
      const request = ask({
        signal: controller.signal,
        messages: [user('A question of several words, for a long answer')],
      });
      const outcome = await settle(
        'the call',
        collect(provider, request, () => {
          count++;
          controller.abort('enough');
        }),
        1500,
      );
      check(!outcome.ok && outcome.error === 'enough', "the call must reject with the signal's reason");
      checkSame(count, 1, 'the number of batches');
    },
  ),
  offlineCase('no listener stays on the signal', async ({ provider, ask, run: call }) => {
    const { signal } = new AbortController();
    await call(ask({ signal }));
    for await (const _ of provider.stream(ask({ signal }))) break;
    checkSame(getEventListeners(signal, 'abort').length, 0, 'listeners left on the signal');
  }),
];

/** What can be asked of any provider without a host that plays along: for providers that answer by themselves. */
export const offlineCases: readonly ConformanceCase<OfflineSubject>[] = [
  offlineCase('the name keeps to its pattern', async ({ provider }) => {
    check(
      /^[a-z0-9][a-z0-9._-]*$/.test(provider.name),
      `"${provider.name}" should be lower case, without a slash`,
    );
  }),
  ...Object.entries(conversations).flatMap(([name, messages]) => [
    offlineCase(`an answer keeps the contract: ${name}`, async ({ ask, run: call }) => {
      for (const deltas of [true, false]) {
        await call(ask({ messages, deltas }));
        await call(ask({ messages, deltas, tools }));
      }
    }),
    offlineCase(`without deltas the answer is the same: ${name}`, async ({ ask, run: call }) => {
      const streamed = await call(ask({ messages, tools }));
      const whole = await call(ask({ messages, tools, deltas: false }));
      checkSame(
        [whole.text, whole.reasoning, whole.finish],
        [streamed.text, streamed.reasoning, streamed.finish],
        'the answer',
      );
      checkSame(
        whole.calls.map((call_) => [call_.name, call_.args]),
        streamed.calls.map((call_) => [call_.name, call_.args]),
        'the calls',
      );
    }),
  ]),
  offlineCase('every choice of tools keeps the contract', async ({ ask, run: call }) => {
    for (const toolChoice of ['auto', 'required', 'none', { tool: 'clock' }] as const) {
      const { calls } = await call(ask({ tools, toolChoice }));
      if (toolChoice === 'none') checkSame(calls, [], 'the calls, where none are allowed');
    }
  }),
  offlineCase('tools of any name keep the contract', async ({ ask, run: call }) => {
    const names = ['constructor', 'toString', '__proto__', 'then', 'A-b_9'];
    await call(ask({ tools: names.map((name) => ({ ...clockTool, name })), toolChoice: 'required' }));
  }),
  offlineCase('every setting keeps the contract', async ({ ask, run: call }) => {
    const settings = {
      temperature: 0,
      topP: 1,
      seed: 1,
      reasoning: 'low',
      parallelToolCalls: false,
    } as const;
    for (const [name, value] of Object.entries(settings))
      await call(ask({ tools, settings: { [name]: value } }));
    await call(ask({ settings: { maxTokens: 1 } }));
    await call(ask({ settings: { stop: ['', 'e'] } }));
  }),
  offlineCase('the same request twice gives the same answer', async ({ ask, run: call }) => {
    const request = ask({ messages: turn, tools });
    const first = await call(request);
    const second = await call(request);
    checkSame(
      [second.text, second.calls.map(({ args }) => args)],
      [first.text, first.calls.map(({ args }) => args)],
      'the second answer',
    );
  }),
  offlineCase('two calls at once stay apart', async ({ ask, run: call }) => {
    const requests = [
      ask({ messages: [user('first question')] }),
      ask({ messages: [user('second question')] }),
    ];
    const alone = [];
    for (const request of requests) alone.push((await call(request)).text);
    const together = await Promise.all(requests.map(async (request) => (await call(request)).text));
    checkSame(together, alone, 'the answers');
  }),
  offlineCase('an unknown model is refused with a ProviderError or answered', async ({ provider, ask }) => {
    for (const model of ['no-such-model-4711', '', '__proto__', 'constructor']) {
      const outcome = await settle('the call', collect(provider, ask({ model })));
      check(
        outcome.ok || isProviderError(outcome.error),
        `model "${model}" must not fail with anything but a ProviderError`,
      );
    }
  }),
  offlineCase('modelInfo knows nothing of unknown models and never fails', async ({ provider }) => {
    if (!provider.modelInfo) return { skipped: 'no modelInfo()' };
    for (const model of ['no-such-model-4711', '', 'constructor', '__proto__']) {
      checkSame(provider.modelInfo(model), undefined, `modelInfo(${JSON.stringify(model)})`);
    }
  }),
  ...aborts,
];
