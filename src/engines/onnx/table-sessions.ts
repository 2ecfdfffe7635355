import type * as Ort from 'onnxruntime-node';
import type { Artifact } from '../types.ts';
import { foldersOption, withMappedTables, type BoundTable } from './mapped-memory.ts';
import { sessionOptions } from './session-options.ts';

/**
 * The sessions of one program: one for each choice of mapped tables, all with the same graph. Made when they are first
 * asked for. A live resource.
 */
export class TableSessions {
  readonly #ort: typeof Ort;
  readonly #artifact: Artifact;
  readonly #mapped = new Map<string, Promise<Ort.InferenceSession>>();
  #plain: Promise<Ort.InferenceSession> | undefined;
  #mappedBytes = 0;

  constructor(ort: typeof Ort, artifact: Artifact) {
    this.#ort = ort;
    this.#artifact = artifact;
  }

  /** The session whose tables are all fed. */
  plain(): Promise<Ort.InferenceSession> {
    return (this.#plain ??= this.#ort.InferenceSession.create(this.#artifact.bytes, sessionOptions));
  }

  /** The session whose given tables are read from their files; the one without any gives way to it. */
  async of(tables: readonly BoundTable[]): Promise<Ort.InferenceSession> {
    if (tables.length === 0) return this.plain();
    const name = tables.map(({ graphName, table }) => [graphName, table.file, table.offset].join()).join(';');
    const known = this.#mapped.get(name);
    if (known !== undefined) return known;
    const made = this.#ort.InferenceSession.create(withMappedTables(this.#artifact.bytes, tables), {
      ...sessionOptions,
      ...foldersOption(tables),
    });
    this.#mapped.set(name, made);
    this.#mappedBytes += tables.reduce((sum, { table }) => sum + table.bytes, 0);
    const plain = this.#plain;
    this.#plain = undefined;
    await (await plain)?.release();
    return made;
  }

  /**
   * Bytes of files that are mapped, each as often as it is: what the system counts as resident, though it is there
   * once.
   */
  get mappedBytes(): number {
    return this.#mappedBytes;
  }

  async release(): Promise<void> {
    for (const session of [this.#plain, ...this.#mapped.values()]) await (await session)?.release();
  }
}
