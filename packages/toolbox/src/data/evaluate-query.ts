import jsonata from 'jsonata';
import { type Problem, problemOf } from '../tasks/problem.ts';

export interface Query {
  readonly json: string;
  readonly query: string;
}

export interface QueryAnswer {
  /** JSON text; absent when nothing was found. */
  readonly found?: string;
}

export async function evaluateQuery({ json, query }: Query): Promise<QueryAnswer | Problem> {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (error) {
    return problemOf(error, 'This is not JSON: ');
  }
  try {
    const found: unknown = await jsonata(query).evaluate(data);
    const text = JSON.stringify(found, withoutFunctions);
    return text === undefined ? {} : { found: text };
  } catch (error) {
    return problemOf(error, 'The query cannot be answered: ');
  }
}

/** Results that are functions of the query language have no value in JSON. */
function withoutFunctions(_key: string, value: unknown): unknown {
  const isFunction =
    typeof value === 'object' &&
    value !== null &&
    ('_jsonata_function' in value || '_jsonata_lambda' in value);
  return isFunction ? undefined : value;
}
