import { describe, expect, it } from 'vitest';
import { type AnyTool, defineTool } from '@pegboard/core';
import { selectTools, type ToolSelector } from '@pegboard/core/tools';

const make = (name: string, ...tags: string[]): AnyTool =>
  defineTool({ name, description: name, input: { type: 'object' }, tags });
const all = ['file_read', 'file_write', 'file_delete_all', 'shell', 'web_search'].map((name) => make(name));
const pick = (...selectors: (string | AnyTool)[]): string[] =>
  selectTools(selectors, all).map((tool) => tool.name);

describe('selectors', () => {
  it.each([
    [['shell'], ['shell']],
    [
      ['shell', 'file_read', 'shell'],
      ['shell', 'file_read'],
    ],
    [['file_*'], ['file_read', 'file_write', 'file_delete_all']],
    [['*'], all.map((tool) => tool.name)],
    [['*_*_*'], ['file_delete_all']],
    [['*e*d*'], ['file_read', 'file_delete_all']],
    [['f*e_read'], ['file_read']],
    [
      ['*', '!file_*'],
      ['shell', 'web_search'],
    ],
    [
      ['*', '!*delete*', '!shell'],
      ['file_read', 'file_write', 'web_search'],
    ],
    [['*', '!nothing_*'], all.map((tool) => tool.name)],
    [[], []],
  ])('%j gives %j', (selectors, names) => expect(pick(...selectors)).toEqual(names));

  it('take tags, with globs and `!`, and functions', () => {
    const tagged = [make('a', 'net'), make('b', 'net', 'net.out'), make('c')];
    const names = (...selectors: ToolSelector[]): string =>
      selectTools(selectors, tagged)
        .map((tool) => tool.name)
        .join('');
    expect(names('#net')).toBe('ab');
    expect(names('#net.*')).toBe('b');
    expect(names('*', '!#net')).toBe('c');
    expect(names('*', '!#other')).toBe('abc');
    expect(names((tool) => tool.name !== 'b')).toBe('ac');
    expect(names(() => false)).toBe('');
    expect(() => names('#nett')).toThrow(/No tool matches "#nett".*There are #net, #net.out.*"#net"/);
    expect(() => names('#')).toThrow(/No tool matches/);
  });

  it('take tools themselves', () => {
    const own = make('own');
    expect(pick(own, 'shell')).toEqual(['own', 'shell']);
    expect(pick(own, '!own')).toEqual([]);
  });

  it.each([
    ['file_raed', /No tool matches "file_raed".*file_read/],
    ['db_*', /No tool matches "db_\*"/],
    ['read', /No tool matches/],
    ['!file_delet_all', /"file_delet_all".*Did you mean "file_delete_all"/],
    ['shel*l*l*', /No tool matches/],
  ])('%s matches nothing and is refused', (selector, message) => {
    expect(() => pick('*', selector)).toThrow(message);
    expect(() => pick('*', selector)).toThrow(expect.objectContaining({ code: 'unknown-name' }) as Error);
  });
});
