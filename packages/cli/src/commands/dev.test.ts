import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { processMs, project, start } from '../cli.test-util.ts';

it(
  'says what each change did, and goes on after one that cannot be used',
  { timeout: processMs },
  async () => {
    const cwd = project();
    const running = start(['dev'], { cwd });
    await running.until(/Watching/);
    const tools = join(cwd, 'tools.ts');
    const text = readFileSync(tools, 'utf8');
    writeFileSync(tools, text.replace("name: 'take_nap'", "name: 'take_break'"));
    await running.until(/take_break/);
    writeFileSync(tools, text.replace('definePlugin({', 'definePlugin({{'));
    await running.until(/What was there before goes on|✗/);
    const config = join(cwd, 'pegboard.config.yaml');
    writeFileSync(tools, text);
    writeFileSync(config, readFileSync(config, 'utf8').replace('helper:', 'assistant:'));
    await running.until(/agents: assistant/);
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(0);
  },
);
