import { type AnyTool, defineTool, type JsonObject, jsonSchema, result } from '@pegboard/core';
import type { McpLink } from './mcp-link.ts';
import { resourcePart } from './to-content.ts';

const most = 200;

/** Tools with which a model looks at the resources of a server by itself. */
export function resourceTools(link: McpLink, prefix: string | undefined): readonly AnyTool[] {
  const { name: server, options } = link.spec;
  const named = (name: string): string => (prefix === undefined ? name : `${prefix}_${name}`);
  const shared = {
    trust: options.trust ?? 'untrusted',
    tags: ['mcp', `mcp.${server}`],
    ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
  };
  const list = defineTool({
    ...shared,
    name: named('list_resources'),
    description: `Lists the resources of "${server}" (files, records, pages) and the templates of addresses for more. Read them with ${named('read_resource')}.`,
    input: { type: 'object', properties: {}, additionalProperties: false },
    effects: { reads: [`mcp:${server}`], idempotent: true },
    execute: (_: JsonObject, { runId, signal }) =>
      link.use(
        async (client) => {
          const { resources } = await client.listResources({}, { signal });
          const { resourceTemplates } = await client.listResourceTemplates({}, { signal });
          return {
            resources: resources
              .slice(0, most)
              .map(({ uri, name, description }) => ({ uri, name, description })),
            templates: resourceTemplates.slice(0, most).map(({ uriTemplate, name, description }) => ({
              uriTemplate,
              name,
              description,
            })),
            ...(resources.length > most && { left_out: resources.length - most }),
          };
        },
        { runId, signal },
      ),
  });
  const read = defineTool({
    ...shared,
    name: named('read_resource'),
    description: `Reads one resource of "${server}" by its address.`,
    input: jsonSchema<{ readonly uri: string }>({
      type: 'object',
      properties: { uri: { type: 'string' } },
      required: ['uri'],
      additionalProperties: false,
    }),
    effects: { reads: [`mcp:${server}`], idempotent: true },
    execute: ({ uri }: { readonly uri: string }, { runId, signal }) =>
      link.use(
        async (client) => {
          const { contents } = await client.readResource({ uri }, { signal });
          const parts = contents.map(resourcePart);
          const texts = parts.filter((part) => part.type === 'text').map(({ text }) => text);
          const others = parts.filter((part) => part.type !== 'text');
          return result(texts.join('\n') || `${others.length} of ${contents.length} parts are not text`, {
            content: others,
          });
        },
        { runId, signal },
      ),
  });
  return [list, read];
}
