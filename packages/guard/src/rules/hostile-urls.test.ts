import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPegboardError } from '@pegboard/core';
import { checkUrl, guardedFetch } from '@pegboard/guard';

/** URLs that lead, or may lead, where nobody was meant to go, whoever reads them. */
const hostile = [
  'http://127.0.0.1/',
  'http://127.0.0.1:8080/admin',
  'http://127.1/',
  'http://127.0.1/',
  'http://0/',
  'http://0.0.0.0/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.0x0.0x0.0x1/',
  'http://0177.0.0.1/',
  'http://0177.0.0.01/',
  'http://017700000001/',
  'http://127.0.0.1./',
  'http://0X7F.1/',
  'http://①②⑦.⓪.⓪.①/',
  'http://127。0。0。1/',
  'http://127.0.0.1/',
  'http://%31%32%37.0.0.1/',
  'http:\\\\127.0.0.1\\x',
  'http:127.0.0.1',
  'http:///127.0.0.1',
  'http://127.0.\t0.1/',
  ' http://127.0.0.1/ ',
  'HTTP://LOCALHOST/',
  'http://localhost/',
  'http://localhost./',
  'http://localhost../',
  'http://LocalHost:3000/',
  'http://a.localhost/',
  'http://ⓛocalhost/',
  'http://loc\u00adalhost/',
  'http://l%6fcalhost/',
  'https://localhost/',
  'http://[::1]/',
  'http://[::]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::127.0.0.1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::FFFF:A00:1]/',
  'http://[0:0:0:0:0:ffff:10.0.0.1]/',
  'http://[::ffff:0:127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[64:ff9b:1::10.0.0.1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:7f00:1::]/',
  'http://[fe80::1]/',
  'http://[fe80::1%25eth0]/',
  'http://[fd00:ec2::254]/latest/meta-data/',
  'http://[fc00::1]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  'http://[2a00:1450::5efe:10.0.0.1]/',
  'http://169.254.169.254/latest/meta-data/',
  'http://0xa9fea9fe/',
  'http://2852039166/',
  'http://0251.0376.0251.0376/',
  'http://169.254.43518/',
  'http://100.100.100.200/',
  'http://168.63.129.16/',
  'http://10.0.0.1/',
  'http://10.1/',
  'http://172.16.0.1/',
  'http://192.168.1.1/',
  'http://0300.0250.1.1/',
  'http://100.64.0.1/',
  'http://198.18.0.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://user@example.com/',
  'http://user:pass@example.com/',
  'http://:pass@example.com/',
  'http://example.com@127.0.0.1/',
  'http://127.0.0.1#@example.com/',
  'http://127.0.0.1?@example.com/',
  'http://127.0.0.1\\@example.com/',
  'http://example.com:0/',
  'http://example.com:22/',
  'http://example.com:25/',
  'http://example.com:6667/',
  'https://example.com:6000/',
  'http://example..com/',
  'http://.example.com/',
  'http://./',
  'http://',
  'http://exa mple.com/',
  'http://1.2.3.4.5/',
  'http://256.256.256.256/',
  'http://example.0x1/',
  'file:///etc/passwd',
  'file://127.0.0.1/c$/x',
  'ftp://example.com/',
  'gopher://127.0.0.1:6379/_INFO',
  'dict://127.0.0.1:11211/stats',
  'data:text/plain,hello',
  'javascript:alert(1)',
  'blob:http://example.com/x',
  'ws://example.com/',
  'unix:/var/run/docker.sock',
  'http+unix://%2Fvar%2Frun%2Fdocker.sock/',
  'about:blank',
  '//127.0.0.1/',
  '/etc/passwd',
  'example.com',
  '127.0.0.1',
  '',
];

describe('without rules', () => {
  it.each(hostile)('%j is refused, also before anything is sent', async (url) => {
    expect(() => checkUrl(url)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^(permission|invalid-input)$/) }),
    );
    const lookup = (): never => {
      throw new TypeError('asked for a name');
    };
    await expect(guardedFetch({ lookup })(url)).rejects.toMatchObject({
      code: expect.stringMatching(/^(permission|invalid-input)$/),
    });
  });

  it.each([
    ['https://example.com', 'https://example.com/'],
    ['http://EXAMPLE.com./a?b#c', 'http://example.com/a?b#c'],
    ['http://bücher.example/', 'http://xn--bcher-kva.example/'],
    ['http://8.8.8.8:8080/', 'http://8.8.8.8:8080/'],
    ['http://134744072/', 'http://8.8.8.8/'],
    ['https://[2606:4700:4700::1111]/', 'https://[2606:4700:4700::1111]/'],
    ['http://10.example.com/', 'http://10.example.com/'],
    ['http://localhost.example.com/', 'http://localhost.example.com/'],
  ])('%j is taken, as %s', (url, reached) => expect(checkUrl(url).href).toBe(reached));
});

it('secrets in a refused URL stay out of the message', () => {
  for (const url of [
    'http://ann:hush@10.0.0.1/',
    'http://10.0.0.1/hush?key=hush',
    'ftp://hush@example.com/hush',
  ])
    expect(() => checkUrl(url)).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/[^:]hush|ann/) }),
    );
});

const byte = fc.integer({ min: 0, max: 255 });
const privateAddress = fc.oneof(
  fc.tuple(fc.constantFrom(0, 10, 127), byte, byte, byte),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
  fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
  fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
  fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
  fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
);
const publicAddress = fc.tuple(fc.constantFrom(1, 8, 23, 93, 140), byte, byte, byte);
type Bytes = readonly [number, number, number, number];

const number = (bytes: readonly number[]): number => bytes.reduce((sum, value) => sum * 256 + value, 0);
const bases = [
  (value: number) => String(value),
  (value: number) => `0x${value.toString(16)}`,
  (value: number) => `0X${value.toString(16).toUpperCase().padStart(9, '0')}`,
  (value: number) => `0${value.toString(8)}`,
];
const disguises = [
  (text: string) => text,
  (text: string) => `${text}.`,
  (text: string) => text.replaceAll('.', '。'),
  (text: string) => text.replaceAll('.', '%2e'),
  (text: string) => text.replaceAll(/[0-9]/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  (text: string) => text.replaceAll('1', '%31'),
];
/** Everything that a URL reads as the IPv4 address of these bytes. */
const ipv4Notation = (bytes: Bytes): fc.Arbitrary<string> =>
  fc
    .record({
      parts: fc.constantFrom(1, 2, 3, 4),
      base: fc.array(fc.constantFrom(...bases), { minLength: 4, maxLength: 4 }),
      disguise: fc.constantFrom(...disguises),
    })
    .map(({ parts, base, disguise }) => {
      const values: number[] = [...bytes.slice(0, parts - 1), number(bytes.slice(parts - 1))];
      return disguise(values.map((value, at) => base[at]?.(value) ?? '').join('.'));
    });
/** IPv6 addresses that carry the bytes. */
const ipv6Notation = ([a, b, c, d]: Bytes): fc.Arbitrary<string> => {
  const hex = (high: number, low: number): string => (high * 256 + low).toString(16);
  const dotted = `${a}.${b}.${c}.${d}`;
  const pair = `${hex(a, b)}:${hex(c, d)}`;
  return fc
    .constantFrom(
      '::ffff:',
      '0:0:0:0:0:ffff:',
      '0000:0000::ffff:',
      '64:ff9b::',
      '64:ff9b:0:0::',
      '::',
      '::ffff:0:',
    )
    .chain((prefix) =>
      fc.constantFrom(`[${prefix}${dotted}]`, `[${prefix}${pair}]`.toUpperCase(), `[2002:${pair}::]`),
    );
};

describe('any notation', () => {
  it('of an address that is not public is refused', () => {
    const host = privateAddress.chain((bytes) => fc.oneof(ipv4Notation(bytes), ipv6Notation(bytes)));
    fc.assert(
      fc.property(host, fc.constantFrom('http', 'https'), (text, scheme) => {
        expect(() => checkUrl(`${scheme}://${text}/`)).toThrow(
          expect.objectContaining({ code: 'permission' }),
        );
      }),
      { numRuns: 3_000 },
    );
  });

  it('of a public IPv4 address is taken, as four decimal numbers', () => {
    fc.assert(
      fc.property(
        publicAddress.chain((bytes) => fc.tuple(fc.constant(bytes), ipv4Notation(bytes))),
        ([bytes, text]) => {
          expect(checkUrl(`http://${text}/`).hostname).toBe(bytes.join('.'));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('any text is either a checked URL or an error of ours', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string({ unit: 'binary' }).map((text) => `http://${text}`),
        ),
        (text) => {
          try {
            expect(checkUrl(text).protocol).toMatch(/^https?:$/);
          } catch (error) {
            expect(isPegboardError(error)).toBe(true);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
