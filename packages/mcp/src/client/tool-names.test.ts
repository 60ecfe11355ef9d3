import { expect, test } from 'vitest';
import { toolNames } from './tool-names.ts';

const named = (own: readonly string[], prefix?: string): readonly string[] => [
  ...toolNames(own, prefix).values(),
];

test('a prefix stands before the name', () => {
  expect(named(['read', 'get-sum'], 'files')).toEqual(['files_read', 'files_get-sum']);
  expect(named(['read'])).toEqual(['read']);
});

test('what providers do not take is replaced', () => {
  expect(named(['admin.users/list', '1st', 'überall'], undefined)).toEqual([
    'admin_users_list',
    '_1st',
    '_berall',
  ]);
  expect(named(['a'], 'my server')).toEqual(['my_server_a']);
});

test('names that would be the same are told apart, and one that can stay as it is does', () => {
  const names = toolNames(['a.b', 'a/b', 'a_b'], undefined);
  expect(names.get('a_b')).toBe('a_b');
  expect(new Set(names.values()).size).toBe(3);
  for (const name of names.values()) expect(name).toMatch(/^a_b(_[0-9a-f]{8})?$/);
});

test('a name that is too long ends in a mark, the same each time', () => {
  const long = 'x'.repeat(200);
  const [first] = named([long, `${long}y`], 'server');
  expect(first).toMatch(/^server_x+_[0-9a-f]{8}$/);
  expect(first).toHaveLength(64);
  expect(named([long, `${long}y`], 'server')[0]).toBe(first);
  expect(new Set(named([long, `${long}y`], 'server')).size).toBe(2);
});

test('a name that is listed twice, or taken, is given once', () => {
  expect(named(['a', 'a'])).toEqual(['a']);
  const [name] = toolNames(['list_resources'], undefined, new Set(['list_resources'])).values();
  expect(name).toMatch(/^list_resources_[0-9a-f]{8}$/);
});
