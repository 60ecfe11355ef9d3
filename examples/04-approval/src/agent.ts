import { Agent } from '@pegboard/core';
import { local } from '@pegboard/provider-local';
import { deleteFile, emptyTrash, sendMail } from './tools.ts';

export const agent = new Agent({
  provider: local(),
  model: 'rules',
  tools: [deleteFile, emptyTrash, sendMail],
  // The application's own rules: a name or glob, or one with conditions on the arguments.
  approval: ['empty_*', { tool: 'delete_*', when: { path: '.env*' }, reason: 'it may hold secrets' }],
});
