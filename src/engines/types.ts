import type { AnyProgram } from '../program/types.ts';

/** A tensor in host memory, row-major. The data may rest on a `SharedArrayBuffer`. */
export interface HostTensor {
  readonly data: Float32Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
}

/** Named tensors: feeds and results of a program. */
export type Tensors = Readonly<Record<string, HostTensor>>;

export type EngineName = 'onnx' | 'tfjs-cpu' | 'tfjs-wasm' | 'tfjs-node';

/** A program made ready for one engine: bytes that can be hashed, stored and sent to a worker. */
export interface Artifact {
  readonly engine: EngineName;
  readonly name: string;
  /** SHA-256 of `bytes`, hexadecimal: the identity of the mathematics on this engine. */
  readonly digest: string;
  readonly bytes: Uint8Array;
}

/** A live, loaded program. Must be disposed. */
export interface Executable {
  /**
   * Runs once. For a `LoopProgram` the feeds are: carried (initial values), scanned (`[steps, ...]`), indices (`[steps,
   * batch]`, int32), tables, fixed; the results: carried (final values) and stacked (`[steps, ...]`). There is at least
   * one step.
   * @throws AssayError `program` where a feed is missing or its shape does not fit, naming it.
   */
  run(feeds: Tensors): Promise<Tensors>;
  dispose(): Promise<void>;
  /** Bytes of tables that it maps from files, as often as it does; absent where it never does. */
  mappedBytes?(): number;
}

/** What executes programs. `lower` is pure and cheap and runs in the planner; `load` and `run` happen in workers. */
export interface Engine {
  readonly name: EngineName;
  readonly version: string;
  lower(program: AnyProgram): Artifact;
  load(artifact: Artifact): Promise<Executable>;
}
