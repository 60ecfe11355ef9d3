import { exampleInput } from '@pegboard/core/tools';
import type { AnyTool } from '@pegboard/core';
import { allTools } from '../project/all-tools.ts';
import { withProject } from '../project/open-project.ts';
import { defineCommand } from '../shell/command.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import { columns } from '../terminal/columns.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { visible } from '../terminal/visible.ts';
import { toolFacts } from '../tools/tool-facts.ts';

export const toolsShow = defineCommand({
  args: {
    tool: { type: 'positional', required: true, description: 'Its name' },
    json: { type: 'boolean', description: 'Print what a model is told, as JSON' },
  },
  run: (args, shell) =>
    withProject(shell, async (project) => {
      for (const tool of await allTools(project, shell, [args.tool])) {
        if (args.json) shell.out.write(`${JSON.stringify(specOf(tool), null, 2)}\n`);
        else await show(tool, shell.out);
      }
      return exitCodes.done;
    }),
});

function specOf({ name, description, inputSchema, outputSchema }: AnyTool): object {
  return { name, description, inputSchema, ...(outputSchema && { outputSchema }) };
}

async function show(tool: AnyTool, out: Terminal): Promise<void> {
  out.write(`${out.style('bold', tool.name)}\n`);
  out.say(visible(tool.description), '  ');
  out.write('\n');
  out.write(
    columns(
      toolFacts(tool).map(([name, value]) => [out.style('dim', name), value]),
      out.width,
    ),
  );
  title('input', out);
  out.say(visible(JSON.stringify(tool.inputSchema, null, 2)), '  ');
  if (tool.outputSchema) {
    title('output', out);
    out.say(visible(JSON.stringify(tool.outputSchema, null, 2)), '  ');
  }
  title('example', out);
  const input = await exampleInput(tool).catch(() => undefined);
  out.say(
    input === undefined
      ? 'None could be made from the schema.'
      : `pegboard tools call ${tool.name} '${JSON.stringify(input).replaceAll("'", `'\\''`)}'`,
    '  ',
  );
}

function title(text: string, out: Terminal): void {
  out.write(`\n${out.style('bold', text)}\n`);
}
