import { AssayError } from '../../errors.ts';

/** `assay run`: waits for the stages. */
export async function run(): Promise<number> {
  throw new AssayError(
    'configuration',
    'Cannot run hypotheses: expected the stages plan to judge, got none yet',
  );
}
