import { AssayError } from '../errors.ts';
import { loadArtifact } from './named.ts';
import type { Artifact, Executable } from './types.ts';

/** What the kept programs may map. The system counts a page as often as it is mapped, though it is in memory once. */
const MAPPED_BYTES = 96 * 2 ** 20;

/**
 * Loaded programs of one thread, the most recently used first to stay: at most `limit` are kept, and of large tables no
 * more than `MAPPED_BYTES` are mapped by them; the others are disposed. A live resource.
 */
export class SessionCache {
  readonly #artifacts: ReadonlyMap<string, Artifact>;
  readonly #limit: number;
  readonly #loaded = new Map<string, Promise<Executable>>();

  constructor(artifacts: ReadonlyMap<string, Artifact>, limit = 24) {
    this.#artifacts = artifacts;
    this.#limit = limit;
  }

  /** @throws AssayError `infrastructure` where no artifact has that key; what the engine throws when it cannot load */
  async get(key: string): Promise<Executable> {
    const known = this.#loaded.get(key);
    if (known !== undefined) {
      this.#loaded.delete(key);
      this.#loaded.set(key, known);
      return known;
    }
    const artifact = this.#artifacts.get(key);
    if (artifact === undefined)
      throw new AssayError('infrastructure', `Cannot load program ${key}: expected it in the plan, got none`);
    const loading = loadArtifact(artifact);
    this.#loaded.set(key, loading);
    return loading;
  }

  /** Disposes of what was used longest ago. Called between runs, when nothing executes. */
  async trim(): Promise<void> {
    const loaded = await Promise.all(
      [...this.#loaded].map(async ([key, loading]) => [key, await loading] as const),
    );
    let mapped = loaded.reduce((sum, [, executable]) => sum + (executable.mappedBytes?.() ?? 0), 0);
    for (const [key, executable] of loaded) {
      if (this.#loaded.size <= this.#limit && mapped <= MAPPED_BYTES) return;
      this.#loaded.delete(key);
      mapped -= executable.mappedBytes?.() ?? 0;
      await executable.dispose();
    }
  }
}
