import type { JsonObject, JsonValue } from '@pegboard/core';
import { asText, below, isObject, type Report } from '../lib/shape.ts';
import { belongsBehind, isOwnId, needsReasoning, prefixOf } from './item-ids.ts';
import { toolRule } from './validate-tools.ts';
import { checkMessage, itemRules, type SealCheck } from './item-rules.ts';

const maxId = 64;

/** What is wrong with the items of a request. */
export function validateInput(
  value: JsonValue | undefined,
  report: Report,
  body: JsonObject,
  isSeal: SealCheck,
): void {
  if (typeof value === 'string') return value === '' ? report('must not be empty') : undefined;
  if (!Array.isArray(value) || value.length === 0)
    return report('must be a text or a list that is not empty');
  const checkItem = itemRules(isSeal, toolRule);
  const items = value as readonly JsonValue[];
  for (const [index, item] of items.entries()) {
    const here = below(report, `[${index}]`);
    if (!isObject(item)) here('must be an object');
    else if (isMessage(item)) checkMessage(item, here);
    else checkItem(item, here);
    if (isObject(item)) checkId(item, here);
  }
  const known = items.map((item) => (isObject(item) ? item : {}));
  checkRepeats(known, report);
  checkPairs(known, report, isStored(body));
  checkReasoning(known, report, body.store === false);
}

export function isMessage({ type, role }: JsonObject): boolean {
  return type === 'message' || (type === undefined && role !== undefined);
}

/** The conversation began on the server, which knows items that are not here. */
function isStored(body: JsonObject): boolean {
  return isFilled(body.previous_response_id) || isFilled(body.conversation);
}

function isFilled(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null;
}

function checkId({ type = 'message', id }: JsonObject, report: Report): void {
  if (typeof id !== 'string') return;
  const prefix = prefixOf(asText(type));
  if (prefix !== undefined && !id.startsWith(`${prefix}_`)) report(`must begin with ${prefix}_`, '.id');
  if (id.length > maxId) report(`must be at most ${maxId} characters`, '.id');
}

function checkRepeats(items: readonly JsonObject[], report: Report): void {
  const ids = new Set<string>();
  for (const [index, { id }] of items.entries()) {
    if (typeof id !== 'string') continue;
    if (ids.has(id)) report(`repeats the id ${id}`, `[${index}].id`);
    ids.add(id);
  }
}

/** Every call has one output somewhere behind it; every output has its call. */
function checkPairs(items: readonly JsonObject[], report: Report, stored: boolean): void {
  const open = new Set<string>();
  for (const [index, { type, call_id: id }] of items.entries()) {
    if (typeof id !== 'string') continue;
    const key = `${asText(type).replace(/_output$/, '')} ${id}`;
    if (type === 'function_call' || type === 'custom_tool_call') {
      if (open.has(key)) report(`repeats the call ${id}, which is still open`, `[${index}].call_id`);
      open.add(key);
    } else if (type === 'function_call_output' || type === 'custom_tool_call_output') {
      if (!open.delete(key) && !stored)
        report(`answers ${JSON.stringify(id)}, which is no open call before it`, `[${index}].call_id`);
    }
  }
  for (const key of open) report(`has no output for the call ${key.split(' ')[1]}`);
}

/** A reasoning item stands directly before the item that it led to, with that item's own id. */
function checkReasoning(items: readonly JsonObject[], report: Report, stateless: boolean): void {
  for (const [index, item] of items.entries()) {
    const at = `[${index}]`;
    const before = items[index - 1];
    if (item.type === 'reasoning') {
      if (stateless && !isFilled(item.encrypted_content))
        report('is missing, and nothing is stored', `${at}.encrypted_content`);
      if (!isLedTo(item, items[index + 1])) report('is reasoning without the item that followed it', at);
    } else if (
      needsReasoning(item) &&
      !(before?.type === 'reasoning' && belongsBehind(item, asText(before.id)))
    ) {
      report('came back without the reasoning before it', at);
    }
  }
}

function isLedTo(reasoning: JsonObject, next: JsonObject | undefined): boolean {
  if (!next || typeof next.id !== 'string' || next.type === 'function_call_output') return false;
  const id = asText(reasoning.id);
  return !isOwnId(id) || belongsBehind(next, id);
}
