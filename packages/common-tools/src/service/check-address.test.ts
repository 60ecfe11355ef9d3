import { describe, expect, it } from 'vitest';
import { searxngSearch, sendEmail } from '../index.ts';

const search = (address: string) => () => searxngSearch({ env: { SEARXNG_URL: address } });
const mail = (address: string) => () => sendEmail({ from: 'me@example.com', env: { SMTP_URL: address } });

describe('an address out of the environment', () => {
  it.each([
    ['localhost:8888', /Its scheme is another/],
    ['not an address', /It is no URL/],
    ['ftp://search.example', /Its scheme is another/],
    ['http://me:pass-word-1@search.example', /It holds a name or a password/],
    ['http://search.example/?format=html', /Something stands behind its path/],
  ])('is refused where the tool is made: %s', (address, told) => {
    expect(search(address)).toThrow(told);
    expect(search(address)).toThrow(expect.objectContaining({ code: 'config' }));
    expect(search(address)).not.toThrow('pass-word-1');
  });

  it.each(['http://search.example', 'http://[::1]:8888/searx/', 'https://search.example:8443'])(
    'is taken: %s',
    (address) => expect(search(address)().name).toBe('searxng_search'),
  );

  it.each([
    ['mail.example.com:587', /Its scheme is another/],
    ['smtp://me:pass-word-1@mail.example.com:99999', /It is no URL/],
    ['smtp:mail.example.com', /It names no host/],
    ['smtp://me:pass-word-1%@mail.example.com', /must be written %25/],
  ])('of a mail server is refused as well, without its password: %s', (address, told) => {
    expect(mail(address)).toThrow(told);
    expect(mail(address)).not.toThrow('pass-word-1');
  });

  it('of a mail server may hold name and password', () => {
    expect(mail('smtps://me:100%25@mail.example.com')().name).toBe('send_email');
  });
});
