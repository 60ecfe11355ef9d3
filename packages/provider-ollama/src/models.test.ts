import { describe, expect, it } from 'vitest';
import { ollama } from './index.ts';

const info = (model: string): unknown => ollama().modelInfo?.(model);

describe('what is known of models', () => {
  it.each([
    ['qwen3', { tools: true }],
    ['qwen3:0.6b', { tools: true, structuredOutput: true }],
    ['llama3.2-vision:11b', { tools: false, vision: true }],
    ['gpt-oss:120b', { tools: true, reasoning: true }],
    ['gpt-oss:120b-cloud', { structuredOutput: false }],
    ['gemma4:cloud', { structuredOutput: false }],
  ])('%s', (model, capabilities) => {
    expect(info(model)).toMatchObject({ id: model, capabilities });
  });

  it.each(['test-model', 'someone/qwen3', 'qwen3-next', 'hf.co/org/llama3.1', 'toString', ''])(
    'is nothing for %j',
    (model) => expect(info(model)).toBeUndefined(),
  );

  it('does not guess the output schema of gpt-oss, nor who thinks among models of one name', () => {
    expect(info('gpt-oss:20b')).not.toHaveProperty('capabilities.structuredOutput');
    expect(info('qwen3:30b')).not.toHaveProperty('capabilities.reasoning');
  });

  it('refuses no image for what was never checked', () => {
    for (const model of ['qwen3', 'llama3.1:8b', 'gpt-oss:20b', 'deepseek-r1'])
      expect(info(model)).not.toHaveProperty('capabilities.vision');
  });

  it("is what the user says, over the table's", () => {
    const provider = ollama({ models: { 'gemma3:4b': { capabilities: { tools: true } } } });
    expect(provider.modelInfo?.('gemma3:4b')?.capabilities).toMatchObject({
      tools: true,
      structuredOutput: true,
    });
    expect(provider.knownModels?.().map(({ id }) => id)).toEqual(['gemma3:4b']);
  });

  it('is the context that was asked for', () => {
    const provider = ollama({ numCtx: 8192, models: { small: { contextTokens: 2048 } } });
    expect(provider.modelInfo?.('qwen3')).toMatchObject({
      contextTokens: 8192,
      capabilities: { tools: true },
    });
    expect(provider.modelInfo?.('small')?.contextTokens).toBe(2048);
    expect(provider.modelInfo?.('unknown')).toEqual({ id: 'unknown', contextTokens: 8192 });
  });
});
