/** Plain JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** What a hypothesis promises before its runs are judged: how they are made, and what will be concluded from them. */
export interface Terms {
  readonly design: Json;
  readonly analysis: Json;
}

/** SHA-256 of both parts of some terms. */
export interface TermsDigests {
  readonly design: string;
  readonly analysis: string;
}

/** One value that is another now: absent on the side where there was none. */
export interface Change {
  /** As in `predictions[0].margin` or `arms.base.learningRate`. */
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** Terms that are others than they once were. */
export interface Revision {
  /**
   * `since judged`: others than when the runs were first judged. `since locked`: others than the lock says. `amended`:
   * the lock was amended.
   */
  readonly kind: 'since judged' | 'since locked' | 'amended';
  /** When the earlier terms were judged or locked, or when the lock was amended. */
  readonly at: string;
  readonly changes: readonly Change[];
  /** Why the lock was amended. */
  readonly reason?: string;
  /** When the runs had first been judged, of an amendment after that. */
  readonly judged?: string;
  /** Base seed under which the runs were judged. */
  readonly baseSeed?: string;
  /** What was found with the earlier terms. */
  readonly verdict?: string;
  /** How many different terms the runs were judged with, these among them, where there are more than two. */
  readonly versions?: number;
}

/** How the terms of a hypothesis stand to what was promised. */
export interface Registration {
  /** Whether the lock holds these terms; `none` where there is no lock, `missing` where it has no such hypothesis. */
  readonly lock: 'none' | 'kept' | 'changed' | 'missing';
  readonly lockedAt?: string;
  /** When the runs had first been judged, of a hypothesis that was locked after that. */
  readonly judgedBeforeLock?: string;
  readonly revisions: readonly Revision[];
  /** When it was first judged under other base seeds, and what was found. */
  readonly otherSeeds: readonly {
    readonly baseSeed: string;
    readonly at: string;
    readonly verdict: string;
  }[];
}
