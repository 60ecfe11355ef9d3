import { defineTool, type Provider } from '@pegboard/core';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { lintTools } from './lint-tools.ts';

const plain: Provider = { name: 'plain', stream: async function* () {} };
const strict: Provider = {
  ...plain,
  name: 'strict',
  dialect: { name: 'strict', keywords: ['type', 'properties', 'required', 'description'], noUntyped: true },
};

const tool = (name: string, description: string, input: object = z.object({})) =>
  defineTool({ name, description, input, execute: () => 'done' });

const texts = (
  tools: Parameters<typeof lintTools>[0],
  providers: readonly Provider[] = [],
): readonly string[] =>
  lintTools(tools, providers).findings.map(
    ({ severity, tool: name, what }) => `${severity} ${name}: ${what}`,
  );

it('finds nothing in tools that are well described and unlike', () => {
  const tools = [
    tool('read_file', 'Reads a text file of the workspace', z.object({ path: z.string() })),
    tool('send_mail', 'Sends a mail to one address', z.object({ email: z.string(), message: z.string() })),
  ];
  expect(texts(tools, [plain])).toEqual([]);
});

it.each([
  ['get_user', 'get_users'],
  ['search_docs', 'docs_search'],
  ['fetchPage', 'fetch_page'],
  ['delete_item', 'delete_itme'],
])('%s and %s are nearly the same name', (first, second) => {
  const findings = texts([
    tool(first, 'Reads one from the shelf'),
    tool(second, 'Writes all that came in today'),
  ]);
  expect(findings).toEqual([
    expect.stringContaining(`warning ${first}: Its name is nearly that of ${second}`),
  ]);
});

it.each([
  ['read_file', 'write_file'],
  ['add', 'sub'],
  ['list', 'last'],
  ['get_weather', 'get_whether_open'],
])('%s and %s are told apart', (first, second) => {
  expect(
    texts([tool(first, 'Reads one from the shelf'), tool(second, 'Writes all that came in today')]),
  ).toEqual([]);
});

it('finds tools that say the same of themselves', () => {
  const tools = [
    tool('find_page', 'Searches the web for pages'),
    tool('look_up', 'Search the web for a page'),
  ];
  expect(texts(tools)).toEqual([expect.stringContaining('says nearly the same of itself as look_up')]);
});

it('finds descriptions that say nothing, and parameters without any', () => {
  const findings = texts([
    tool('fly', 'Flies', z.object({ factor: z.number(), city: z.string(), fast: z.boolean() })),
  ]);
  expect(findings).toEqual([
    'warning fly: "Flies" is all that a model knows of it',
    'hint fly: No description: factor',
  ]);
});

it('tells what a provider refuses, what it loses, and limits that only the model is not told of', () => {
  const losing = tool('losing', 'Has a limit that is lost', z.object({ name: z.string().max(5) }));
  const map = { type: 'object', additionalProperties: { type: 'string' }, description: 'Any' };
  const loose = tool('loose', 'Takes a map of texts', { type: 'object', properties: { map } });
  const impossible = tool('impossible', 'Has a value of any type', {
    type: 'object',
    properties: { anything: {} },
    required: ['anything'],
  });
  const { findings } = lintTools([losing, loose, impossible], [plain, strict]);
  const about = findings.filter(({ providers }) => providers);
  expect(about).toMatchObject([
    { severity: 'error', tool: 'impossible', providers: ['strict'] },
    { severity: 'warning', tool: 'loose', providers: ['strict'], place: '#/properties/map' },
    { severity: 'hint', tool: 'losing', providers: ['strict'], what: expect.stringContaining('maxLength') },
  ]);
});

it('counts what a tool costs, and what of it says nothing new', () => {
  const wordy = tool('wordy', 'Has titles that repeat names', {
    type: 'object',
    title: 'wordy',
    properties: {
      city_name: { type: 'string', title: 'City Name' },
      count: { type: 'integer', minimum: -9007199254740991, description: 'Of what is  wanted' },
    },
    required: [],
  });
  const { findings, costs } = lintTools([wordy], []);
  expect(costs.get('wordy')?.savable).toBeGreaterThan(10);
  expect(findings).toMatchObject([
    {
      severity: 'hint',
      what: expect.stringMatching(/titles that repeat the name.*bounds.*blanks.*empty lists/),
    },
  ]);
});
