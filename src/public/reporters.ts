/**
 * Reports of results: every reporter that `--reporter` knows, as a function from results to a text, and the schema of
 * the results.
 *
 * @example
 * import { reporters } from 'optimizer-assay/reporters';
 * reporters.markdown.render(await check('three-factors'), { color: false })
 */
export { reporters, type Reporter, type ReporterName } from '../report/reporters.ts';
export { resultsSchema, type Results } from '../report/results.ts';
export { readResults } from '../suite/kept-results.ts';
