/** A set of examples in memory that workers share: both arrays rest on `SharedArrayBuffer`s. */
export interface Examples {
  /** `[count, ...featureShape]`; the value of a feature is `offset + scale * stored`. */
  readonly features: Uint8Array | Float32Array;
  readonly featureShape: readonly number[];
  readonly scale: number;
  readonly offset: number;
  /** Class numbers, int32 `[count]`, or real targets, float32 `[count, outputs]`. */
  readonly labels: Int32Array | Float32Array;
  readonly count: number;
}

/** Training and test examples with everything a run's identity needs. */
export interface Dataset {
  readonly name: string;
  readonly outputs: number;
  readonly train: Examples;
  readonly test: Examples;
  /** Which training labels were flipped by declared label noise (1 = flipped), or none. */
  readonly flipped?: Uint8Array;
  /** SHA-256 over stored bytes, shapes, scale and labels. */
  readonly digest: string;
}
