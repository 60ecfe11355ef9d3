import { expect, test } from 'vitest';
import { mcpServer, readMcpServers } from '../index.ts';

test('the file of a desktop host is read as it is', () => {
  const config = {
    globalShortcut: 'Ctrl+Space',
    mcpServers: {
      filesystem: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/tmp'] },
      github: { command: 'docker', args: ['run'], env: { TOKEN: '${GITHUB_TOKEN}' } },
    },
  };
  expect(readMcpServers(config)).toEqual({
    filesystem: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/tmp'], env: {} },
    github: { command: 'docker', args: ['run'], env: { TOKEN: '${GITHUB_TOKEN}' } },
  });
});

test('files of editors and terminals are read as they are', () => {
  expect(
    readMcpServers({
      inputs: [],
      servers: { web: { type: 'http', url: 'https://a.example/mcp', headers: { 'X-Key': 'k' } } },
    }),
  ).toEqual({ web: { url: 'https://a.example/mcp', type: 'http', headers: { 'X-Key': 'k' } } });
  expect(
    readMcpServers({ mcpServers: { old: { type: 'sse', url: 'https://a.example/sse' } } }),
  ).toMatchObject({
    old: { type: 'sse' },
  });
  expect(
    readMcpServers({
      mcpServers: { one: { httpUrl: 'https://a.example/mcp', includeTools: ['a'], excludeTools: ['b'] } },
    }),
  ).toEqual({ one: { url: 'https://a.example/mcp', type: 'http', headers: {}, allow: ['a'], deny: ['b'] } });
  expect(readMcpServers({ one: { serverUrl: 'https://a.example/mcp' } })).toMatchObject({
    one: { url: 'https://a.example/mcp' },
  });
});

test('what is disabled is left out', () => {
  const command = 'npx';
  expect(
    Object.keys(
      readMcpServers({ a: { command, disabled: true }, b: { command, enabled: false }, c: { command } }),
    ),
  ).toEqual(['c']);
});

test.each([
  [null, 'no object'],
  [{ mcpServers: [] }, 'table of servers'],
  [{ mcpServers: { a: 'npx' } }, '"a" is no object'],
  [{ mcpServers: { a: {} } }, 'neither a command nor an address'],
  [{ mcpServers: { a: { command: 'npx', env: 'A=1' } } }, 'variables of "a"'],
])('%j cannot be read', (config, words) => {
  expect(() => readMcpServers(config)).toThrow(words);
});

test('a variable that is not set is named, with the place that needs it', () => {
  expect(() =>
    mcpServer({ url: 'https://a.example', headers: { authorization: 'Bearer ${PEGBOARD_NOT_SET}' } }),
  ).toThrow(/PEGBOARD_NOT_SET is not set.*the header authorization of the MCP server "a.example"/);
  expect(() =>
    mcpServer({ command: 'x', args: ['${env:PEGBOARD_NOT_SET:-fine}', '$${PEGBOARD_NOT_SET}'] }),
  ).not.toThrow();
});

test.each([
  [{}, 'It is not said how'],
  [{ command: 'a', url: 'https://a.example' }, 'command and url'],
  [{ url: 'ftp://a.example' }, 'http:// or https://'],
])('%j is no server', (options, words) => {
  expect(() => mcpServer(options as never)).toThrow(words);
});
