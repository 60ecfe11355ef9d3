import { ConfigError, defineTool } from '@pegboard/core';
import { expect, test } from 'vitest';
import { mcpServer, mcpServers, oauth, readMcpServers, serveTools } from './index.ts';

const tool = defineTool({ name: 'a', description: 'An a', input: { type: 'object' }, execute: () => 1 });
const program = (more: object): unknown => mcpServer({ command: 'node', ...more });
const address = (more: object): unknown => mcpServer({ url: 'https://a.example', ...more });
const served = (more: object): unknown => serveTools([tool], { name: 'a', ...more });

test.each<readonly [make: () => unknown, told: RegExp]>([
  [() => (mcpServer as () => unknown)(), /takes its options as an object. It is undefined/],
  [() => program({ denny: ['write'] }), /has no option "denny". There are .*deny.* Did you mean "deny"\?/],
  [
    () => program({ deny: 'write' }),
    /cannot use the option "deny". It is of type string. Pass a list of texts/,
  ],
  [() => program({ allow: [5] }), /"allow". It is a list. Pass a list of texts/],
  [() => program({ args: '-y server' }), /"args"/],
  [() => program({ env: { TOKEN: 5 } }), /"env". It is of type object. Pass an object of texts/],
  [() => program({ lifetime: 'always' }), /"lifetime". .* Pass shared or run/],
  [() => program({ trust: 'trustd' }), /"trust". .* Pass untrusted or trusted/],
  [() => program({ timeoutMs: '5' }), /"timeoutMs". .* Pass a number above 0, or false/],
  [() => program({ roots: '/srv' }), /"roots"/],
  [() => program({ reconnect: { tries: 3 } }), /reconnect has no option "tries"/],
  [() => program({ sampling: { provider: {}, model: 'm' } }), /sampling needs the option "approve"/],
  [() => program({ onElicit: 'yes' }), /"onElicit". .* Pass a function/],
  [() => address({ type: 'websocket' }), /"type". .* Pass http or sse/],
  [() => address({ auth: 'secret-token' }), /^(?!.*secret).*"auth". It is of type string/s],
  [
    () =>
      mcpServers({}, { denied: [] } as never) && mcpServers({ a: { command: 'x' } }, { denied: [] } as never),
    /"denied"/,
  ],
  [
    () => readMcpServers({ a: { command: 'x', disabledTools: 'write' } }),
    /"disabledTools" of an entry is no list/,
  ],
  [
    () => readMcpServers({ a: { command: 'x', allow: ['a'], includeTools: ['b'] } }),
    /allow and includeTools/,
  ],
  [() => (oauth as () => unknown)(), /oauth takes its options as an object/],
  [() => oauth({ redirectUrl: 'http://127.0.0.1' } as never), /oauth needs the option "authorize"/],
  [() => (serveTools as (source: unknown) => unknown)([tool]), /serveTools takes its options as an object/],
  [() => serveTools([tool], {} as never), /serveTools needs the option "name"/],
  [
    () => served({ authentikate: () => undefined }),
    /has no option "authentikate". There are .*Did you mean "authenticate"\?/,
  ],
  [() => served({ authenticate: 'secret' }), /"authenticate". It is of type string. Pass a function/],
  [() => served({ allowedHosts: 'localhost' }), /"allowedHosts". .* Pass a list of texts/],
  [() => served({ approval: 'none' }), /"approval". .* Pass elicit or deny/],
  [() => served({ tasks: true }), /"tasks". It is true. Pass an object/],
  [() => served({ tasks: { ttlms: 5 } }), /tasks has no option "ttlms". There are .*Did you mean "ttlMs"\?/],
  [
    () => served({ tasks: { required: 'add' } }),
    /tasks cannot use the option "required". .* a list of texts/,
  ],
  [() => served({ tasks: { afterMs: 0 } }), /"afterMs". It is 0. Pass a number above 0, or false/],
  [() => serveTools('tools' as never, { name: 'a' }), /no tool. It is of type string/],
  [() => serveTools([5] as never, { name: 'a' }), /no tool. It is in the list/],
])('what cannot be meant is told at once: %s', (make, told) => {
  expect(make).toThrow(ConfigError);
  expect(make).toThrow(told);
});

test('lists of what is denied add up', () => {
  const { a } = readMcpServers({
    a: { command: 'x', deny: ['write'], disabledTools: ['move'], excludeTools: null },
  });
  expect(a?.deny).toEqual(['write', 'move']);
});
