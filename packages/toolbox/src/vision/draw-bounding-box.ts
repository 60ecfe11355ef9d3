import { type AnyTool, ConfigError, defineTool, result, ToolFailure } from '@pegboard/core';
import { checkOptionKinds } from '@pegboard/core/tools';
import * as z from 'zod';
import { type FileOptions, type FileSpace, fileSpace, writesFiles } from '../files/file-options.ts';
import type { Detect, DetectContext, Detection } from './detection.ts';
import { drawBoxes, openImage, type OpenImage, type PixelBox } from './draw-boxes.ts';
import { type Fixture, fixtureDetector } from './fixture.ts';

export interface BoundingBoxOptions {
  /** The folder with the images; the annotated ones are stored there too. */
  readonly files: FileOptions | FileSpace;
  /** Finds what the model asks for, such as `modelDetector({ provider, model })`. Without it the model gives the boxes itself. */
  readonly detect?: Detect;
  /** In place of `detect`, what is always found: for tests and examples. */
  readonly fixture?: Fixture;
}

const imagePath = () =>
  z.string().min(1).max(4_096).describe('Path of a PNG, JPEG, WebP or GIF, relative to the workspace.');
const storedAs = () =>
  z
    .string()
    .min(1)
    .max(4_096)
    .regex(/\.(png|jpe?g)$/i)
    .optional()
    .describe(
      'Where the annotated image is stored: a .png or .jpg. Default: beside the image, as name.boxes.png.',
    );

const byTarget = () =>
  z
    .object({
      image: imagePath(),
      target: z.string().min(1).max(500).describe('What to look for, such as "every cup".'),
      save_as: storedAs(),
    })
    .meta({ examples: [{ image: 'photos/desk.jpg', target: 'laptop' }] });

const byBoxes = () =>
  z
    .object({
      image: imagePath(),
      boxes: z
        .array(
          z.object({
            label: z.string().min(1).max(200),
            box: z.array(z.number()).length(4).describe('left, top, right, bottom'),
          }),
        )
        .min(1)
        .max(100)
        .describe('One for each thing to frame.'),
      unit: z
        .enum(['pixels', 'fractions', 'thousandths'])
        .default('pixels')
        .describe(
          'What the numbers count: pixels of the stored image, or parts of its width and height (0 to 1, 0 to 1000).',
        ),
      save_as: storedAs(),
    })
    .meta({
      examples: [{ image: 'photos/desk.jpg', boxes: [{ label: 'laptop', box: [120, 80, 640, 420] }] }],
    });

const output = () =>
  z.object({
    saved_as: z.string().describe('Path of the annotated image.'),
    width: z.int(),
    height: z.int(),
    found: z.array(
      z.object({
        label: z.string(),
        confidence: z.number().optional(),
        left: z.int(),
        top: z.int(),
        width: z.int(),
        height: z.int(),
      }),
    ),
  });

type Found = z.infer<ReturnType<typeof output>>['found'][number];

/**
 * `draw_bounding_box`: finds things in an image and draws a labelled frame around each. Needs the package sharp; without it a call rejects
 * with `ConfigError`. Throws `ConfigError` when both `detect` and `fixture` are given.
 */
export function drawBoundingBox(options: BoundingBoxOptions): AnyTool {
  checkOptionKinds('draw_bounding_box', options, { files: 'table', detect: 'function', fixture: 'any' });
  const space = fileSpace(options.files);
  const detect = detectorOf(options);
  const shared = {
    name: 'draw_bounding_box',
    output: output(),
    // What is in an image may be written there by anybody.
    trust: space.trust,
    effects: writesFiles,
    timeoutMs: 90_000,
    maxResultChars: 10_000,
  } as const;
  if (!detect)
    return defineTool({
      ...shared,
      description:
        'Draws labelled frames into an image, around the places that you give, and stores the result as a new image, which you see. Use it to show where in a picture something is. Give left, top, right and bottom of each box, in pixels of the stored image or as parts of its width and height; say which with "unit". The original is not changed.',
      input: byBoxes(),
      execute: async ({ image: path, boxes, unit, save_as: target }) => {
        const opened = await readImage(space, path);
        return annotate(
          space,
          opened,
          boxes.map(({ label, box }) => ({ label, ...scaled(box, unit, opened) })),
          { path, target },
        );
      },
    });
  return defineTool({
    ...shared,
    description:
      'Finds things in an image and draws a labelled frame around each; gives their places in pixels and stores the result as a new image, which you see. Use it to find out where something is in a picture, to count things, or to show them. Say what to look for in a few plain words; one call can look for several things. If nothing is found, the list is empty. The original is not changed.',
    input: byTarget(),
    execute: async ({ image: path, target, save_as }, ctx) => {
      const opened = await readImage(space, path);
      const found = await lookFor(detect, opened, target, ctx);
      return annotate(space, opened, found, { path, target: save_as });
    },
  });
}

function detectorOf({ detect, fixture }: BoundingBoxOptions): Detect | undefined {
  if (!detect || fixture === undefined) return fixture === undefined ? detect : fixtureDetector(fixture);
  throw new ConfigError({
    what: 'drawBoundingBox() has two ways to find things',
    evidence: 'Both "detect" and "fixture" are given',
    fix: 'Leave one out',
  });
}

function lookFor(
  detect: Detect,
  { bytes, ...image }: OpenImage,
  target: string,
  ctx: DetectContext,
): Promise<readonly Detection[]> | readonly Detection[] {
  return detect({ image: bytes, ...image, target }, ctx);
}

async function readImage({ folder, maxFileBytes }: FileSpace, path: string): Promise<OpenImage> {
  const { bytes } = await folder.read(path, { maxBytes: maxFileBytes });
  const opened = await openImage(bytes);
  if (opened) return opened;
  throw new ToolFailure(
    `${path} is no image that can be read: it must be PNG, JPEG, WebP or GIF, whole, and of at most 60 million pixels.`,
  );
}

function scaled(
  box: readonly number[],
  unit: string,
  { width, height }: OpenImage,
): Omit<Detection, 'label'> {
  const [across, down] = unit === 'pixels' ? [width, height] : unit === 'fractions' ? [1, 1] : [1_000, 1_000];
  const [left = 0, top = 0, right = 0, bottom = 0] = box;
  return { left: left / across, top: top / down, right: right / across, bottom: bottom / down };
}

async function annotate(
  { folder }: FileSpace,
  opened: OpenImage,
  detections: readonly Detection[],
  { path, target }: { readonly path: string; readonly target: string | undefined },
): Promise<ReturnType<typeof result<z.infer<ReturnType<typeof output>>>>> {
  const { width, height } = opened;
  const found = detections.map((each) => toPixels(each, opened));
  const saved_as = target ?? path.replace(/\.[^./]*$/, '') + '.boxes.png';
  if (saved_as === path)
    throw new ToolFailure('The annotated image would take the place of the original: give another name.');
  const format = /\.png$/i.test(saved_as) ? 'png' : 'jpeg';
  const drawn = await drawBoxes(opened, found, format);
  await folder.write(saved_as, drawn);
  const value = { saved_as, width, height, found };
  const part = {
    type: 'media' as const,
    mediaType: `image/${format}`,
    data: Buffer.from(drawn).toString('base64'),
  };
  return result(value, { content: [part] });
}

/** Corners in either order; what lies outside is cut off; a box has at least one pixel. */
function toPixels(
  { label, confidence, left, top, right, bottom }: Detection,
  { width, height }: OpenImage,
): Found & PixelBox {
  const across = span(left, right, width);
  const down = span(top, bottom, height);
  return {
    label,
    ...(confidence !== undefined && { confidence }),
    left: across.from,
    top: down.from,
    width: across.length,
    height: down.length,
  };
}

function span(one: number, other: number, side: number): { readonly from: number; readonly length: number } {
  const edge = (part: number): number => Math.min(side, Math.max(0, Math.round(part * side)));
  const from = Math.min(edge(Math.min(one, other)), side - 1);
  return { from, length: Math.max(1, edge(Math.max(one, other)) - from) };
}
