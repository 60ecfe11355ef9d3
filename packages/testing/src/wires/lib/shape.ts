import type { JsonObject, JsonValue } from '@pegboard/core';

/** Notes a problem; `at` is the path below the value in hand, such as `[2].content`. */
export type Report = (problem: string, at?: string) => void;

/** Reports what is wrong with a value. */
export type Rule = (value: JsonValue | undefined, report: Report) => void;
export type Rules = Readonly<Record<string, Rule>>;

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; whatever else is there is reported elsewhere. */
export function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];
}

/** A text as it is; anything else as an empty one. */
export function asText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Reports to `report`, one step down. */
export function below(report: Report, path: string): Report {
  return (problem, at = '') => report(problem, path + at);
}

export const anything: Rule = () => {};
export const anyObject: Rule = (value, report) => void (isObject(value) || report('must be an object'));
export const anyText: Rule = (value, report) => void (typeof value === 'string' || report('must be a text'));
export const text: Rule = (value, report) =>
  void ((typeof value === 'string' && value !== '') || report('must be a text that is not empty'));
export const words: Rule = (value, report) =>
  void ((typeof value === 'string' && /\S/.test(value)) || report('must be a text of more than blanks'));

export function matching(pattern: RegExp, problem: string): Rule {
  return (value, report) => void ((typeof value === 'string' && pattern.test(value)) || report(problem));
}

export function oneOf(...values: readonly (JsonValue | undefined)[]): Rule {
  return (value, report) =>
    void (values.includes(value) || report(`must be one of ${JSON.stringify(values)}`));
}

export const flag = oneOf(true, false);

export function number(min: number, max: number): Rule {
  return (value, report) => {
    if (typeof value !== 'number' || !(value >= min && value <= max))
      report(`must be a number from ${min} to ${max}`);
  };
}

export function integer(min: number, max = Number.MAX_SAFE_INTEGER): Rule {
  return (value, report) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return;
    report(
      `must be a whole number ${max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`}`,
    );
  };
}

export function nullable(rule: Rule): Rule {
  return (value, report) => {
    if (value !== null) rule(value, report);
  };
}

export function listOf(rule: Rule, { min = 0, max = Infinity } = {}): Rule {
  return (value, report) => {
    if (!Array.isArray(value)) return report('must be a list');
    if (value.length < min) report(min === 1 ? 'must not be empty' : `must hold at least ${min}`);
    if (value.length > max) report(`must hold at most ${max}`);
    for (const [index, item] of (value as readonly JsonValue[]).entries())
      rule(item, below(report, `[${index}]`));
  };
}

/** An object of any keys, all of whose values keep the rule. */
export function mapOf(rule: Rule): Rule {
  return (value, report) => {
    if (!isObject(value)) return report('must be an object');
    for (const [key, item] of Object.entries(value)) rule(item, below(report, `.${key}`));
  };
}

/** A text, or what the other rule takes. */
export function textOr(rule: Rule, ofText: Rule = anyText): Rule {
  return (value, report) => (typeof value === 'string' ? ofText : rule)(value, report);
}

/** An object with these keys and no others. */
export function shape(required: Rules, optional: Rules = {}): Rule {
  return (value, report) => {
    if (!isObject(value)) return report('must be an object');
    for (const key of Object.keys(required)) if (!Object.hasOwn(value, key)) report('is missing', `.${key}`);
    for (const [key, item] of Object.entries(value)) {
      const rule = pick(required, key) ?? pick(optional, key);
      if (rule) rule(item, below(report, `.${key}`));
      else report('is not a known key', `.${key}`);
    }
  };
}

/** An object whose `type` says which rule the rest of it keeps. */
export function tagged(kinds: Rules): Rule {
  return (value, report) => {
    if (!isObject(value)) return report('must be an object');
    const { type, ...rest } = value;
    const rule = typeof type === 'string' ? pick(kinds, type) : undefined;
    if (rule) rule(rest, report);
    else report(`has the type ${JSON.stringify(type)}, which is not taken here`);
  };
}

function pick(rules: Rules, key: string): Rule | undefined {
  return Object.hasOwn(rules, key) ? rules[key] : undefined;
}

/** Paths of texts that hold half a surrogate pair, keys included. */
export function checkUnicode(value: JsonValue | undefined, report: Report): void {
  if (typeof value === 'string' && !value.isWellFormed()) report('holds half a surrogate pair');
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries<JsonValue | undefined>(value)) {
    if (!key.isWellFormed()) report('has a key with half a surrogate pair');
    checkUnicode(item, below(report, Array.isArray(value) ? `[${key}]` : `.${key}`));
  }
}
