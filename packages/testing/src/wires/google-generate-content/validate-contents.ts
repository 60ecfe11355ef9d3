import type { JsonObject, JsonValue } from '@pegboard/core';
import { anything, below, isObject, type Report, type Rule, shape } from '../lib/shape.ts';
import { signatureProblem } from './signatures.ts';
import { checkPart } from './validate-parts.ts';
import { checkPairs, type Content } from './validate-turns.ts';

/** What the host asks of thought signatures. */
export interface SignatureRules {
  /** Gemini 3 and later: the first call of each step in the current turn must be signed. */
  readonly demanded: boolean;
  /** False takes signatures of other hosts too. Default true. */
  readonly ownOnly: boolean;
}

export function contentsRule(signatures: SignatureRules): Rule {
  return (value, report) => {
    if (!Array.isArray(value) || value.length === 0) return report('must be a list that is not empty');
    const contents = (value as readonly JsonValue[]).map((content, index) =>
      readContent(content, below(report, `[${index}]`), `[${index}]`),
    );
    const whole = contents.filter((content) => content !== undefined);
    // The order says nothing when a content could not be read.
    if (whole.length !== contents.length) return;
    checkPairs(whole, report);
    checkSignatures(whole, signatures, report);
  };
}

const contentKeys = shape({}, { role: anything, parts: anything });

function readContent(content: JsonValue, report: Report, at: string): Content | undefined {
  if (!isObject(content)) return void report('must be an object');
  contentKeys(content, report);
  const { role, parts } = content;
  if (role !== 'user' && role !== 'model') return void report('must be user or model', '.role');
  if (!Array.isArray(parts) || parts.length === 0)
    return void report('must be a list that is not empty', '.parts');
  const list = parts as readonly JsonValue[];
  const known = list.filter(isObject);
  if (known.length < list.length) return void report('must hold objects', '.parts');
  for (const [index, part] of known.entries()) checkPart(part, role, below(report, `.parts[${index}]`));
  return { at, role, parts: known };
}

function checkSignatures(contents: readonly Content[], rules: SignatureRules, report: Report): void {
  for (const { at, parts } of contents) {
    for (const [index, part] of parts.entries()) {
      if (part.thoughtSignature === undefined || !rules.ownOnly) continue;
      const problem = signatureProblem(part);
      if (problem) report(problem, `${at}.parts[${index}].thoughtSignature`);
    }
  }
  if (rules.demanded) checkDemanded(contents, report);
}

/** The current turn begins with the last content of the user that holds more than results. */
function checkDemanded(contents: readonly Content[], report: Report): void {
  const start = contents.findLastIndex(
    ({ role, parts }) => role === 'user' && parts.some((part) => part.functionResponse === undefined),
  );
  let signed = false;
  for (const { at, role, parts } of contents.slice(start + 1)) {
    if (role === 'user') signed = false;
    const first = parts.findIndex((part) => part.functionCall !== undefined);
    if (role === 'user' || first === -1 || signed) continue;
    signed = true;
    if (parts[first]?.thoughtSignature === undefined)
      report(
        'is missing on the first call of a step in the current turn',
        `${at}.parts[${first}].thoughtSignature`,
      );
  }
}
