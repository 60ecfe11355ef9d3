import { ollamaChatWire as wire } from '@pegboard/testing';
import { testProvider } from '@pegboard/testing/vitest';
import { Ollama } from 'ollama';
import { ollama } from './index.ts';

const models = { 'fixed-model': { capabilities: { refusedSettings: ['temperature'] } } } as const;
const refusing = { model: 'fixed-model', setting: 'temperature' } as const;

testProvider(({ baseURL, apiKey }) => ollama({ baseURL, apiKey, models }), {
  name: 'ollama() over HTTP of its own',
  wire,
  refusing,
});

const clientOf = (host: string, apiKey: string): Ollama =>
  new Ollama({ host, headers: { Authorization: `Bearer ${apiKey}` } });

testProvider(({ baseURL, apiKey }) => ollama({ client: clientOf(baseURL, apiKey), models }), {
  name: 'ollama() through the package ollama',
  wire,
  refusing,
});
