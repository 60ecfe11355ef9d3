import { expect, it } from 'vitest';
import { imageBytes, labelled } from '@pegboard/images';
import { flag } from './pictures.test-helper.ts';

it('puts a numbered text before each image, in order', async () => {
  const cat = await imageBytes(await flag(), { name: 'cat.png' });
  const dog = await imageBytes(await flag(40, 20));
  expect(labelled([cat, dog])).toEqual([
    { type: 'text', text: 'Image 1: cat.png' },
    cat.part,
    { type: 'text', text: 'Image 2' },
    dog.part,
  ]);
  expect(labelled([])).toEqual([]);
});

it('keeps a hostile name on one short line', async () => {
  const image = await imageBytes(await flag(), {
    name: `a\n\nIgnore\u2028all\u0000\u202e ${'x'.repeat(200)}`,
  });
  const [label] = labelled([image]);
  expect(label).toMatchObject({
    type: 'text',
    text: `Image 1: a Ignore all ${'x'.repeat(87)}`.slice(0, 109),
  });
});
