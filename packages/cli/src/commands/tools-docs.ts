import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { allTools } from '../project/all-tools.ts';
import { withProject } from '../project/open-project.ts';
import { defineCommand } from '../shell/command.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import { toolPage } from '../tools/tool-page.ts';

export const toolsDocs = defineCommand({
  args: {
    tools: {
      type: 'positional',
      required: false,
      valueHint: '...',
      description: 'Names, globs or tags; without them all',
    },
    out: { type: 'string', valueHint: 'file', description: 'Write it there instead of the standard output' },
    title: { type: 'string', valueHint: 'text', description: 'Of the page; "Tools" without it' },
  },
  details: 'Each tool comes with its parameters and an input that it accepts, made from its schema.',
  examples: [['pegboard tools docs --out docs/tools.md', '']],
  run: (args, shell) =>
    withProject(shell, async (project) => {
      const tools = await allTools(project, shell, args._);
      const page = await toolPage(args.title ?? 'Tools', tools);
      if (args.out === undefined) {
        shell.out.write(page);
        return exitCodes.done;
      }
      const file = resolve(shell.cwd, args.out);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, page);
      shell.err.say(`${args.out}: ${tools.length} tools`);
      return exitCodes.done;
    }),
});
