import { ToolFailure } from '@pegboard/core';
import type { RunClient } from './display.ts';
import type { ScreenPlan } from './screen-options.ts';

type Region = readonly [number, number, number, number];

/** The screen with its pointer, or a part of it, as a PNG in base64. */
export async function takePicture(run: RunClient, region?: Region): Promise<string> {
  const part = region && [
    '-g',
    `${region[2] - region[0]}x${region[3] - region[1]}+${region[0]}+${region[1]}`,
  ];
  // A third of the effort at a tenth more bytes.
  const png = await run('maim', ['--format', 'png', '--quality', '3', ...(part ?? [])]);
  return png.toString('base64');
}

/** Throws a `ToolFailure` for what is no part of the screen. */
export function readRegion(
  region: readonly number[] | undefined,
  { width, height }: Pick<ScreenPlan, 'width' | 'height'>,
): Region {
  const [x1, y1, x2, y2] = region ?? [];
  if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined)
    throw new ToolFailure('zoom needs region: [x1, y1, x2, y2] in pixels.');
  const whole = [x1, y1, x2, y2].every((value) => Number.isInteger(value) && value >= 0);
  if (whole && x1 < x2 && y1 < y2 && x2 <= width && y2 <= height) return [x1, y1, x2, y2];
  throw new ToolFailure(
    `There is no region [${[x1, y1, x2, y2].join(', ')}]. Give left, top, right and bottom within ${width} × ${height} pixels, with left below right and top below bottom.`,
  );
}
