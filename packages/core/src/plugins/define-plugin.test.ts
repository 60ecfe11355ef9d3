import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '@pegboard/core';
import { definePlugin, defineService, isPlugin } from '@pegboard/core/plugin';
import { coreVersion } from './core-copy.ts';

const setup = (): object => ({});

describe('definePlugin', () => {
  it('makes what is known as a plugin, frozen, and runs nothing', () => {
    const plugin = definePlugin({ name: '@acme/weather', api: 1, setup: () => expect.unreachable() });
    expect(isPlugin(plugin)).toBe(true);
    expect(Object.isFrozen(plugin)).toBe(true);
    expect(
      [{}, null, undefined, 'weather', { ...plugin, [Symbol.for('pegboard.plugin')]: 1 }].map(isPlugin),
    ).toEqual([false, false, false, false, true]);
  });

  it.each<[string, object, RegExp]>([
    ['no name', { setup }, /`name` is nothing/],
    [
      'a name with blanks',
      { name: 'my weather', setup },
      /`name` is string "my weather"\. Make it a text of letters/,
    ],
    ['a name of prototypes', { name: '__proto__', setup }, /`name`/],
    ['a version that is no text', { name: 'a', version: 1, setup }, /`version` is number 1/],
    ['a long namespace', { name: 'a', namespace: 'x'.repeat(42), setup }, /up to 41 letters/],
    ['no set-up', { name: 'a' }, /`setup` is nothing/],
    ['a permission that is no list', { name: 'a', setup, permissions: { net: '*' } }, /permissions\.net/],
    ['an unknown permission', { name: 'a', setup, permissions: { network: [] } }, /There are net, env/],
    ['spawn that is no flag', { name: 'a', setup, permissions: { spawn: 'git' } }, /permissions\.spawn/],
    ['permissions that are a list', { name: 'a', setup, permissions: [] }, /`permissions`/],
    ['sections that are a list', { name: 'a', setup, sections: [] }, /`sections`/],
    ['an order of one name', { name: 'a', setup, order: { before: 'b' } }, /`order`/],
    ['needs by name', { name: 'a', setup, needs: ['clock'] }, /`needs`.*defineService/],
    ['offers by name', { name: 'a', setup, offers: ['clock'] }, /`offers`/],
  ])('refuses %s', (_, definition, message) => {
    const define = (): unknown => definePlugin({ api: 1, ...definition } as never);
    expect(define).toThrow(message);
    expect(define).toThrow(ConfigError);
  });

  it('takes what a plugin may say of itself', () => {
    const token = defineService('clock');
    const parts = { needs: [token], offers: [token], order: { before: ['b'] }, sections: { x: {} } };
    const permissions = { net: ['*'], env: ['A'], fs: ['.'], fsRead: ['/'], spawn: false };
    expect(definePlugin({ name: 'a', api: 1, setup: () => ({}), permissions, ...parts })).toMatchObject(
      parts,
    );
  });

  it('notes the version of core that the package has', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      readonly version: string;
    };
    expect(coreVersion, 'write the new version into plugins/core-copy.ts').toBe(version);
    const plugin = definePlugin({ name: 'a', api: 1, setup: () => ({}) });
    expect(Reflect.get(plugin, Symbol.for('pegboard.plugin'))).toMatchObject({ core: version });
  });
});
