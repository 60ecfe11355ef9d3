import { expect, test } from 'vitest';
import type { ToolSpec } from '@pegboard/core/provider';
import { rankTools, worthCalling } from './rank-tools.ts';

function tool(name: string, description: string, parameters: readonly string[] = []): ToolSpec {
  const properties = Object.fromEntries(parameters.map((parameter) => [parameter, { type: 'string' }]));
  return { name, description, inputSchema: { type: 'object', properties } };
}

const tools = [
  tool('get_weather', 'Current weather of a city', ['city']),
  tool('search_docs', 'Searches the documentation', ['query']),
  tool('sendEmail', 'Sends a message to somebody', ['to', 'body']),
];

test.each([
  ['What is the weather in Oslo?', 'get_weather'],
  ['will it be sunny in the city?', 'get_weather'],
  ['look up streaming in the docs', 'search_docs'],
  ['mail Anna', 'sendEmail'],
])('%s: %s', (text, name) => {
  const [best, second] = rankTools(tools, text);
  expect(best?.tool.name).toBe(name);
  expect(best?.own).toBeGreaterThanOrEqual(worthCalling);
  expect(second?.own).toBeLessThan(worthCalling);
});

test.each(['hello', 'What is love?', '', 'the of and'])('no tool is worth calling for %j', (text) => {
  expect(rankTools(tools, text).filter(({ own }) => own >= worthCalling)).toEqual([]);
});

test('a word that every tool has tells nothing', () => {
  const many = [tool('find_user', 'a user', ['id']), tool('find_order', 'an order', ['id'])];
  expect(rankTools(many, 'the order with this id')[0]?.tool.name).toBe('find_order');
});
