import { Agent, type ResumeOptions } from '../agent/agent.ts';
import type { AgentOptions, RunOptions } from '../agent/run-config.ts';
import type { RunStream } from '../agent/run-stream.ts';
import type { Session } from '../agent/session.ts';
import type { JsonValue } from '../contracts/json.ts';
import type { Input } from '../contracts/message.ts';
import type { SectionContributions } from '../contracts/plugin.ts';
import type { RunResult } from '../contracts/run-result.ts';
import type { RunState } from '../contracts/run-state.ts';
import { agentOptions } from './agent-options.ts';
import { agentSection, type AppliedSection } from './agent-section.ts';
import { type Board, holdBoard } from './board.ts';
import type { Excuse } from './find.ts';
import type { Host } from './host.ts';
import { pinnedSession } from './pinned-session.ts';
import { pinnedStream } from './pinned-stream.ts';
import type { AgentSpec } from './registry.ts';

/** What an agent by names needs of its registry. */
export interface AgentSource {
  /** What the registry holds now. Throws when it has been disposed of. */
  readonly board: () => Board;
  readonly host: Host;
  readonly excuse: Excuse;
}

/** An agent whose names are looked up again when the registry has changed. A run keeps what it started with. */
export class RegistryAgent<T = JsonValue> extends Agent<T> {
  readonly #source: AgentSource;
  readonly #spec: AgentSpec<T>;
  readonly #applied = new Map<string, AppliedSection>();
  #made: { readonly board: Board; readonly agent: Agent<T> };

  constructor(source: AgentSource, spec: AgentSpec<T>) {
    const board = source.board();
    super(agentOptions(spec, board, [], source.excuse));
    this.#source = source;
    this.#spec = Object.freeze({ ...spec });
    // Of a board that is never the present one, where sections are still to be applied.
    const bare = Object.keys(spec.sections ?? {}).length === 0;
    this.#made = { board: bare ? board : { ...board }, agent: new Agent(this.options) };
    const options = (): AgentOptions<T> => this.#newest().options;
    Object.defineProperty(this, 'options', { get: options, enumerable: true });
  }

  override get name(): string {
    return this.#spec.name ?? 'agent';
  }

  /** Applies the sections of the spec, so that what is wrong with them is known. */
  async resolve(): Promise<this> {
    await this.#pinned(async () => undefined);
    return this;
  }

  override async run<R = T>(input: Input, options?: RunOptions<R>): Promise<RunResult<R>> {
    return this.#pinned((agent) => agent.run(input, options));
  }

  override stream<R = T>(input: Input, options: RunOptions<R> = {}): RunStream<R> {
    return pinnedStream(options, (run, begin) => this.#pinned((agent) => begin(agent.stream(input, run))));
  }

  override async resume<R = T>(state: RunState, options?: ResumeOptions<R>): Promise<RunResult<R>> {
    return this.#pinned((agent) => agent.resume(state, options));
  }

  override resumeStream<R = T>(state: RunState, options: ResumeOptions<R> = {}): RunStream<R> {
    return pinnedStream(options, (run, begin) =>
      this.#pinned((agent) => begin(agent.resumeStream(state, run))),
    );
  }

  override session(options: { readonly thread?: string } = {}): Session<T> {
    return pinnedSession(options.thread, (work) => this.#pinned(work));
  }

  /** Works with an agent of what the registry holds now; nothing of that leaves before the work is done. */
  async #pinned<R>(work: (agent: Agent<T>) => Promise<R>): Promise<R> {
    const board = this.#source.board();
    const release = holdBoard(board);
    try {
      return await work(await this.#agentOn(board));
    } finally {
      release();
    }
  }

  async #agentOn(board: Board): Promise<Agent<T>> {
    if (this.#made.board === board) return this.#made.agent;
    const applied: SectionContributions[] = [];
    for (const [name, value] of Object.entries(this.#spec.sections ?? {})) {
      applied.push(await agentSection(this.#applied, board, name, value, this.#source, this.name));
    }
    return this.#make(board, applied);
  }

  #make(board: Board, applied: readonly SectionContributions[]): Agent<T> {
    const agent = new Agent(agentOptions(this.#spec, board, applied, this.#source.excuse));
    this.#made = { board, agent };
    return agent;
  }

  /** What sections add to a board that is newer than the last run is not known yet. */
  #newest(): Agent<T> {
    if (this.#source.host.signal.aborted) return this.#made.agent;
    const board = this.#source.board();
    const bare = Object.keys(this.#spec.sections ?? {}).length === 0;
    return this.#made.board === board || !bare ? this.#made.agent : this.#make(board, []);
  }
}
