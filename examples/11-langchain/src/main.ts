// LangChain's tools in our agent; our tools and models in a LangGraph agent; one conversation in both.
import { AIMessage, HumanMessage } from '@langchain/core/messages';
import { createReactAgent } from '@langchain/langgraph/prebuilt';
import { Agent } from '@pegboard/core';
import {
  fromLangChain,
  fromLangChainMessages,
  toLangChain,
  toLangChainMessages,
  toLangChainModel,
} from '@pegboard/langchain';
import { local } from '@pegboard/provider-local';
import { calculate } from '@pegboard/toolbox';
import { createPage } from 'example-print';
import { billTotal, menuPrice, tableFor } from './tools.ts';

const page = createPage();

page.title("LangChain's tools in an agent of Pegboard");
const agent = new Agent({
  provider: local(),
  model: 'rules',
  tools: [fromLangChain(menuPrice), billTotal, tableFor],
});
let question = 'What is the price of tea and cake?';
page.say('You', question);
const bill = await agent.run(question, { onEvent: page.event });
page.note(`The artifact is kept: ${JSON.stringify(bill.calls.last('menu_price')?.metadata)}`);

question = 'What is the total of a bill for 2 teas and 3 cakes?';
page.say('You', question);
const sum = await agent.run(question, { onEvent: page.event });

page.title("Pegboard's tools and models in an agent of LangGraph");
const graph = createReactAgent({
  llm: toLangChainModel({ provider: local(), model: 'rules' }),
  tools: [...toLangChain([tableFor, calculate()]), menuPrice],
});
const wishes = ['Reserve a table for 6 guests.', 'Calculate "6 * (3.5 + 6)".'];
// It goes on with the conversation that the other agent had.
let messages = toLangChainMessages(sum.messages);
for (const wish of wishes) {
  page.say('You', wish);
  const before = messages.length + 1;
  ({ messages } = await graph.invoke({ messages: [...messages, new HumanMessage(wish)] }));
  for (const message of messages.slice(before)) {
    const calls = AIMessage.isInstance(message) ? (message.tool_calls ?? []) : [];
    page.say(message.type, message.text || calls.map((call) => `calls ${call.name}`).join(', '));
  }
}

page.title('And back');
question = 'What is the price of coffee?';
page.say('You', question);
const back = fromLangChainMessages([...messages, new HumanMessage(question)]);
const last = await agent.run(back, { onEvent: page.event });
page.note(`The conversation has ${last.messages.length} messages by now.`);
if ([bill, sum, last].some(({ status }) => status !== 'done')) process.exitCode = 1;
