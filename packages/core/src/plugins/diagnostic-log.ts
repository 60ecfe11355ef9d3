import type { Plugin, PluginDiagnostic } from '../contracts/plugin.ts';
import { readEnv } from '../wire/api-key.ts';
import { redact } from '../wire/redact.ts';
import { PluginFailure, toDiagnostic } from './diagnostics.ts';
import { secretsOf } from './secrets.ts';
import type { PluginEntry, RegistryOptions } from './registry.ts';

interface Subject {
  readonly name: string;
  readonly entry?: PluginEntry;
  readonly plugin?: Plugin | undefined;
}

/** What is wrong with the plugins of a registry at the moment. */
export class DiagnosticLog {
  readonly #onDiagnostic: ((diagnostic: PluginDiagnostic) => void) | undefined;
  readonly #env: (name: string) => string | undefined;
  #entries: readonly PluginDiagnostic[] = [];
  readonly #circles = new Set<string>();

  constructor({ onDiagnostic, brokers }: RegistryOptions) {
    this.#onDiagnostic = onDiagnostic;
    this.#env = brokers?.env ?? readEnv;
  }

  get entries(): readonly PluginDiagnostic[] {
    return this.#entries;
  }

  fail(subject: Subject, failure: PluginFailure): PluginDiagnostic {
    return this.#enter(subject, failure, 'error');
  }

  warn(subject: Subject, failure: PluginFailure): PluginDiagnostic {
    return this.#enter(subject, failure, 'warning');
  }

  /** A version that was to take a plugin's place has failed; the old one stays. */
  notSwapped(subject: Subject, { stage, problem, thrown }: PluginFailure): PluginDiagnostic {
    const cause = `the next version was not put in its place: ${problem.cause}`;
    return this.warn(subject, new PluginFailure(stage, { ...problem, cause }, thrown));
  }

  /** Each circle of `before` and `after` is told once. */
  circles(circles: readonly (readonly string[])[]): void {
    for (const names of circles) {
      const circle = [...names, names[0]].join(' → ');
      if (this.#circles.has(circle)) continue;
      this.#circles.add(circle);
      const cause = `\`order\` goes in a circle: ${circle}. Their hooks stand as in the list of plugins`;
      const hint = 'Take one of these names out of `before` or `after`';
      this.warn({ name: names[0] ?? '' }, new PluginFailure('ready', { cause, hint }));
    }
  }

  /** Sections of the configuration that no plugin understands. */
  unclaimed(sections: readonly string[], claimed: readonly string[]): void {
    const before = this.#entries.filter(({ plugin }) => plugin === registry);
    this.forget(registry);
    for (const section of sections.filter((name) => !claimed.includes(name))) {
      const cause = `no plugin claims the section "${section}"`;
      const known = before.find((earlier) => earlier.cause === cause);
      const hint = 'Add the plugin that does, or remove the section';
      if (known) this.#entries = [...this.#entries, known];
      else this.fail({ name: registry }, new PluginFailure('configured', { cause, hint }));
    }
  }

  /** What was said of a plugin that is no longer there. */
  forget(plugin: string): void {
    this.#entries = this.#entries.filter((earlier) => earlier.plugin !== plugin);
  }

  #enter(
    { name, entry, plugin }: Subject,
    failure: PluginFailure,
    severity: 'error' | 'warning',
  ): PluginDiagnostic {
    const { stage, problem, thrown } = failure;
    const secrets = secretsOf(entry?.config, plugin, this.#env);
    const clean = { cause: redact(problem.cause, secrets), hint: problem.hint };
    const diagnostic = toDiagnostic(name, new PluginFailure(stage, clean, thrown), severity);
    // The same again is news, but not one more.
    this.#entries = [...this.#entries.filter((earlier) => !isSame(earlier, diagnostic)), diagnostic];
    try {
      this.#onDiagnostic?.(diagnostic);
    } catch {
      // Who is told of faults must not make one.
    }
    return diagnostic;
  }
}

/** In place of a plugin's name, for what concerns none. */
const registry = 'registry';

function isSame(one: PluginDiagnostic, other: PluginDiagnostic): boolean {
  return one.plugin === other.plugin && one.stage === other.stage && one.cause === other.cause;
}
