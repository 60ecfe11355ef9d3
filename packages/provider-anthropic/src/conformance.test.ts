import Anthropic from '@anthropic-ai/sdk';
import { anthropicMessagesWire } from '@pegboard/testing';
import { testProvider } from '@pegboard/testing/vitest';
import { anthropic } from './index.ts';
import { bedrockClient, vertexClient } from './platforms.test-util.ts';

const wire = anthropicMessagesWire;
const refusing = { model: 'claude-sonnet-5-5', setting: 'temperature' } as const;

testProvider(({ baseURL, apiKey }) => anthropic({ baseURL, apiKey }), {
  name: 'anthropic() over HTTP of its own',
  wire,
  refusing,
});

testProvider(({ baseURL, apiKey }) => anthropic({ client: new Anthropic({ baseURL, apiKey }) }), {
  name: 'anthropic() through the package @anthropic-ai/sdk',
  wire,
  refusing,
});

testProvider(({ baseURL, apiKey }) => anthropic({ client: vertexClient(baseURL, apiKey) }), {
  name: 'anthropic() through the package @anthropic-ai/vertex-sdk',
  wire,
  refusing,
  skip: {
    'a key that the host quotes is not in the error':
      'Google takes a token of its own, which no host behind it ever sees; the key here is that of the host behind',
  },
});

const byEvent = 'the client reads AWS event streams itself and hands on one event at a time';

testProvider(({ baseURL, apiKey }) => anthropic({ client: bedrockClient(baseURL, apiKey) }), {
  name: 'anthropic() through the package @anthropic-ai/bedrock-sdk',
  wire,
  refusing,
  skip: {
    'what one network chunk brings comes in one batch': byEvent,
    'a long answer arrives whole and in reasonable time': byEvent,
    'a frame that is not JSON rejects instead of being lost':
      'the client rejects it with an error of its own',
  },
});
