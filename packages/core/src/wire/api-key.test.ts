import { afterEach, describe, expect, it, vi } from 'vitest';
import { resolveApiKey } from '@pegboard/core/provider';

const variable = 'PEGBOARD_TEST_KEY';

const askForever = (): Promise<string> => new Promise(() => {});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe('the key', () => {
  it('comes from the option, a function or the environment, without blanks around it', async () => {
    vi.stubEnv(variable, ' from-env\n');
    expect(await resolveApiKey({ variable })).toBe('from-env');
    expect(await resolveApiKey({ variable, apiKey: 'given' })).toBe('given');
    expect(await resolveApiKey({ variable, apiKey: async () => 'asked' })).toBe('asked');
  });

  it.each([undefined, '', '  ', () => ''])(
    'that is missing (%s) is an error that names the variable',
    async (apiKey) => {
      await expect(resolveApiKey({ variable, apiKey })).rejects.toMatchObject({
        code: 'missing-key',
        message: expect.stringContaining(variable) as string,
      });
    },
  );

  it.each(['sk-é', 'a b', 'a\r\nx-evil: 1'])(
    'that no header can carry is refused and not shown',
    async (apiKey) => {
      const error = (await resolveApiKey({ variable, apiKey }).catch((caught: unknown) => caught)) as Error;
      expect(error).toMatchObject({ name: 'ConfigError', code: 'config' });
      expect(error.message).not.toContain(apiKey);
    },
  );

  it('is not waited for after an abort', async () => {
    const answer = resolveApiKey({ variable, apiKey: askForever, signal: AbortSignal.timeout(1) });
    await expect(answer).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('is refused in a browser unless allowed', async () => {
    vi.stubGlobal('window', { document: {} });
    await expect(resolveApiKey({ variable, apiKey: 'k' })).rejects.toThrow(/allowBrowser/);
    expect(await resolveApiKey({ variable, apiKey: 'k', allowBrowser: true })).toBe('k');
  });

  it('is missing, not a crash, where there is no environment', async () => {
    vi.stubGlobal('process', undefined);
    const answer = resolveApiKey({ variable }).catch((caught: unknown) => caught);
    vi.unstubAllGlobals();
    expect(await answer).toMatchObject({ code: 'missing-key' });
  });
});
