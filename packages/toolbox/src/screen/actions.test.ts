import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ComputerAction, computerScreen, type ComputerView } from '@pegboard/toolbox';
import {
  act,
  eventsIn,
  expectEvents,
  hasScreen,
  needsScreen,
  sizeOf,
  watcher,
} from './screen.test-helper.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'pegboard-actions-')));
for (const name of ['watched', 'typed']) mkdirSync(join(root, name));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const size = { width: 800, height: 600, settleMs: 50 };

describe.runIf(hasScreen)(`actions at a screen (${needsScreen})`, { timeout: 60_000 }, () => {
  const watched = join(root, 'watched');
  const screen = computerScreen({ ...size, root: watched, open: [watcher] });
  beforeAll(() => screen.ready(), 60_000);
  afterAll(() => screen.close());
  const press = (button: number, at: string, state = '0x0'): string =>
    `ButtonPress ${button} at ${at} with ${state}`;
  const release = (button: number, at: string, state: string): string =>
    `ButtonRelease ${button} at ${at} with ${state}`;
  const click = (button: number, at: string): readonly string[] => [
    press(button, at),
    release(button, at, `0x${(0x80 << button).toString(16)}`),
  ];
  const at = [100, 120] as const;

  it.each(
    named<readonly string[]>([
      [{ action: 'mouse_move', coordinate: [70, 80] }, ['Motion at 70,80 with 0x0']],
      [{ action: 'left_click', coordinate: at }, click(1, '100,120')],
      [{ action: 'left_click' }, click(1, '100,120')],
      [{ action: 'middle_click', coordinate: [5, 6] }, click(2, '5,6')],
      [{ action: 'right_click', coordinate: at }, click(3, '100,120')],
      [{ action: 'double_click', coordinate: at }, [...click(1, '100,120'), ...click(1, '100,120')]],
      [
        { action: 'triple_click', coordinate: at },
        [...click(1, '100,120'), ...click(1, '100,120'), ...click(1, '100,120')],
      ],
      [
        { action: 'left_click', coordinate: at, text: 'ctrl' },
        ['KeyPress Control_L with 0x0', press(1, '100,120', '0x4'), 'KeyRelease Control_L with 0x4'],
      ],
      [
        { action: 'right_click', coordinate: at, text: 'ctrl+shift' },
        [press(3, '100,120', '0x5'), 'KeyRelease Shift_L with 0x1'],
      ],
      [{ action: 'left_mouse_down', coordinate: at }, [press(1, '100,120')]],
      [{ action: 'mouse_move', coordinate: [150, 160] }, ['Motion at 150,160 with 0x100']],
      [{ action: 'left_mouse_up' }, [release(1, '150,160', '0x100')]],
      [
        { action: 'left_click_drag', start_coordinate: [10, 20], coordinate: [210, 120] },
        [press(1, '10,20'), 'Motion at 110,70 with 0x100', release(1, '210,120', '0x100')],
      ],
      [
        { action: 'left_click_drag', coordinate: [30, 40] },
        [press(1, '210,120'), release(1, '30,40', '0x100')],
      ],
      [
        { action: 'scroll', coordinate: at, scroll_direction: 'up', scroll_amount: 2 },
        [...click(4, '100,120'), ...click(4, '100,120')],
      ],
      [
        { action: 'scroll', scroll_direction: 'down' },
        Array.from({ length: 5 }, () => click(5, '100,120')).flat(),
      ],
      [{ action: 'scroll', scroll_direction: 'left', scroll_amount: 1 }, [press(6, '100,120')]],
      [{ action: 'scroll', scroll_direction: 'right', scroll_amount: 1 }, [press(7, '100,120')]],
      [
        { action: 'scroll', scroll_direction: 'up', scroll_amount: 1, text: 'ctrl' },
        [press(4, '100,120', '0x4'), 'KeyRelease Control_L with 0x4'],
      ],
      [
        { action: 'key', text: 'ctrl+s' },
        ['KeyPress Control_L with 0x0', 'KeyPress s with 0x4', 'KeyRelease Control_L with 0x4'],
      ],
      [{ action: 'key', text: 'Return' }, ['KeyPress Return with 0x0']],
      [{ action: 'key', text: 'cmd+space' }, ['KeyPress Super_L with 0x0', 'KeyPress space with 0x40']],
      [
        { action: 'key', text: 'PageDown F5 esc' },
        ['KeyPress Next with 0x0', 'KeyPress F5 with 0x0', 'KeyPress Escape with 0x0'],
      ],
      [{ action: 'key', text: 'ctrl++' }, ['KeyPress plus with 0x5']],
      [{ action: 'key', text: 'KP_Enter' }, ['KeyPress KP_Enter with 0x0']],
      [{ action: 'key', text: 'é' }, ['KeyPress eacute with 0x0']],
      [
        { action: 'key', text: 'Down', repeat: 3 },
        ['KeyPress Down with 0x0', 'KeyPress Down with 0x0', 'KeyPress Down with 0x0'],
      ],
      [
        { action: 'hold_key', text: 'a', duration: 1 },
        // The server repeats a key that is down.
        ['KeyPress a with 0x0', 'KeyPress a with 0x0', 'KeyRelease a with 0x0'],
      ],
      [
        { action: 'hold_key', text: 'shift+Tab', duration: 0 },
        ['KeyPress Shift_L with 0x0', 'KeyRelease Shift_L with 0x1'],
      ],
      [
        { action: 'type', text: 'aB-' },
        ['KeyPress a with 0x0', 'KeyPress B with 0x1', 'KeyPress minus with 0x0'],
      ],
    ]),
  )('%s', async (_, action, expected) => {
    const before = eventsIn(watched).length;
    expect(sizeOf(await act(screen, action))).toEqual([800, 600]);
    await expectEvents(watched, expected, before);
  });

  it('cursor_position is told in words', async () => {
    await act(screen, { action: 'mouse_move', coordinate: [799, 599] });
    expect(await act(screen, { action: 'cursor_position' })).toEqual({
      text: 'The pointer is at [799, 599].',
    });
  });

  it('wait takes its time', async () => {
    const begin = performance.now();
    expect(sizeOf(await act(screen, { action: 'wait', duration: 0.3 }))).toEqual([800, 600]);
    expect(performance.now() - begin).toBeGreaterThan(290);
  });

  it('zoom shows a part of what screenshot shows', async () => {
    await act(screen, { action: 'mouse_move', coordinate: [70, 80] });
    const whole = await act(screen, { action: 'screenshot' });
    const part = await act(screen, { action: 'zoom', region: [20, 30, 320, 230] });
    expect(sizeOf(part)).toEqual([300, 200]);
    const cut = sharp(bytes(whole)).extract({ left: 20, top: 30, width: 300, height: 200 });
    expect((await pixels(sharp(bytes(part)))).equals(await pixels(cut))).toBe(true);
    expect(sizeOf(await act(screen, { action: 'zoom', region: [0, 0, 800, 600] }))).toEqual([800, 600]);
  });

  it('two actions at a time are done one after the other', async () => {
    const before = eventsIn(watched).length;
    await Promise.all([
      act(screen, { action: 'type', text: 'abc' }),
      act(screen, { action: 'left_click', coordinate: at }),
      act(screen, { action: 'type', text: 'd' }),
    ]);
    await expectEvents(
      watched,
      ['KeyPress c with 0x0', ...click(1, '100,120'), 'KeyPress d with 0x0'],
      before,
    );
  });

  it.each(
    named<RegExp>([
      [
        { action: 'left_click', coordinate: [800, 10] },
        /\[800, 10\] is not on the screen. It has 800 × 600 pixels.*Take a screenshot/,
      ],
      [{ action: 'left_click', coordinate: [-1, 10] }, /not on the screen/],
      [{ action: 'left_click', coordinate: [10.5, 10] }, /not on the screen/],
      [{ action: 'left_click', coordinate: ['--help', 1] as never }, /not on the screen/],
      [{ action: 'left_click', coordinate: [Number.NaN, 1] }, /not on the screen/],
      [
        { action: 'left_click_drag', start_coordinate: [1, 600], coordinate: [1, 1] },
        /start_coordinate \[1, 600\]/,
      ],
      [{ action: 'left_click_drag' }, /needs coordinate/],
      [{ action: 'mouse_move' }, /needs coordinate/],
      [{ action: 'left_click', coordinate: at, text: 'ctrl alt' }, /held together/],
      [{ action: 'scroll' }, /needs scroll_direction/],
      [{ action: 'scroll', scroll_direction: 'toString' as never }, /needs scroll_direction/],
      [{ action: 'scroll', scroll_direction: 'up', scroll_amount: 1e9 }, /0 to 100/],
      [{ action: 'type' }, /type needs text/],
      [{ action: 'type', text: 'a\u001b[A' }, /U\+001B.*action key/],
      [{ action: 'type', text: 'a\0b' }, /U\+0000/],
      [{ action: 'type', text: 'a'.repeat(100_000) }, /in parts/],
      [{ action: 'key', text: 'NoSuchKey' }, /no key "NoSuchKey"/],
      [{ action: 'key', text: 'ctrl+NoSuchKey' }, /no key "NoSuchKey"/],
      [{ action: 'key', text: '--window' }, /names no keys/],
      [{ action: 'key', text: '38' }, /names no keys/],
      [{ action: 'key', text: ' \n' }, /names no keys/],
      [{ action: 'key', text: 'a', repeat: 0 }, /1 to 100/],
      [{ action: 'key', text: 'a b c', repeat: 50 }, /150 presses/],
      [{ action: 'hold_key', text: 'a', duration: 101 }, /0 to 100 seconds/],
      [{ action: 'hold_key', text: 'a' }, /needs duration/],
      [{ action: 'wait', duration: Infinity }, /0 to 100 seconds/],
      [{ action: 'zoom' }, /needs region/],
      [{ action: 'zoom', region: [10, 10, 10, 20] }, /no region/],
      [{ action: 'zoom', region: [0, 0, 801, 10] }, /no region/],
      [{ action: 'dance' as never }, /no action "dance"/],
    ]),
  )('%s is refused, and nothing happens', async (_, action, message) => {
    await act(screen, { action: 'mouse_move', coordinate: [40, 40] });
    const before = eventsIn(watched);
    await expect(act(screen, action)).rejects.toThrow(message);
    await act(screen, { action: 'mouse_move', coordinate: [41, 41] });
    await expectEvents(watched, ['Motion at 41,41 with 0x0'], before.length);
    const happened = eventsIn(watched).slice(before.length);
    // Letting go of a key that is not down is how X is asked whether there is one.
    expect(happened.filter((event) => /Press/.test(event))).toEqual([]);
  });

  describe('an abort', () => {
    it.each(
      named<string>([
        [{ action: 'wait', duration: 100 }, ''],
        [{ action: 'hold_key', text: 'ctrl+b', duration: 100 }, 'KeyPress b with 0x4'],
        [{ action: 'type', text: 'c'.repeat(4_000) }, 'KeyPress c with 0x0'],
      ]),
    )('ends %s, and nothing stays down', async (_, action, sign) => {
      const before = eventsIn(watched).length;
      const controller = new AbortController();
      const done = act(screen, action, controller.signal);
      done.catch(() => undefined);
      if (sign !== '')
        await vi.waitUntil(() => eventsIn(watched).slice(before).includes(sign), { timeout: 20_000 });
      const begin = performance.now();
      const reason = new Error('Stop');
      controller.abort(reason);
      await expect(done).rejects.toBe(reason);
      expect(performance.now() - begin).toBeLessThan(20_000);
      // No key is held: a click has no modifiers, and nothing repeats.
      const after = eventsIn(watched).length;
      await act(screen, { action: 'left_click', coordinate: at });
      await expectEvents(watched, click(1, '100,120'), after);
    });

    it('before an action keeps it from beginning', async () => {
      const before = eventsIn(watched).length;
      const done = act(screen, { action: 'type', text: 'x' }, AbortSignal.abort(new Error('Stop')));
      await expect(done).rejects.toThrow('Stop');
      await act(screen, { action: 'mouse_move', coordinate: [42, 42] });
      await expectEvents(watched, ['Motion at 42,42 with 0x0'], before);
      expect(eventsIn(watched).slice(before).join('\n')).not.toContain('Key');
    });
  });
});

describe.runIf(hasScreen)(`what is typed arrives (${needsScreen})`, { timeout: 60_000 }, () => {
  const typed = join(root, 'typed');
  const script = 'n=0; while :; do n=$((n + 1)); touch ready$n; cat > part; mv part out$n; done';
  const screen = computerScreen({
    ...size,
    root: typed,
    // Its window is under the pointer, which stands in the middle.
    open: [['xterm', '-u8', '-geometry', '120x40+0+0', '-e', 'sh', '-c', script]],
  });
  let count = 0;
  beforeAll(() => screen.ready(), 60_000);
  afterAll(() => screen.close());

  it.each([
    'plain text',
    '-dash --file /etc/passwd --help',
    '$(touch /workspace/hacked) `touch hacked`; touch hacked | tee hacked & > hacked',
    `quotes ' " \\ \\n %s %n !! ~ # * ? [a] {b} <c>`,
    'two\nlines\n\nand a\ttab',
    'windows\r\nends',
    'grüße né €ñ Ωж 日本語 👍',
    'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ ÀÁÂ',
  ])('%j', async (text) => {
    const number = ++count;
    await vi.waitUntil(() => existsSync(join(typed, `ready${number}`)), { timeout: 20_000 });
    const before = await act(screen, { action: 'screenshot' });
    const after = await act(screen, { action: 'type', text: `${text}\n` });
    expect((await pixels(sharp(bytes(before)))).equals(await pixels(sharp(bytes(after))))).toBe(false);
    await act(screen, { action: 'key', text: 'ctrl+d' });
    const file = join(typed, `out${number}`);
    await vi.waitUntil(() => existsSync(file), { timeout: 20_000 });
    expect(readFileSync(file, 'utf8')).toBe(`${text.replaceAll('\r', '')}\n`);
    expect(existsSync(join(typed, 'hacked'))).toBe(false);
  });
});

/** Puts a name of bearable length before each. */
function named<T>(
  cases: readonly (readonly [ComputerAction, T])[],
): readonly (readonly [string, ComputerAction, T])[] {
  return cases.map(([action, expected]) => [JSON.stringify(action).slice(0, 100), action, expected]);
}

function bytes({ screenshot = '' }: ComputerView): Buffer {
  return Buffer.from(screenshot, 'base64');
}

function pixels(image: Sharp): Promise<Buffer> {
  return image.removeAlpha().raw().toBuffer();
}
