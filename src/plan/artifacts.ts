import type { Artifact, Engine } from '../engines/types.ts';
import type { AnyProgram, LoopProgram } from '../program/types.ts';
import { type Work, workOf } from './costs/work.ts';
import { digestOf } from './identity.ts';
import type { Key } from './types.ts';

/** The lowered programs of a plan. Each distinct description is traced and lowered once in the life of the process. */
export class Artifacts {
  readonly engine: Engine;
  readonly #byDescription: Map<string, Artifact>;
  readonly #used = new Map<Key, Artifact>();

  constructor(engine: Engine) {
    this.engine = engine;
    const known = lowered.get(engine.name) ?? new Map<string, Artifact>();
    lowered.set(engine.name, known);
    this.#byDescription = known;
  }

  /**
   * The artifact of a program, by a description that determines it.
   * @param description plain data that differs whenever the program may differ
   * @param program makes the program where the description is new
   */
  add(description: unknown, program: () => AnyProgram): Key {
    const name = digestOf(description);
    const artifact = this.#byDescription.get(name) ?? this.engine.lower(program());
    this.#byDescription.set(name, artifact);
    this.#used.set(artifact.digest, artifact);
    return artifact.digest;
  }

  /** The work of a loop, by a description as `add` takes it. */
  workOf(description: unknown, loop: () => LoopProgram): Work {
    const name = digestOf(description);
    const work = works.get(name) ?? workOf(loop());
    works.set(name, work);
    return work;
  }

  /** Everything that was asked for, by digest. */
  get used(): ReadonlyMap<Key, Artifact> {
    return this.#used;
  }
}

const lowered = new Map<string, Map<string, Artifact>>();
const works = new Map<string, Work>();
