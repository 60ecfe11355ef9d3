import { type AnyTool, defineTool, result, text, ToolFailure } from '@pegboard/core';
import * as z from 'zod';
import { red } from './pictures.ts';

export const getWeather = defineTool({
  name: 'get_weather',
  description: 'The weather of a city',
  input: z.object({ city: z.string(), days: z.int().min(1).optional() }),
  execute: ({ city }) => `Sunny in ${city}`,
});

export const clock = defineTool({
  name: 'clock',
  description: 'The time',
  input: z.object({}),
  effects: { idempotent: true },
  execute: () => 'It is noon',
});

export const broken = defineTool({
  name: 'broken',
  description: 'Fails',
  input: z.object({}),
  execute: () => {
    throw new ToolFailure('The engine is on fire');
  },
});

/** A tool without parameters that gives one value. */
export function giving(name: string, value: unknown): AnyTool {
  return defineTool({
    name,
    description: `Gives what ${name} stands for`,
    input: z.object({}),
    execute: () => value,
  });
}

/** A tool that a person must approve. */
export const pay = defineTool({
  name: 'pay',
  description: 'Pays an amount',
  input: z.object({ amount: z.number() }),
  approval: 'money leaves',
  execute: ({ amount }) => `Paid ${amount}`,
});

/** A tool that gives words and a picture. */
export const shot = giving('shot', result('a picture', { content: [text('See:'), red] }));
