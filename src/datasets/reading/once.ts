import type { ImageSet } from './image-set.ts';

/** Remembers a success by name; a failure is forgotten, so that a mended file is read. */
export function once<T>(memory: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
  const known = memory.get(name);
  if (known) return known;
  const made = make();
  memory.set(name, made);
  made.catch(() => memory.delete(name));
  return made;
}

const decoded = new Map<string, Promise<ImageSet>>();

/** Reads the files of an image set once in the life of the process. */
export const readOnce = (name: string, read: () => Promise<ImageSet>) => once(decoded, name, read);
