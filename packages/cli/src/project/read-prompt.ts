import type { Readable } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { usageError } from '../shell/command-error.ts';

/**
 * The words of a prompt; `-` stands for the standard input, which is read without any words as well, where it is no terminal. Never
 * otherwise: a pipe that nobody closes would hold the command up.
 */
export async function readPrompt(
  words: readonly string[],
  stdin: Readable & { readonly isTTY?: boolean },
  isOptional: boolean,
): Promise<string | undefined> {
  const isPiped = words.includes('-') || (words.length === 0 && !isOptional && stdin.isTTY !== true);
  const piped = isPiped ? (await readAll(stdin)).trimEnd() : '';
  const parts = words.includes('-') ? words.map((word) => (word === '-' ? piped : word)) : [...words, piped];
  const prompt = parts.filter((part) => part !== '').join(words.includes('-') ? '\n\n' : ' ');
  if (prompt.trim() !== '') return prompt;
  if (isOptional) return undefined;
  throw usageError(
    'There is no prompt',
    'no words and nothing on the standard input',
    'Write it in quotes behind the agent',
  );
}
