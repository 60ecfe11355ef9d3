import { allTools } from '../project/all-tools.ts';
import { withProject } from '../project/open-project.ts';
import { defineCommand } from '../shell/command.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import { table } from '../terminal/columns.ts';
import { firstSentence } from '../terminal/first-sentence.ts';
import { toolCost } from '../tools/tool-cost.ts';
import { counted } from '../terminal/counted.ts';

export const toolsList = defineCommand({
  args: {
    tools: {
      type: 'positional',
      required: false,
      valueHint: '...',
      description: 'Names, globs (file_*) or tags (#net); without them all',
    },
    json: { type: 'boolean', description: 'Print JSON, with the schemas' },
  },
  details: 'Tokens are estimates: a quarter of the characters of what a model is told.',
  run: (args, shell) =>
    withProject(shell, async (project) => {
      const tools = await allTools(project, shell, args._);
      const { out } = shell;
      if (args.json) {
        const plain = tools.map(({ name, description, inputSchema, outputSchema, tags, version }) => ({
          name,
          description,
          version,
          tags,
          inputSchema,
          outputSchema,
          tokens: toolCost({ name, description, inputSchema }).tokens,
        }));
        out.write(`${JSON.stringify(plain, null, 2)}\n`);
        return exitCodes.done;
      }
      if (tools.length === 0) {
        out.say('There are no tools. Add a plugin that has some: pegboard plugins add <package>');
        return exitCodes.done;
      }
      const costs = tools.map((tool) => toolCost(tool).tokens);
      const rows = tools.map(({ name, description, approval }, at) => [
        out.style('bold', name),
        String(costs[at]),
        `${firstSentence(description)}${approval ? out.style('yellow', ' (asks)') : ''}`,
      ]);
      out.write(table(out, ['tool', 'tokens', 'what it does'], rows));
      const sum = costs.reduce((total, cost) => total + cost, 0);
      out.say(
        out.style(
          'dim',
          `${counted(tools.length, 'tool')}, about ${sum} tokens in every request that offers all`,
        ),
      );
      return exitCodes.done;
    }),
});
