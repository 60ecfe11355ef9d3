import Anthropic from '@anthropic-ai/sdk';
import { anthropicMessagesWire } from '@pegboard/testing';
import { testProvider } from '@pegboard/testing/vitest';
import { anthropic } from './index.ts';

const refusing = { model: 'claude-sonnet-5-5', setting: 'temperature' } as const;

testProvider(({ baseURL, apiKey }) => anthropic({ baseURL, apiKey }), {
  name: 'anthropic() over HTTP of its own',
  wire: anthropicMessagesWire,
  refusing,
});

testProvider(({ baseURL, apiKey }) => anthropic({ client: new Anthropic({ baseURL, apiKey }) }), {
  name: 'anthropic() through the package @anthropic-ai/sdk',
  wire: anthropicMessagesWire,
  refusing,
});
