import type { AnyTool, JsonValue } from '@pegboard/core';
import { isJsonObject } from '@pegboard/core/provider';
import type { Finding } from './finding.ts';
import type { ToolCost } from './tool-cost.ts';

/** What a tool leaves unsaid, and what it says in too many words. */
export function lintWords(tool: AnyTool, cost: ToolCost): readonly Finding[] {
  return [...briefness(tool), ...undescribed(tool), ...length(tool, cost)];
}

const fewestWords = 3;

function briefness({ name, description }: AnyTool): readonly Finding[] {
  if (description.trim().split(/\s+/).length >= fewestWords) return [];
  return [
    {
      severity: 'warning',
      tool: name,
      what: `"${description}" is all that a model knows of it`,
      fix: 'Say what it does, and when to use it',
    },
  ];
}

/** Names that say it all. */
const plainNames =
  /^(url|path|query|text|city|country|name|title|limit|id|email|date|count|language|message|[a-z]+_(id|url|path|name))$/;

function undescribed({ name, inputSchema }: AnyTool): readonly Finding[] {
  const properties = inputSchema['properties'];
  if (!isJsonObject(properties)) return [];
  const bare = Object.entries(properties).filter(
    ([key, schema]) => !plainNames.test(key) && !isExplained(schema),
  );
  if (bare.length === 0) return [];
  const names = bare.map(([key]) => key);
  return [
    {
      severity: 'hint',
      tool: name,
      place: '#/properties',
      what: `No description: ${names.slice(0, 6).join(', ')}${names.length > 6 ? ' …' : ''}`,
      fix: 'Say what each stands for, with its unit or form',
    },
  ];
}

/** A description, or a choice that explains itself. */
function isExplained(schema: JsonValue | undefined): boolean {
  if (!isJsonObject(schema)) return false;
  return (
    ['description', 'enum', 'const', '$ref'].some((key) => schema[key] !== undefined) ||
    schema['type'] === 'boolean'
  );
}

const longTool = 1_000;

function length({ name }: AnyTool, { tokens, savable, dropped }: ToolCost): readonly Finding[] {
  const findings: Finding[] = [];
  if (tokens > longTool)
    findings.push({
      severity: 'hint',
      tool: name,
      what: `About ${tokens} tokens go with every request that offers it`,
      fix: 'Make the schema smaller, or offer the tool only where it is needed',
    });
  if (savable > 0)
    findings.push({
      severity: 'hint',
      tool: name,
      what: `About ${savable} of ${tokens} tokens say nothing new: ${dropped.join(', ')}`,
    });
  return findings;
}
