/**
 * Files for a plugin, given by the host. Paths are relative to the host's root, or absolute; `/` works everywhere.
 * Every method rejects with what the host's file system rejects with. Links are the host's concern: it must not follow them out of what is allowed.
 */
export interface PluginFs {
  readFile(path: string): Promise<Uint8Array>;
  /** UTF-8. */
  readText(path: string): Promise<string>;
  /** Makes the folders above; text is written as UTF-8. */
  writeFile(path: string, data: string | Uint8Array): Promise<void>;
  /** Names in a folder, sorted; those of folders end in `/`. */
  list(path: string): Promise<readonly string[]>;
  /** Undefined where nothing is. */
  stat(path: string): Promise<FileStat | undefined>;
  /** A file, or a folder with all in it. Nothing there is fine. */
  remove(path: string): Promise<void>;
}

export interface FileStat {
  readonly kind: 'file' | 'folder';
  /** Bytes; 0 for a folder. */
  readonly size: number;
  readonly modified: Date;
}
