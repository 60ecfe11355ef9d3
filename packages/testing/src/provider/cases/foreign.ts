import { isProviderError } from '@pegboard/core';
import { check, checkSame } from '../../conformance/check.ts';
import { settle } from '../../conformance/settle.ts';
import { clockTool, weatherTool } from '../model-request.ts';
import { providerCase } from '../provider-case.ts';
import { assistant, results, system, toolCall, toolResult, user } from '../transcripts.ts';
import { sent } from '../sent-request.ts';

const tools = [weatherTool, clockTool];

/** Core repairs conversations before they come here; direct callers may not. */
const odd = {
  'results without a call': [
    user('?'),
    assistant('No calls.'),
    results(toolResult('lost', 'clock', 'noon')),
    user('So?'),
  ],
  'results of an unknown call': [
    user('?'),
    assistant(toolCall('c1', 'clock')),
    results(toolResult('c1', 'clock', 'noon'), toolResult('lost', 'clock', 'x')),
  ],
  'calls without a result': [user('?'), assistant(toolCall('c1', 'clock')), user('So?')],
  'words of the model at the end': [user('?'), assistant('Well: ')],
  'words of the model at the start': [assistant('Hello!'), user('Hi')],
  'a user who says nothing': [user('')],
  'calls of which one has no result': [
    user('?'),
    assistant(toolCall('c1', 'clock'), toolCall('c2', 'clock')),
    results(toolResult('c2', 'clock', 'noon')),
    user('So?'),
  ],
};

const secret = 'OPAQUE-4711';
const foreign = { 'somebody.else': { signature: secret, list: [secret] } };

export const foreignCases = [
  providerCase(
    'a conversation of another provider is understood, its opaque state stays out',
    async (bench) => {
      const messages = [
        user('?'),
        {
          ...assistant(
            { type: 'reasoning', text: 'thought', providerData: foreign },
            { type: 'text', text: 'I search.', providerData: foreign },
            {
              type: 'tool-call',
              callId: 's1',
              name: 'web_search',
              input: { q: 'x' },
              executor: 'provider',
              providerData: foreign,
            },
            { ...toolResult('s1', 'web_search', 'found'), executor: 'provider', providerData: foreign },
            { type: 'source', url: 'https://example.com', title: 'T', providerData: foreign },
            { type: 'json', value: { a: 1 } },
            {
              type: 'tool-call',
              callId: 'toolu_01-A',
              name: 'clock',
              input: {},
              executor: 'client',
              providerData: foreign,
            },
          ),
          origin: { provider: 'somebody', model: 'else-1' },
        },
        results(toolResult('toolu_01-A', 'clock', 'noon')),
        user('So?'),
      ];
      const { text, facts } = await sent(bench, { messages, tools });
      check(!text.includes(secret), 'opaque state of another codec must stay out');
      const caller = facts.messages.find(({ calls }) => calls);
      checkSame(
        caller?.calls?.map(({ name }) => name),
        ['clock'],
        'only calls of the client are calls',
      );
      check(
        facts.messages.some((message) => message.text.includes('I search.')),
        'the text should arrive',
      );
    },
  ),
  providerCase('an answer that holds nothing the API knows makes no invalid request', async (bench) => {
    const empty = [
      assistant(),
      assistant(''),
      assistant({ type: 'reasoning', text: 'hm', providerData: foreign }),
      assistant({ type: 'source', url: 'https://example.com' }),
    ];
    for (const answer of empty) {
      const origin = { provider: 'somebody', model: 'else-1' };
      await sent(bench, { messages: [user('One?'), { ...answer, origin }, user('Two?')] });
    }
  }),
  providerCase('empty and blank texts make no invalid request', async (bench) => {
    for (const text of ['', ' ', '\n\t']) {
      await sent(bench, {
        messages: [
          system(text),
          user(text, 'Hello', text),
          assistant(text, toolCall('c1', 'clock'), text),
          results(toolResult('c1', 'clock', text)),
          assistant(text),
          user('So?'),
        ],
        tools,
      });
      await sent(bench, {
        messages: [
          user('?'),
          assistant(toolCall('c1', 'clock')),
          results(toolResult('c1', 'clock', text, 'failed')),
        ],
        tools,
      });
    }
  }),
  ...Object.entries(odd).map(([name, messages]) =>
    providerCase(`${name} are put right or refused clearly`, async (bench) => {
      bench.answer({ blocks: [] });
      const outcome = await settle('the call', bench.run(bench.ask({ messages, tools })));
      if (outcome.ok) return;
      bench.forgive();
      const { error } = outcome;
      check(
        isProviderError(error) && error.code === 'invalid-request',
        `it should be an invalid request: ${String(error)}`,
      );
    }),
  ),
];
