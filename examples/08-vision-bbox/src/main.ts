// An agent that finds things in a picture and draws frames around them. A script stands in for the model, and a fixture for its eyes:
// with a model that sees, `modelDetector({ provider, model })` takes the place of the fixture, and nothing else changes.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from '@pegboard/core';
import { imageFile, toPixels } from '@pegboard/images';
import { scriptedProvider } from '@pegboard/testing';
import { drawBoundingBox } from '@pegboard/toolbox';
import { createPage } from 'example-print';
import { drawDesk, things } from './picture.ts';

const page = createPage();
const root = await mkdtemp(join(tmpdir(), 'pegboard-vision-'));
await drawDesk(join(root, 'desk.png'));

const byTarget = Object.fromEntries(things.map((thing) => [thing.label, [thing]]));
const agent = new Agent({
  provider: scriptedProvider([
    {
      calls: ['laptop', 'cup', 'dog'].map((target) => ({
        name: 'draw_bounding_box',
        input: { image: 'desk.png', target, save_as: `${target}.png` },
      })),
    },
    'There are a laptop and a cup on the desk, and no dog. The frames are in laptop.png and cup.png.',
  ]),
  model: 'scripted',
  tools: [drawBoundingBox({ files: { root, trust: 'trusted' }, fixture: byTarget })],
});

page.title('Find and frame');
const photo = await imageFile(join(root, 'desk.png'));
const question = 'Find the laptop, the cup and the dog in desk.png, and draw a box around each.';
page.say('You', question);
const { calls } = await agent.run([{ type: 'text', text: question }, photo.part], { onEvent: page.event });

page.title('What is there now');
for (const target of ['laptop', 'cup', 'dog']) {
  const { size } = await stat(join(root, `${target}.png`));
  page.note(`${target}.png: ${size > 0 ? 'an image with its frame' : 'empty'}.`);
}
// The model was shown the pictures, too: media beside the numbers.
const media = calls.last('draw_bounding_box')?.content?.filter((part) => part.type === 'media');
page.note(`Each result carries ${media?.length} image for the model to look at.`);

page.title('Boxes that a model writes');
// Some models write boxes without a tool, each in a convention of its own.
const { left, top, width, height } = toPixels([200, 100, 750, 550], photo, 'gemini');
page.note(`Gemini's [200, 100, 750, 550] is ${width} × ${height} pixels at ${left}, ${top}: the laptop.`);
await rm(root, { recursive: true });
