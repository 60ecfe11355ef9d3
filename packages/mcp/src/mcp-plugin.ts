import { ConfigError, type JsonObject } from '@pegboard/core';
import { type CommandContext, definePlugin, defineSection } from '@pegboard/core/plugin';
import { mcpServers } from './client/mcp-servers.ts';
import { readMcpServers } from './client/read-mcp-servers.ts';
import { serveCommand } from './serve-command.ts';

const text = { type: 'string' };
const texts = { type: 'array', items: text };
const table = { type: 'object', additionalProperties: text };
const server = {
  type: 'object',
  properties: {
    command: text,
    args: texts,
    env: table,
    cwd: text,
    url: text,
    headers: table,
    allow: { ...texts, description: 'Only these of its tools: names or globs.' },
    deny: { ...texts, description: 'Not these.' },
    lifetime: { enum: ['shared', 'run'], description: 'run: one connection for each run. Default shared.' },
    prefix: {
      type: ['string', 'boolean'],
      description: 'Before the names of its tools. Default its own name.',
    },
    required: { type: 'boolean', description: 'A run fails when it cannot be reached. Default false.' },
    resourcesAsTools: { type: 'boolean' },
    roots: texts,
    timeoutMs: { type: ['number', 'boolean'] },
    connectTimeoutMs: { type: 'number' },
    trust: { enum: ['trusted', 'untrusted'] },
    disabled: { type: 'boolean' },
  },
};

/** MCP servers for configuration files (`mcpServers`), and `pegboard mcp serve`. */
export const plugin = definePlugin({
  name: '@pegboard/mcp',
  api: 1,
  permissions: { net: ['*'], spawn: true },
  sections: {
    mcpServers: defineSection({
      description:
        'MCP servers by name, as other hosts have them in their JSON, with their ${NAME} for variables of the environment.',
      schema: { type: 'object', additionalProperties: server } satisfies JsonObject,
      apply: (value: JsonObject, { onDispose }) => {
        const servers = mcpServers(readMcpServers(value));
        onDispose(() => servers[Symbol.asyncDispose]());
        return { toolsets: [servers] };
      },
    }),
  },
  setup: ({ log }) => ({
    commands: [
      {
        name: 'mcp',
        description: 'mcp serve [tools…]: serves the tools of the configuration to an MCP client',
        run: (args: readonly string[], ctx: CommandContext) => {
          const [verb, ...rest] = args;
          if (verb === 'serve') return serveCommand(rest, ctx, log);
          throw new ConfigError({
            what: 'There is no such command',
            evidence: `mcp ${verb ?? ''}`.trim(),
            fix: 'Write: pegboard mcp serve [--http PORT] [tools…]',
          });
        },
      },
    ],
  }),
});
