import { describe, expect, it } from 'vitest';
import { Agent, generate, image, type MediaResolver } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';

describe('`resolveMedia`', () => {
  const input = [image('https://elsewhere.example/a.png')];
  const resolveMedia: MediaResolver = async () => ({ mediaType: 'image/png', data: 'AAAA' });

  it('reaches the provider with every request of a run and of `generate`', async () => {
    const provider = scriptedProvider(['One.', 'Two.', 'Three.']);
    const agent = new Agent({ provider, model: 'm', resolveMedia });
    await agent.run(input);
    const other: MediaResolver = async () => ({ mediaType: 'image/png', data: 'BBBB' });
    await agent.run(input, { resolveMedia: other });
    await generate({ provider, model: 'm', messages: input, resolveMedia });
    expect(provider.requests.map((request) => request.resolveMedia)).toEqual([
      resolveMedia,
      other,
      resolveMedia,
    ]);
  });

  it('is absent where nobody gave one', async () => {
    const provider = scriptedProvider(['One.']);
    await new Agent({ provider, model: 'm' }).run(input);
    expect(provider.requests[0]).not.toHaveProperty('resolveMedia');
  });
});
