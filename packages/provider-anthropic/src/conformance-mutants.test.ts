import { anthropicMessagesWire } from '@pegboard/testing';
import { testProviderMutants } from '@pegboard/testing/mutants';
import { anthropic } from './index.ts';

testProviderMutants('testProvider by anthropic()', {
  create: ({ baseURL, apiKey }) => anthropic({ baseURL, apiKey }),
  wire: anthropicMessagesWire,
});
