import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '@pegboard/guard';
import { classifyAddress } from './classify-address.ts';
import { parseAddress, parseRange } from './parse-address.ts';
import { specialRanges } from './special-ranges.ts';

describe('isPublicAddress', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.255.255',
    '172.32.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '169.253.255.255',
    '192.167.255.255',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:81b::200e',
    '2001:200::1',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '64:ff9b::808:808',
  ])('%s is', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.0.1',
    '169.254.169.254',
    '168.63.129.16',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.0.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::7f00:1',
    '::127.0.0.1',
    '::8.8.8.8',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::FFFF:10.0.0.1',
    '0:0:0:0:0:ffff:a9fe:a9fe',
    '::ffff:0:8.8.8.8',
    '64:ff9b::127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::8.8.8.8',
    '100::1',
    '2001::1',
    '2001:2::1',
    '2001:10::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2002:808:808::',
    '3fff::1',
    '2a00:1450::5efe:7f00:1',
    '2a00:1450::200:5efe:10.0.0.1',
    '4000::1',
    '5f00::1',
    'fc00::1',
    'fd00:ec2::254',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    '2606:4700::1%1',
    'fec0::1',
    'ff02::1',
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each([
    '',
    'example.com',
    '8.8.8',
    '08.8.8.8',
    '8.8.8.8.',
    ' 8.8.8.8',
    '8.8.8.8/32',
    '0x8.8.8.8',
    '134744072',
    '8.8.8.256',
    '[2606:4700::1]',
    '2606:4700::1/64',
    '2606:4700:::1',
    '1:2:3:4:5:6:7:8:9',
    '8.8.8.8:80',
    '٨.8.8.8',
  ])('%j is no address', (address) => expect(isPublicAddress(address)).toBe(false));
});

it('every special block is closed from its first to its last address', () => {
  for (const [kind, ranges] of specialRanges) {
    for (const text of ranges) {
      const range = parseRange(text);
      expect(range, text).toBeDefined();
      if (!range) continue;
      const [base, bits] = range;
      const last = base
        .toByteArray()
        .map((byte, at) => byte | (0xff >> Math.min(8, Math.max(0, bits - at * 8))));
      for (const bytes of [base.toByteArray(), last]) {
        const address = parseAddress(
          bytes.length === 4
            ? bytes.join('.')
            : bytes
                .map((byte, at) => (at % 2 ? '' : at ? ':' : '') + byte.toString(16).padStart(2, '0'))
                .join(''),
        );
        expect(address && classifyAddress(address), `${kind} ${text}`).not.toBe('public');
      }
    }
  }
});
