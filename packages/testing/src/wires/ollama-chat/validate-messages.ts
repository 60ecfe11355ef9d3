import type { JsonObject, JsonValue } from '@pegboard/core';
import {
  anyObject,
  anyText,
  below,
  integer,
  isObject,
  listOf,
  objectsIn,
  oneOf,
  type Report,
  type Rule,
  type Rules,
  shape,
  text,
} from '../lib/shape.ts';

/** How base64 of PNG, JPEG and WebP begins: the server decodes images and takes no other. */
const imageStart = /^(iVBORw0KGgo|\/9j\/|UklGR)/;

const image: Rule = (value, report) => {
  if (typeof value !== 'string' || /[^A-Za-z0-9+/=]/.test(value) || value.length % 4 !== 0 || value === '')
    report('must be base64 with its padding and nothing else');
  else if (!imageStart.test(value)) report('is no PNG, JPEG or WebP');
};

const call = shape(
  { function: shape({ name: text, arguments: anyObject }, { index: integer(0) }) },
  { id: text, type: oneOf('function') },
);

const images = listOf(image, { min: 1 });
const talk = shape({ role: anyText, content: anyText }, { images });
const roles: Rules = {
  system: talk,
  user: talk,
  assistant: shape(
    { role: anyText, content: anyText },
    { thinking: text, images, tool_calls: listOf(call, { min: 1 }) },
  ),
  tool: shape({ role: anyText, content: anyText, tool_name: text }, { tool_call_id: text, images }),
};

const message: Rule = (value, report) => {
  if (!isObject(value)) return report('must be an object');
  const { role } = value;
  const rule = typeof role === 'string' && Object.hasOwn(roles, role) ? roles[role] : undefined;
  if (rule) rule(value, report);
  else report('must be system, user, assistant or tool', '.role');
};

/** Each message by itself, then that the calls of an answer are followed by their results, in the order of the calls. */
export const messages: Rule = (value, report) => {
  // An empty list only loads the model.
  listOf(message, { min: 1 })(value, report);
  let open: readonly JsonObject[] = [];
  for (const [index, item] of (Array.isArray(value) ? (value as readonly JsonValue[]) : []).entries()) {
    if (!isObject(item)) continue;
    const here = below(report, `[${index}]`);
    if (item.role === 'tool') {
      open = answered(open, item, here);
      continue;
    }
    for (const { name } of open.map(functionOf)) here(`comes before the result of ${JSON.stringify(name)}`);
    open = objectsIn(item.tool_calls);
  }
  for (const { name } of open.map(functionOf)) report(`the call of ${JSON.stringify(name)} has no result`);
};

/** Takes the call that this result belongs to off the list: the first one. */
function answered(open: readonly JsonObject[], result: JsonObject, report: Report): readonly JsonObject[] {
  const [next, ...rest] = open;
  if (!next) report('is a result without a call');
  else if (functionOf(next).name !== result.tool_name)
    report(
      `must be ${JSON.stringify(functionOf(next).name)}: results keep the order of the calls`,
      '.tool_name',
    );
  else if (result.tool_call_id !== undefined && result.tool_call_id !== next.id)
    report('is not the id of the call that comes next', '.tool_call_id');
  return rest;
}

function functionOf(made: JsonObject): JsonObject {
  return isObject(made.function) ? made.function : {};
}
