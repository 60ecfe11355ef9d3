import { describe, expect, it } from 'vitest';
import { checkUrl, type UrlRules } from '@pegboard/guard';

const isOpen = (url: string, rules: UrlRules): boolean => {
  try {
    return checkUrl(url, rules) instanceof URL;
  } catch (error) {
    expect(error).toMatchObject({ name: 'PegboardError', code: 'permission' });
    return false;
  }
};

describe('allow', () => {
  it.each<[string, string, boolean]>([
    ['127.0.0.1', 'http://127.0.0.1:81/', true],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080/', true],
    ['127.0.0.1:8080', 'http://127.0.0.1:8081/', false],
    ['127.0.0.1:80', 'http://127.0.0.1/', true],
    ['127.0.0.1:443', 'https://127.0.0.1/', true],
    ['127.0.0.1', 'http://2130706433/', true],
    ['0x7f.1', 'http://127.0.0.1/', true],
    ['127.0.0.1', 'http://[::ffff:127.0.0.1]/', true],
    ['127.0.0.1', 'http://[64:ff9b::127.0.0.1]/', false],
    ['127.0.0.1', 'http://127.0.0.2/', false],
    ['127.0.0.1', 'http://[::1]/', false],
    ['[::1]:3000', 'http://[::1]:3000/', true],
    ['::1', 'http://[::1]:3000/', true],
    ['10.0.0.0/8', 'http://10.255.0.1/', true],
    ['10.0.0.0/8:8080', 'http://10.1.1.1:8080/', true],
    ['10.0.0.0/8:8080', 'http://10.1.1.1/', false],
    ['10.0.0.0/8', 'http://11.0.0.1:25/', false],
    ['fd00::/8', 'http://[fd12::1]/', true],
    ['[fd00::]/8', 'http://[fd12::1]/', true],
    ['fd00::/8', 'http://[fe80::1]/', false],
    ['localhost', 'http://localhost:3000/', true],
    ['LOCALHOST.', 'http://localhost:3000/', true],
    ['localhost', 'http://127.0.0.1:3000/', false],
    ['127.0.0.1', 'http://localhost/', true],
    ['*.localhost', 'http://a.localhost/', true],
    ['*.localhost', 'http://localhost/', false],
    ['10.0.0.1:25', 'http://10.0.0.1:25/', true],
    ['mail.example:25', 'http://mail.example:25/', true],
    ['mail.example', 'http://mail.example:25/', false],
    ['0.0.0.0/0', 'http://10.0.0.1/', true],
    ['0.0.0.0/0', 'http://169.254.169.254/', false],
    ['169.254.0.0/16', 'http://169.254.169.254/', false],
    ['169.254.169.254', 'http://169.254.169.254/', true],
  ])('%s and %s: %s', (entry, url, open) => expect(isOpen(url, { allow: [entry] })).toBe(open));
});

describe('deny', () => {
  it.each<[string, string, boolean]>([
    ['example.com', 'https://example.com/', false],
    ['example.com', 'https://EXAMPLE.COM./', false],
    ['example.com:443', 'https://example.com/', false],
    ['example.com:443', 'http://example.com/', true],
    ['example.com', 'https://www.example.com/', true],
    ['*.example.com', 'https://www.example.com/', false],
    ['*.example.com', 'https://a.b.example.com/', false],
    ['*.example.com', 'https://badexample.com/', true],
    ['bücher.example', 'https://xn--bcher-kva.example/', false],
    ['8.8.0.0/16', 'https://8.8.8.8/', false],
    ['8.8.0.0/16', 'https://[64:ff9b::8.8.8.8]/', false],
    ['8.8.0.0/16', 'https://[::ffff:8.8.8.8]/', false],
    ['8.8.0.0/16', 'https://8.9.8.8/', true],
  ])('%s and %s: %s', (entry, url, open) => expect(isOpen(url, { deny: [entry] })).toBe(open));

  it('wins over allow', () => {
    const rules = { allow: ['10.0.0.0/8', 'localhost'], deny: ['10.1.0.0/16', 'localhost'] };
    expect(isOpen('http://10.2.0.1/', rules)).toBe(true);
    expect(isOpen('http://10.1.0.1/', rules)).toBe(false);
    expect(isOpen('http://localhost/', rules)).toBe(false);
  });
});

describe('only', () => {
  it.each<[string, boolean]>([
    ['https://api.example.com/', true],
    ['https://api.example.com:8443/', true],
    ['https://example.com/', false],
    ['https://8.8.8.8/', false],
  ])('of names, %s: %s', (url, open) => expect(isOpen(url, { only: ['*.example.com'] })).toBe(open));

  it.each<[string, boolean]>([
    ['https://8.8.8.8/', true],
    ['https://8.8.4.4/', false],
    ['http://10.0.0.1/', false],
  ])('of addresses, %s: %s', (url, open) =>
    expect(isOpen(url, { only: ['8.8.8.8', '10.0.0.0/8'] })).toBe(open),
  );

  it('leaves names for the lookup when addresses are on the list', () => {
    expect(isOpen('https://example.com/', { only: ['8.8.8.0/24'] })).toBe(true);
  });

  it('an empty list closes everything', () => {
    expect(isOpen('https://example.com/', { only: [] })).toBe(false);
    expect(isOpen('https://8.8.8.8/', { only: [] })).toBe(false);
  });
});

describe('ports', () => {
  it.each<[string, boolean]>([
    ['https://example.com/', true],
    ['http://example.com/', false],
    ['http://example.com:6667/', true],
    ['http://example.com:8080/', false],
    ['http://dev.example:8080/', true],
  ])('%s: %s', (url, open) =>
    expect(isOpen(url, { ports: [443, 6667], allow: ['dev.example:8080'] })).toBe(open),
  );
});

describe('rules that cannot be read are ConfigErrors', () => {
  it.each<[UrlRules]>([
    [{ allow: ['http://example.com'] }],
    [{ allow: ['example.com/path'] }],
    [{ allow: ['user@example.com'] }],
    [{ allow: ['*'] }],
    [{ allow: ['*.'] }],
    [{ allow: ['a.*.com'] }],
    [{ allow: [''] }],
    [{ allow: ['10.0.0.0/33'] }],
    [{ allow: ['10.1.2.3/8'] }],
    [{ allow: ['fd00::1/8'] }],
    [{ allow: ['example.com:0'] }],
    [{ allow: ['example.com:99999'] }],
    [{ allow: ['example.com:http'] }],
    [{ allow: ['10.0.0.1-10.0.0.9'] }],
    [{ deny: ['exa mple'] }],
    [{ only: [7 as unknown as string] }],
    [{ only: 'example.com' as unknown as string[] }],
    [{ ports: [0] }],
    [{ ports: [1.5] }],
    [{ ports: ['80' as unknown as number] }],
  ])('%j', (rules) =>
    expect(() => checkUrl('https://example.com', rules)).toThrow(
      expect.objectContaining({ name: 'ConfigError' }),
    ),
  );
});
