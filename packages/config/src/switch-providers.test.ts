import { describe, expect, it } from 'vitest';
import { loadPegboard } from '@pegboard/config';
import {
  anthropicMessagesWire,
  googleGenerateContentWire,
  ollamaChatWire,
  openaiChatWire,
  openaiResponsesWire,
  type WireAnswer,
  type WireFormat,
} from '@pegboard/testing';
import { project } from './project.test-util.ts';
import { type StrictHost, strictHost } from './strict-host.test-util.ts';

const clock = `
import { defineTool } from '@pegboard/core';
import { definePlugin } from '@pegboard/core/plugin';
const clock = defineTool({ name: 'clock', description: 'Tells the time in a city.', input: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }, execute: ({ city }) => 'noon in ' + city });
export default definePlugin({ name: 'clock', api: 1, namespace: '', setup: () => ({ tools: [clock] }) });
`;

const answers: readonly WireAnswer[] = [
  { id: 'm1', blocks: [{ type: 'call', id: 'c1', name: 'clock', pieces: ['{"city":"Lima"}'] }] },
  { id: 'm2', blocks: [{ type: 'text', pieces: ['It is ', 'noon.'] }] },
];

interface Row {
  readonly model: string;
  readonly wire: WireFormat;
  readonly path?: string;
  readonly extra?: string;
}

const rows: readonly Row[] = [
  { model: 'openai/gpt-6-astra', wire: openaiResponsesWire, path: '/v1', extra: 'api: responses' },
  { model: 'openai/gpt-4.1', wire: openaiChatWire, path: '/v1' },
  { model: 'anthropic/claude-sonnet-5-5', wire: anthropicMessagesWire },
  { model: 'google/gemini-3.5-flash', wire: googleGenerateContentWire, path: '/v1beta' },
  { model: 'ollama/qwen3', wire: ollamaChatWire },
];

/** One file for all: only the line with the model differs, and even that not when the environment names it. */
function yaml(
  model: string,
  { origin }: Pick<StrictHost, 'origin'>,
  { path = '', extra }: Partial<Row>,
  transport: string,
): string {
  const provider = (name: string, more: readonly string[]): string =>
    `  - { use: "@pegboard/provider-${name}", config: { ${more.join(', ')} } }`;
  const shared = [`baseURL: "${origin}${path}"`, 'apiKey: "${env:TEST_KEY}"', `transport: ${transport}`];
  return [
    `model: ${model}`,
    'plugins:',
    provider('openai', [...shared, ...(extra === undefined ? [] : [extra])]),
    ...['anthropic', 'google', 'ollama'].map((name) => provider(name, shared)),
    '  - ./clock.mjs',
    'agents: { watch: { instructions: Tell the time., tools: [clock], limits: { turns: 4 } } }',
  ].join('\n');
}

const packages = [
  'core',
  'provider-openai',
  'provider-anthropic',
  'provider-google',
  'provider-ollama',
  'provider-local',
];

describe.each(['http', 'sdk'])('the same agent over %s', (transport) => {
  it.each(rows)('runs on $model by one line of YAML', { timeout: 30_000 }, async (row) => {
    const host = await strictHost(row.wire, answers);
    const cwd = project(
      { 'pegboard.config.yaml': yaml(row.model, host, row, transport), 'clock.mjs': clock },
      packages,
    );
    await expectNoon(cwd, { TEST_KEY: 'sk-test-1' }, host, row);
  });

  it.each(rows)('runs on $model by PEGBOARD_MODEL', { timeout: 30_000 }, async (row) => {
    const host = await strictHost(row.wire, answers);
    const cwd = project(
      { 'pegboard.config.yaml': yaml('local/rules', host, row, transport), 'clock.mjs': clock },
      packages,
    );
    await expectNoon(cwd, { TEST_KEY: 'sk-test-1', PEGBOARD_MODEL: row.model }, host, row);
  });
});

async function expectNoon(
  cwd: string,
  env: Record<string, string>,
  host: StrictHost,
  { wire }: Row,
): Promise<void> {
  await using pegboard = await loadPegboard({ cwd, env });
  expect(pegboard.diagnostics).toEqual([]);
  const result = await pegboard.agent('watch').run('What is the time in Lima?');
  expect(result).toMatchObject({ status: 'done', text: 'It is noon.' });
  expect(result.calls.last('clock')?.result).toBe('noon in Lima');
  expect(host.seen).toHaveLength(2);
  if (wire.keyOf) expect(host.keys).toEqual(['sk-test-1', 'sk-test-1']);
}

it('the fifth provider needs no network: local/rules really calls the tool', async () => {
  const host = { origin: 'http://127.0.0.1:9' };
  const cwd = project(
    { 'pegboard.config.yaml': yaml('local/rules', host, {}, 'http'), 'clock.mjs': clock },
    packages,
  );
  await using pegboard = await loadPegboard({ cwd, env: { TEST_KEY: 'x' } });
  const result = await pegboard.agent().run('What does the clock say in the city Lima?');
  expect(result.calls.last('clock')?.result).toBe('noon in Lima');
});

it.each([
  ['openai', openaiResponsesWire, { OPENAI_API_KEY: 'sk-env-1' }],
  ['anthropic', anthropicMessagesWire, { ANTHROPIC_API_KEY: 'sk-env-1' }],
  ['google', googleGenerateContentWire, { GEMINI_API_KEY: 'sk-env-1' }],
  ['google', googleGenerateContentWire, { GOOGLE_API_KEY: 'sk-env-1' }],
] as const)('%s takes its key from the environment that is given', async (name, wire, env) => {
  const host = await strictHost(wire, [{ id: 'm1', blocks: [{ type: 'text', pieces: ['Yes.'] }] }]);
  const [row] = rows.filter(({ wire: own }) => own === wire);
  const baseURL = `${host.origin}${row?.path ?? ''}`;
  const config = `config: { baseURL: "${baseURL}"${name === 'openai' ? ', api: responses' : ''} }`;
  const text = `model: ${row?.model}\nplugins: [{ use: "@pegboard/provider-${name}", ${config} }]`;
  const cwd = project({ 'pegboard.config.yaml': text }, packages);
  await using pegboard = await loadPegboard({ cwd, env });
  expect((await pegboard.agent().run('Hello?')).text).toBe('Yes.');
  expect(host.keys).toEqual(['sk-env-1']);
  await using without = await loadPegboard({ cwd, env: {} });
  await expect(without.agent().run('Hello?')).rejects.toThrow(/There is no API key.*_API_KEY/);
});
