import { Agent } from '@pegboard/core';
import { local } from '@pegboard/provider-local';
import { findMuseum } from './tools.ts';

const guide = new Agent({
  name: 'guide',
  provider: local(),
  model: 'rules',
  instructions: 'You know the museums of every city.',
  tools: [findMuseum],
});

/** It shares the limits, the usage, the events and the approvals of the run that calls it. */
export const askGuide = guide.asTool({
  name: 'ask_guide',
  description: 'Asks a guide who knows the sights.',
});
