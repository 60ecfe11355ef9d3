/**
 * The first tools of a project, as its user gets them. TypeScript without types of its own, so that it is JavaScript too, where Node reads
 * no TypeScript.
 */
export function firstTools(isLocal: boolean): string {
  const importLocal = isLocal ? `import { local } from '@pegboard/provider-local';\n` : '';
  const providers = isLocal
    ? `\n    // A model that needs no network and no key. It goes when another one is configured.\n    providers: [local()],`
    : '';
  return `${head}${importLocal}${tools}
// A plugin says what it adds; pegboard.config names this file under "plugins".
export const plugin = definePlugin({
  name: 'tools',
  api: 1,
  namespace: '', // nothing is put before the names of these tools
  setup: () => ({
    tools: [timeIn, rollDice, saveNote],${providers}
  }),
});
`;
}

const head = `// The first tools: each is a name, a description for the model, an input and a function. Change them, add your own.
import { appendFile } from 'node:fs/promises';
import { defineTool, ToolFailure } from '@pegboard/core';
import { definePlugin } from '@pegboard/core/plugin';
`;

const tools = `import * as z from 'zod';

const zones = Intl.supportedValuesOf('timeZone');

const timeIn = defineTool({
  name: 'time_in',
  description: 'The time of day in a city',
  input: z.object({ city: z.string().describe('A large city, such as Oslo') }),
  execute: ({ city }) => {
    const name = city.trim().replaceAll(' ', '_').toLowerCase();
    const timeZone = zones.find((zone) => zone.toLowerCase().endsWith(\`/\${name}\`));
    // What is thrown as a ToolFailure is told to the model.
    if (timeZone === undefined) throw new ToolFailure(\`there is no time zone of \${city}; try a large city near it\`);
    const time = new Date().toLocaleTimeString('en-GB', { timeZone, timeStyle: 'short' });
    return \`In \${timeZone.split('/').at(-1)?.replaceAll('_', ' ')} it is \${time}.\`;
  },
});

const rollDice = defineTool({
  name: 'roll_dice',
  description: 'Rolls dice and tells what they show',
  input: z.object({
    dice: z.int().min(1).max(20).default(1).describe('How many'),
    sides: z.int().min(2).max(100).default(6).describe('Of each'),
  }),
  execute: ({ dice, sides }) => {
    const rolls = Array.from({ length: dice }, () => 1 + Math.floor(Math.random() * sides));
    return { rolls, summary: \`The dice show \${rolls.join(', ')}.\` };
  },
});

const saveNote = defineTool({
  name: 'save_note',
  description: 'Saves a note for later',
  input: z.object({ text: z.string().describe('What to write down') }),
  approval: 'it writes to notes.md', // a person is asked before each call
  execute: async ({ text }) => {
    await appendFile('notes.md', \`- \${text}\\n\`);
    return \`"\${text}" is in notes.md.\`;
  },
});
`;
