import type { AgentOptions, ApprovalDecision, PendingCall } from '@pegboard/core';
import type { LineReader } from '../terminal/line-reader.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { visible } from '../terminal/visible.ts';

type Ask = NonNullable<AgentOptions['onApproval']>;

/**
 * Asks at the terminal for each call that needs it, one after the other. What is not answered is left open. `allowed` holds the names of tools
 * that need not be asked for again.
 */
export function createApprovalAsker(
  reader: LineReader,
  terminal: Terminal,
  before: () => void,
  allowed: Set<string> = new Set(),
): Ask {
  let queue: Promise<unknown> = Promise.resolve();
  return (call, { signal }) => {
    const turn = queue.then(async () => {
      if (allowed.has(call.name)) return true;
      before();
      showCall(call, terminal);
      return askOnce(call, { reader, terminal, signal, allowed });
    });
    queue = turn.catch(() => undefined);
    return turn;
  };
}

function showCall({ name, input, reason, path }: PendingCall, { style, signs, say, write }: Terminal): void {
  const inside = path.length > 0 ? ` (inside ${path.join(' / ')})` : '';
  const why = reason === undefined ? '' : `: ${visible(reason)}`;
  say(`${style('yellow', signs.ask)} ${style('bold', name)}${inside} needs your approval${why}`);
  for (const [key, value] of Object.entries(input))
    say(
      `${style('dim', `${visible(key)}:`)} ${visible(typeof value === 'string' ? value : JSON.stringify(value, null, 2))}`,
      '    ',
    );
  if (Object.keys(input).length === 0) write(`    ${style('dim', '(no arguments)')}\n`);
}

interface Question {
  readonly reader: LineReader;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  readonly allowed: Set<string>;
}

async function askOnce(
  { name }: PendingCall,
  { reader, terminal, signal, allowed }: Question,
): Promise<ApprovalDecision | undefined> {
  const question = `  Allow it? ${terminal.style('dim', '[y]es, [n]o, [a]lways, or why not:')} `;
  const answer = await reader.ask(question, { signal, fresh: true });
  if (answer === 'interrupt') throw new DOMException('cancelled at the terminal', 'AbortError');
  if (answer === 'end') return undefined;
  const [word = ''] = answer.line.trim().split('\n');
  if (/^a(lways)?$/i.test(word)) allowed.add(name);
  if (/^(y(es)?|a(lways)?)$/i.test(word)) return true;
  // Silence is no consent.
  return /^(no?)?$/i.test(word) ? false : { deny: word };
}
