/** Data types of values in a program. */
export type DType = 'float32' | 'int32' | 'bool';

/** Shape and data type of a value; a scalar has shape `[]`. */
export interface ValueType {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** Index of a value in `Program.values`. */
export type ValueId = number;

/** Attributes of a kernel, as TensorFlow.js passes them: plain data only. */
export type Attributes = Readonly<Record<string, unknown>>;

/** One TensorFlow.js kernel call that was recorded. */
export interface ProgramNode {
  readonly kernel: string;
  /** Kernel input name (`a`, `b`, `x` …) to value; variadic kernels (`Concat`, `AddN`) use '0', '1', … */
  readonly inputs: Readonly<Record<string, ValueId>>;
  readonly attributes: Attributes;
  readonly outputs: readonly ValueId[];
}

/** A constant captured while tracing. Data are kept in typed arrays; bool is 0/1 in Uint8Array. */
export interface ProgramConstant {
  readonly id: ValueId;
  readonly data: Float32Array | Int32Array | Uint8Array;
  /**
   * The numbers before they were rounded to float32, where they were traced `inDoubles` and are others; engines take
   * `data`.
   */
  readonly exact?: Float64Array;
}

/** Type of an input, and what is known of its values beforehand. */
export interface InputType extends ValueType {
  /** Integers that are all 0 … classes − 1, as whoever feeds them has made sure. */
  readonly classes?: number;
}

/** A named value at the edge of a program; of an input, what is known of its values. */
export interface Port extends Pick<InputType, 'classes'> {
  readonly name: string;
  readonly id: ValueId;
}

/**
 * A straight-line graph of TensorFlow.js kernels in single-assignment form, recorded by `trace`.
 * Plain, frozen, serialisable data (see `serialize`), printed a line a node by `print`.
 */
export interface Program {
  readonly kind: 'program';
  readonly name: string;
  /** Type of every value; the index is its `ValueId`. */
  readonly values: readonly ValueType[];
  readonly inputs: readonly Port[];
  readonly constants: readonly ProgramConstant[];
  readonly nodes: readonly ProgramNode[];
  readonly outputs: readonly Port[];
}

/**
 * An input of a loop's body that is gathered from a resident table at each step:
 * `body[input] = offset + scale * float32(table[indices[step]])`.
 */
export interface Gather {
  /** Name of the body's input, shape `[batch, ...row]`. */
  readonly input: string;
  /** Name of the loop's resident input, shape `[rows, ...row]`, stored as `storage`. */
  readonly table: string;
  /** Name of the loop's input that holds row numbers, int32 `[steps, batch]`; several gathers may share one. */
  readonly indices: string;
  /** Number of axes that the indices of one step have, 1 unless given: 2 in lockstep, `[steps, replicates, batch]`. */
  readonly lead?: number;
  readonly rows: number;
  readonly storage: 'uint8' | 'float32' | 'int32';
  readonly scale: number;
  readonly offset: number;
}

/**
 * A program executed `steps` times (the number is the leading length of the scanned inputs, free at run time).
 * Body inputs are each exactly one of: carried, scanned, gathered, or fixed (everything else).
 */
export interface LoopProgram {
  readonly kind: 'loop';
  readonly name: string;
  readonly body: Program;
  /** Names that are both an input and an output of the body; the value flows from step to step. */
  readonly carried: readonly string[];
  /** Body inputs that take row `step` of a loop input of the same name with a leading step axis. */
  readonly scanned: readonly string[];
  readonly gathered: readonly Gather[];
  /** Body outputs collected with a leading step axis. */
  readonly stacked: readonly string[];
}

export type AnyProgram = Program | LoopProgram;
