import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { type ComputerAction, type ComputerScreen, type ComputerView } from '@pegboard/toolbox';
import { hasSandbox } from '../shell/sandbox.test-helper.ts';

/** What tests that need it say in their names. */
export const needsScreen =
  'needs apt-get install bubblewrap xvfb xdotool maim x11-xserver-utils x11-utils xterm, and user namespaces';

const has = (program: string): boolean => spawnSync('which', [program]).status === 0;

/** Runs a program to its end as if a person had started it at a display. */
export function atDisplay(
  display: string,
  program: string,
  ...args: readonly string[]
): SpawnSyncReturns<string> {
  return spawnSync(program, args, { env: { ...process.env, DISPLAY: display }, encoding: 'utf8' });
}

/** Whether a screen can be opened here, and a program watched on it. */
export const hasScreen: boolean =
  hasSandbox && ['Xvfb', 'xdotool', 'maim', 'xmodmap', 'xev', 'xterm'].every((program) => has(program));

function isOpen(device: string): boolean {
  try {
    closeSync(openSync(device, 'r+'));
    return true;
  } catch {
    return false;
  }
}

/** Whether a network of its own can be made for a program. */
export const hasNetwork: boolean =
  hasScreen &&
  has('slirp4netns') &&
  isOpen('/dev/net/tun') &&
  atDisplay(':0', 'unshare', '--user', '--map-root-user', '--net', 'true').status === 0;

/** A program that writes down all that happens to its window, which is 780 × 560 pixels in the corner of the screen. */
export const watcher = [
  'sh',
  '-c',
  'exec stdbuf -oL xev -geometry 780x560+0+0 -event keyboard -event mouse -event button > events',
] as const;

export function act(
  screen: ComputerScreen,
  action: ComputerAction,
  signal = new AbortController().signal,
): Promise<ComputerView> {
  return screen.execute(action, { signal });
}

/** What happened to the window of the watcher: `ButtonPress 1 at 10,20 with 0x0`, `KeyPress a "a" with 0x4`. */
export function eventsIn(root: string): readonly string[] {
  const text = readFileSync(join(root, 'events'), 'utf8');
  return text.split('\n\n').flatMap((event) => {
    const type = /^(\w+) event/m.exec(event)?.[1];
    const place = /root:\((\d+,\d+)\)/.exec(event)?.[1];
    const state = /state (0x[\da-f]+)/.exec(event)?.[1];
    const button = /button (\d)/.exec(event)?.[1];
    const key = /keysym 0x[\da-f]+, (\w+)\)/.exec(event)?.[1];
    if (type === 'MotionNotify') return [`Motion at ${place} with ${state}`];
    if (button !== undefined) return [`${type} ${button} at ${place} with ${state}`];
    return key === undefined ? [] : [`${type} ${key} with ${state}`];
  });
}

/** Waits until the window has seen these, one after the other, with others between them or not. */
export async function expectEvents(root: string, expected: readonly string[], after = 0): Promise<void> {
  const holds = (): boolean => {
    let at = 0;
    for (const event of eventsIn(root).slice(after)) if (event === expected[at]) at++;
    return at === expected.length;
  };
  await vi.waitUntil(holds, { timeout: 20_000 }).catch(() => {
    expect(eventsIn(root).slice(after)).toEqual(expected);
  });
}

/** Processes of this machine whose command line holds a mark, by their ids. */
export function processesWith(mark: string): readonly number[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .map(Number)
    .filter((pid) => {
      if (pid === process.pid) return false;
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(mark);
      } catch {
        return false;
      }
    });
}

/** Width and height of a PNG in base64. */
export function sizeOf({ screenshot = '' }: ComputerView): readonly [number, number] {
  const png = Buffer.from(screenshot, 'base64');
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}
