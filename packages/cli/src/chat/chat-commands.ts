import { relative } from 'node:path';
import { checkCapabilities } from '@pegboard/core/models';
import { Agent, type AnyTool, type Target, type Toolset, type UserPart } from '@pegboard/core';
import { didYouMean } from '../shell/nearest.ts';
import { columns } from '../terminal/columns.ts';
import { firstSentence } from '../terminal/first-sentence.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Conversation } from './conversation.ts';
import { readImage } from './read-image.ts';
import { chatFileName, saveChat } from './save-chat.ts';

/** What the commands of a chat work on. */
export interface ChatDesk {
  readonly conversation: Conversation;
  readonly cwd: string;
  readonly out: Terminal;
  /** Goes with the next message. */
  attachments: UserPart[];
  /** Tools whose calls need no approval any more. */
  readonly allowed: Set<string>;
  readonly listTools: (sources: readonly (AnyTool | Toolset)[]) => Promise<readonly AnyTool[]>;
  /** The target of `provider/model`. */
  readonly findModel: (id: string) => Target;
  readonly knownModels: () => readonly string[];
}

/** `resume`: the loop goes on with the run before. */
export type Outcome = 'exit' | 'resume' | undefined;

interface ChatCommand {
  readonly hint?: string;
  readonly does: string;
  run(rest: string, desk: ChatDesk): Promise<Outcome> | Outcome;
}

const commands: Readonly<Record<string, ChatCommand>> = {
  tools: { does: 'lists the tools', run: (_, desk) => tellTools(desk) },
  model: { hint: '[provider/model]', does: 'shows the model, or goes on with another', run: changeModel },
  image: { hint: '<path>', does: 'attaches an image to the next message', run: attach },
  save: { hint: '[path]', does: 'writes the conversation, as Markdown or .json', run: save },
  resume: { does: 'goes on with a run that was stopped', run: (_, desk) => goOn(desk) },
  new: { does: 'begins a new conversation', run: (_, desk) => beginAnew(desk) },
  help: { does: 'shows this', run: (_, { out }) => showHelp(out) },
  exit: { does: 'leaves; so does Ctrl-D', run: () => 'exit' },
};
const aliases: Readonly<Record<string, string>> = {
  quit: 'exit',
  q: 'exit',
  '?': 'help',
  continue: 'resume',
};

/** Runs what begins with `/`. */
export async function runChatCommand(line: string, desk: ChatDesk): Promise<Outcome> {
  const [, word = '', rest = ''] = /^\/(\S*)\s*(.*)$/s.exec(line) ?? [];
  const name = aliases[word] ?? word;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command.run(rest.trim(), desk);
  const names = Object.keys(commands).map((one) => `/${one}`);
  desk.out.say(`There is no command /${word}. ${didYouMean(`/${word}`, names) || 'See /help.'}`);
  return undefined;
}

function showHelp(out: Terminal): undefined {
  const rows = Object.entries(commands).map(([name, { hint = '', does }]) => [
    out.style('cyan', `/${name} ${hint}`.trim()),
    does,
  ]);
  out.write(columns(rows, out.width));
  out.say('Ctrl-C stops a run and keeps what was done; twice leaves.', '  ');
}

async function tellTools({ conversation: { agent }, out, listTools }: ChatDesk): Promise<undefined> {
  const tools = await listTools(agent.options.tools ?? []);
  if (tools.length === 0) out.say('This agent has no tools.', '  ');
  const rows = tools.map(({ name, description }) => [out.style('bold', name), firstSentence(description)]);
  out.write(columns(rows, out.width));
}

function changeModel(id: string, desk: ChatDesk): undefined {
  const { conversation, out } = desk;
  const { options } = conversation.agent;
  if (id === '') {
    out.say(`${options.provider.name}/${options.model}`, '  ');
    const known = desk.knownModels().slice(0, 12);
    if (known.length > 0) out.say(out.style('dim', `known: ${known.join(', ')}`), '  ');
    return;
  }
  const target = desk.findModel(id);
  conversation.agent = new Agent({ ...options, ...target });
  out.say(`${target.provider.name}/${target.model} goes on from here.`, '  ');
  const problem = checkCapabilities({ tools: (options.tools ?? []).length > 0 }, target);
  if (problem) out.say(out.style('yellow', `${out.signs.warn} ${problem.what}. ${problem.fix}.`), '  ');
}

async function attach(path: string, desk: ChatDesk): Promise<undefined> {
  const part = await readImage(path, desk.cwd);
  desk.attachments.push(part);
  const name = part.type === 'media' ? (part.filename ?? part.mediaType) : '';
  desk.out.say(`${name} goes with your next message.`, '  ');
}

async function save(path: string, { conversation, cwd, out }: ChatDesk): Promise<undefined> {
  if (conversation.messages.length === 0) {
    out.say('Nothing was said yet.', '  ');
    return;
  }
  const file = await saveChat(conversation.messages, path || chatFileName(new Date()), cwd);
  out.say(`Saved: ${relative(cwd, file) || file}`, '  ');
}

function goOn({ conversation, out }: ChatDesk): Outcome {
  if (conversation.open) return 'resume';
  out.say('The last run is done: there is nothing to go on with.', '  ');
  return undefined;
}

function beginAnew({ conversation, out }: ChatDesk): undefined {
  conversation.clear();
  out.say('What was said is forgotten.', '  ');
}
