import type { z } from 'zod';
import type { Dataset } from './types.ts';

/** Where data are, apart from what they are. */
export interface LoadOptions {
  /** Directory that the user named (`--data-dir`). */
  readonly dataDir?: string;
  /** Counts that a specification leaves out mean the whole published set instead of what ships with the project. */
  readonly full?: boolean;
  /** How an export of a module of the user's is had. */
  readonly imports?: (reference: { readonly module: string; readonly export: string }) => Promise<unknown>;
}

type Undigested = Omit<Dataset, 'digest'>;
type SpecSchema = z.ZodType<{ readonly kind: string }>;

/** A kind of data: all that is known of it, in one row. */
export interface DataKind<S extends SpecSchema> {
  /** What a hypothesis may write; `DataSpec` is inferred from it. */
  readonly schema: S;
  /**
   * Training examples in the whole of a published set of images, of which each tier may take a number of its own; null
   * where the specification says how many there are.
   */
  readonly published: number | null;
  /** Whether the examples are files or code of the user's, so that a specification does not say what they are. */
  readonly fromUser: boolean;
  /** Where its files lie, for programs that read them themselves; null for data that are made. */
  readonly directory: ((spec: z.input<S>, dataDir: string | undefined) => string | undefined) | null;
  readonly load: (spec: z.output<S>, options: LoadOptions) => Undigested | Promise<Undigested>;
}

/** A row of the table of kinds; the type of its specifications comes from its schema. */
export const kind = <S extends SpecSchema, P extends number | null>(
  row: DataKind<S> & { readonly published: P },
): DataKind<S> & { readonly published: P } => row;
