import type { Message, ModelRequest, ToolResultPart, UserPart } from '@pegboard/core/provider';
import { createGoogleCodec } from './codec.ts';
import { request } from './loopback.test-util.ts';
import { createGoogleModels } from './models.ts';

const modelInfo = createGoogleModels().find;
export const [gemini, cloud] = [false, true].map((each) =>
  createGoogleCodec({ provider: 'google', cloud: each, modelInfo }),
) as [ReturnType<typeof createGoogleCodec>, ReturnType<typeof createGoogleCodec>];

export interface Rendered {
  readonly path: string;
  readonly body: Record<string, never>;
  readonly text: string;
  readonly warnings: string[];
}

export function render(change: Partial<ModelRequest>, codec = gemini): Rendered {
  const { path, body, warnings } = codec.render(request(change));
  return { path, body: JSON.parse(body) as never, text: body, warnings: warnings.map(({ code }) => code) };
}

export const contents = (
  messages: readonly Message[],
  change: Partial<ModelRequest> = {},
  codec = gemini,
): unknown => render({ messages, ...change }, codec).body.contents;
export const user = (...content: UserPart[]): Message => ({ id: 'u', role: 'user', content });
export const text = (words: string): { type: 'text'; text: string } => ({ type: 'text', text: words });
export const system = (words: string): Message => ({ id: 's', role: 'system', content: [text(words)] });
export const data = (more: object): object => ({
  'google.generate-content': { model: 'gemini-3.8-flash', ...more },
});
export const assistant = (...content: object[]): Message =>
  ({ id: 'a', role: 'assistant', content }) as never; // parts with opaque state, as they come out of a store
export const call = (callId: string, more: object = {}): object => ({
  type: 'tool-call',
  callId,
  name: 'f',
  input: { x: 1 },
  executor: 'client',
  ...more,
});
export const results = (...parts: Partial<ToolResultPart>[]): Message => ({
  id: 't',
  role: 'tool',
  content: parts.map((part) => ({
    type: 'tool-result',
    callId: 'c1',
    name: 'f',
    status: 'success',
    content: [text('ok')],
    executor: 'client',
    ...part,
  })),
});
export const tool = { name: 'f', description: 'F', inputSchema: { type: 'object', properties: { x: {} } } };
export const png = { type: 'media', mediaType: 'image/png', data: 'aGk=' } as const;
