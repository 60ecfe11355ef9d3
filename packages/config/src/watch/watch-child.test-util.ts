// Run by watch.test.ts as a process of its own, as modules are loaded anew only by Node itself.
import { createInterface } from 'node:readline';
import { type Pegboard, watchPegboard } from '@pegboard/config';

const told = (fact: object): void => void process.stdout.write(`${JSON.stringify(fact)}\n`);
const facts = (pegboard: Pegboard): object => ({
  tools: pegboard.registry.tools().map(({ description }) => description),
  instructions: pegboard.settings['agent']?.instructions,
  model: pegboard.config.model,
  diagnostics: pegboard.diagnostics.map(({ cause }) => cause),
});

const watched = await watchPegboard({
  onReload: (pegboard, swapped) => told({ swapped, ...facts(pegboard) }),
  onError: (error) => told({ error: String(error), ...facts(watched.current) }),
});
told({ started: true, ...facts(watched.current) });
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'run') told({ text: (await watched.agent().run('What is it?')).text });
  if (line === 'close') break;
}
await watched.close();
told({ closed: true });
process.stdin.destroy();
