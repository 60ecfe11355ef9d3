import type { SchemaFit } from '../contracts/schema-dialect.ts';
import { compileForDialect } from '../schema/compile-dialect.ts';
import type { Board } from './board.ts';

/** Every tool with every provider that says what its API takes. Schemas are compiled once for each dialect. */
export function schemaFits({ tools, providers }: Board): readonly SchemaFit[] {
  return [...providers.values()].flatMap(({ name: provider, dialect }) =>
    dialect === undefined
      ? []
      : [...tools.values()].map(({ name: tool, inputSchema }): SchemaFit => {
          const { status, notes } = compileForDialect(inputSchema, dialect);
          return { tool, provider, dialect: dialect.name, status, notes };
        }),
  );
}
