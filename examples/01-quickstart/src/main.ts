import { Agent, isPegboardError, type RunResult } from '@pegboard/core';
import { createPrinter, createTerminal, duration, wrapped } from 'example-print';
import { chooseModel } from './choose-model.ts';
import { arrivalTime, cityDistance, timeDifference } from './tools.ts';

const defaultQuestion =
  'I leave Oslo at 13:00 and fly to Tokyo. How far is it, what is the time difference, and when do I land there?';

const terminal = createTerminal(process.stdout, process.env);
const interrupt = new AbortController();
// A reader that has seen enough, such as `head`, closes the pipe.
process.stdout.on('error', () => process.exit());
process.once('SIGINT', () => interrupt.abort());

try {
  process.exitCode = await answer(process.argv.slice(2).join(' ').trim() || defaultQuestion);
} catch (error) {
  if (!isPegboardError(error)) throw error;
  terminal.write(`\n${terminal.style('red', wrapped(error.message, terminal.width, ''))}`);
  process.exitCode = 1;
}

async function answer(question: string): Promise<number> {
  const { provider, model, why } = chooseModel(process.env, terminal.isInteractive ? 30 : 0);
  const agent = new Agent({
    provider,
    model,
    instructions: 'Use the tools for every fact. Answer in one short paragraph.',
    tools: [cityDistance, timeDifference, arrivalTime],
  });
  printHead(question, `${provider.name}/${model}`, why);

  const started = performance.now();
  const run = agent.stream(question, { signal: interrupt.signal });
  const print = createPrinter(terminal);
  for await (const event of run) print(event);
  return printEnd(await run.result, performance.now() - started, provider.name === 'local');
}

function printHead(question: string, model: string, why: string): void {
  const { style, write, width } = terminal;
  write(
    `${style('bold', 'Pegboard')} with ${style('magenta', model)}\n${style('dim', wrapped(why, width, ''))}`,
  );
  write(`\n${style('bold', 'Question')}\n${wrapped(question, width, '  ')}`);
}

function printEnd(result: RunResult, elapsedMs: number, isEstimate: boolean): number {
  const { status, stopDetail, turns, calls, usage } = result;
  const { style, write, width, signs } = terminal;
  if (status === 'cancelled') {
    write(`\n${style('yellow', 'Stopped by Ctrl-C. What was done so far is above.')}\n`);
    return 130;
  }
  const tokens = `${usage.inputTokens ?? '?'} tokens in, ${usage.outputTokens ?? '?'} out${isEstimate ? ' (estimated)' : ''}`;
  const facts = [plural(turns, 'turn'), plural(calls.count(), 'tool call'), tokens, duration(elapsedMs)];
  write(`\n${style('dim', facts.join(` ${signs.dot} `))}\n`);
  if (status === 'done') {
    write(style('dim', `Ask your own: npm start -- "How far is it from Paris to Sydney?"\n`));
    return 0;
  }
  write(style('yellow', wrapped(`The run ended early (${status}). ${stopDetail ?? ''}`, width, '')));
  return 1;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
