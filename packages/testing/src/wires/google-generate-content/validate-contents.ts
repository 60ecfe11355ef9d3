import type { JsonValue } from '@pegboard/core';
import { anything, below, isObject, objectsIn, type Report, type Rule, shape } from '../lib/shape.ts';
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
  if (!isObject(content)) {
    report('must be an object');
    return undefined;
  }
  contentKeys(content, report);
  const { role } = content;
  const parts = objectsIn(content.parts);
  if (role !== 'user' && role !== 'model') {
    report('must be user or model', '.role');
    return undefined;
  }
  if (!Array.isArray(content.parts) || parts.length === 0 || parts.length < content.parts.length) {
    report('must be a list of parts that is not empty', '.parts');
    return undefined;
  }
  for (const [index, part] of parts.entries()) checkPart(part, role, below(report, `.parts[${index}]`));
  return { at, role, parts };
}

function checkSignatures(contents: readonly Content[], rules: SignatureRules, report: Report): void {
  for (const { at, parts } of contents) {
    for (const [index, part] of parts.entries()) {
      const given = part.thoughtSignature;
      if (typeof given !== 'string' || given === '' || !rules.ownOnly) continue;
      const problem = signatureProblem(given, part);
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
