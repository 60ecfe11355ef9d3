import type { AnyTool, CallContext, Effects, ErrorCode, Tool } from '@pegboard/core';
import type { ApiKey } from '@pegboard/core/provider';
import type * as z from 'zod';
import type { CamelCase } from './camel-case.ts';

/** Where a service takes its key. */
export interface KeyDefinition {
  /** The environment variable that holds it. */
  readonly variable: string;
  readonly header: string;
  /** Written before the key, such as `Bearer `. Default: nothing. */
  readonly prefix?: string;
  /** The service also answers without a key. */
  readonly optional?: boolean;
}

/** What one request of a tool says. */
export interface ServiceRequest {
  readonly path: string;
  /** In place of the service's own address, for services with several; `baseURL` of the developer wins over it. */
  readonly base?: string;
  /** What is `undefined` is left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON by POST. */
  readonly json?: object;
  /** Sent as a form by POST. */
  readonly form?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TextAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Refusal {
  readonly code?: ErrorCode;
  readonly waitMs?: number;
}

/** The way to a service: its own hosts only, with its key, within limits. Both methods reject with a `PegboardError` in words for a model. */
export interface Service {
  /** The answer as the schema has it. An answer that does not fit is a failure, never a result with holes. */
  readonly json: <S extends z.ZodType>(schema: S, request: ServiceRequest) => Promise<z.output<S>>;
  readonly text: (request: ServiceRequest) => Promise<TextAnswer>;
}

export interface ServiceCall<Settings> {
  readonly service: Service;
  /** What only the developer says. */
  readonly settings: Settings;
  /** Where the service is, for tools that speak to it in another way than HTTP. */
  readonly address: string;
  readonly timeoutMs: number;
  readonly ctx: CallContext;
}

/** A tool that calls a service: everything that is its own. The rest (options, key, guarded fetch, errors) is made by `serviceTool`. */
export interface ServiceToolDefinition<I extends z.ZodObject, O extends z.ZodType, S extends z.ZodObject> {
  readonly name: string;
  /** The function that developers call, for messages: `braveSearch`. */
  readonly factory: string;
  /** The service's name, for messages. */
  readonly title: string;
  /** For the model. */
  readonly description: string;
  /** The service's address; absent where every developer has a server of their own. */
  readonly baseURL?: string;
  /** The environment variable that may hold the address. */
  readonly baseVariable?: string;
  /** Schemes of the address; default http and https. */
  readonly protocol?: RegExp;
  /** Hosts that it may reach besides that of `baseURL`. */
  readonly hosts?: readonly string[];
  readonly key?: KeyDefinition;
  readonly headers?: Readonly<Record<string, string>>;
  /** Every parameter can be fixed by the option of its name in camelCase; the model is then not shown it. */
  readonly input: I;
  readonly output: O;
  /** Options of the developer that no model ever sees. */
  readonly settings?: S;
  readonly tags?: readonly string[];
  readonly effects: Effects | ((input: z.output<I>) => Effects);
  /** Asks a person unless the developer says otherwise. */
  readonly approval?: boolean | string;
  readonly check?: (input: z.output<I>, settings: z.output<S>) => string | undefined;
  readonly maxResultChars?: number;
  /** The service's own words of what went wrong, out of the JSON of its answer; default: the usual places. */
  readonly problem?: (body: unknown) => string | undefined;
  /** What a refusal is, where its status does not tell; and how long to wait. */
  readonly refusal?: (answer: TextAnswer) => Refusal | undefined;
  /** What to do about a refusal, where the service's own habits tell more. */
  readonly hints?: Partial<Record<ErrorCode, string>>;
  readonly execute: (input: z.output<I>, call: ServiceCall<z.output<S>>) => Promise<z.input<O>>;
}

/** What every tool of this package takes. */
export interface CommonOptions {
  /** Default: the tool's own, such as `brave_search`. */
  readonly name?: string;
  /** True: a person must approve each call. */
  readonly approval?: boolean;
  /** The address of a proxy or a server of your own. Its host is opened also where it is not public. */
  readonly baseURL?: string;
  /** Milliseconds for one request; default 20,000. */
  readonly timeoutMs?: number;
  /** In place of the guarded fetch that reaches only the service. */
  readonly fetch?: typeof fetch;
  /** In place of the process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: the service's environment variable. */
  readonly apiKey?: ApiKey;
}

/** A tool without parameters has any keys, of type never. */
type Fixable<I> = {
  readonly [K in keyof I as string extends K ? never : CamelCase<K & string>]?: Exclude<I[K], undefined>;
};

export type OptionsOf<I extends z.ZodObject, S extends z.ZodObject> = CommonOptions &
  Fixable<z.input<I>> &
  ([S] extends [never] ? unknown : Readonly<z.input<S>>);

/** Makes the tool. `toolName` and `optionsSchema` are for configuration files. */
export interface ServiceToolFactory<I extends z.ZodObject, O extends z.ZodType, S extends z.ZodObject> {
  (options?: OptionsOf<I, S>): Tool<z.input<I>, z.output<O>>;
  readonly toolName: string;
  readonly optionsSchema: z.ZodObject;
  readonly hosts: readonly string[];
  readonly variables: readonly string[];
}

/** A factory with its types erased. */
export interface AnyServiceTool {
  (options?: never): AnyTool;
  readonly toolName: string;
  readonly optionsSchema: z.ZodObject;
  readonly hosts: readonly string[];
  readonly variables: readonly string[];
}
