import { describe, expect, it } from 'vitest';
import {
  ConfigError,
  type Message,
  type ModelInfo,
  type Provider,
  type Target,
  type ToolSpec,
} from '@pegboard/core';
import { checkCapabilities, withFallback } from '@pegboard/core/models';
import { scriptedProvider } from '@pegboard/testing';
import { ask } from './ask.test-util.ts';

const none = {
  tools: false,
  vision: false,
  audio: false,
  documents: false,
  structuredOutput: false,
  reasoning: false,
} as const;

function modelOf(info: Omit<ModelInfo, 'id'> | undefined, others: readonly ModelInfo[] = []): Target {
  const models = [...(info ? [{ id: 'm', ...info }] : []), ...others];
  const provider: Provider = {
    ...scriptedProvider([], { name: 'acme', models }),
    knownModels: () => models,
  };
  return { provider, model: 'm' };
}

const holding = (
  mediaType: string,
  role: 'user' | 'assistant' = 'user',
): { messages: readonly Message[] } => ({
  messages: [{ id: 'x', role, content: [{ type: 'media', mediaType, data: 'AAAA' }] }],
});
const tool = (name: string): ToolSpec => ({
  name,
  description: 'x',
  inputSchema: {},
});

describe('checkCapabilities', () => {
  it.each([
    [{ tools: [tool('a'), tool('b')] }, 'calls no tools', 'the tools a and b'],
    [{ tools: ['a', 'b', 'c', 'd'].map(tool) }, 'calls no tools', '4 tools'],
    [holding('image/png'), 'reads no images', 'image/png'],
    [holding('audio/wav'), 'hears no audio', 'audio/wav'],
    [holding('application/pdf'), 'reads no documents', 'application/pdf'],
    [{ output: { name: 'bill', schema: {} } }, 'takes no output schema', 'the schema "bill"'],
  ])('refuses %j', (change, what, evidence) => {
    expect(checkCapabilities(ask(change), modelOf({ capabilities: none }))).toEqual({
      what: `m ${what}`,
      evidence: `Asked for: ${evidence}; the table of acme says that it cannot`,
      fix: 'Use another model, or leave that out',
    });
    expect(checkCapabilities(ask(change), modelOf({ capabilities: {} }))).toBeUndefined();
    expect(checkCapabilities(ask(change), modelOf(undefined))).toBeUndefined();
  });

  it('says all that a model cannot, in the parts of an error', () => {
    const request = ask({ ...holding('image/png'), tools: [tool('a')], settings: { maxTokens: 500 } });
    const info = { capabilities: none, maxOutputTokens: 100, checkedOn: '2026-11-20' };
    const problem = checkCapabilities(request, modelOf(info));
    expect(problem && new ConfigError(problem).message).toBe(
      'm calls no tools, reads no images and writes at most 100 tokens. Asked for: the tool a, image/png, 500 tokens; the table of acme says that it cannot, as of 2026-11-20. Use another model, or leave that out.',
    );
  });

  it('names up to three models that surely can and that stay', () => {
    const can = (id: string, more: Partial<ModelInfo> = {}): ModelInfo => ({
      id,
      capabilities: { vision: true },
      ...more,
    });
    const others = [
      can('ends', { endsOn: '2027-01-01' }),
      can('toolless', { capabilities: { vision: true, tools: false } }),
      { id: 'unknown' },
      ...['a', 'b', 'c', 'd'].map((id) => can(id)),
    ];
    const request = ask({ ...holding('image/png'), tools: [tool('t')] });
    const blind = modelOf({ capabilities: { vision: false } }, others);
    expect(checkCapabilities(request, blind)?.fix).toBe('Use a, b or c of acme, or leave that out');
    expect(checkCapabilities(request, blind, [can('own')])?.fix).toBe('Use own of acme, or leave that out');
  });

  it('names models whose limit is known to suffice', () => {
    const others = [
      { id: 'silent' },
      { id: 'small', maxOutputTokens: 200 },
      { id: 'big', maxOutputTokens: 600 },
    ];
    const request = ask({ settings: { maxTokens: 500 } });
    expect(checkCapabilities(request, modelOf({ maxOutputTokens: 100 }, others))?.fix).toBe(
      'Use big of acme, or leave that out',
    );
  });

  it('takes needs in place of a request', () => {
    const target = modelOf({ capabilities: none, contextTokens: 100 });
    expect(checkCapabilities({ reasoning: true, contextTokens: 200 }, target)).toMatchObject({
      what: 'm does not reason and takes at most 100 tokens',
      evidence: 'Asked for: reasoning, 200 tokens; the table of acme says that it cannot',
    });
    expect(checkCapabilities({ vision: false, contextTokens: 100 }, target)).toBeUndefined();
  });

  it('refuses no conversation for its length, nor for what came back in it', () => {
    const target = modelOf({ capabilities: none, contextTokens: 1 });
    expect(checkCapabilities(ask(holding('image/png', 'assistant')), target)).toBeUndefined();
  });

  it('refuses no target that stands for several', () => {
    const blind = modelOf({ capabilities: none });
    expect(checkCapabilities(ask(holding('image/png')), withFallback([blind, blind]))).toBeUndefined();
  });
});
