import { defineTool, ToolFailure } from '@pegboard/core';
import * as z from 'zod';

const files = new Map([
  ['notes.txt', 'Buy bread.'],
  ['old.log', 'Nothing of interest.'],
  ['.env.local', 'TOKEN=secret'],
]);

export const deleteFile = defineTool({
  name: 'delete_file',
  description: 'Deletes a file.',
  input: z.object({ path: z.string() }),
  execute: ({ path }) => {
    if (!files.delete(path)) throw new ToolFailure(`There is no file ${path}.`);
    return `${path} is deleted.`;
  },
});

export const emptyTrash = defineTool({
  name: 'empty_trash',
  description: 'Empties the trash.',
  input: z.object({}),
  execute: () => 'The trash is empty.',
});

export const sendMail = defineTool({
  name: 'send_mail',
  description: 'Sends a mail.',
  input: z.object({ to: z.email(), subject: z.string() }),
  // A tool can ask by itself: true, a reason, or a function of the input.
  approval: ({ to }) => (to.endsWith('@example.com') ? false : `${to} is not one of us`),
  execute: ({ to, subject }) => `"${subject}" is on its way to ${to}`,
});
