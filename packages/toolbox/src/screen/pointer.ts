import { ToolFailure } from '@pegboard/core';
import type { ComputerAction } from './computer-action.ts';
import type { ScreenPlan } from './screen-options.ts';

const buttons = { left: '1', middle: '2', right: '3' } as const;
const wheels = { up: '4', down: '5', left: '6', right: '7' } as const;
const mostScrolled = 100;

type Size = Pick<ScreenPlan, 'width' | 'height'>;
type Orders = readonly string[];

/** What xdotool is told for an action of the mouse; undefined for other actions. Throws a `ToolFailure` for what cannot be meant. */
export function pointerOrders(action: ComputerAction, size: Size): Orders | undefined {
  const moved = action.coordinate ? moveTo(readPoint(action.coordinate, 'coordinate', size)) : [];
  switch (action.action) {
    case 'mouse_move':
      return moveTo(readPoint(action.coordinate, 'coordinate', size));
    case 'left_click':
      return [...moved, 'click', buttons.left];
    case 'middle_click':
      return [...moved, 'click', buttons.middle];
    case 'right_click':
      return [...moved, 'click', buttons.right];
    case 'double_click':
      return [...moved, ...clicks(2, buttons.left)];
    case 'triple_click':
      return [...moved, ...clicks(3, buttons.left)];
    case 'left_mouse_down':
      return [...moved, 'mousedown', buttons.left];
    case 'left_mouse_up':
      return [...moved, 'mouseup', buttons.left];
    case 'left_click_drag':
      return drag(action, size);
    case 'scroll':
      return [...moved, ...scroll(action)];
    default:
      return undefined;
  }
}

function moveTo([x, y]: readonly [number, number]): Orders {
  return ['mousemove', String(x), String(y)];
}

function clicks(times: number, button: string): Orders {
  return ['click', '--repeat', String(times), '--delay', '40', button];
}

/** With stops on the way, as many programs begin to drag only when the mouse moves after it was pressed. */
function drag({ start_coordinate: start, coordinate }: ComputerAction, size: Size): Orders {
  const [x, y] = readPoint(coordinate, 'coordinate', size);
  const from = start && readPoint(start, 'start_coordinate', size);
  const way = from
    ? [0.1, 0.5, 0.9].flatMap((part) =>
        pause([Math.round(from[0] + (x - from[0]) * part), Math.round(from[1] + (y - from[1]) * part)]),
      )
    : [];
  return [
    ...(from ? moveTo(from) : []),
    'mousedown',
    buttons.left,
    ...way,
    ...pause([x, y]),
    'mouseup',
    buttons.left,
  ];
}

function pause(point: readonly [number, number]): Orders {
  return ['sleep', '0.03', ...moveTo(point), 'sleep', '0.03'];
}

function scroll({ scroll_direction: direction, scroll_amount: amount = 5 }: ComputerAction): Orders {
  const button = direction && Object.hasOwn(wheels, direction) ? wheels[direction] : undefined;
  if (button === undefined) throw new ToolFailure('scroll needs scroll_direction: up, down, left or right.');
  if (!Number.isInteger(amount) || amount < 0 || amount > mostScrolled) {
    throw new ToolFailure(`scroll_amount is ${amount}; it can be 0 to ${mostScrolled} clicks of the wheel.`);
  }
  return amount === 0 ? [] : ['click', '--repeat', String(amount), '--delay', '15', button];
}

function readPoint(
  point: readonly number[] | undefined,
  name: 'coordinate' | 'start_coordinate',
  { width, height }: Size,
): readonly [number, number] {
  const [x, y] = point ?? [];
  if (x === undefined || y === undefined)
    throw new ToolFailure(`The action needs ${name}: [x, y] in pixels.`);
  if (isWithin(x, width) && isWithin(y, height)) return [x, y];
  throw new ToolFailure(
    `Nothing was done: ${name} [${x}, ${y}] is not on the screen. It has ${width} × ${height} pixels: x from 0 to ${width - 1}, y from 0 to ${height - 1}. Take a screenshot and point at what you see there.`,
  );
}

function isWithin(value: number, size: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < size;
}
