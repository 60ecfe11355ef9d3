import type { JsonObject, JsonValue } from '@pegboard/core';
import {
  anyObject,
  anything,
  anyText,
  flag,
  isObject,
  listOf,
  matching,
  objectsIn,
  oneOf,
  type Report,
  type Rule,
  shape,
  text,
} from '../lib/shape.ts';
import { both } from './both.ts';
import { jsonSchema, openApiSchema } from './validate-schema.ts';

const maxFunctions = 512;

const objectRoot: Rule = (value, report) => {
  if (isObject(value) && value.type !== 'object' && value.type !== 'OBJECT')
    report('must have type object at its root');
};

const oneSchema: Rule = (value, report) => {
  if (!isObject(value)) return;
  for (const key of ['parameters', 'response'])
    if (value[key] !== undefined && value[`${key}JsonSchema`] !== undefined)
      report(`must not come with ${key}JsonSchema`, `.${key}`);
};

const declaration = shape(
  {
    name: matching(
      /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}$/,
      'must be 1 to 128 letters, digits, _ . : and -, with a letter or _ first',
    ),
  },
  {
    description: anyText,
    parameters: both(openApiSchema, objectRoot),
    parametersJsonSchema: both(jsonSchema, objectRoot),
    response: openApiSchema,
    responseJsonSchema: jsonSchema,
    behavior: oneOf('BLOCKING', 'NON_BLOCKING'),
  },
);

/** Tools that the host runs; their options are not checked. */
const serverTools = {
  googleSearch: anyObject,
  googleSearchRetrieval: anyObject,
  googleMaps: anyObject,
  urlContext: anyObject,
  codeExecution: anyObject,
  computerUse: anyObject,
  fileSearch: anyObject,
  mcpServers: listOf(anyObject, { min: 1 }),
};

const notEmpty: Rule = (value, report) => {
  if (isObject(value) && Object.keys(value).length === 0) report('must not be empty');
};
const tool = both(
  shape({}, { functionDeclarations: listOf(both(declaration, oneSchema), { min: 1 }), ...serverTools }),
  notEmpty,
);

/** What a request's tools come to. */
interface Offer {
  readonly functions: readonly string[];
  readonly fromHost: boolean;
}

function offerOf({ tools }: JsonObject): Offer {
  const entries = objectsIn(tools);
  return {
    functions: entries
      .flatMap((entry) => objectsIn(entry.functionDeclarations))
      .flatMap(({ name }) => (typeof name === 'string' ? [name] : [])),
    fromHost: entries.some((entry) => Object.keys(entry).some((key) => Object.hasOwn(serverTools, key))),
  };
}

/** `old`: models before Gemini 3, which take functions or tools of the host, not both. */
export function toolsRule(body: JsonObject, old: boolean): Rule {
  const { functions, fromHost } = offerOf(body);
  return both(listOf(tool, { min: 1 }), (_, report) => {
    const twice = functions.filter((name, index) => functions.indexOf(name) < index);
    for (const name of new Set(twice)) report(`repeats the name ${name}`);
    if (functions.length > maxFunctions) report(`must hold at most ${maxFunctions} functions`);
    if (old && functions.length > 0 && fromHost)
      report('must not mix functions and tools of the host for this model');
  });
}

const callingKeys = shape(
  {},
  // An empty list of names was accepted (recorded).
  { mode: oneOf('AUTO', 'ANY', 'NONE', 'VALIDATED'), allowedFunctionNames: listOf(text) },
);

/** `lenient`: a calling config passes without functions beside tools of the host, as with Gemini 3 (recorded). */
export function toolConfigRule(body: JsonObject, lenient: boolean): Rule {
  const { functions, fromHost } = offerOf(body);
  const calling: Rule = (value, report) => {
    if (functions.length === 0 && !(lenient && fromHost))
      report('is only allowed with function declarations');
    else if (isObject(value)) checkAllowed(value, functions, report);
  };
  return shape(
    {},
    {
      functionCallingConfig: both(callingKeys, calling),
      retrievalConfig: anything,
      includeServerSideToolInvocations: flag,
    },
  );
}

function checkAllowed(
  { allowedFunctionNames: allowed, mode }: JsonObject,
  functions: readonly string[],
  report: Report,
): void {
  if (!Array.isArray(allowed)) return;
  if (mode !== 'ANY' && mode !== 'VALIDATED')
    report('is only allowed with mode ANY or VALIDATED', '.allowedFunctionNames');
  for (const name of allowed as readonly JsonValue[])
    if (typeof name === 'string' && !functions.includes(name))
      report(`names ${JSON.stringify(name)}, which is not in tools`, '.allowedFunctionNames');
}
