import type { FileHandle } from 'node:fs/promises';

/** Takes care that a handle is closed. */
export type Keep = (handle: FileHandle) => FileHandle;

export interface Keeper {
  readonly keep: Keep;
  readonly close: () => Promise<void>;
}

/** Handles that are closed together. */
export function createKeeper(): Keeper {
  const handles: FileHandle[] = [];
  return {
    keep: (handle) => {
      handles.push(handle);
      return handle;
    },
    close: async () => {
      await Promise.allSettled(handles.map((handle) => handle.close()));
    },
  };
}
