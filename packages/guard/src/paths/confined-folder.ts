export interface ConfineOptions {
  /**
   * Globs of what stays closed: it is not listed, read, written, moved or removed. A pattern without `/` closes that name in every folder.
   * Case, Unicode forms and characters that are not shown make no difference. Default: nothing.
   */
  readonly ignore?: readonly string[];
  /** Refuses every change. Default false. */
  readonly readOnly?: boolean;
  /** Other file systems that are mounted below count as inside. Default false. */
  readonly crossMounts?: boolean;
  /** Absolute paths that stand for the root, such as `/workspace`. */
  readonly aliases?: readonly string[];
}

/** What a confined folder holds, by its path from there, with `/` between names and `''` for the folder itself. */
export interface EntryInfo {
  readonly path: string;
  /** `link`: it was listed and not followed. `other`: a device, a pipe, a socket; it is never opened. */
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
  /** Changes whenever the content does, as far as the file system tells. */
  readonly version: string;
}

export interface ReadOptions {
  /** Larger files are refused. Default 10,000,000. */
  readonly maxBytes?: number;
}

export interface WriteOptions {
  /** False: refuses when there is something already. Default true. */
  readonly overwrite?: boolean;
  /** Refuses when the file is no longer the one that was read. */
  readonly ifVersion?: string;
  /** Makes the folders that are missing. Default true. */
  readonly makeFolders?: boolean;
}

export interface MoveOptions {
  /** Takes the place of a file there. Default false. */
  readonly overwrite?: boolean;
}

export interface RemoveOptions {
  /** Removes a folder with all that it holds, links themselves and never what they lead to. Default false. */
  readonly recursive?: boolean;
}

export interface EntryWalkOptions {
  /** Folders deep; 1: what the folder itself holds. Default: no limit. */
  readonly depth?: number;
  /** Folders that are named but not entered. */
  readonly skip?: (path: string) => boolean;
  readonly signal?: AbortSignal;
}

/** An entry on a walk. */
export interface WalkedEntry extends EntryInfo {
  /** Its content, if it is a file. */
  readonly read: (options?: ReadOptions) => Promise<Uint8Array>;
}

/**
 * Files below a root, by paths that a model may write. Every method rejects with a `PegboardError`: `permission` for what lies outside or stays
 * closed, `not-found`, `conflict`, `invalid-input`. Messages name paths as they were given and nothing of the machine.
 */
export interface ConfinedFolder {
  /** Its real path. */
  readonly root: string;
  readonly readOnly: boolean;
  /** Whether a path from the root is on the list of what stays closed. */
  isIgnored(path: string): boolean;
  /** Follows links that stay inside. */
  info(path: string): Promise<EntryInfo>;
  read(
    path: string,
    options?: ReadOptions,
  ): Promise<{ readonly bytes: Uint8Array; readonly info: EntryInfo }>;
  /** Puts the content in place at once: nobody sees half a file, and a failed write leaves the old one. Its mode is kept. */
  write(
    path: string,
    content: string | Uint8Array,
    options?: WriteOptions,
  ): Promise<EntryInfo & { readonly created: boolean }>;
  /** What is below a folder, in the order of names, folders before what they hold; links are named, not followed. */
  walk(path: string, options?: EntryWalkOptions): AsyncGenerator<WalkedEntry>;
  makeFolder(path: string): Promise<void>;
  /** A file, a folder or a link itself. */
  move(from: string, to: string, options?: MoveOptions): Promise<void>;
  /** A file, a folder or a link itself. */
  remove(path: string, options?: RemoveOptions): Promise<{ readonly removed: number }>;
  /**
   * What has to be hidden from a program that is given the root itself, as real paths: what stays closed, and other file systems.
   * Rejects with `conflict` when there is too much to look through.
   */
  hidden(
    signal?: AbortSignal,
  ): Promise<readonly { readonly path: string; readonly kind: EntryInfo['kind'] }[]>;
}
