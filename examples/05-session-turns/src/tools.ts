import { defineTool } from '@pegboard/core';
import * as z from 'zod';

const recipes = { pancakes: ['flour', 'eggs', 'milk', 'butter'], porridge: ['oats', 'milk'] };
const pantry = new Set(['flour', 'butter', 'oats']);

export const findRecipe = defineTool({
  name: 'find_recipe',
  description: 'Finds what a dish is made of.',
  input: z.object({ dish: z.enum(['pancakes', 'porridge']) }),
  execute: ({ dish }) => {
    const ingredients = recipes[dish];
    return { ingredients, summary: `For ${dish} you need ${ingredients.join(', ')}.` };
  },
});

export const checkPantry = defineTool({
  name: 'check_pantry',
  description: 'Checks which ingredients the pantry lacks.',
  input: z.object({ ingredients: z.array(z.string()).min(1) }),
  execute: ({ ingredients }) => {
    const missing = ingredients.filter((one) => !pantry.has(one));
    const summary = missing.length === 0 ? 'All is there.' : `The pantry lacks ${missing.join(' and ')}.`;
    return { missing, summary };
  },
});

export const orderGroceries = defineTool({
  name: 'order_groceries',
  description: 'Orders groceries for tomorrow.',
  input: z.object({ groceries: z.array(z.string()).min(1) }),
  execute: ({ groceries }) => `Tomorrow you get ${groceries.join(' and ')}.`,
});
