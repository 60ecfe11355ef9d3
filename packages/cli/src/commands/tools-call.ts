import type { CallRecord } from '@pegboard/core';
import { createApprovalAsker } from '../chat/ask-approval.ts';
import { createRunPrinter } from '../chat/print-run.ts';
import { allTools } from '../project/all-tools.ts';
import { withProject } from '../project/open-project.ts';
import { defineCommand } from '../shell/command.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';
import { untilInterrupted } from '../shell/until-interrupted.ts';
import { terminalReader } from '../terminal/line-reader.ts';
import { type CallOnceOptions, callOnce } from '../tools/call-once.ts';
import { readInput } from '../tools/read-input.ts';
import { usageError } from '../shell/command-error.ts';

export const toolsCall = defineCommand({
  args: {
    tool: { type: 'positional', required: true, description: 'Its name' },
    input: {
      type: 'positional',
      required: false,
      valueHint: '...',
      description: 'JSON, or name=value words',
    },
    yes: { type: 'boolean', alias: 'y', description: 'Approve what asks for approval' },
    json: { type: 'boolean', description: 'Print the whole outcome as JSON' },
  },
  details:
    'The call goes through all that a call of a model does: validation, approval, deadline, encoding. The result goes to the standard output.',
  examples: [
    ['pegboard tools call get_weather city=Oslo', ''],
    [`pegboard tools call get_weather '{"city": "Oslo"}'`, ''],
  ],
  showsExitCodes: true,
  run: (args, shell) =>
    withProject(shell, async (project) => {
      const input = readInput(args._.slice(1));
      const [tool, ...more] = await allTools(project, shell, [args.tool]);
      if (!tool || more.length > 0) throw usageError('One tool is called at a time', `got "${args.tool}"`);
      const record = await untilInterrupted((signal) =>
        callOnce(tool, input, { signal, ...approval(args.yes === true, args.json === true, shell) }),
      );
      if (args.json) shell.out.write(`${JSON.stringify(plainRecord(record), null, 2)}\n`);
      else printRecord(record, shell);
      return exitCodeFor(record);
    }),
});

function approval(
  yes: boolean,
  isForPrograms: boolean,
  shell: Shell,
): Pick<CallOnceOptions, 'onApproval' | 'onEvent'> {
  if (isForPrograms) return yes ? { onApproval: () => true } : {};
  const printer = createRunPrinter({ notes: { ...shell.err, write: shell.err.write } });
  const onEvent: NonNullable<CallOnceOptions['onEvent']> = (event) => {
    // Only that it works is shown: the result comes on the standard output.
    if (event.type === 'tool-start') printer.print(event);
    if (event.type === 'tool-result' || event.type === 'run-end') printer.end();
  };
  if (yes) return { onEvent, onApproval: () => true };
  if (!shell.isInteractive) return { onEvent };
  const reader = terminalReader(shell.stdin, process.stderr);
  return { onEvent, onApproval: createApprovalAsker(reader, shell.err, printer.pause) };
}

function plainRecord(record: CallRecord | undefined): object {
  const { name, input, status, result, content, error, durationMs, phase, waitsFor, reason } = record ?? {};
  return { name, input, status: status ?? phase, result, content, error, durationMs, waitsFor, reason };
}

function printRecord(record: CallRecord | undefined, { out, err }: Shell): void {
  const { status, result, error, content = [], waitsFor, reason } = record ?? {};
  if (status === 'success') {
    const text = typeof result === 'string' ? result : JSON.stringify(result ?? null, null, 2);
    out.write(`${text}\n`);
    for (const part of content)
      if (part.type === 'media') err.say(err.style('dim', `(${part.mediaType} for the model)`));
    return;
  }
  const why =
    waitsFor === undefined
      ? `${status ?? 'not run'}: ${error ?? 'no reason given'}`
      : `waits for ${waitsFor}`;
  err.say(`${err.style('red', err.signs.bad)} ${why}${reason === undefined ? '' : ` (${reason})`}`);
  if (waitsFor === 'approval') err.say('Approve it with --yes.', '  ');
}

function exitCodeFor(record: CallRecord | undefined): number {
  if (record?.phase === 'waiting') return exitCodes.paused;
  if (record?.status === 'success') return exitCodes.done;
  return record?.status === 'interrupted' ? exitCodes.cancelled : exitCodes.failed;
}
