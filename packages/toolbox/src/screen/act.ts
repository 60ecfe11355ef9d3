import { setTimeout as delay } from 'node:timers/promises';
import { ToolFailure } from '@pegboard/core';
import type { ComputerAction, ComputerView } from './computer-action.ts';
import type { Display } from './display.ts';
import { readChord } from './key-names.ts';
import { createKeyboard, type Keyboard, whileHeld } from './keyboard.ts';
import { takePicture, readRegion } from './picture.ts';
import { pointerOrders } from './pointer.ts';
import type { ScreenPlan } from './screen-options.ts';

const maxSeconds = 100;

export type Act = (action: ComputerAction, signal: AbortSignal) => Promise<ComputerView>;

/** Actions at a display. Each rejects with the signal's reason at an abort, and holds nothing down then. */
export function createActor(display: Display, plan: ScreenPlan): Act {
  const keyboard = createKeyboard(display);
  const { run } = display;
  return async (action, signal) => {
    if (action.action === 'cursor_position') return { text: await whereIsPointer(display) };
    if (action.action === 'zoom')
      return { screenshot: await takePicture(run, readRegion(action.region, plan)) };
    const settleMs = await perform(action, { display, keyboard, plan, signal });
    await delay(settleMs, undefined, { signal });
    return { screenshot: await takePicture(run), ...textOf(display) };
  };
}

interface Hands {
  readonly display: Display;
  readonly keyboard: Keyboard;
  readonly plan: ScreenPlan;
  readonly signal: AbortSignal;
}

/** Gives the milliseconds after which there is something to see. */
async function perform(action: ComputerAction, { display, keyboard, plan, signal }: Hands): Promise<number> {
  const { settleMs } = plan;
  switch (action.action) {
    case 'screenshot':
      return 0;
    case 'wait':
      return readDuration(action);
    case 'type':
      await keyboard.type(readText(action), signal);
      return settleMs;
    case 'key':
      await keyboard.press(readText(action), readRepeat(action), signal);
      return settleMs;
    case 'hold_key':
      await keyboard.hold(readText(action), readDuration(action), signal);
      return settleMs;
    default:
      await point(action, display, plan);
      return settleMs;
  }
}

async function point(action: ComputerAction, display: Display, plan: ScreenPlan): Promise<void> {
  const orders = pointerOrders(action, plan);
  if (!orders) throw new ToolFailure(`There is no action "${action.action}".`);
  const act = async (): Promise<void> => {
    if (orders.length > 0) await display.run('xdotool', orders);
  };
  if (action.text === undefined || action.text === '') return act();
  await whileHeld(display, readChord(action.text), act);
}

async function whereIsPointer({ run }: Display): Promise<string> {
  const told = String(await run('xdotool', ['getmouselocation', '--shell']));
  const [, x, y] = /X=(\d+)\s+Y=(\d+)/.exec(told) ?? [];
  return `The pointer is at [${x}, ${y}].`;
}

function textOf({ notes }: Display): Pick<ComputerView, 'text'> {
  return notes().length === 0 ? {} : { text: ['Done.', ...notes()].join('\n') };
}

function readText({ action, text }: ComputerAction): string {
  if (text === undefined || text === '') throw new ToolFailure(`${action} needs text.`);
  return text;
}

function readRepeat({ repeat = 1 }: ComputerAction): number {
  if (Number.isInteger(repeat) && repeat >= 1 && repeat <= 100) return repeat;
  throw new ToolFailure(`repeat is ${repeat}; it can be 1 to 100.`);
}

/** In milliseconds. */
function readDuration({ action, duration }: ComputerAction): number {
  if (duration === undefined) throw new ToolFailure(`${action} needs duration, in seconds.`);
  if (duration >= 0 && duration <= maxSeconds) return duration * 1_000;
  throw new ToolFailure(`duration is ${duration}; it can be 0 to ${maxSeconds} seconds.`);
}
