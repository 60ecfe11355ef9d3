import type { ModelInfo } from '@pegboard/core/provider';

const price = { input: 0, output: 0 };
const origin = { source: 'This package', checkedOn: '2026-11-21' };

/** The models of this provider. */
export const models: readonly ModelInfo[] = [
  {
    id: 'echo',
    capabilities: {
      tools: false,
      vision: false,
      audio: false,
      documents: false,
      reasoning: false,
      structuredOutput: false,
    },
    price,
    ...origin,
  },
  {
    id: 'rules',
    capabilities: {
      tools: true,
      vision: false,
      audio: false,
      documents: false,
      reasoning: false,
      structuredOutput: true,
    },
    price,
    ...origin,
  },
];
