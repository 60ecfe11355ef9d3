import { describe, expect, it } from 'vitest';
import { computerUse } from '@pegboard/builtin-tools';
import { type CallRecord, type JsonObject } from '@pegboard/core';
import { computerScreen } from '@pegboard/toolbox';
import { call, runCalls, workspace } from '../files/files.test-helper.ts';
import { expectEvents, hasScreen, needsScreen, watcher } from '../screen/screen.test-helper.ts';

describe.runIf(hasScreen)(`computerUse with a screen (${needsScreen})`, { timeout: 60_000 }, () => {
  it('is made of it in one line, and asks before it clicks', async () => {
    const root = workspace();
    await using screen = computerScreen({ width: 800, height: 600, settleMs: 50, root, open: [watcher] });
    const tool = computerUse(screen);
    expect(tool.builtin).toEqual({
      type: 'computer',
      displayWidthPx: 800,
      displayHeightPx: 600,
      enableZoom: true,
    });
    const click: JsonObject = { action: 'left_click', coordinate: [30, 40] };
    expect(await call(tool, click)).toMatchObject({ phase: 'waiting' });
    expect(await call(tool, click, { onApproval: () => true })).toMatchObject({
      status: 'success',
      result: 'Done.',
    });
    await expectEvents(root, ['ButtonPress 1 at 30,40 with 0x0']);
    const spread = computerUse({ ...screen, approval: false });
    expect(await call(spread, { action: 'key', text: 'a' })).toMatchObject({ status: 'success' });
    await expectEvents(root, ['KeyPress a with 0x0']);
  });

  it('the model sees the picture, and what it did wrong', async () => {
    await using screen = computerScreen({ width: 320, height: 200, settleMs: 0 });
    const calls = [{ action: 'screenshot' }, { action: 'mouse_move', coordinate: [320, 10] }];
    const { messages, calls: made } = await runCalls(
      [computerUse(screen)],
      calls.map((input) => ({ name: 'computer', input })),
      // What the picture shows is from outside, and what comes after it is asked for.
      { onApproval: () => true },
    );
    const picture = messages.flatMap(({ content }) => content).find(({ type }) => type === 'tool-result');
    expect(picture).toMatchObject({
      content: expect.arrayContaining([
        { type: 'media', mediaType: 'image/png', data: expect.stringMatching(/^iVBORw0KGgo/) },
      ]),
    });
    const last: CallRecord | undefined = made.last('computer');
    expect(last).toMatchObject({ status: 'failed' });
    expect(last?.error).toContain('[320, 10] is not on the screen. It has 320 × 200 pixels');
  });
});

it.skipIf(hasScreen)('what is missing is told to the model', async () => {
  await using screen = computerScreen();
  expect((await call(computerUse(screen), { action: 'screenshot' })).error).toMatch(/install/);
});
