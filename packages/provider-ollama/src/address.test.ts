import { isPegboardError } from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { readAddress } from './address.ts';

describe('an address, in the forms that Ollama takes in OLLAMA_HOST', () => {
  it.each([
    ['', 'http://127.0.0.1:11434'],
    ['localhost', 'http://localhost:11434'],
    ['example.test:1234', 'http://example.test:1234'],
    [':5000', 'http://127.0.0.1:5000'],
    ['192.168.1.7', 'http://192.168.1.7:11434'],
    ['0.0.0.0', 'http://127.0.0.1:11434'],
    ['0.0.0.0:80', 'http://127.0.0.1'],
    ['::1', 'http://[::1]:11434'],
    ['[::1]', 'http://[::1]:11434'],
    ['[::1]:1', 'http://[::1]:1'],
    ['[::]:1', 'http://[::1]:1'],
    ['http://localhost', 'http://localhost'],
    ['http://localhost:11434/', 'http://localhost:11434'],
    ['HTTPS://Example.test', 'https://example.test'],
    ['https://example.test/ollama//', 'https://example.test/ollama'],
    ['http://127.0.0.1:11434/api', 'http://127.0.0.1:11434'],
    ['example.test/path', 'http://example.test:11434/path'],
    ['ollama.com', 'https://ollama.com'],
    [' "localhost:1" ', 'http://localhost:1'],
    ['localhost:99999', 'http://localhost:11434'],
    ['localhost:port', 'http://localhost:11434'],
  ])('%j is %s', (text, url) => {
    expect(readAddress(text).url).toBe(url);
  });

  it.each(['ftp://example.test', 'http://a b', 'http://exa%mple'])('refuses %j', (text) => {
    expect(() => readAddress(text)).toThrow(expect.objectContaining({ code: 'config' }));
  });

  it('takes name and password out of the address, and does not show them where it refuses', () => {
    const { url, authorization } = readAddress('http://me:p%40ss@localhost:1');
    expect([url, authorization]).toEqual(['http://localhost:1', `Basic ${btoa('me:p@ss')}`]);
    try {
      readAddress('ftp://me:secret@localhost');
    } catch (error) {
      expect(isPegboardError(error)).toBe(true);
      expect(String(error)).not.toContain('secret');
    }
  });

  it('takes any password, and refuses one that is badly encoded', () => {
    const { authorization } = readAddress('http://me:p\u00e4\u20ac@localhost');
    const bytes = Uint8Array.from(atob((authorization ?? '').slice(6)), (char) => char.charCodeAt(0));
    expect(new TextDecoder().decode(bytes)).toBe('me:p\u00e4\u20ac');
    expect(() => readAddress('http://me:%@localhost')).toThrow(expect.objectContaining({ code: 'config' }));
  });

  it.each([
    ['https://ollama.com', true],
    ['ollama.com', true],
    ['http://ollama.com', false],
    ['https://ollama.com.example.test', false],
    ['https://example.test/ollama.com', false],
    ['', false],
  ])('%j is the hosted service: %s', (text, isHosted) => {
    expect(readAddress(text).isHosted).toBe(isHosted);
  });
});
