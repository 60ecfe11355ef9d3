import { ollamaChatWire } from '@pegboard/testing';
import { testProviderMutants } from '@pegboard/testing/mutants';
import { ollama } from './index.ts';

testProviderMutants('testProvider by ollama()', {
  create: ({ baseURL, apiKey }) => ollama({ baseURL, apiKey }),
  wire: ollamaChatWire,
});
