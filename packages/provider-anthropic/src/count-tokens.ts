import {
  type Codec,
  createWireProvider,
  isJsonObject,
  jsonBody,
  type ModelRequest,
  type Provider,
  toInvalidResponse,
  type Transport,
} from '@pegboard/core/provider';
import type { MessagesProfile } from './profile.ts';
import { renderFields } from './render.ts';

/** What POST /v1/messages/count_tokens takes of a request. Source: type files of @anthropic-ai/sdk 1.11.0, checked 2026-11-21. */
const counted = [
  'model',
  'system',
  'messages',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'mcp_servers',
  'context_management',
  'cache_control',
];

/** Asks the host how many tokens a request is. It goes the same way as a call, so that names, media and errors are treated alike. */
export function createTokenCounter(
  codec: Codec,
  profile: MessagesProfile,
  transport: Transport,
): NonNullable<Provider['countTokens']> {
  const counting: Codec = {
    ...codec,
    render(request) {
      const { headers } = codec.render(request);
      const { fields } = renderFields(request, profile, []);
      const kept = new Map([...fields].filter(([key]) => counted.includes(key)));
      const path = '/v1/messages/count_tokens';
      return Object.assign(jsonBody(kept), { path, ...(headers && { headers }), warnings: [] });
    },
    readAnswer(answer, call) {
      const tokens = isJsonObject(answer) ? answer.input_tokens : undefined;
      if (typeof tokens !== 'number') throw toInvalidResponse('It has no input_tokens', call);
      return [{ type: 'finish', finish: { unified: 'stop' }, usage: { inputTokens: tokens } }];
    },
  };
  const provider = createWireProvider({ name: profile.provider, codec: counting, transport });
  return async (request: ModelRequest) => {
    let tokens = 0;
    for await (const batch of provider.stream({ ...request, deltas: false }))
      for (const event of batch) if (event.type === 'finish') tokens = event.usage.inputTokens ?? 0;
    return tokens;
  };
}
