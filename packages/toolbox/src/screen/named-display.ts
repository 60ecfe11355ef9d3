import { homedir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@pegboard/core';
import { baseEnv } from '../shell/sandbox-args.ts';
import type { Display, RunClient } from './display.ts';
import { neededPrograms } from './needed-programs.ts';
import { runClient } from './run-client.ts';
import type { ScreenPlan } from './screen-options.ts';

/** A display that is there already; nothing is started on it, and it stays. Rejects with `ConfigError` when its size is another. */
export async function openNamedDisplay(display: string, plan: ScreenPlan): Promise<Display> {
  const clients = await neededPrograms(['xdotool', 'maim', 'xmodmap']);
  const { XAUTHORITY = join(homedir(), '.Xauthority') } = process.env;
  const env = { ...baseEnv, DISPLAY: display, XAUTHORITY };
  const run: RunClient = (client, args, input) =>
    runClient({ file: clients[client], args, env }, client, input);
  await checkSize(display, plan, run);
  // Letting go of a button that is not down does nothing.
  const close = async (): Promise<void> =>
    void (await run('xdotool', ['mouseup', '1']).catch(() => undefined));
  return { run, isOwn: false, notes: () => [], gone: () => undefined, close };
}

async function checkSize(display: string, plan: ScreenPlan, run: RunClient): Promise<void> {
  const geometry = await run('xdotool', ['getdisplaygeometry']).catch((cause: unknown) => {
    throw new ConfigError({
      what: `computerScreen cannot use the screen ${display}`,
      evidence: 'xdotool cannot open it',
      fix: 'Pass the DISPLAY of a screen that is there, and set XAUTHORITY if its cookie is not in ~/.Xauthority',
      cause,
    });
  });
  const [width, height] = String(geometry).trim().split(' ').map(Number);
  if (width === plan.width && height === plan.height) return;
  throw new ConfigError({
    what: `The screen ${display} has another size than computerScreen was told`,
    evidence: `It has ${width} × ${height} pixels, not ${plan.width} × ${plan.height}`,
    fix: `Pass width: ${width}, height: ${height}`,
  });
}
