/**
 * Hypotheses as tests of vitest, and matchers for numbers in tests of one's own. vitest must be installed; the import
 * makes the matchers known to `expect`.
 *
 * @example
 * import { testHypothesis } from 'optimizer-assay/vitest';
 * import claim from './claim.hypothesis.ts';
 * testHypothesis(claim, { workers: 2 });
 */
import { expect } from 'vitest';
import { matchers, type AssayMatchers } from '../vitest/matchers.ts';

expect.extend(matchers);

export { testHypothesis } from '../vitest/test-hypothesis.ts';
export { matchers, type AssayMatchers, type MatchOptions, type Numbers } from '../vitest/matchers.ts';

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-explicit-any, @typescript-eslint/no-empty-object-type
  interface Matchers<T = any> extends AssayMatchers {}
}
