import { defineHost } from './define-host.ts';

/** LM Studio on this machine; needs no key. Its templates can demand that user and assistant alternate. Source: https://lmstudio.ai/docs */
export const lmStudio = defineHost({
  name: 'lm-studio',
  baseURL: 'http://localhost:1234/v1',
  apiKeyEnv: 'LM_API_TOKEN',
  keyless: true,
  quirks: { streamUsage: true, turns: 'alternating', imageUrls: false },
});
