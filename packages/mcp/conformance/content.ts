// The resources and prompts that the scenarios name.
import type { ServedPrompt, ServedResource, ServedResourceTemplate } from '@pegboard/mcp';
import { askClient } from '@pegboard/mcp';
import * as z from 'zod';
import { pixel } from './media.ts';

export const resources: readonly (ServedResource | ServedResourceTemplate)[] = [
  {
    uri: 'test://static-text',
    name: 'Static text',
    description: 'A text that stays as it is',
    mimeType: 'text/plain',
    read: () => 'This is the content of the static text resource.',
  },
  {
    uri: 'test://static-binary',
    name: 'Static image',
    description: 'An image that stays as it is',
    mimeType: 'image/png',
    read: () => Uint8Array.from(atob(pixel), (letter) => letter.codePointAt(0) ?? 0),
  },
  {
    uri: 'test://watched-resource',
    name: 'Watched text',
    description: 'A text that may change',
    read: () => 'As it was.',
  },
  {
    uriTemplate: 'test://template/{id}/data',
    name: 'Data by number',
    description: 'What is known of a number',
    mimeType: 'application/json',
    read: ({ id }) => JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
  },
];

export const prompts: readonly ServedPrompt[] = [
  {
    name: 'test_simple_prompt',
    description: 'Says something simple',
    messages: () => 'This is a simple prompt for testing.',
  },
  {
    name: 'test_prompt_with_arguments',
    description: 'Says what it was given',
    arguments: [
      {
        name: 'arg1',
        description: 'The first',
        required: true,
        complete: (value) => ['test1', 'test2', 'paris'].filter((one) => one.startsWith(value)),
      },
      { name: 'arg2', description: 'The second', required: true },
    ],
    messages: ({ arg1, arg2 }) => `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`,
  },
  {
    name: 'test_prompt_with_embedded_resource',
    description: 'Shows a resource',
    arguments: [{ name: 'resourceUri', required: true }],
    messages: ({ resourceUri: uri = '' }) => [
      {
        role: 'user',
        content: {
          type: 'resource',
          resource: { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' },
        },
      },
      { role: 'user', content: 'Please process the embedded resource above.' },
    ],
  },
  {
    name: 'test_prompt_with_image',
    description: 'Shows an image',
    messages: () => [
      { role: 'user', content: { type: 'image', data: pixel, mimeType: 'image/png' } },
      { role: 'user', content: 'Please analyze the image above.' },
    ],
  },
  {
    name: 'test_input_required_result_prompt',
    description: 'Asks for its context',
    messages: async (_, ctx) => {
      const { user_context: answer } = await askClient(ctx, {
        user_context: {
          elicit: {
            message: 'What context should the prompt use?',
            schema: z.object({ context: z.string() }),
          },
        },
      });
      return answer.action === 'accept' ? `Use the context ${answer.content.context}.` : 'Use no context.';
    },
  },
];
