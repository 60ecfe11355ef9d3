import { describe, expect, it } from 'vitest';
import { queryJson } from '@pegboard/toolbox';
import { call, workspace } from '../files/files.test-helper.ts';

const orders = {
  orders: [
    { id: 1, total: 3.5, open: true },
    { id: 2, total: 4, open: false },
    { id: 3, total: 10, open: true },
  ],
};
const text = JSON.stringify(orders);

const ask = (query: string, json = text): ReturnType<typeof call> =>
  call(queryJson({ timeoutMs: 2_000 }), { text: json, query });

describe('a query', { timeout: 30_000 }, () => {
  it.each([
    ['$sum(orders.total)', 17.5],
    ['orders[open].id', [1, 3]],
    ['orders[total > 3.5]^(>total).{ "id": id }', [{ id: 3 }, { id: 2 }]],
    ['$count(orders)', 3],
    ['$keys($)', 'orders'],
    ['orders{ $string(open): $sum(total) }', { true: 13.5, false: 4 }],
    ['$sum', null],
  ])('%s is answered', async (query, result) => {
    expect((await ask(query)).result).toMatchObject({ result });
  });

  it('that nothing fits says so', async () => {
    expect((await ask('orders[id = 9]')).result).toEqual({ result: null, note: 'Nothing fits the query.' });
  });

  it('reads files of its folder, and no others', async () => {
    const root = workspace({
      'in/a.json': '\ufeff{"a": 1}',
      'secret.json': '{"a": 2}',
      'in/bin.json': new Uint8Array([0xff]),
    });
    const tool = queryJson({ files: { root: `${root}/in` } });
    expect(tool.trust).toBe('untrusted');
    expect((await call(tool, { path: 'a.json', query: 'a' })).result).toEqual({ result: 1 });
    for (const path of ['../secret.json', `${root}/secret.json`, '/etc/hosts', 'none.json', 'bin.json', '.'])
      expect((await call(tool, { path, query: 'a' })).status).toBe('failed');
    expect((await call(tool, { path: 'a.json', text: '{}', query: 'a' })).error).toContain('not both');
    expect((await call(tool, { query: 'a' })).status).toBe('failed');
  });

  it.each([
    ['orders.(', /query cannot be answered/],
    ['$unknown(1)', /query cannot be answered/],
  ])('%s that is wrong is a failure with a reason', async (query, error) => {
    expect(await ask(query)).toMatchObject({ status: 'failed', error: expect.stringMatching(error) });
  });

  it('over what is no JSON is a failure', async () => {
    expect(await ask('a', '{"a": ')).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('not JSON'),
    });
  });

  it.each([
    '$.constructor("return process")()',
    '(constructor.constructor)("return process")()',
    'orders.constructor.constructor("return 1")()',
    '"".constructor.constructor("return 1")()',
    '$sum.implementation.constructor("return process")()',
    '$sum.implementation.(__proto__.constructor)("return process")()',
    '($f := function($x) { $x }; $f.environment.lookup("process"))',
    '__lookupGetter__("__proto__")()',
    '$eval("process")',
    '$lookup($sum.implementation, "constructor")("return process")()',
    '$merge([{ "__proto__": { "polluted": 1 } }])',
    '$ ~> |$|{ "__proto__": { "polluted": 1 } }|',
    '$clone($, function($x) { process })',
    '$import("fs")',
  ])('%s leads out of the data in no way', async (query) => {
    const { status, result } = await ask(query);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    if (status === 'success')
      expect(JSON.stringify(result)).not.toMatch(/native code|"(pid|argv|env|versions)"/);
  });

  it.each([
    '($f := function($x) { $f($x + 1) }; $f(1))',
    '[1..9999999].[1..9999999]',
    '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/)',
    '$pad("a", 999999999)',
  ])('%s that takes too much is stopped', async (query) => {
    const { status, result } = await ask(query);
    if (status === 'success') expect(JSON.stringify(result).length).toBeLessThan(10_000);
    else expect(status).toBe('failed');
  });
});
