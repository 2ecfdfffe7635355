/**
 * Tests, intervals, effect sizes and power, as the judge uses them: numbers in, results out. docs/statistics.md says
 * when to choose which.
 *
 * @example
 * import { studentOneSample, equivalent } from 'optimizer-assay/statistics';
 * studentOneSample([0.3, 0.1, 0.4, -0.1, 0.5, 0.2, 0.3, 0.6], { region: equivalent(0.5) }).p // 0.0155
 */
export * from '../statistics/index.ts';
