// Your code decides what comes next: one turn of the model at a time, each with the tools that you choose.
import { Agent } from '@pegboard/core';
import { local } from '@pegboard/provider-local';
import { createPage } from 'example-print';
import { checkPantry, findRecipe, orderGroceries } from './tools.ts';

const page = createPage();
const agent = new Agent({
  provider: local(),
  model: 'rules',
  tools: [findRecipe, checkPantry, orderGroceries],
});
const session = agent.session();
const onEvent = page.event;

page.title('A turn with one tool');
const prompt = 'We bake pancakes today. Find the recipe, and check what the pantry lacks.';
page.say('You', prompt);
const first = await session.turn({ prompt, tools: ['find_recipe'], onEvent });
page.note(`The turn is ${first.status} (${first.stopReason}): the model is not asked again until we say so.`);

page.title('The next turn, because of what came out');
if (session.calls.called('find_recipe')) {
  await session.turn({ tools: ['check_pantry'], onEvent }); // no prompt: it goes on from what is there
}

page.title('A turn without tools: a plain answer');
await session.turn({ tools: [], onEvent });

page.title('Code acts on a result, no model needed');
const check = session.calls.last('check_pantry');
const { missing = [] } = Object(check?.result) as { missing?: readonly string[] };
page.note(`check_pantry was asked about ${JSON.stringify(check?.input)}; missing: ${missing.join(', ')}.`);
if (missing.length > 0) {
  const order = `Order the groceries ${missing.map((one) => `"${one}"`).join(' and ')}.`;
  page.say('Program', order);
  // The whole loop again, in the same conversation.
  await session.run(order, { tools: ['order_*'], onEvent });
}

const counts = ['find_recipe', 'check_pantry', 'order_groceries'].map(
  (name) => `${name} ${session.calls.count(name)}`,
);
page.note(`session.calls: ${counts.join(', ')}`);
