import {
  type AgentEvent,
  type AgentOptions,
  isRunError,
  type RunResult,
  type RunState,
} from '@pegboard/core';
import { createApprovalAsker } from '../chat/ask-approval.ts';
import { chooseAgent, threadFor } from '../project/choose-agent.ts';
import { type KnownProject, withProject } from '../project/open-project.ts';
import { readPrompt } from '../project/read-prompt.ts';
import { keepState, readState } from '../project/run-files.ts';
import { defineCommand } from '../shell/command.ts';
import { exitCodeOf } from '../shell/exit-codes.ts';
import { reportError } from '../shell/report-error.ts';
import type { Shell } from '../shell/shell.ts';
import { untilInterrupted } from '../shell/until-interrupted.ts';
import { terminalReader } from '../terminal/line-reader.ts';
import { decisionsFor } from '../run/decisions.ts';
import { createRunOutput } from '../run/run-output.ts';

export const run = defineCommand({
  args: {
    agent: { type: 'positional', required: true, description: 'Its name in the configuration' },
    prompt: {
      type: 'positional',
      required: false,
      valueHint: '...',
      description:
        'What it is to do; - stands for the standard input, which is also read when there is no prompt',
    },
    json: {
      type: 'boolean',
      description: 'Print the result as JSON; with --stream every event, one a line, the result last',
    },
    stream: { type: 'boolean', description: 'Print the answer while it is written' },
    quiet: { type: 'boolean', alias: 'q', description: 'Print nothing but the answer' },
    model: {
      type: 'string',
      valueHint: 'provider/model',
      description: 'Another model than the configured one',
    },
    thread: {
      type: 'string',
      valueHint: 'name',
      description: "A conversation in the agent's memory to go on with",
    },
    resume: {
      type: 'string',
      valueHint: 'run',
      description: 'Go on with a run: its id, or the file with its state',
    },
    approve: {
      type: 'string',
      valueHint: 'calls',
      description: 'With --resume: ids of calls to approve, or "all"',
    },
    deny: {
      type: 'string',
      valueHint: 'calls',
      description: 'With --resume: ids of calls to deny, or "all"',
    },
  },
  details:
    'The answer goes to the standard output, everything else to the standard error. The state of a run that is not done is kept in .pegboard/runs; --resume goes on with it.',
  examples: [
    ['pegboard run researcher "Who wrote Candide?"', 'prints the answer'],
    ['cat notes.md | pegboard run writer "Summarise:" -', 'adds the standard input to the prompt'],
    ['pegboard run mover "Tidy up" --json | jq .status', 'for programs'],
    ['pegboard run mover --resume run_1a2b --approve all', 'goes on with a run that paused'],
  ],
  showsExitCodes: true,
  run: (args, shell) =>
    withProject(shell, async (project) => {
      const { agent, name } = await chooseAgent(project, args.agent, shell, args.model);
      const thread = threadFor(agent, name, args.thread);
      const state =
        args.resume === undefined ? undefined : await readState(args.resume, project.root, shell.cwd);
      const decisions = decisionsFor(state, args.approve, args.deny);
      const prompt = await readPrompt(args._.slice(1), shell.stdin, state !== undefined);
      const mode = { json: args.json === true, stream: args.stream === true, quiet: args.quiet === true };
      const output = createRunOutput(mode, shell);
      return untilInterrupted(async (signal) => {
        const onEvent = (event: AgentEvent): void => output.event(event);
        const options = { signal, onEvent, ...approver(shell, mode.json, () => output.pause()) };
        const work = state
          ? agent.resume(state, { ...options, ...decisions, ...(prompt !== undefined && { prompt }) })
          : agent.run(prompt ?? '', { ...options, ...(thread !== undefined && { thread }) });
        return finish(work, output, project, shell);
      });
    }),
});

/** A person is asked only where one sits, and where the output is for a person. */
function approver(shell: Shell, isForPrograms: boolean, pause: () => void): Pick<AgentOptions, 'onApproval'> {
  if (!shell.isInteractive || isForPrograms) return {};
  const reader = terminalReader(shell.stdin, process.stderr);
  return { onApproval: createApprovalAsker(reader, shell.err, pause) };
}

async function finish(
  work: Promise<RunResult>,
  output: ReturnType<typeof createRunOutput>,
  project: KnownProject,
  shell: Shell,
): Promise<number> {
  const { result, error } = await work.then(
    (done) => ({ result: done, error: undefined }),
    (thrown: unknown) => ({ result: isRunError(thrown) ? thrown.result : undefined, error: thrown }),
  );
  if (!result) throw error;
  const kept = result.status === 'done' ? undefined : await keep(result.state, project, shell);
  output.end(result, error, kept);
  if (error !== undefined) reportError(error, shell);
  output.next(result, kept);
  return exitCodeOf(result.status);
}

/** A folder that cannot be written to is no reason to lose the result. */
async function keep(state: RunState, { root }: KnownProject, shell: Shell): Promise<string | undefined> {
  try {
    return await keepState(state, root, shell.cwd);
  } catch (error) {
    reportError(error, shell);
    return undefined;
  }
}
