import type { Plugin, PluginDiagnostic, PluginStage } from '../contracts/plugin.ts';
import { readEnv } from '../wire/api-key.ts';
import { redact } from '../wire/redact.ts';
import { PluginFailure, toDiagnostic } from './diagnostics.ts';
import type { Problem } from './plugin-problem.ts';
import { holdsSecret, secretsOf } from './secrets.ts';
import type { PluginEntry, RegistryOptions } from './registry.ts';

/** Whom a diagnostic is about. What is said of one is forgotten with it, and not with another of its name. */
interface Subject {
  readonly name: string;
  readonly entry?: PluginEntry;
  readonly plugin?: Plugin | undefined;
}

/** What is wrong with the plugins of a registry at the moment. */
export class DiagnosticLog {
  readonly #onDiagnostic: ((diagnostic: PluginDiagnostic) => void) | undefined;
  readonly #env: (name: string) => string | undefined;
  #entries: readonly Entry[] = [];
  #circles: readonly PluginDiagnostic[] = [];
  #unclaimed: readonly PluginDiagnostic[] = [];

  constructor({ onDiagnostic, brokers }: RegistryOptions) {
    this.#onDiagnostic = onDiagnostic;
    this.#env = brokers?.env ?? readEnv;
  }

  get entries(): readonly PluginDiagnostic[] {
    return this.#entries.map(({ diagnostic }) => diagnostic);
  }

  fail(subject: Subject, failure: PluginFailure): PluginDiagnostic {
    return this.#enter(subject, failure, 'error');
  }

  warn(subject: Subject, failure: PluginFailure): PluginDiagnostic {
    return this.#enter(subject, failure, 'warning');
  }

  /** A version that was to take a plugin's place has failed; the old one stays. */
  notSwapped(place: Subject, next: Subject, { stage, problem, thrown }: PluginFailure): PluginDiagnostic {
    const cause = `the next version was not put in its place: ${problem.cause}`;
    return this.#enter(next, new PluginFailure(stage, { ...problem, cause }, thrown), 'warning', place);
  }

  /** The circles that `before` and `after` make now. */
  circles(circles: readonly (readonly string[])[]): void {
    const problems = circles.map((names): readonly [string, Problem] => {
      const circle = [...names, names[0]].join(' → ');
      const cause = `\`order\` goes in a circle: ${circle}. Their hooks stand as in the list of plugins`;
      return [names[0] ?? '', { cause, hint: 'Take one of these names out of `before` or `after`' }];
    });
    this.#circles = this.#instead(this.#circles, 'ready', 'warning', problems);
  }

  /** The sections of the configuration that no plugin understands now. */
  unclaimed(sections: readonly string[], claimed: readonly string[]): void {
    const problems = sections
      .filter((name) => !claimed.includes(name))
      .map((name): readonly [string, Problem] => {
        const cause = `no plugin claims the section "${name}"`;
        return [registry, { cause, hint: 'Add the plugin that does, or remove the section' }];
      });
    this.#unclaimed = this.#instead(this.#unclaimed, 'configured', 'error', problems);
  }

  /** What was said of a plugin that is no longer there. */
  forget(subject: Subject): void {
    this.#entries = this.#entries.filter((earlier) => earlier.subject !== subject);
  }

  /** Puts what is wrong now in place of what was before; only what is new is told. */
  #instead(
    before: readonly PluginDiagnostic[],
    stage: PluginStage,
    severity: PluginDiagnostic['severity'],
    problems: readonly (readonly [string, Problem])[],
  ): readonly PluginDiagnostic[] {
    this.#entries = this.#entries.filter(({ diagnostic }) => !before.includes(diagnostic));
    return problems.map(([name, problem]) => {
      const known = before.find((earlier) => earlier.plugin === name && earlier.cause === problem.cause);
      if (!known) return this.#enter({ name }, new PluginFailure(stage, problem), severity);
      this.#entries = [...this.#entries, { subject: known, diagnostic: known }];
      return known;
    });
  }

  #enter(
    from: Subject,
    failure: PluginFailure,
    severity: PluginDiagnostic['severity'],
    subject: object = from,
  ): PluginDiagnostic {
    const { name, entry, plugin } = from;
    const { stage, problem, thrown } = failure;
    const secrets = secretsOf(entry?.config, plugin, this.#env);
    const clean = { cause: redact(problem.cause, secrets), hint: problem.hint };
    // What was thrown may end up in a log, and it cannot be cleaned.
    const shown = holdsSecret(thrown, secrets) ? undefined : thrown;
    const diagnostic = toDiagnostic(name, new PluginFailure(stage, clean, shown), severity);
    // The same again is news, but not one more.
    const others = this.#entries.filter((earlier) => !isSame(earlier, { subject, diagnostic }));
    this.#entries = [...others, { subject, diagnostic }].slice(-most);
    try {
      this.#onDiagnostic?.(diagnostic);
    } catch {
      // Who is told of faults must not make one.
    }
    return diagnostic;
  }
}

/** Versions that come and go for days may each leave one. */
const most = 1000;

/** In place of a plugin's name, for what concerns none. */
const registry = '(registry)';

interface Entry {
  readonly subject: object;
  readonly diagnostic: PluginDiagnostic;
}

function isSame({ subject, diagnostic }: Entry, other: Entry): boolean {
  const { stage, cause } = other.diagnostic;
  return subject === other.subject && diagnostic.stage === stage && diagnostic.cause === cause;
}
