/** What the process is asked: a statement on a database file, or on a table `csv` made of a text. */
export interface SqlJob {
  readonly source: { readonly file: string; readonly readOnly: boolean } | { readonly csv: CsvTable };
  readonly sql: string;
  readonly params: readonly (string | number | null)[];
  readonly maxRows: number;
  /** Characters of one cell; longer ones are cut. */
  readonly maxCellChars: number;
  /** Bytes that SQLite itself may hold. */
  readonly memoryBytes: number;
}

export interface CsvTable {
  readonly text: string;
  readonly delimiter: string;
  readonly header: boolean;
}

export type SqlCell = string | number | null;

export interface SqlAnswer {
  readonly columns: string[];
  readonly rows: SqlCell[][];
  /** There are more rows than were asked for. */
  readonly truncated: boolean;
  /** Rows that a statement other than a query changed. */
  readonly changes?: number;
}
