import { redact } from '@pegboard/core/provider';
import type { McpDiagnostic } from './options.ts';
import type { ServerSpec } from './server-spec.ts';

const most = 100;

/** What went wrong with one server, the newest 100. */
export interface Diagnostics {
  readonly all: readonly McpDiagnostic[];
  readonly report: (stage: McpDiagnostic['stage'], message: string, stderr?: string) => void;
}

export function createDiagnostics({ name, options, secrets }: ServerSpec): Diagnostics {
  const all: McpDiagnostic[] = [];
  return {
    all,
    report(stage, message, stderr) {
      const diagnostic: McpDiagnostic = {
        server: name,
        stage,
        message: redact(message, secrets),
        at: Date.now(),
        ...(stderr && { stderr: redact(stderr, secrets) }),
      };
      all.push(diagnostic);
      if (all.length > most) all.shift();
      try {
        options.onDiagnostic?.(diagnostic);
      } catch {
        // Who only observes cannot break what it observes.
      }
    },
  };
}
