/**
 * What a store holds beside blobs: records of runs, measures of runs, plans, which can be made again at any time, and
 * what was judged, which nothing removes.
 */
export type EntryKind = 'records' | 'measures' | 'plans' | 'judged';

/** A file that is not what it was when it was written. */
export interface Damage {
  readonly file: string;
  readonly message: string;
}

/** What `verify` found. */
export interface Verification {
  readonly records: number;
  readonly measures: number;
  readonly blobs: number;
  readonly bytes: number;
  readonly damaged: readonly Damage[];
}

/** What `gc` keeps. */
export interface Collection {
  /** Whether an entry is still wanted. */
  readonly keep: (kind: EntryKind, key: string) => boolean;
  /** Digests of the blobs that a kept entry needs. */
  readonly references: (kind: EntryKind, value: unknown) => readonly string[];
  /** Only files last changed before this time (milliseconds since 1970) go, so that a run under way loses nothing. */
  readonly before?: number;
}

/** What `gc` took away. */
export interface Collected {
  readonly files: number;
  readonly bytes: number;
}

/**
 * A content-addressed store. Keys and digests are SHA-256, hexadecimal. An entry is plain data (see `stableStringify`)
 * in a file of its own, written and then renamed, with its own checksum; a blob is bytes under their digest. Two
 * processes may use one directory at once: an entry is whole or absent, and the last writer of a key wins.
 */
export interface Store {
  /** Undefined for a store in memory. */
  readonly directory: string | undefined;
  /**
   * The value under the key, or undefined where there is none.
   * @throws AssayError `integrity` where the file is damaged, naming it; `discard` makes room for a new one
   */
  get<T>(kind: EntryKind, key: string): Promise<T | undefined>;
  /** Whether there is a file under the key; it may be damaged. */
  has(kind: EntryKind, key: string): Promise<boolean>;
  /** @throws TypeError where the value is not plain data */
  put(kind: EntryKind, key: string, value: unknown): Promise<void>;
  /** Keys in order. */
  list(kind: EntryKind): Promise<readonly string[]>;
  /** Moves an entry out of the way (to `damaged/`, for a look at it); the key is then absent. */
  discard(kind: EntryKind, key: string): Promise<void>;
  /** Keeps bytes and returns their digest. */
  putBlob(bytes: Uint8Array): Promise<string>;
  /**
   * The bytes of the digest, or undefined where there are none.
   * @throws AssayError `integrity` where the file is damaged, naming it; `putBlob` of the right bytes mends it
   */
  getBlob(digest: string): Promise<Uint8Array | undefined>;
  /** Reads everything; damage is a value. */
  verify(): Promise<Verification>;
  /** Removes unwanted entries, blobs that no kept entry needs, partial files and what was discarded. */
  gc(collection: Collection): Promise<Collected>;
}
