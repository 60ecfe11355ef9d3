import { defineHost } from './define-host.ts';

/** vLLM on this machine; needs no key unless it was started with one. Source: https://docs.vllm.ai */
export const vllm = defineHost({
  name: 'vllm',
  baseURL: 'http://localhost:8000/v1',
  apiKeyEnv: 'VLLM_API_KEY',
  keyless: true,
  quirks: { streamUsage: true, parallelKey: true },
});
