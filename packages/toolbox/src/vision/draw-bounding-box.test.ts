import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { Agent, ConfigError, type JsonObject } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { type BoundingBoxOptions, drawBoundingBox, modelDetector } from '@pegboard/toolbox';
import { call, workspace } from '../files/files.test-helper.ts';

const cup = { label: 'cup <1> & "co"', confidence: 0.9, left: 0.25, top: 0.5, right: 0.75, bottom: 0.75 };

/** A folder with a plain picture of 200 × 100. */
async function album(): Promise<string> {
  const root = workspace({ 'no.png': 'no picture' });
  const picture = sharp({ create: { width: 200, height: 100, channels: 3, background: '#ffffff' } });
  await picture.clone().png().toFile(join(root, 'a.png'));
  await picture
    .jpeg()
    .withExif({ IFD0: { Orientation: '6' } })
    .withMetadata({ orientation: 6 })
    .toFile(join(root, 'turned.jpg'));
  return root;
}

async function draw(input: JsonObject, options: Omit<BoundingBoxOptions, 'files'> = {}) {
  const root = await album();
  return {
    root,
    record: await call(drawBoundingBox({ files: { root }, ...options }), { image: 'a.png', ...input }),
  };
}

/** The colour of one pixel. */
async function pixel(file: string, left: number, top: number): Promise<readonly number[]> {
  const { data } = await sharp(file)
    .extract({ left, top, width: 1, height: 1 })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data];
}

const white = [255, 255, 255];

describe('what is found', { timeout: 30_000 }, () => {
  it('is framed in a new image, which the model sees, and told in pixels', async () => {
    const { root, record } = await draw({ target: 'the cup' }, { detect: () => [cup] });
    const { label, confidence } = cup;
    expect(record.result).toEqual({
      saved_as: 'a.boxes.png',
      width: 200,
      height: 100,
      found: [{ label, confidence, left: 50, top: 50, width: 100, height: 25 }],
    });
    const file = join(root, 'a.boxes.png');
    expect(await pixel(file, 50, 60)).not.toEqual(white);
    expect(await pixel(file, 149, 60)).not.toEqual(white);
    expect(await pixel(file, 100, 65)).toEqual(white);
    expect(record.content?.map(({ type }) => type)).toEqual(['json', 'media']);
    expect(record.content?.[1]).toMatchObject({
      mediaType: 'image/png',
      data: readFileSync(file).toString('base64'),
    });
    expect(await pixel(join(root, 'a.png'), 50, 60)).toEqual(white);
  });

  it('is looked for with the upright image', async () => {
    const seen: unknown[] = [];
    const { record } = await draw(
      { image: 'turned.jpg', target: 'x', save_as: 'out/b.jpg' },
      { detect: ({ image: _bytes, ...request }) => (seen.push(request), []) },
    );
    expect(seen).toEqual([{ mediaType: 'image/jpeg', width: 100, height: 200, target: 'x' }]);
    expect(record.result).toMatchObject({ saved_as: 'out/b.jpg', found: [], width: 100, height: 200 });
  });

  it.each([
    ['a list for everything', [cup], 'anything', 1],
    ['a list for each target', { Cup: [cup], pen: [] }, ' cup ', 1],
    ['a list for each target', { Cup: [cup], pen: [] }, 'constructor', 0],
  ])('may be fixed: %s', async (_name, fixture, target, count) => {
    const { record } = await draw({ target }, { fixture });
    expect((record.result as { found: unknown[] }).found).toHaveLength(count);
  });

  it('may be fixed by a file, which has to fit', async () => {
    const folder = workspace({ 'good.json': JSON.stringify([cup]), 'bad.json': '[{ "label": "cup" }]' });
    expect((await draw({ target: 'x' }, { fixture: join(folder, 'good.json') })).record.status).toBe(
      'success',
    );
    const { record } = await draw({ target: 'x' }, { fixture: join(folder, 'bad.json') });
    expect(record).toMatchObject({ status: 'failed', error: expect.stringContaining('fixture') });
    expect(() => drawBoundingBox({ files: { root: folder }, fixture: [], detect: () => [] })).toThrow(
      ConfigError,
    );
  });

  it('may be found by a model that sees, whose use counts for the run', async () => {
    const root = await album();
    const eyes = scriptedProvider([JSON.stringify({ found: [cup] })]);
    const tool = drawBoundingBox({
      files: { root },
      detect: modelDetector({ provider: eyes, model: 'eyes' }),
    });
    const provider = scriptedProvider([
      { calls: [{ name: tool.name, input: { image: 'a.png', target: 'cups' } }] },
      'done',
    ]);
    const { calls, usage } = await new Agent({ provider, model: 'any', tools: [tool] }).run('Go');
    expect(calls.lastResult(tool.name)).toMatchObject({ found: [{ left: 50 }] });
    const content = eyes.requests[0]?.messages.at(-1)?.content;
    expect(content).toMatchObject([
      { type: 'media', mediaType: 'image/png' },
      { type: 'text', text: expect.stringContaining('cups') },
    ]);
    const alone = await new Agent({
      provider: scriptedProvider([{ calls: [{ name: 'x' }] }, 'done']),
      model: 'any',
      tools: [],
    }).run('Go');
    expect(usage.inputTokens ?? 0).toBeGreaterThan(alone.usage.inputTokens ?? 0);
  });
});

describe('boxes that the model gives', { timeout: 30_000 }, () => {
  it.each([
    ['pixels', [50, 50, 150, 75]],
    ['fractions', [0.25, 0.5, 0.75, 0.75]],
    ['thousandths', [750, 750, 250, 500]],
  ])('in %s are drawn', async (unit, box) => {
    const { record } = await draw({ unit, boxes: [{ label: 'cup', box }] });
    expect(record.result).toMatchObject({
      found: [{ label: 'cup', left: 50, top: 50, width: 100, height: 25 }],
    });
  });

  it('that lie outside are cut off', async () => {
    const { record } = await draw({
      boxes: [
        { label: 'a', box: [-50, -5, 900, 900] },
        { label: 'b', box: [500, 500, 600, 600] },
      ],
    });
    expect(record.result).toMatchObject({
      found: [
        { left: 0, top: 0, width: 200, height: 100 },
        { left: 199, top: 99, width: 1, height: 1 },
      ],
    });
  });

  it('may have any label', async () => {
    const labels = ['</text><script>', '\u0000\u0008', 'é中😀'.repeat(30), "&amp;'"];
    const { record } = await draw({ boxes: labels.map((label) => ({ label, box: [0, 0, 10, 10] })) });
    expect([record.status, record.error]).toEqual(['success', undefined]);
  });
});

describe('an image', { timeout: 30_000 }, () => {
  it.each(['no.png', 'none.png', '../a.png', '/etc/passwd', '.'])(
    '%s that cannot be read is a clear failure',
    async (image) => {
      expect((await draw({ image, target: 'x' }, { detect: () => [cup] })).record.status).toBe('failed');
    },
  );

  it('is stored in the folder only, and never in place of the original', async () => {
    const inFolder = await draw({ target: 'x', save_as: '../out.png' }, { detect: () => [cup] });
    expect(inFolder.record.status).toBe('failed');
    const same = await draw({ target: 'x', save_as: 'a.png' }, { detect: () => [cup] });
    expect(same.record).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('place of the original'),
    });
    const other = await draw({ target: 'x', save_as: 'x.sh' }, { detect: () => [cup] });
    expect(other.record.status).not.toBe('success');
  });

  it('that grows to too many pixels is refused', async () => {
    const root = await album();
    const bomb = await sharp({ create: { width: 9_000, height: 9_000, channels: 3, background: '#000000' } })
      .png()
      .toBuffer();
    writeFileSync(join(root, 'bomb.png'), bomb);
    const { status } = await call(drawBoundingBox({ files: { root }, fixture: [cup] }), {
      image: 'bomb.png',
      target: 'x',
    });
    expect(status).toBe('failed');
  });
});
