import type { ErrorCode } from '../errors.ts';

/** What a worker is given at its start. */
export interface Shared {
  readonly stopFlag: Int32Array;
  readonly shared: unknown;
}

/** What a worker sends back. */
export type Answer =
  | { readonly kind: 'progress'; readonly note: unknown }
  | { readonly kind: 'result'; readonly result: unknown }
  | {
      readonly kind: 'error';
      readonly code?: ErrorCode | undefined;
      readonly message: string;
      readonly stack?: string | undefined;
    };
