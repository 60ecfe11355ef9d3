import { expect, it } from 'vitest';
import { host, run, streamOf, streams, transports } from './loopback.test-util.ts';

const [, make] = transports[0] ?? [];
const use = (name: string): object => ({
  type: 'tool_use',
  id: `toolu_${name}`,
  name,
  toolset_name: 'computer',
  input: {},
});
const piece = (partial_json: string): object => ({ type: 'input_json_delta', partial_json });

it('a streamed call of the set for a screen is a call of one tool, with the name as its action', async () => {
  const { baseURL } = await host(
    streams(
      streamOf(
        [
          [use('left_click'), piece(''), piece('{"coordi'), piece('nate": [3, 4], "text": null}')],
          [use('screenshot')],
          [use('type'), piece('{"text": "cut o')],
        ],
        'tool_use',
      ),
    ),
  );
  if (!make) throw new Error('There is no transport.');
  const { calls, finish } = await run(make(baseURL), { model: 'claude-sonnet-5-5' });
  expect(finish?.unified).toBe('tool-calls');
  expect(calls.map(({ callId, name, args }) => [callId, name, args])).toEqual([
    ['toolu_left_click', 'computer', { action: 'left_click', coordinate: [3, 4] }],
    ['toolu_screenshot', 'computer', { action: 'screenshot' }],
    // What is no JSON is for whoever reads arguments to refuse.
    ['toolu_type', 'computer', '{"text": "cut o'],
  ]);
  expect(calls[0]?.providerData).toEqual({
    'anthropic.messages': {
      block: { name: 'left_click', input: { coordinate: [3, 4], text: null }, toolset_name: 'computer' },
    },
  });
});
