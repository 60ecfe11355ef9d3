import { type AnyTool, defineTool, jsonSchema, result, type ToolOptions } from '@pegboard/core';
import type { McpLink } from './mcp-link.ts';
import { resourcePart } from './to-content.ts';
import { toolNames } from './tool-names.ts';

const most = 200;

/** Tools with which a model looks at the resources of a server by itself. */
export function resourceTools(link: McpLink, prefix: string | undefined): readonly AnyTool[] {
  const [list = '', read = ''] = toolNames(['list_resources', 'read_resource'], prefix).values();
  return [listTool(link, list, read), readTool(link, read)];
}

function shared({ spec: { name, options } }: McpLink): ToolOptions {
  return {
    trust: options.trust ?? 'untrusted',
    tags: ['mcp', `mcp.${name}`],
    effects: { reads: [`mcp:${name}`], idempotent: true },
    ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
  };
}

function listTool(link: McpLink, name: string, read: string): AnyTool {
  return defineTool({
    ...shared(link),
    name,
    description: `Lists the resources of "${link.spec.name}" (files, records, pages) and the templates of addresses for more. Read them with ${read}.`,
    input: jsonSchema<object>({ type: 'object', properties: {}, additionalProperties: false }),
    execute: (_, { runId, signal }) =>
      link.use(
        async (client) => {
          const { resources } = await client.listResources({}, { signal });
          const { resourceTemplates } = await client.listResourceTemplates({}, { signal });
          const left = resources.length - most;
          return {
            resources: resources.slice(0, most).map((one) => told(one, { uri: one.uri })),
            templates: resourceTemplates
              .slice(0, most)
              .map((one) => told(one, { uriTemplate: one.uriTemplate })),
            ...(left > 0 && { left_out: left }),
          };
        },
        { runId, signal },
      ),
  });
}

function told<A extends object>(
  { name, description }: { readonly name: string; readonly description?: string | undefined },
  address: A,
): A & { name: string; description: string | undefined } {
  return { ...address, name, description };
}

function readTool(link: McpLink, name: string): AnyTool {
  return defineTool({
    ...shared(link),
    name,
    description: `Reads one resource of "${link.spec.name}" by its address.`,
    input: jsonSchema<{ readonly uri: string }>({
      type: 'object',
      properties: { uri: { type: 'string' } },
      required: ['uri'],
      additionalProperties: false,
    }),
    execute: ({ uri }, { runId, signal }) =>
      link.use(
        async (client) => {
          const { contents } = await client.readResource({ uri }, { signal });
          const parts = contents.map(resourcePart);
          const texts = parts.filter((part) => part.type === 'text').map(({ text }) => text);
          const others = parts.filter((part) => part.type !== 'text');
          const value = texts.join('\n') || `${others.length} of ${contents.length} parts are not text`;
          return result(value, { content: others });
        },
        { runId, signal },
      ),
  });
}
