import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { type Agent, type Message, repairHistory } from '@pegboard/core';
import type { ChatDesk } from '../chat/chat-commands.ts';
import { chatLoop } from '../chat/chat-loop.ts';
import { findModel } from '../project/find-model.ts';
import { createConversation } from '../chat/conversation.ts';
import { listTools } from '../project/all-tools.ts';
import { chooseAgent, threadFor } from '../project/choose-agent.ts';
import { type KnownProject, withProject } from '../project/open-project.ts';
import { usageError } from '../shell/command-error.ts';
import { defineCommand } from '../shell/command.ts';
import type { Shell } from '../shell/shell.ts';
import { type LineReader, pipeReader, terminalReader } from '../terminal/line-reader.ts';
import { counted } from '../terminal/counted.ts';

export const chat = defineCommand({
  args: {
    agent: {
      type: 'positional',
      required: false,
      description: 'Its name; without it the only or the first one',
    },
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
    from: { type: 'string', valueHint: 'file', description: 'Go on with a conversation saved as .json' },
  },
  details:
    'Answers come as they are written, with the calls of tools. Calls that need approval are asked for. /help lists what can be typed besides messages. Ctrl-C stops a run and keeps what was done. Messages can also be piped in, one a line.',
  examples: [
    ['pegboard chat', 'with the first agent'],
    ['pegboard chat researcher --model local/rules', 'with another model'],
  ],
  run: (args, shell) =>
    withProject(shell, async (project) => {
      const { agent, name } = await chooseAgent(project, args.agent, shell, args.model);
      const thread = threadFor(agent, name, args.thread);
      const conversation = createConversation(agent, thread, await savedMessages(args.from, shell.cwd));
      const desk: ChatDesk = {
        conversation,
        cwd: shell.cwd,
        out: shell.out,
        attachments: [],
        allowed: new Set(),
        listTools: (sources) => listTools(sources, shell),
        findModel: (id) => findModel(project.registry, id),
        knownModels: () => modelNames(project),
      };
      greet(name, args.model ?? project.modelOf(name) ?? agent.options.model, agent, shell);
      const reader = readerFor(shell);
      try {
        return await chatLoop(desk, reader, shell);
      } finally {
        reader.close();
      }
    }),
});

function readerFor({ stdin, stdout, out }: Shell): LineReader {
  const isTerminal = stdin.isTTY === true && stdout.isTTY === true;
  // A stream that is a terminal is one that can be written to in every way.
  return isTerminal ? terminalReader(stdin, stdout as unknown as Writable) : pipeReader(stdin, out.write);
}

function greet(name: string, model: string, { options: { tools = [] } }: Agent, { out }: Shell): void {
  const { style, signs } = out;
  // What toolsets hold is known when they are opened, by /tools or a run.
  const count = tools.some((tool) => 'list' in tool) ? '/tools' : counted(tools.length, 'tool');
  const facts = [model, count, '/help', '/exit'].join(` ${signs.dot} `);
  out.write(`${style('bold', name)} ${style('dim', `${signs.dot} ${facts}`)}\n`);
  if (!model.startsWith('local/')) return;
  const words =
    model === 'local/echo'
      ? 'local/echo repeats what you say.'
      : 'local/rules is no language model: it matches your words to the tools and really calls them. /model changes it.';
  out.say(style('dim', words));
}

function modelNames({ registry }: KnownProject): readonly string[] {
  return registry.providers.flatMap((provider) =>
    (provider.knownModels?.() ?? [])
      .filter(({ endsOn }) => endsOn === undefined)
      .map(({ id }) => `${provider.name}/${id}`),
  );
}

async function savedMessages(file: string | undefined, cwd: string): Promise<readonly Message[]> {
  if (file === undefined) return [];
  try {
    return repairHistory(JSON.parse(await readFile(resolve(cwd, file), 'utf8')) as readonly Message[]);
  } catch (cause) {
    throw usageError(
      `${file} holds no conversation`,
      cause instanceof Error ? cause.message : undefined,
      'Save one in a chat: /save chat.json',
    );
  }
}
