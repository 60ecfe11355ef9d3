// Four MCP servers in one agent: three that others wrote, and one of ours. One of them dies and comes back; one asks the user.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { Agent } from '@pegboard/core';
import { mcpServers } from '@pegboard/mcp';
import { local } from '@pegboard/provider-local';
import { createPage } from 'example-print';
import { own, reference } from './servers.ts';

const page = createPage();
const folder = await mkdtemp(join(tmpdir(), 'pegboard-example-'));
await writeFile(join(folder, 'note.txt'), 'Feed the bees.');

{
  await using servers = mcpServers(
    {
      everything: { ...reference('everything', ['stdio']), allow: ['get-sum'] },
      files: { ...reference('filesystem', [folder]), allow: ['list_directory'] },
      memory: {
        ...reference('memory'),
        env: { MEMORY_FILE_PATH: join(folder, 'memory.jsonl') },
        allow: ['search_nodes'],
      },
      shop: own('./shop-server.ts'),
      gone: { command: 'a-program-that-is-not-there' },
    },
    {
      onDiagnostic: ({ server, stage, message }) => page.note(`${server}, ${stage}: ${message}`),
      onElicit: ({ server, message }) => {
        page.say(`The server "${server}" asks`, message);
        return { action: 'accept', content: { approve: true } };
      },
    },
  );
  const agent = new Agent({ provider: local(), model: 'rules', tools: [servers] });
  const ask = async (title: string, question: string): Promise<void> => {
    page.title(title);
    page.say('You', question);
    const { status } = await agent.run(question, {
      // What the rules make of the results would show nothing new.
      onEvent: (event) => event.type !== 'text' && page.event(event),
    });
    if (status !== 'done') process.exitCode = 1;
  };

  await ask('Tools of several servers', `What is the sum of 17 and 25? List the directory "${folder}".`);
  await ask('Our own server', 'What is the status of order "A-17"?');
  await ask('A call that needs approval', 'Refund order "B-20"!');

  const [pid] = servers.server('shop')?.pids() ?? [];
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  while (servers.server('shop')?.pids().length !== 0) await setTimeout(10);
  await ask('The server was killed', 'What is the status of order "B-20"?');
}

page.note('All servers have ended.');
await rm(folder, { recursive: true });
