import { check, checkSame } from '../../conformance/check.ts';
import { clockTool, weatherTool } from '../model-request.ts';
import { providerCase } from '../provider-case.ts';
import { sent } from '../sent-request.ts';
import { assistant, results, system, toolCall, toolResult, user } from '../transcripts.ts';
import type { WireMessage } from '../wire-format.ts';

const tools = [weatherTool, clockTool];

/** What each call was answered with, in the order of the calls. */
function answersOf(messages: readonly WireMessage[]): readonly (readonly [string, string | undefined])[] {
  return messages.flatMap(({ calls = [] }, at) =>
    calls.map(({ callId, name }) => {
      const answer = messages
        .slice(at + 1)
        .find((message) => message.role === 'tool' && message.callId === callId);
      return [name, answer?.text] as const;
    }),
  );
}

const oneTurn = [
  user('Weather?'),
  assistant(toolCall('c1', 'get_weather', { city: 'Rome' }), toolCall('c2', 'clock')),
];

/** Conversations with calls, beyond one turn of them. */
export const toolTurnCases = [
  providerCase('several tool turns in a row arrive in order', async (bench) => {
    const messages = [
      user('Weather?'),
      assistant(toolCall('c1', 'clock')),
      results(toolResult('c1', 'clock', 'noon')),
      assistant('It is noon.', toolCall('c2', 'get_weather', { city: 'Rome' })),
      results(toolResult('c2', 'get_weather', 'sunny')),
      assistant(toolCall('c3', 'clock')),
      results(toolResult('c3', 'clock', 'one')),
    ];
    const { facts } = await sent(bench, { messages, tools });
    checkSame(
      answersOf(facts.messages),
      [
        ['clock', 'noon'],
        ['get_weather', 'sunny'],
        ['clock', 'one'],
      ],
      'the calls and their results',
    );
  }),
  providerCase('results in another order than the calls find their calls', async (bench) => {
    const messages = [
      ...oneTurn,
      results(toolResult('c2', 'clock', 'noon'), toolResult('c1', 'get_weather', 'sunny')),
    ];
    const { facts } = await sent(bench, { messages, tools });
    checkSame(
      answersOf(facts.messages),
      [
        ['get_weather', 'sunny'],
        ['clock', 'noon'],
      ],
      'the calls and their results',
    );
  }),
  providerCase('ids of the longest form are taken', async (bench) => {
    const ids = ['a', 'b'].map((start) => `${start}${'_-Z9'.repeat(10)}`.slice(0, 40));
    const messages = [
      user('?'),
      assistant(...ids.map((id) => toolCall(id, 'clock'))),
      results(...ids.map((id, at) => toolResult(id, 'clock', `${at}`))),
    ];
    const { facts } = await sent(bench, { messages, tools });
    checkSame(
      answersOf(facts.messages),
      [
        ['clock', '0'],
        ['clock', '1'],
      ],
      'the calls and their results',
    );
    for (const { callId = '' } of facts.messages)
      check(callId.length <= bench.wire.maxIdLength, `the id ${callId} is longer than the API takes`);
  }),
  providerCase('many calls of one turn all find their results', async (bench) => {
    const numbers = Array.from({ length: 40 }, (_, at) => at);
    const messages = [
      user('?'),
      assistant(...numbers.map((at) => toolCall(`c${at}`, 'clock', { at }))),
      results(...numbers.map((at) => toolResult(`c${at}`, 'clock', `${at}`))),
    ];
    const { facts } = await sent(bench, { messages, tools });
    checkSame(
      answersOf(facts.messages).map(([, text]) => text),
      numbers.map(String),
      'the results',
    );
  }),
  providerCase('a conversation goes on after calls and their results', async (bench) => {
    const messages = [
      system('Be brief'),
      ...oneTurn,
      results(toolResult('c1', 'get_weather', 'sunny'), toolResult('c2', 'clock', 'noon')),
      user('And tomorrow?'),
      assistant(toolCall('c3', 'get_weather', { city: 'Rome' })),
      results(toolResult('c3', 'get_weather', 'rain')),
      assistant('Rain.'),
      user('Thanks'),
    ];
    const { facts } = await sent(bench, { messages, tools });
    checkSame(
      answersOf(facts.messages).map(([, text]) => text),
      ['sunny', 'noon', 'rain'],
      'the results',
    );
    const said = facts.messages.filter(({ role }) => role === 'user').map(({ text }) => text);
    checkSame(said, ['Weather?', 'And tomorrow?', 'Thanks'], 'what the user said');
  }),
  providerCase('the same conversation makes the same bytes', async (bench) => {
    const messages = [
      ...oneTurn,
      results(toolResult('c1', 'get_weather', 'sunny'), toolResult('c2', 'clock', 'noon')),
      assistant('Sunny.'),
      user('Thanks'),
    ];
    const first = await sent(bench, { messages, tools });
    const second = await sent(bench, structuredClone({ messages, tools }));
    check(second.text === first.text, 'the second request should be the same to the byte');
  }),
];
