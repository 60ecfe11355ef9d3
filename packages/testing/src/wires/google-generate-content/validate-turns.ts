import type { JsonObject } from '@pegboard/core';
import { isObject, type Report } from '../lib/shape.ts';

/** A content that has a role and parts, and where it stands. */
export interface Content {
  readonly at: string;
  readonly role: 'user' | 'model';
  readonly parts: readonly JsonObject[];
}

/** Consecutive contents of one role count as one turn (recorded). */
interface Turn {
  readonly role: string;
  readonly contents: readonly Content[];
}

/** Every call is answered in the content right after its turn, and nothing else is answered. */
export function checkPairs(contents: readonly Content[], report: Report): void {
  const turns = turnsOf(contents);
  for (const [index, turn] of turns.entries()) {
    const before = turns[index - 1];
    if (turn.role === 'user') checkAnswers(before ? held(before, 'functionCall') : [], turn, report);
    else if (!before && held(turn, 'functionCall').length > 0)
      report('calls functions before the user has said anything', turn.contents[0]?.at);
  }
  const last = turns.at(-1);
  if (last?.role !== 'model') return;
  for (const call of held(last, 'functionCall')) report(`call ${nameOf(call)} has no response`);
}

function checkAnswers(calls: readonly JsonObject[], turn: Turn, report: Report): void {
  const open = [...calls];
  const [first, ...later] = turn.contents;
  const at = first?.at ?? '';
  for (const response of first ? heldBy(first, 'functionResponse') : []) {
    const found = open.findIndex((call) => call.id === response.id && call.name === response.name);
    if (found === -1) report(`answers ${nameOf(response)}, which is no open call of the turn before`, at);
    else open.splice(found, 1);
  }
  for (const content of later)
    if (heldBy(content, 'functionResponse').length > 0)
      report('holds a response outside of the content right after the calls', content.at);
  for (const call of open) report(`call ${nameOf(call)} has no response`, at);
}

function turnsOf(contents: readonly Content[]): Turn[] {
  const turns: { role: string; contents: Content[] }[] = [];
  for (const content of contents) {
    const last = turns.at(-1);
    if (last?.role === content.role) last.contents.push(content);
    else turns.push({ role: content.role, contents: [content] });
  }
  return turns;
}

function held({ contents }: Turn, kind: string): JsonObject[] {
  return contents.flatMap((content) => heldBy(content, kind));
}

function heldBy({ parts }: Content, kind: string): JsonObject[] {
  return parts.map((part) => part[kind]).filter(isObject);
}

function nameOf({ name, id }: JsonObject): string {
  return id === undefined
    ? JSON.stringify(name)
    : `${JSON.stringify(name)} with the id ${JSON.stringify(id)}`;
}
