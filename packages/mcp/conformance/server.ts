// The server that the conformance runner is pointed at: the tools, resources and prompts that its scenarios name, at a port of this machine.
// Prints its address.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { defineTool, type JsonObject, result, type ToolContentPart, ToolFailure } from '@pegboard/core';
import { nodeListener, serveTools } from '@pegboard/mcp';
import { askingTools } from './asking-tools.ts';
import { prompts, resources } from './content.ts';
import { pixel, silence } from './media.ts';
import { breakdown, tasks, taskTools } from './task-tools.ts';

const image: ToolContentPart = { type: 'media', mediaType: 'image/png', data: pixel };
const audio: ToolContentPart = { type: 'media', mediaType: 'audio/wav', data: silence };
const file: ToolContentPart = {
  type: 'media',
  mediaType: 'text/plain',
  data: btoa('A file.'),
  filename: 'a.txt',
};
const none = { type: 'object', properties: {} } satisfies JsonObject;

function toolOf(
  name: string,
  execute: Parameters<typeof defineTool>[0]['execute'],
  input: JsonObject = none,
) {
  return defineTool({ name, description: `For the scenario of ${name}`, input, execute } as Parameters<
    typeof defineTool
  >[0]);
}

const tools = [
  toolOf('test_simple_text', () => 'This is a simple text response for testing.'),
  toolOf('test_image_content', () => result('An image', { content: [image] })),
  toolOf('test_audio_content', () => result('Sound', { content: [audio] })),
  toolOf('test_embedded_resource', () => result('A file', { content: [file] })),
  toolOf('test_multiple_content_types', () =>
    result('Multiple content types test:', { content: [image, file] }),
  ),
  toolOf('test_error_handling', () => {
    throw new ToolFailure('This tool intentionally returns an error for testing');
  }),
  toolOf('test_tool_with_logging', (_, { progress }) => {
    for (const data of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      progress({ type: 'log', level: 'info', data });
    }
    return 'logged';
  }),
  toolOf('test_tool_with_progress', (_, { progress }) => {
    for (const done of [0, 50, 100]) progress({ progress: done, total: 100 });
    return 'done';
  }),
  toolOf('test_logging_tool', (_, { progress }) => {
    progress({ type: 'log', level: 'info', data: 'heard' });
    return 'logged';
  }),
  ...askingTools,
  ...taskTools,
  toolOf('test_trigger_tool_change', () => {
    server.toolsChanged();
    return 'told';
  }),
  toolOf('test_trigger_prompt_change', () => {
    server.promptsChanged();
    return 'told';
  }),
  defineTool({
    name: 'test_custom_headers',
    description: 'Takes a parameter that is in a header too',
    input: {
      type: 'object',
      properties: { region: { type: 'string', 'x-mcp-header': 'Region' } },
      required: ['region'],
    },
    execute: ({ region }) => JSON.stringify(region),
  }),
  toolOf('json_schema_2020_12_tool', () => 'valid', {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    $defs: {
      address: {
        $anchor: 'addressDef',
        type: 'object',
        properties: { street: { type: 'string' }, city: { type: 'string' } },
      },
    },
    properties: {
      name: { type: 'string' },
      address: { $ref: '#/$defs/address' },
      contactMethod: { type: 'string', enum: ['phone', 'email'] },
      phone: { type: 'string' },
      email: { type: 'string' },
    },
    allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
    if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: { required: ['phone'] },
    else: { required: ['email'] },
    additionalProperties: false,
  }),
];

const server = serveTools(tools, {
  name: 'pegboard-conformance',
  version: '1.0.0',
  resources,
  prompts,
  tasks,
  hooks: [breakdown],
  // The tools ask only for what the client can do.
  context: ({ can }) => can,
});
const http = createServer(nodeListener(server.fetch));
http.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  // A server that listens on a port has the address of one.
  process.stdout.write(`http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp\n`);
});
