export interface PythonJob {
  readonly code: string;
  /** The folder of pyodide. */
  readonly pyodide: string;
  readonly memoryBytes: number;
  readonly maxOutputChars: number;
}

export interface PythonAnswer {
  /** JSON text of the value of the last expression; absent when there is none. */
  readonly value?: string;
  readonly stdout: string;
}
