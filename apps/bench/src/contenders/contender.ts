import type * as z from 'zod';
import type { PeerName } from '../peers/peers.ts';

/** The two formats that the server speaks. */
export type Wire = 'chat' | 'messages';

export interface BenchTool {
  readonly name: string;
  readonly description: string;
  /** For libraries that take a schema of zod. */
  readonly schema: z.ZodObject;
  /** The same as JSON Schema, for those that do not. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly execute: (input: ToolInput) => Promise<string>;
}

export interface ToolInput {
  readonly query: string;
  readonly count: number;
}

export interface AgentSetup {
  /** Ends with `/v1`. */
  readonly baseURL: string;
  readonly model: string;
  readonly instructions: string;
  readonly tools: readonly BenchTool[];
  /** More tool steps than any run takes. */
  readonly maxSteps: number;
}

export interface ChatMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** A conversation in the library's own form: what is turned into that is not measured. */
export interface Conversation {
  /** The text of the answer, asked for without streaming. */
  readonly run: () => Promise<string>;
  /** The same, streamed. */
  readonly stream: (onText: (text: string) => void) => Promise<string>;
}

/** Begins conversations; the last message is the user's. */
export type BenchAgent = (messages: readonly ChatMessage[]) => Conversation;

export interface Library {
  readonly agent: (setup: AgentSetup) => BenchAgent;
  /** For a library whose agents keep their conversation, so that each run makes one: makes all that `agent` makes, and an agent. */
  readonly build?: (setup: AgentSetup) => unknown;
}

/** What is measured. */
export interface Contender {
  readonly name: string;
  readonly label: string;
  readonly wires: readonly Wire[];
  /** The set of packages that must be installed. */
  readonly peer?: PeerName;
  /** It differs from another contender only in how it streams. */
  readonly streamsOnly?: true;
  /** Imports the library. */
  readonly load: (wire: Wire) => Promise<Library>;
  /** The library as a user's program installs and imports it, to be weighed. */
  readonly product?: Product;
}

export interface Product {
  /** A program that uses it, to be bundled. */
  readonly program: string;
  /** Packages of this workspace that are packed and installed, in place of a peer. */
  readonly packed?: readonly string[];
  /** How a tool is written in TypeScript, where its types follow from a schema of zod. */
  readonly typedTool?: TypedTool;
}

export interface TypedTool {
  readonly imports: string;
  /** Takes the name, the schema and the body, as source texts. */
  readonly write: (name: string, schema: string, body: string) => string;
}

export const apiKey = 'sk-bench';
